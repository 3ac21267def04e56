import type { KindDefinition } from "#core/api/define.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionStatus,
} from "#core/api/schema/generated/types.ts";

interface Neighbours {
  readonly kinds: readonly KindDefinition[];
  readonly definitions: readonly CustomResourceDefinition[];
}

/** The status a definition should have: its names accepted where nobody else has them, and established once they are. Models apiextensions-apiserver pkg/controller/status, calculateNamesAndConditions. */
export function planStatus(
  definition: CustomResourceDefinition,
  neighbours: Neighbours,
  now: string,
): CustomResourceDefinitionStatus {
  const { spec, status } = definition;
  const conflict = conflictOf(definition, neighbours);
  const isEstablished = statusOf(definition, "Established") === "True";
  const accepted: Condition = conflict ?? {
    type: "NamesAccepted",
    status: "True",
    reason: "NoConflicts",
    message: "no conflicts found",
  };
  const established: Condition =
    conflict && !isEstablished
      ? {
          type: "Established",
          status: "False",
          reason: "NotAccepted",
          message: "not all names are accepted",
        }
      : {
          type: "Established",
          status: "True",
          reason: "InitialNamesAccepted",
          message: "the initial names have been accepted",
        };
  return {
    ...status,
    acceptedNames: conflict ? status.acceptedNames : spec.names,
    conditions: withConditions(
      status.conditions ?? [],
      [accepted, established, ...approvalOf(definition)],
      now,
    ),
  };
}

const APPROVAL = "api-approved.kubernetes.io";

/** Kubernetes' own groups are for those who asked. Models pkg/controller/apiapproval. */
function approvalOf({ metadata, spec }: CustomResourceDefinition): readonly Condition[] {
  if (!/(^|\.)(k8s|kubernetes)\.io$/.test(spec.group)) return [];
  const type = "KubernetesAPIApprovalPolicyConformant";
  const given = metadata.annotations?.[APPROVAL] ?? "";
  if (given.startsWith("unapproved"))
    return [
      {
        type,
        status: "False",
        reason: "UnapprovedAnnotation",
        message: `not approved: ${JSON.stringify(given)}`,
      },
    ];
  return given === ""
    ? []
    : [{ type, status: "True", reason: "ApprovedAnnotation", message: `approved in ${given}` }];
}

type Condition = Omit<CustomResourceDefinitionCondition, "lastTransitionTime">;

function statusOf({ status }: CustomResourceDefinition, wanted: string): string {
  return (status.conditions ?? []).find(({ type }) => type === wanted)?.status ?? "";
}

/** The first name that somebody else has. One name means one kind here, whatever its group. */
function conflictOf(
  { metadata, spec }: CustomResourceDefinition,
  { kinds, definitions }: Neighbours,
): Condition | undefined {
  const others = definitions
    .filter((each) => each.metadata.name !== metadata.name)
    .map(({ status }) => status.acceptedNames.kind);
  const taken = new Set([...kinds.map(({ kind }) => kind), ...others]);
  if (!taken.has(spec.names.kind)) return undefined;
  return {
    type: "NamesAccepted",
    status: "False",
    reason: "KindConflict",
    message: `${JSON.stringify(spec.names.kind)} is already in use`,
  };
}

/** Conditions keep their place and, while their status stays, their time. */
function withConditions(
  before: readonly CustomResourceDefinitionCondition[],
  wanted: readonly Condition[],
  now: string,
): readonly CustomResourceDefinitionCondition[] {
  const updated = before.map((old) => {
    const next = wanted.find(({ type }) => type === old.type);
    if (!next) return old;
    const lastTransitionTime = next.status === old.status ? (old.lastTransitionTime ?? now) : now;
    return { ...shaped(next, lastTransitionTime) };
  });
  const added = wanted.filter((next) => !before.some(({ type }) => type === next.type));
  return [...updated, ...added.map((next) => shaped(next, now))];
}

function shaped(
  { type, status, reason = "", message = "" }: Condition,
  lastTransitionTime: string,
): CustomResourceDefinitionCondition {
  return { type, status, lastTransitionTime, reason, message };
}
