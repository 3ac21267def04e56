import { parseTime, type Millis } from "#core/base/time.ts";
import { isBeingDeleted } from "#core/api/meta.ts";
import type { Pod, PodCondition } from "#core/api/schema/generated/types.ts";

/** Whether the pod has ended for good. Models v1/pod IsPodTerminal. */
export function isPodTerminal(pod: Pod): boolean {
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed";
}

/** Whether the pod counts as a replica: it has not ended and nobody deletes it. Models controller.IsPodActive. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && !isBeingDeleted(pod);
}

/** Whether the pod is on its way out but has not stopped yet. Models controller.IsPodTerminating. */
export function isPodTerminating(pod: Pod): boolean {
  return !isPodTerminal(pod) && isBeingDeleted(pod);
}

/** The condition of this type, if the pod has it. */
export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  // A plain loop: with thousands of pods this is asked all day long.
  const { conditions } = pod.status;
  if (conditions)
    for (let i = 0; i < conditions.length; i++)
      if (conditions[i]?.type === type) return conditions[i];
  return undefined;
}

/** Whether the Ready condition is True. */
export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, "Ready")?.status === "True";
}

/** What availability depends on. */
export interface AvailabilityRule {
  readonly minReadySeconds: number;
  readonly nowEpochMs: number;
}

/** Whether the pod has been ready for long enough. Models v1/pod IsPodAvailable. */
export function isPodAvailable(
  pod: Pod,
  { minReadySeconds, nowEpochMs }: AvailabilityRule,
): boolean {
  if (minReadySeconds === 0) return isPodReady(pod);
  if (!isPodReady(pod)) return false;
  const since = readySince(pod);
  return since !== undefined && since + minReadySeconds * 1000 <= nowEpochMs;
}

/** How many of the pods have been ready for long enough. */
export function countAvailable(pods: readonly Pod[], rule: AvailabilityRule): number {
  let count = 0;
  for (const pod of pods) if (isPodAvailable(pod, rule)) count += 1;
  return count;
}

/** How long until a ready pod counts as available; undefined when it already does, or is not ready. Models controller.nextPodAvailabilityCheck. */
export function nextAvailabilityCheck(
  pod: Pod,
  { minReadySeconds, nowEpochMs }: AvailabilityRule,
): Millis | undefined {
  if (minReadySeconds <= 0 || !isPodReady(pod)) return undefined;
  const since = readySince(pod);
  if (since === undefined) return undefined;
  const remaining = since + minReadySeconds * 1000 - nowEpochMs;
  return remaining > 0 ? remaining : undefined;
}

/** The soonest of these waits over all pods. Models controller.FindMinNextPodAvailabilityCheck. */
export function soonestAvailabilityCheck(
  pods: readonly Pod[],
  rule: AvailabilityRule,
): Millis | undefined {
  let soonest: Millis | undefined;
  if (rule.minReadySeconds <= 0) return soonest;
  for (const pod of pods) {
    const wait = nextAvailabilityCheck(pod, rule);
    if (wait !== undefined && (soonest === undefined || wait < soonest)) soonest = wait;
  }
  return soonest;
}

/** Unix milliseconds at which the pod became ready, or undefined when it is not ready or does not say. */
export function readySince(pod: Pod): number | undefined {
  const condition = podCondition(pod, "Ready");
  if (condition?.status !== "True" || !condition.lastTransitionTime) return undefined;
  return parseTime(condition.lastTransitionTime);
}
