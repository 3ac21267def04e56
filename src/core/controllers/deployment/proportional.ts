import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { desiredReplicas, isRollingUpdate, maxSurge } from "./fenceposts.ts";
import { activeReplicaSets, compareCreation, sizeOf, totalSize } from "./replicasets.ts";
import { desiredAnnotation, maxAnnotation } from "./revision.ts";
import type { Scaling } from "./rolling.ts";

/** What to do when the Deployment's size changed, or when it is paused. */
export interface ScalePlan {
  readonly rule: "single" | "saturated" | "proportional" | "none";
  readonly scalings: readonly Scaling[];
}

/**
 * Sizes after spec.replicas changed in the middle of a rollout: every set grows or shrinks in proportion, so that a bad
 * revision gains no ground by it. Models pkg/controller/deployment scale.
 */
export function planScale(
  deployment: Deployment,
  newReplicaSet: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): ScalePlan {
  const desired = desiredReplicas(deployment);
  const single = findActiveOrLatest(newReplicaSet, old);
  if (single) return { rule: "single", scalings: scalingTo(single, desired) };
  if (isSaturated(deployment, newReplicaSet)) {
    return {
      rule: "saturated",
      scalings: activeReplicaSets(old).flatMap((each) => scalingTo(each, 0)),
    };
  }
  if (!isRollingUpdate(deployment)) return { rule: "none", scalings: [] };
  const active = activeReplicaSets(newReplicaSet ? [...old, newReplicaSet] : old);
  return { rule: "proportional", scalings: planProportions(deployment, active) };
}

function scalingTo(replicaSet: ReplicaSet, to: number): Scaling[] {
  const from = sizeOf(replicaSet);
  return from === to ? [] : [{ replicaSet, from, to }];
}

/** The only active set; with none, the newest; undefined when several are active. Models FindActiveOrLatest. */
function findActiveOrLatest(
  newReplicaSet: ReplicaSet | undefined,
  old: readonly ReplicaSet[],
): ReplicaSet | undefined {
  const active = activeReplicaSets(newReplicaSet ? [...old, newReplicaSet] : old);
  if (active.length > 1) return undefined;
  return active[0] ?? newReplicaSet ?? [...old].sort((a, b) => compareCreation(b, a))[0];
}

/** Whether the new set has all pods it should have, and they are available. Models IsSaturated. */
function isSaturated(deployment: Deployment, newReplicaSet: ReplicaSet | undefined): boolean {
  if (!newReplicaSet) return false;
  const desired = desiredReplicas(deployment);
  return (
    sizeOf(newReplicaSet) === desired &&
    desiredAnnotation(newReplicaSet) === desired &&
    (newReplicaSet.status.availableReplicas ?? 0) === desired
  );
}

/** One entry per active set, also when only its annotations change. */
function planProportions(deployment: Deployment, active: readonly ReplicaSet[]): Scaling[] {
  const desired = desiredReplicas(deployment);
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0;
  const toAdd = allowed - totalSize(active);
  const sorted = sortForScaling(active, toAdd);
  let added = 0;
  const sizes = sorted.map((replicaSet) => {
    const share = proportionOf(deployment, replicaSet, { toAdd, added });
    added += share;
    return sizeOf(replicaSet) + share;
  });
  return sorted.map((replicaSet, i) => {
    const leftover = i === 0 && toAdd !== 0 ? toAdd - added : 0;
    return { replicaSet, from: sizeOf(replicaSet), to: Math.max(0, (sizes[i] ?? 0) + leftover) };
  });
}

/** Larger sets first; of equal ones the newer first when growing, the older first when shrinking; order of arrival otherwise. */
function sortForScaling(active: readonly ReplicaSet[], toAdd: number): ReplicaSet[] {
  if (toAdd === 0) return [...active];
  return [...active].sort((a, b) => {
    const bySize = sizeOf(b) - sizeOf(a);
    if (bySize !== 0) return bySize;
    return toAdd > 0 ? compareCreation(b, a) : compareCreation(a, b);
  });
}

/** How many pods this set gains (or loses), never overshooting what is left. Models GetReplicaSetProportion. */
function proportionOf(
  deployment: Deployment,
  replicaSet: ReplicaSet,
  { toAdd, added }: { toAdd: number; added: number },
): number {
  if (sizeOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(deployment, replicaSet);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(deployment: Deployment, replicaSet: ReplicaSet): number {
  const desired = desiredReplicas(deployment);
  const size = sizeOf(replicaSet);
  if (desired === 0) return -size;
  // A set that was never annotated is measured against what the Deployment has now.
  const before = maxAnnotation(replicaSet) || (deployment.status.replicas ?? 0);
  if (before === 0) return 0;
  return roundHalfAway((size * (desired + maxSurge(deployment))) / before) - size;
}

/** Rounds as upstream's integer.RoundToInt32. */
function roundHalfAway(value: number): number {
  return value < 0 ? Math.trunc(value - 0.5) : Math.trunc(value + 0.5);
}

/** Whether an active set was last scaled for another size of the Deployment. Models isScalingEvent. */
export function isScalingEvent(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): boolean {
  return activeReplicaSets(replicaSets).some((each) => {
    const annotated = desiredAnnotation(each);
    return annotated !== undefined && annotated !== desiredReplicas(deployment);
  });
}
