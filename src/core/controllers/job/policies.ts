import { nameOf, namespaceOf } from "#core/api/meta.ts";
import type { ContainerStatus, Job, JobSpec, Pod } from "#core/api/schema/generated/types.ts";
import { isBeingDeleted } from "#core/api/meta.ts";
import { countIndexes, hasIndex, parseIndexes, type Indexes } from "./indexes.ts";

type FailurePolicy = NonNullable<JobSpec["podFailurePolicy"]>;
type ExitCodes = NonNullable<FailurePolicy["rules"][number]["onExitCodes"]>;

/** What a failed pod means for its job. */
export interface FailureVerdict {
  readonly action: "FailJob" | "FailIndex" | "Ignore" | "Count" | undefined;
  readonly counts: boolean;
  /** Why the whole job fails. */
  readonly message?: string;
}

const COUNTED: FailureVerdict = Object.freeze({ action: undefined, counts: true });

/** The first rule that matches decides. Models matchPodFailurePolicy. */
export function matchFailurePolicy(policy: FailurePolicy | undefined, pod: Pod): FailureVerdict {
  for (const [index, { action, onExitCodes, onPodConditions }] of (policy?.rules ?? []).entries()) {
    const container = onExitCodes && matchingContainer(pod, onExitCodes);
    const condition = container
      ? undefined
      : onPodConditions?.find(({ type, status }) =>
          pod.status.conditions?.some((each) => each.type === type && each.status === status),
        );
    if (!container && !condition) continue;
    if (action === "Ignore") return { action, counts: false };
    if (action === "Count" || action === "FailIndex") return { action, counts: true };
    if (action !== "FailJob") continue;
    const name = `${namespaceOf(pod)}/${nameOf(pod)}`;
    const message = container
      ? `Container ${container.name} for pod ${name} failed with exit code ${container.state?.terminated?.exitCode ?? 0} matching ${action} rule at index ${index}`
      : `Pod ${name} has condition ${condition?.type ?? ""} matching ${action} rule at index ${index}`;
    return { action, counts: true, message };
  }
  return COUNTED;
}

function matchingContainer(
  { status }: Pod,
  { containerName, operator, values }: ExitCodes,
): ContainerStatus | undefined {
  return [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])].find(
    ({ name, state }) => {
      const code = state?.terminated?.exitCode ?? 0;
      if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
      if (operator === "In") return values.includes(code);
      return operator === "NotIn" && !values.includes(code);
    },
  );
}

/** Whether a job replaces pods only once they have failed, and not while they end. Models onlyReplaceFailedPods. */
export function replacesFailedOnly({ spec }: Job): boolean {
  return spec.podReplacementPolicy === "Failed" || spec.podFailurePolicy !== undefined;
}

/** Whether a pod counts as failed: one that is deleted before it ended does, too. Models isPodFailed. */
export function isPodFailed(job: Job, pod: Pod): boolean {
  if (pod.status.phase === "Failed") return true;
  if (replacesFailedOnly(job)) return false;
  return isBeingDeleted(pod) && pod.status.phase !== "Succeeded";
}

/** What is said when a job has succeeded early; undefined when it has not. Models matchSuccessPolicy. */
export function matchSuccessPolicy({ spec }: Job, succeeded: Indexes): string | undefined {
  if (succeeded.length === 0) return undefined;
  const place = (spec.successPolicy?.rules ?? []).findIndex(
    ({ succeededIndexes, succeededCount }) => {
      if (succeededIndexes === undefined)
        return succeededCount !== undefined && countIndexes(succeeded) >= succeededCount;
      const required = numbersOf(parseIndexes(succeededIndexes, spec.completions ?? 0));
      if (required.length === 0) return false;
      const done = required.filter((index) => hasIndex(succeeded, index)).length;
      return done >= (succeededCount ?? required.length);
    },
  );
  return place < 0 ? undefined : `Matched rules at index ${place}`;
}

function numbersOf(indexes: Indexes): readonly number[] {
  return indexes.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
}
