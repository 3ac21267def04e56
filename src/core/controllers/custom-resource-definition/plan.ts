import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionStatus,
} from "#core/api/schema/generated/types.ts";

/** The status a definition should have: its names accepted where nobody else of the group has them, and established once they are. Models apiextensions-apiserver pkg/controller/status, calculateNamesAndConditions, and the establishing controller. */
export function planStatus(
  definition: CustomResourceDefinition,
  definitions: readonly CustomResourceDefinition[],
  now: string,
): CustomResourceDefinitionStatus {
  const { status } = definition;
  const { names, conflict } = acceptNames(definition, definitions);
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
    acceptedNames: names,
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

interface Acceptance {
  readonly names: Names;
  readonly conflict: Condition | undefined;
}

/** Takes every name that nobody else of the group has. Of the others the old ones stay, and the last conflict is told. */
function acceptNames(
  { spec, status }: CustomResourceDefinition,
  definitions: readonly CustomResourceDefinition[],
): Acceptance {
  const inGroup = definitions.filter((each) => each.spec.group === spec.group);
  const resources = new Set(inGroup.flatMap((each) => resourceNames(each.status.acceptedNames)));
  const kinds = new Set(inGroup.flatMap((each) => kindNames(each.status.acceptedNames)));
  const wanted = spec.names;
  const had = status.acceptedNames;
  const problems: Condition[] = [];
  const names: { -readonly [Key in keyof Names]: Names[Key] } = { ...had };
  const take = (field: "plural" | "singular" | "kind" | "listKind", taken: Set<string>) => {
    const name = wanted[field];
    const free = name === undefined || isFree(name, had[field], taken);
    if (!free) problems.push(conflictCondition(CONFLICT_REASONS[field], [name]));
    else if (name === undefined) delete names[field];
    else names[field] = name;
  };
  take("plural", resources);
  take("singular", resources);
  const held = (wanted.shortNames ?? []).filter(
    (name) => !(had.shortNames ?? []).includes(name) && resources.has(name),
  );
  if (held.length > 0) problems.push(conflictCondition("ShortNamesConflict", held));
  else setOrDelete(names, "shortNames", wanted.shortNames);
  take("kind", kinds);
  take("listKind", kinds);
  setOrDelete(names, "categories", wanted.categories);
  return { names, conflict: problems.at(-1) };
}

type Names = CustomResourceDefinitionNames;

const CONFLICT_REASONS = {
  plural: "PluralConflict",
  singular: "SingularConflict",
  kind: "KindConflict",
  listKind: "ListKindConflict",
} as const;

function setOrDelete(
  names: { -readonly [Key in keyof Names]: Names[Key] },
  field: "shortNames" | "categories",
  value: readonly string[] | undefined,
): void {
  if (value === undefined) delete names[field];
  else names[field] = value;
}

function isFree(name: string, accepted: string | undefined, taken: ReadonlySet<string>): boolean {
  return name === accepted || !taken.has(name);
}

function conflictCondition(reason: string, names: readonly string[]): Condition {
  const texts = names.map((name) => `${JSON.stringify(name)} is already in use`);
  const message = texts.length === 1 ? texts.join("") : `[${texts.join(", ")}]`;
  return { type: "NamesAccepted", status: "False", reason, message };
}

function resourceNames({ plural, singular, shortNames }: Names): string[] {
  return [plural, singular ?? "", ...(shortNames ?? [])].filter((name) => name !== "");
}

function kindNames({ kind, listKind }: Names): string[] {
  return [kind, listKind ?? ""].filter((name) => name !== "");
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
