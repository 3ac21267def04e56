import { isPodReady } from "../shared/pod-state.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { groupPods, requestsOf, type Patience, type Samples } from "./pods.ts";

/** How far use may be from its target without anything being done. */
export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

/** --horizontal-pod-autoscaler-tolerance */
export const DEFAULT_TOLERANCE = 0.1;

/** What is known when replicas are worked out. */
export interface Sight {
  readonly pods: readonly Pod[];
  readonly currentReplicas: number;
  readonly tolerances: Tolerances;
  readonly patience: Patience;
}

/** How many replicas a metric asks for, and what it stands at; a text says why nobody can tell. */
export type Proposal =
  { readonly replicas: number; readonly utilization?: number; readonly milli: number } | string;

const NO_PODS = "no pods returned by selector while calculating replica count";
const NO_SAMPLES = "did not receive metrics for targeted pods (pods might be unready)";

/** What samples come to, against a target. */
interface Use {
  /** Use to target: more than one asks for more pods. */
  readonly ratio: number;
  readonly utilization?: number;
  readonly milli: number;
}

/** How samples are weighed: what is asked of them, and what is assumed of a pod without one when pods are to go. */
interface Measure {
  readonly resource: string;
  useOf(samples: ReadonlyMap<string, number>): Use | string;
  assumed(pod: string): number;
}

/** Replicas for a share of what the pods ask for. Models GetResourceReplicas. */
export function replicasForUtilization(
  sight: Sight,
  samples: Samples,
  {
    resource,
    container = "",
    percent,
  }: { readonly resource: string; readonly container?: string; readonly percent: number },
): Proposal {
  if (sight.pods.length === 0) return NO_PODS;
  const requests = requestsOf(sight.pods, { resource, container });
  if (typeof requests === "string") return requests;
  return weigh(sight, samples, {
    resource,
    useOf: (each) => utilizationOf(each, requests, percent),
    assumed: (pod) => Math.trunc(((requests.get(pod) ?? 0) * Math.max(100, percent)) / 100),
  });
}

/** Replicas for an amount per pod. Models calcPlainMetricReplicas. */
export function replicasForAverage(
  sight: Sight,
  samples: Samples,
  { resource, targetMilli }: { readonly resource: string; readonly targetMilli: number },
): Proposal {
  if (sight.pods.length === 0) return NO_PODS;
  return weigh(sight, samples, {
    resource,
    useOf(each) {
      const milli = Math.trunc(sumOf(each.values()) / each.size);
      return { ratio: milli / targetMilli, milli };
    },
    assumed: () => targetMilli,
  });
}

function weigh(sight: Sight, samples: Samples, measure: Measure): Proposal {
  const { pods, patience, currentReplicas, tolerances } = sight;
  const groups = groupPods(pods, samples, { resource: measure.resource, patience });
  const out = new Set([...groups.gone, ...groups.unready]);
  const counted = new Map(
    [...samples].filter(([name]) => !out.has(name)).map(([name, { milli }]) => [name, milli]),
  );
  if (counted.size === 0) return NO_SAMPLES;
  const use = measure.useOf(counted);
  if (typeof use === "string") return use;
  const { ratio, ...found } = use;
  const isUpWithUnready = groups.unready.length > 0 && ratio > 1;
  if (!isUpWithUnready && groups.missing.length === 0) {
    if (isWithin(ratio, tolerances)) return { replicas: currentReplicas, ...found };
    return { replicas: Math.ceil(ratio * groups.readyCount), ...found };
  }
  // Before pods go, those without a sample are taken to be busy; before pods come, to be idle.
  for (const pod of groups.missing)
    if (ratio < 1) counted.set(pod, measure.assumed(pod));
    else if (ratio > 1) counted.set(pod, 0);
  if (isUpWithUnready) for (const pod of groups.unready) counted.set(pod, 0);
  const again = measure.useOf(counted);
  if (typeof again === "string") return again;
  const replicas = Math.ceil(again.ratio * counted.size);
  const isTurned = (ratio < 1 && again.ratio > 1) || (ratio > 1 && again.ratio < 1);
  const isAgainst =
    (again.ratio < 1 && replicas > currentReplicas) ||
    (again.ratio > 1 && replicas < currentReplicas);
  const isLeft = isWithin(again.ratio, tolerances) || isTurned || isAgainst;
  return { replicas: isLeft ? currentReplicas : replicas, ...found };
}

/** Models GetResourceUtilizationRatio. */
function utilizationOf(
  samples: ReadonlyMap<string, number>,
  requests: ReadonlyMap<string, number>,
  percent: number,
): Use | string {
  const known = [...samples].filter(([pod]) => requests.has(pod));
  const used = sumOf(known.map(([, milli]) => milli));
  const asked = sumOf(known.map(([pod]) => requests.get(pod) ?? 0));
  if (asked === 0) return "no metrics returned matched known pods";
  const utilization = Math.trunc((used * 100) / asked);
  return { ratio: utilization / percent, utilization, milli: Math.trunc(used / known.length) };
}

/** Replicas for one value of the whole. Models GetObjectMetricReplicas and GetExternalMetricReplicas. */
export function replicasForValue(
  { pods, currentReplicas, tolerances }: Sight,
  { milli, targetMilli }: { readonly milli: number; readonly targetMilli: number },
): Proposal {
  const ratio = milli / targetMilli;
  if (currentReplicas === 0) return { replicas: Math.ceil(ratio), milli };
  if (isWithin(ratio, tolerances)) return { replicas: currentReplicas, milli };
  if (pods.length === 0) return `unable to calculate ready pods: ${NO_PODS}`;
  const ready = pods.filter((pod) => pod.status.phase === "Running" && isPodReady(pod));
  return { replicas: Math.ceil(ratio * ready.length), milli };
}

/** Replicas for one value of the whole, shared among the pods. Models GetObjectPerPodMetricReplicas and GetExternalPerPodMetricReplicas. */
export function replicasForShare(
  {
    statusReplicas,
    tolerances,
  }: { readonly statusReplicas: number; readonly tolerances: Tolerances },
  { milli, targetMilli }: { readonly milli: number; readonly targetMilli: number },
): Proposal {
  const ratio = milli / (targetMilli * statusReplicas);
  return {
    replicas: isWithin(ratio, tolerances) ? statusReplicas : Math.ceil(milli / targetMilli),
    milli: Math.ceil(milli / statusReplicas),
  };
}

function isWithin(ratio: number, { up, down }: Tolerances): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const each of values) sum += each;
  return sum;
}
