import { isSemanticallyEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import { job as jobKind } from "#core/api/kinds/batch/job.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import type { Job, JobCondition, JobStatus, Pod } from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { because } from "../because.ts";
import { findCondition, withoutCondition } from "../shared/conditions.ts";
import { isHeldBy } from "../shared/finalizers.ts";
import { omitZero } from "../shared/omit-zero.ts";
import {
  completionIndexOf,
  countIndexes,
  formatIndexes,
  hasIndex,
  withIndexes,
} from "./indexes.ts";
import { isPodFailed, matchFailurePolicy } from "./policies.ts";
import { hasIndexLimit, isIndexed, TRACKING, type Ending, type Sight } from "./sight.ts";

/** How many pods are counted in one pass. Models MaxUncountedPods. */
const MAX_UNCOUNTED = 500;

/** What the counting of a pass begins with. */
export interface Counting {
  readonly sight: Sight;
  readonly ending: Ending | undefined;
  readonly counts: {
    readonly active: number;
    readonly ready: number;
    readonly terminating: number;
  };
  readonly startTime: string | undefined;
  readonly conditions: readonly JobCondition[] | undefined;
}

/** What is to be counted, before anything is written. */
interface Tally {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  readonly indexes: readonly number[];
  /** Pods whose finalizer goes. */
  readonly released: readonly Pod[];
  readonly isCut: boolean;
}

/** Models the first half of trackJobStatusAndRemoveFinalizers. */
function planTally({ sight, ending }: Counting): Tally {
  const { job } = sight;
  const { succeeded: knownSucceeded = [], failed: knownFailed = [] } =
    job.status.uncountedTerminatedPods ?? {};
  const isHeld = new Set(sight.pods.filter((pod) => isHeldBy(pod, TRACKING)).map(uidOf));
  const succeeded = knownSucceeded.filter((uid) => isHeld.has(uid));
  const failed = knownFailed.filter((uid) => isHeld.has(uid));
  const indexes: number[] = [];
  const released: Pod[] = [];
  const number = (pod: Pod) => completionIndexOf(pod) ?? -1;
  for (const pod of isIndexed(job)
    ? [...sight.pods].sort((a, b) => number(a) - number(b))
    : sight.pods) {
    if (!isHeld.has(uidOf(pod)) || !mayRelease(sight, ending, pod)) continue;
    released.push(pod);
    const kind = kindOf(sight, ending, pod);
    if (kind === "succeeded" && isIndexed(job)) indexes.push(number(pod));
    else if (kind === "succeeded") succeeded.push(uidOf(pod));
    else if (kind === "failed") failed.push(uidOf(pod));
    if (indexes.length + succeeded.length + failed.length >= MAX_UNCOUNTED)
      return { succeeded, failed, indexes, released, isCut: true };
  }
  return { succeeded, failed, indexes, released, isCut: false };
}

/** Whether a pod need not be held any longer. Models canRemoveFinalizer. */
function mayRelease({ job, delayed }: Sight, ending: Ending | undefined, pod: Pod): boolean {
  if (isBeingDeleted(job) || ending || pod.status.phase === "Succeeded") return true;
  if (!isPodFailed(job, pod)) return false;
  const index = completionIndexOf(pod);
  return !hasIndexLimit(job) || index === undefined || delayed.get(index) !== pod;
}

/** What a pod is newly counted as. */
function kindOf(
  { job, before }: Sight,
  ending: Ending | undefined,
  pod: Pod,
): "succeeded" | "failed" | undefined {
  const { succeeded = [], failed = [] } = job.status.uncountedTerminatedPods ?? {};
  const uid = uidOf(pod);
  const index = completionIndexOf(pod);
  const isValid = !isIndexed(job) || (index !== undefined && index < (job.spec.completions ?? 0));
  if (pod.status.phase === "Succeeded" && !failed.includes(uid)) {
    const isKnown = isIndexed(job)
      ? index !== undefined && hasIndex(before, index)
      : succeeded.includes(uid);
    return isValid && !isKnown ? "succeeded" : undefined;
  }
  // Once a job has failed, every pod that has not ended counts as failed.
  const isFailed = isPodFailed(job, pod) || ending?.type === "FailureTarget";
  if (!isFailed || !isValid || failed.includes(uid)) return undefined;
  return matchFailurePolicy(job.spec.podFailurePolicy, pod).counts ? "failed" : undefined;
}

/**
 * Counts pods that ended: notes them in the status, lets them go, then adds them up. A job is over once nobody is left to count or to
 * wait for. Models trackJobStatusAndRemoveFinalizers.
 */
export function trackStatus(context: ControllerContext, counting: Counting): void {
  const { sight, ending } = counting;
  const now = formatTime(context.nowEpochMs);
  const tally = planTally(counting);
  const interim = interimStatus(counting, tally, now);
  const noted = writeStatus(context, sight.job, interim);
  let failure: StatusError | undefined;
  for (const pod of tally.released) failure ??= removeTracking(context, pod);
  if (failure) throw failure;
  const counted = addedUp(interim);
  const end =
    ending && !tally.isCut && counting.counts.terminating === 0
      ? finalCondition(ending, now)
      : undefined;
  const status: JobStatus = end
    ? {
        ...counted,
        conditions: [...withoutCondition(counted.conditions, end.type), end],
        ...(end.type === "Complete" && { completionTime: now }),
      }
    : counted;
  writeStatus(context, noted, status);
  if (end) recordEnd(context, { ...noted, status }, end);
}

function interimStatus(
  { sight, ending, counts, startTime, conditions = [] }: Counting,
  tally: Tally,
  now: string,
): JobStatus {
  const { job } = sight;
  const { status } = job;
  const { succeeded: knownSucceeded = [], failed: knownFailed = [] } =
    status.uncountedTerminatedPods ?? {};
  const isKept = (list: readonly string[]) => (uid: string) => list.includes(uid);
  const succeeded =
    (status.succeeded ?? 0) + knownSucceeded.filter((uid) => !isKept(tally.succeeded)(uid)).length;
  const failed =
    (status.failed ?? 0) + knownFailed.filter((uid) => !isKept(tally.failed)(uid)).length;
  const done = withIndexes(sight.done, tally.indexes);
  const isNoted = ending && findCondition(conditions, ending.type)?.status === "True";
  const shown =
    ending && !isNoted ? [...conditions, conditionOf(ending.type, ending, now)] : conditions;
  const { completionTime } = status;
  return {
    ...(shown.length > 0 && { conditions: shown }),
    ...(startTime !== undefined && { startTime }),
    ...(completionTime !== undefined && { completionTime }),
    ...omitZero({
      active: counts.active,
      succeeded: isIndexed(job) ? countIndexes(done) : succeeded,
      failed,
    }),
    terminating: counts.terminating,
    ready: counts.ready,
    ...(isIndexed(job) && done.length > 0 && { completedIndexes: formatIndexes(done) }),
    ...(sight.failedIndexes && { failedIndexes: formatIndexes(sight.failedIndexes) }),
    uncountedTerminatedPods: {
      ...(tally.succeeded.length > 0 && { succeeded: tally.succeeded }),
      ...(tally.failed.length > 0 && { failed: tally.failed }),
    },
  };
}

function addedUp(status: JobStatus): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  return {
    ...status,
    ...omitZero({
      succeeded: (status.succeeded ?? 0) + succeeded.length,
      failed: (status.failed ?? 0) + failed.length,
    }),
    uncountedTerminatedPods: {},
  };
}

function conditionOf(
  type: JobCondition["type"],
  { reason, message }: Ending,
  now: string,
): JobCondition {
  return { type, status: "True", lastProbeTime: now, lastTransitionTime: now, reason, message };
}

function finalCondition(ending: Ending, now: string): JobCondition {
  return conditionOf(ending.type === "FailureTarget" ? "Failed" : "Complete", ending, now);
}

function writeStatus(context: ControllerContext, job: Job, status: JobStatus): Job {
  if (isSemanticallyEqual(job.status, status)) return job;
  because(context, "job-counted", {
    job: nameOf(job),
    active: status.active ?? 0,
    succeeded: status.succeeded ?? 0,
    failed: status.failed ?? 0,
  });
  return context.client.update<Job>(jobKind, { ...job, status }, "status");
}

/** Models recordJobFinished. */
function recordEnd(context: ControllerContext, job: Job, end: JobCondition): void {
  const { completions } = job.spec;
  if (end.type === "Failed") {
    context.record(job, { type: "Warning", reason: end.reason ?? "", message: end.message ?? "" });
    return;
  }
  if (completions !== undefined && (job.status.succeeded ?? 0) > completions)
    context.record(job, {
      type: "Warning",
      reason: "TooManySucceededPods",
      message: "Too many succeeded pods running after completion count reached",
    });
  context.record(job, { type: "Normal", reason: "Completed", message: "Job completed" });
}

/** Takes the finalizer off a pod. Returns the refusal, if any; a pod that is gone already is none. */
export function removeTracking(context: ControllerContext, pod: Pod): StatusError | undefined {
  if (!isHeldBy(pod, TRACKING)) return undefined;
  const body = { metadata: { "$deleteFromPrimitiveList/finalizers": [TRACKING] } };
  because(context, "job-pod-counted", { pod: nameOf(pod) });
  try {
    context.client.patch(
      podKind,
      { namespace: namespaceOf(pod), name: nameOf(pod) },
      { type: "strategic", body },
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return error.reason === "NotFound" ? undefined : error;
  }
}
