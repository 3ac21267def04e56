import { resolveIntOrPercent } from "#core/api/int-or-string.ts";
import { badRequest } from "#core/api/status.ts";
import type { Deployment, IntOrString } from "#core/api/schema/generated/types.ts";

/** How far a rollout may go above and below the wanted number of pods. */
export interface Fenceposts {
  readonly surge: number;
  readonly unavailable: number;
}

/**
 * Numbers from integers or percentages: surge rounds up, unavailable rounds down, and both zero would allow no step at all,
 * so unavailable becomes 1. Throws on a text that is neither. Models deployment util ResolveFenceposts.
 */
export function resolveFenceposts(
  {
    maxSurge,
    maxUnavailable,
  }: {
    readonly maxSurge: IntOrString | undefined;
    readonly maxUnavailable: IntOrString | undefined;
  },
  replicas: number,
): Fenceposts {
  const surge = resolve(maxSurge, { total: replicas, round: "up" });
  const unavailable = resolve(maxUnavailable, { total: replicas, round: "down" });
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** spec.replicas, with the default. */
export function desiredReplicas(deployment: Deployment): number {
  return deployment.spec.replicas ?? 1;
}

/** Whether the strategy is RollingUpdate, which is also the default. */
export function isRollingUpdate(deployment: Deployment): boolean {
  return (deployment.spec.strategy.type ?? "RollingUpdate") === "RollingUpdate";
}

/** Pods allowed above spec.replicas; 0 unless rolling. Models deployment util MaxSurge. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fencepostsOf(deployment).surge : 0;
}

/** Pods that may be missing; never more than there are, 0 unless rolling. Models deployment util MaxUnavailable. */
export function maxUnavailable(deployment: Deployment): number {
  const replicas = desiredReplicas(deployment);
  if (!isRollingUpdate(deployment) || replicas === 0) return 0;
  return Math.min(fencepostsOf(deployment).unavailable, replicas);
}

/** Pods that a rollout keeps available; 0 unless rolling. Models deployment util MinAvailable. */
export function minAvailable(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? desiredReplicas(deployment) - maxUnavailable(deployment) : 0;
}

function fencepostsOf(deployment: Deployment): Fenceposts {
  const rolling = deployment.spec.strategy.rollingUpdate;
  return resolveFenceposts(
    { maxSurge: rolling?.maxSurge, maxUnavailable: rolling?.maxUnavailable },
    desiredReplicas(deployment),
  );
}

function resolve(
  value: IntOrString | undefined,
  rule: { readonly total: number; readonly round: "up" | "down" },
): number {
  const resolved = resolveIntOrPercent(value ?? 0, rule);
  if (resolved === undefined)
    throw badRequest(`invalid value for IntOrString: invalid type: string is not a percentage`);
  return resolved;
}
