import { parseTime, type Millis } from "#core/base/time.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { podCondition } from "../shared/pod-state.ts";

export const FAILURE_COUNT = "batch.kubernetes.io/job-index-failure-count";
export const IGNORED_FAILURE_COUNT = "batch.kubernetes.io/job-index-ignored-failure-count";

/** How long a job waits after failures. */
export interface BackoffLimits {
  readonly firstMs: Millis;
  readonly maxMs: Millis;
}

/** Models DefaultJobPodFailureBackOff and MaxJobPodFailureBackOff. */
export const JOB_BACKOFF: BackoffLimits = { firstMs: 10_000, maxMs: 600_000 };

/** Failures in a row, and when the last of them was, as Unix milliseconds. */
export interface BackoffRecord {
  readonly failures: number;
  readonly lastFailureAt: number | undefined;
}

export const NO_FAILURES: BackoffRecord = Object.freeze({ failures: 0, lastFailureAt: undefined });

/** The record after more pods ended: a success makes it begin again. Models newBackoffRecord. */
export function nextBackoffRecord(
  before: BackoffRecord,
  { succeeded, failed }: { readonly succeeded: readonly Pod[]; readonly failed: readonly Pod[] },
): BackoffRecord {
  const failures = failed.map(finishedAt);
  if (succeeded.length === 0)
    return failures.length === 0
      ? before
      : { failures: before.failures + failures.length, lastFailureAt: Math.max(...failures) };
  const lastSuccess = Math.max(...succeeded.map(finishedAt));
  const later = failures.filter((each) => each > lastSuccess);
  return later.length === 0
    ? NO_FAILURES
    : { failures: later.length, lastFailureAt: Math.max(...later) };
}

/** How long to wait before the next pod; 0 when there is nothing to wait for. Models getRemainingTimeForFailuresCount. */
export function remainingBackoff(
  { failures, lastFailureAt }: BackoffRecord,
  nowEpochMs: number,
  { firstMs, maxMs }: BackoffLimits = JOB_BACKOFF,
): Millis {
  if (failures === 0 || lastFailureAt === undefined) return 0;
  const waitMs = Math.min(firstMs * 2 ** (failures - 1), maxMs);
  return Math.max(0, lastFailureAt + waitMs - nowEpochMs);
}

/** How often an index failed before this pod, by the rule and all in all. */
export function failureCounts({ metadata }: Pod): {
  readonly counted: number;
  readonly ignored: number;
} {
  const read = (key: string) => {
    const text = metadata.annotations?.[key] ?? "";
    return /^\d+$/.test(text) ? Number(text) : 0;
  };
  return { counted: read(FAILURE_COUNT), ignored: read(IGNORED_FAILURE_COUNT) };
}

/** The record of one index, by the last pod that failed there. Models getRemainingTimePerIndex. */
export function indexBackoff(pod: Pod | undefined): BackoffRecord {
  if (!pod) return NO_FAILURES;
  const { counted, ignored } = failureCounts(pod);
  return { failures: counted + ignored + 1, lastFailureAt: finishedAt(pod) };
}

/** When a pod ended, as well as can be told, as Unix milliseconds. Models getFinishedTime. */
export function finishedAt(pod: Pod): number {
  const { metadata, status } = pod;
  const ended = endOfContainers(pod);
  if (ended !== undefined) return ended;
  const ready = podCondition(pod, "Ready");
  const readyLost = ready?.status === "False" ? timeOf(ready.lastTransitionTime) : undefined;
  if (readyLost !== undefined) return readyLost;
  const deleted = timeOf(metadata.deletionTimestamp);
  if (deleted !== undefined) return deleted - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return timeOf(metadata.creationTimestamp) ?? timeOf(status.startTime) ?? 0;
}

function endOfContainers({ spec, status }: Pod): number | undefined {
  const sidecars = new Set(
    (spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === "Always")
      .map(({ name }) => name),
  );
  const statuses = [
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
  ];
  const ends = statuses.map(({ state }) => timeOf(state?.terminated?.finishedAt));
  return ends.length === 0 || ends.includes(undefined)
    ? undefined
    : Math.max(...ends.map((each) => each ?? 0));
}

function timeOf(text: string | undefined): number | undefined {
  return text ? parseTime(text) : undefined;
}
