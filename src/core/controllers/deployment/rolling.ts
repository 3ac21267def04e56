import { nameOf } from "#core/api/meta.ts";
import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { desiredReplicas, isRollingUpdate, maxSurge, maxUnavailable } from "./fenceposts.ts";
import { activeReplicaSets, byCreation, sizeOf, totalAvailable, totalSize } from "./replicasets.ts";

/** A ReplicaSet to be scaled, by name. */
export interface Scaling {
  readonly replicaSet: ReplicaSet;
  readonly from: number;
  readonly to: number;
}

/** The size that the new set may have now: as much as the ceiling leaves room for. Models deployment util NewRSNewReplicas. */
export function planNewSize(
  deployment: Deployment,
  { all, current }: { readonly all: readonly ReplicaSet[]; readonly current: number },
): number {
  const desired = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + maxSurge(deployment) - totalSize(all);
  if (room <= 0) return current;
  return current + Math.min(room, desired - current);
}

/** What the new set should be scaled to in this pass. Models reconcileNewReplicaSet. */
export function planNewReplicaSet(
  deployment: Deployment,
  all: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet,
): Scaling | undefined {
  const desired = desiredReplicas(deployment);
  const from = sizeOf(newReplicaSet);
  if (from === desired) return undefined;
  const to = from > desired ? desired : planNewSize(deployment, { all, current: from });
  return to === from ? undefined : { replicaSet: newReplicaSet, from, to };
}

/** What the old sets should be scaled to in this pass; unhealthy pods go first. Models reconcileOldReplicaSets. */
export function planOldReplicaSets(
  deployment: Deployment,
  old: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet,
): { readonly unhealthy: readonly Scaling[]; readonly healthy: readonly Scaling[] } {
  const active = activeReplicaSets(old);
  const minimum = desiredReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = sizeOf(newReplicaSet) - (newReplicaSet.status.availableReplicas ?? 0);
  const mayGo = totalSize([...active, newReplicaSet]) - minimum - newUnavailable;
  if (totalSize(active) === 0 || mayGo <= 0) return { unhealthy: [], healthy: [] };
  const { scalings: unhealthy, isCaughtUp } = planUnhealthyCleanup(active, mayGo);
  if (!isCaughtUp) return { unhealthy, healthy: [] };
  const sizes = new Map(unhealthy.map(({ replicaSet, to }) => [nameOf(replicaSet), to]));
  const left = active.map((each) => withSize(each, sizes.get(nameOf(each)) ?? sizeOf(each)));
  return {
    unhealthy,
    healthy: planScaleDown(deployment, { all: [...left, newReplicaSet], old: left }),
  };
}

/**
 * Removes pods that are not available, from the oldest set on, at most `maxCount`. `isCaughtUp` is false when a set still has more
 * available pods than it wants: its last scale-down is not done yet, and upstream then takes nothing more away. Models cleanupUnhealthyReplicas.
 */
export function planUnhealthyCleanup(
  old: readonly ReplicaSet[],
  maxCount: number,
): { readonly scalings: readonly Scaling[]; readonly isCaughtUp: boolean } {
  const scalings: Scaling[] = [];
  let done = 0;
  for (const replicaSet of byCreation(old)) {
    if (done >= maxCount) break;
    const from = sizeOf(replicaSet);
    const unhealthy = from - (replicaSet.status.availableReplicas ?? 0);
    if (from === 0 || unhealthy === 0) continue;
    if (unhealthy < 0) return { scalings, isCaughtUp: false };
    const count = Math.min(maxCount - done, unhealthy);
    scalings.push({ replicaSet, from, to: from - count });
    done += count;
  }
  return { scalings, isCaughtUp: true };
}

/** Removes available pods above the minimum, from the oldest set on. Models scaleDownOldReplicaSetsForRollingUpdate. */
export function planScaleDown(
  deployment: Deployment,
  { all, old }: { readonly all: readonly ReplicaSet[]; readonly old: readonly ReplicaSet[] },
): Scaling[] {
  const scalings: Scaling[] = [];
  let left = totalAvailable(all) - (desiredReplicas(deployment) - maxUnavailable(deployment));
  for (const replicaSet of byCreation(old)) {
    if (left <= 0) break;
    const from = sizeOf(replicaSet);
    if (from === 0) continue;
    const count = Math.min(from, left);
    scalings.push({ replicaSet, from, to: from - count });
    left -= count;
  }
  return scalings;
}

/** The set as it will be once it is scaled. */
function withSize(replicaSet: ReplicaSet, replicas: number): ReplicaSet {
  return { ...replicaSet, spec: { ...replicaSet.spec, replicas } };
}
