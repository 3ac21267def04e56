import type { Millis } from "#core/base/time.ts";
import type { Taint, Toleration } from "#core/api/schema/generated/types.ts";

/** A deletion that is waiting. Unix milliseconds. */
export interface PlannedEviction {
  readonly createdAt: number;
  readonly fireAt: number;
}

/** What the taints of a node mean for one pod. `stay` also ends a deletion that is waiting. */
export type EvictionPlan =
  | { readonly action: "stay" }
  | { readonly action: "evict"; readonly at: number; readonly createdAt: number };

/** Whether a toleration bears a taint. Models v1.Toleration.ToleratesTaint. */
export function toleratesTaint(
  { effect, key, operator = "Equal", value = "" }: Toleration,
  taint: Taint,
): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== undefined && key !== "" && key !== taint.key) return false;
  if (operator === "Exists") return true;
  return operator === "Equal" && value === (taint.value ?? "");
}

/**
 * How long a pod may stay on a node with these NoExecute taints: 0 when one is not tolerated, Infinity when all are for ever,
 * else the shortest tolerationSeconds. Models GetMatchingTolerations and getMinTolerationTime.
 */
export function toleratedFor(taints: readonly Taint[], tolerations: readonly Toleration[]): Millis {
  let shortest = Number.POSITIVE_INFINITY;
  for (const taint of taints) {
    const toleration = tolerations.find((each) => toleratesTaint(each, taint));
    if (!toleration) return 0;
    if (toleration.tolerationSeconds !== undefined)
      shortest = Math.min(shortest, Math.max(0, toleration.tolerationSeconds) * 1000);
  }
  return shortest;
}

/** When the pod is to be deleted; a deletion that waits already keeps its time, unless nothing is tolerated any more. Models processPodOnNode. */
export function planEviction(
  {
    taints,
    tolerations,
  }: { readonly taints: readonly Taint[]; readonly tolerations: readonly Toleration[] },
  pending: PlannedEviction | undefined,
  nowEpochMs: number,
): EvictionPlan {
  if (taints.length === 0) return { action: "stay" };
  const waitMs = toleratedFor(taints, tolerations);
  if (waitMs === Number.POSITIVE_INFINITY) return { action: "stay" };
  if (pending && waitMs > 0)
    return { action: "evict", at: pending.fireAt, createdAt: pending.createdAt };
  return { action: "evict", at: nowEpochMs + waitMs, createdAt: nowEpochMs };
}
