import { uidOf } from "#core/api/meta.ts";
import type { Job, JobCondition, Pod } from "#core/api/schema/generated/types.ts";
import { parseTime } from "#core/base/time.ts";
import { findCondition } from "../shared/conditions.ts";
import { isHeldBy } from "../shared/finalizers.ts";
import { isPodActive, isPodReady, isPodTerminating } from "../shared/pod-state.ts";
import { failureCounts, finishedAt } from "./backoff.ts";
import {
  completionIndexOf,
  countIndexes,
  hasIndex,
  indexesOf,
  parseIndexes,
  withIndexes,
  type Indexes,
} from "./indexes.ts";
import { isPodFailed, matchFailurePolicy, matchSuccessPolicy } from "./policies.ts";

export const TRACKING = "batch.kubernetes.io/job-tracking";

/** What a pass knows of a job. */
export interface Sight {
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Pods that ended and are not in any count yet. */
  readonly newSucceeded: readonly Pod[];
  readonly newFailed: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  /** Of an Indexed job. */
  readonly before: Indexes;
  readonly done: Indexes;
  readonly failedIndexes: Indexes | undefined;
  /** Failed pods that are kept until their index has a new one, which carries their count on. */
  readonly delayed: ReadonlyMap<number, Pod>;
}

/** Whether pods have numbers. */
export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === "Indexed";
}

/** Whether failures are counted for each index. */
export function hasIndexLimit({ spec }: Job): boolean {
  return spec.completionMode === "Indexed" && spec.backoffLimitPerIndex !== undefined;
}

/** The condition by which a job is over, if it is. Models IsJobFinished. */
export function endOf({ status }: Job): JobCondition | undefined {
  return status.conditions?.find(
    ({ type, status: is }) => (type === "Complete" || type === "Failed") && is === "True",
  );
}

/** Counts what there is. */
export function sightOf(job: Job, pods: readonly Pod[]): Sight {
  const { spec, status } = job;
  const { completions = 0 } = spec;
  const active = pods.filter(isPodActive);
  const uncounted = status.uncountedTerminatedPods ?? {};
  const isNew = (pod: Pod, counted: readonly string[] = []) => {
    const index = completionIndexOf(pod);
    const isValid = !isIndexed(job) || (index !== undefined && index < completions);
    return isValid && isHeldBy(pod, TRACKING) && !counted.includes(uidOf(pod));
  };
  const newSucceeded = pods.filter(
    (pod) => pod.status.phase === "Succeeded" && isNew(pod, uncounted.succeeded),
  );
  const newFailed = pods.filter((pod) => isPodFailed(job, pod) && isNew(pod, uncounted.failed));
  const counted = newFailed.filter((pod) => matchFailurePolicy(spec.podFailurePolicy, pod).counts);
  const before = parseIndexes(status.completedIndexes ?? "", completions);
  const done = isIndexed(job)
    ? withIndexes(
        before,
        indexesOf(pods.filter((pod) => pod.status.phase === "Succeeded" && isNew(pod))),
      )
    : before;
  const sums = {
    succeeded: (status.succeeded ?? 0) + newSucceeded.length + (uncounted.succeeded?.length ?? 0),
    failed: (status.failed ?? 0) + counted.length + (uncounted.failed?.length ?? 0),
  };
  const failedIndexes = hasIndexLimit(job)
    ? failedIndexesOf(
        job,
        pods.filter((pod) => isNew(pod)),
      )
    : undefined;
  return {
    job,
    pods,
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating).length,
    newSucceeded,
    newFailed,
    ...sums,
    ...(isIndexed(job) && { succeeded: countIndexes(done) }),
    before,
    done,
    failedIndexes,
    delayed: hasIndexLimit(job)
      ? delayedPods(
          pods.filter((pod) => isPodFailed(job, pod) && isNew(pod)),
          {
            settled: [done, failedIndexes ?? []],
            active: indexesOf(active),
          },
        )
      : new Map(),
  };
}

function failedIndexesOf({ spec, status }: Job, pods: readonly Pod[]): Indexes {
  const job = { spec, status } as Job;
  const failed = pods.filter((pod) => {
    if (!isPodFailed(job, pod)) return false;
    const { action, counts } = matchFailurePolicy(spec.podFailurePolicy, pod);
    return (
      action === "FailIndex" ||
      (counts && failureCounts(pod).counted >= (spec.backoffLimitPerIndex ?? 0))
    );
  });
  return withIndexes(
    parseIndexes(status.failedIndexes ?? "", spec.completions ?? 0),
    indexesOf(failed),
  );
}

/** Models getPodsWithDelayedDeletionPerIndex. */
function delayedPods(
  failed: readonly Pod[],
  { settled, active }: { readonly settled: readonly Indexes[]; readonly active: readonly number[] },
): ReadonlyMap<number, Pod> {
  const delayed = new Map<number, Pod>();
  const total = (pod: Pod) => failureCounts(pod).counted + failureCounts(pod).ignored;
  for (const pod of failed) {
    const index = completionIndexOf(pod);
    if (
      index === undefined ||
      active.includes(index) ||
      settled.some((each) => hasIndex(each, index))
    )
      continue;
    const last = delayed.get(index);
    if (!last || (total(last) <= total(pod) && finishedAt(pod) >= finishedAt(last)))
      delayed.set(index, pod);
  }
  return delayed;
}

/** Why a job is to end, before anything is done about it. */
export interface Ending {
  readonly type: "FailureTarget" | "SuccessCriteriaMet";
  readonly reason: string;
  readonly message: string;
}

/** Whether the job has failed, or succeeded early. The first reason that holds is taken. Models syncJob. */
export function planEnding(sight: Sight, nowEpochMs: number): Ending | undefined {
  const { job, pods } = sight;
  const { spec, status } = job;
  for (const type of ["SuccessCriteriaMet", "FailureTarget"] as const) {
    const known = findCondition(status.conditions, type);
    if (known?.status === "True")
      return { type, reason: known.reason ?? "", message: known.message ?? "" };
  }
  const failure = (reason: string, message: string): Ending => ({
    type: "FailureTarget",
    reason,
    message,
  });
  for (const pod of spec.podFailurePolicy ? pods : []) {
    const { message } = isPodFailed(job, pod) ? matchFailurePolicy(spec.podFailurePolicy, pod) : {};
    if (message !== undefined) return failure("PodFailurePolicy", message);
  }
  if (sight.failed > (spec.backoffLimit ?? 6) || restartsPastLimit(job, pods))
    return failure("BackoffLimitExceeded", "Job has reached the specified backoff limit");
  const deadline = deadlineOf(job);
  if (deadline !== undefined && deadline <= nowEpochMs)
    return failure("DeadlineExceeded", "Job was active longer than specified deadline");
  if (!isIndexed(job)) return undefined;
  const failedCount = countIndexes(sight.failedIndexes ?? []);
  if (spec.maxFailedIndexes !== undefined && failedCount > spec.maxFailedIndexes)
    return failure(
      "MaxFailedIndexesExceeded",
      "Job has exceeded the specified maximal number of failed indexes",
    );
  if (failedCount > 0 && failedCount + countIndexes(sight.done) >= (spec.completions ?? 0))
    return failure("FailedIndexes", "Job has failed indexes");
  const message = matchSuccessPolicy(job, sight.done);
  return message === undefined
    ? undefined
    : { type: "SuccessCriteriaMet", reason: "SuccessPolicy", message };
}

/** When an active job runs out of time, as Unix milliseconds; one that is being resumed begins its time anew. */
export function deadlineOf({ spec, status }: Job): number | undefined {
  const isPaused =
    spec.suspend === true || findCondition(status.conditions, "Suspended")?.status === "True";
  if (spec.activeDeadlineSeconds === undefined || isPaused || !status.startTime) return undefined;
  return (parseTime(status.startTime) ?? 0) + spec.activeDeadlineSeconds * 1000;
}

/** Containers that are restarted in place count as failures. Models pastBackoffLimitOnFailure. */
function restartsPastLimit({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec?.restartPolicy !== "OnFailure") return false;
  const { backoffLimit = 6 } = spec;
  let restarts = 0;
  for (const { status } of pods)
    if (status.phase === "Running" || status.phase === "Pending")
      for (const each of [
        ...(status.initContainerStatuses ?? []),
        ...(status.containerStatuses ?? []),
      ])
        restarts += each.restartCount;
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** How many pods should be active. */
export function wantedActive({ job, active, succeeded }: Sight): number {
  const { parallelism = 1, completions } = job.spec;
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, completions - succeeded));
}

/** Whether a job has all the successes that it wants. */
export function isComplete({ job, succeeded }: Sight, active: number): boolean {
  const { completions } = job.spec;
  return active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions);
}
