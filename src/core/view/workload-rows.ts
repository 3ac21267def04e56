import { resolveIntOrPercent } from "#core/api/int-or-string.ts";
import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import type { DeploymentView, PodView, ReplicaSetView } from "./rows.ts";

const REVISION = "deployment.kubernetes.io/revision";

/** The revision number in an object's annotations, 0 when it has none. */
export function revisionOf(object: Deployment | ReplicaSet): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0) || 0;
}

/** What the ribbon of a ReplicaSet's pods says: the newest, the one before it that still runs, or older. */
export function revisionRoles(
  replicaSets: readonly ReplicaSet[],
): Map<string, PodView["revisionRole"]> {
  const newestFirst = [...replicaSets].sort((a, b) => revisionOf(b) - revisionOf(a));
  const roles = new Map<string, PodView["revisionRole"]>();
  let hasOld = false;
  newestFirst.forEach((replicaSet, place) => {
    const uid = replicaSet.metadata.uid ?? "";
    if (place === 0) roles.set(uid, "new");
    else if (!hasOld && replicaSet.status.replicas > 0) {
      roles.set(uid, "old");
      hasOld = true;
    } else roles.set(uid, hasOld || place > 1 ? "older" : "old");
  });
  return roles;
}

/** The row of one ReplicaSet. */
export function replicaSetRow(replicaSet: ReplicaSet, isNew: boolean): ReplicaSetView {
  const owner = replicaSet.metadata.ownerReferences?.find(
    (reference) => reference.controller === true,
  );
  return {
    uid: replicaSet.metadata.uid ?? "",
    namespace: replicaSet.metadata.namespace ?? "",
    name: replicaSet.metadata.name ?? "",
    deployment: owner?.kind === "Deployment" ? owner.name : "",
    revision: revisionOf(replicaSet),
    desired: replicaSet.spec.replicas ?? 1,
    current: replicaSet.status.replicas ?? 0,
    ready: replicaSet.status.readyReplicas ?? 0,
    available: replicaSet.status.availableReplicas ?? 0,
    isNew,
    image: replicaSet.spec.template?.spec?.containers[0]?.image ?? "",
  };
}

/** Pods of a Deployment that are not being deleted, and those of them that are ready. */
export interface PodCounts {
  readonly current: number;
  readonly ready: number;
}

/** The row of one Deployment. */
export function deploymentRow(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
  pods: PodCounts,
): DeploymentView {
  const { spec, status } = deployment;
  const desired = spec.replicas ?? 1;
  const bounds = rolloutBounds(deployment);
  const revision = revisionOf(deployment);
  const earlier = replicaSets.map(revisionOf).filter((each) => each < revision && each > 0);
  return {
    uid: deployment.metadata.uid ?? "",
    namespace: deployment.metadata.namespace ?? "",
    name: deployment.metadata.name ?? "",
    desired,
    current: pods.current,
    ready: pods.ready,
    available: status.availableReplicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    floor: bounds.floor,
    ceiling: bounds.ceiling,
    strategy: spec.strategy.type === "Recreate" ? "Recreate" : "RollingUpdate",
    paused: spec.paused ?? false,
    revision,
    previousRevision: Math.max(0, ...earlier),
    progress: progressOf(deployment),
    image: spec.template.spec?.containers[0]?.image ?? "",
  };
}

/** Fewest available and most pods that a rollout of this Deployment allows. Models deployment util ResolveFenceposts. */
export function rolloutBounds(deployment: Deployment): { floor: number; ceiling: number } {
  const desired = deployment.spec.replicas ?? 1;
  const { strategy } = deployment.spec;
  if (strategy.type === "Recreate") return { floor: 0, ceiling: desired };
  const surge =
    resolveIntOrPercent(strategy.rollingUpdate?.maxSurge ?? "25%", {
      total: desired,
      round: "up",
    }) ?? 0;
  const unavailable =
    resolveIntOrPercent(strategy.rollingUpdate?.maxUnavailable ?? "25%", {
      total: desired,
      round: "down",
    }) ?? 0;
  const allowed = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { floor: Math.max(0, desired - allowed), ceiling: desired + surge };
}

function progressOf(deployment: Deployment): DeploymentView["progress"] {
  const { spec, status, metadata } = deployment;
  if (spec.paused) return "paused";
  const progressing = status.conditions?.find((condition) => condition.type === "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") return "stalled";
  const desired = spec.replicas ?? 1;
  const isObserved = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0);
  const isComplete =
    isObserved &&
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired;
  return isComplete ? "complete" : "progressing";
}
