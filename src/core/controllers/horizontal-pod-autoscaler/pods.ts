import { parseTime } from "#core/base/time.ts";
import { isBeingDeleted, nameOf } from "#core/api/meta.ts";
import { quantityMilli } from "#core/api/quantity.ts";
import type { Container, Pod } from "#core/api/schema/generated/types.ts";
import { podCondition } from "../shared/pod-state.ts";

/** What was measured of a pod, in thousandths. */
export interface Sample {
  readonly milli: number;
  readonly atEpochMs: number;
  readonly windowMs: number;
}

/** Samples by the name of the pod. */
export type Samples = ReadonlyMap<string, Sample>;

/** How long a young pod's processor use is looked at with suspicion. Models the flags of the same names. */
export interface Patience {
  readonly nowEpochMs: number;
  /** --horizontal-pod-autoscaler-cpu-initialization-period */
  readonly cpuInitializationMs: number;
  /** --horizontal-pod-autoscaler-initial-readiness-delay */
  readonly initialReadinessDelayMs: number;
}

/** The pods behind an autoscaler, told apart by what their samples are worth. */
export interface PodGroups {
  readonly readyCount: number;
  /** Names of pods whose samples do not count yet. */
  readonly unready: readonly string[];
  /** Names of pods without a sample. */
  readonly missing: readonly string[];
  /** Names of pods that are on their way out or failed. */
  readonly gone: readonly string[];
}

/** Sorts the pods. Models groupPods. */
export function groupPods(
  pods: readonly Pod[],
  samples: Samples,
  { resource, patience }: { readonly resource: string; readonly patience: Patience },
): PodGroups {
  const unready: string[] = [];
  const missing: string[] = [];
  const gone: string[] = [];
  let readyCount = 0;
  for (const pod of pods) {
    const name = nameOf(pod);
    const sample = samples.get(name);
    if (isBeingDeleted(pod) || pod.status.phase === "Failed") gone.push(name);
    else if (pod.status.phase === "Pending") unready.push(name);
    else if (!sample) missing.push(name);
    else if (resource === "cpu" && isStillStarting(pod, sample, patience)) unready.push(name);
    else readyCount += 1;
  }
  return { readyCount, unready, missing, gone };
}

/** Whether a pod's processor use tells of its start rather than of its work. */
function isStillStarting(pod: Pod, sample: Sample, patience: Patience): boolean {
  const condition = podCondition(pod, "Ready");
  const startedAt = parseTime(pod.status.startTime ?? "");
  if (!condition || startedAt === undefined) return true;
  const changedAt = parseTime(condition.lastTransitionTime ?? "") ?? 0;
  const isUnready = condition.status === "False";
  if (startedAt + patience.cpuInitializationMs > patience.nowEpochMs)
    return isUnready || sample.atEpochMs < changedAt + sample.windowMs;
  // It is unready and has never been ready.
  return isUnready && startedAt + patience.initialReadinessDelayMs > changedAt;
}

/** What each pod asks for, by its name, or why that cannot be said. Models calculateRequests. */
export function requestsOf(
  pods: readonly Pod[],
  { resource, container }: { readonly resource: string; readonly container: string },
): ReadonlyMap<string, number> | string {
  const requests = new Map<string, number>();
  for (const pod of pods) {
    const request = requestOf(pod, { resource, container });
    if (typeof request === "string") return request;
    requests.set(nameOf(pod), request);
  }
  return requests;
}

function requestOf(
  pod: Pod,
  { resource, container }: { readonly resource: string; readonly container: string },
): number | string {
  const whole = pod.spec.resources?.requests?.[resource];
  if (container === "" && whole !== undefined) return quantityMilli(whole);
  let sum = 0;
  for (const { name, resources } of longRunning(pod)) {
    if (container !== "" && container !== name) continue;
    const request = resources?.requests?.[resource];
    if (request === undefined)
      return `missing request for ${resource} in container ${name} of Pod ${nameOf(pod)}`;
    sum += quantityMilli(request);
  }
  return sum;
}

/** The containers that run as long as the pod does. */
function longRunning({ spec }: Pod): readonly Container[] {
  const sidecars = (spec.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  return [...spec.containers, ...sidecars];
}
