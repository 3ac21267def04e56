import { isBeingDeleted } from "#core/api/meta.ts";
import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { compareCreation, sizeOf } from "./replicasets.ts";
import { revisionOf } from "./revision.ts";

const UNLIMITED = 2_147_483_647;

/**
 * The old sets to delete so that no more than revisionHistoryLimit are kept: lowest revisions first, and only idle ones;
 * one that is not idle still uses up its place. Models cleanupDeployment.
 */
export function planHistoryCleanup(
  deployment: Deployment,
  old: readonly ReplicaSet[],
): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === UNLIMITED) return [];
  const alive = old.filter((each) => !isBeingDeleted(each));
  const surplus = alive.length - limit;
  if (surplus <= 0) return [];
  const sorted = [...alive].sort((a, b) => revisionOf(a) - revisionOf(b) || compareCreation(a, b));
  return sorted.slice(0, surplus).filter(isIdle);
}

function isIdle(replicaSet: ReplicaSet): boolean {
  const { metadata, status } = replicaSet;
  return (
    sizeOf(replicaSet) === 0 &&
    status.replicas === 0 &&
    (metadata.generation ?? 0) <= (status.observedGeneration ?? 0)
  );
}
