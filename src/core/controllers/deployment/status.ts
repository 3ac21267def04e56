import { formatTime, parseTime, type Millis } from "#core/base/time.ts";
import { nameOf } from "#core/api/meta.ts";
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from "#core/api/schema/generated/types.ts";
import { findCondition, withoutCondition } from "../shared/conditions.ts";
import { desiredReplicas, maxUnavailable } from "./fenceposts.ts";
import {
  totalAvailable,
  totalReady,
  totalReplicas,
  totalSize,
  totalTerminating,
} from "./replicasets.ts";

/** What a status is made from. */
export interface RolloutObservation {
  readonly deployment: Deployment;
  readonly old: readonly ReplicaSet[];
  readonly newReplicaSet: ReplicaSet | undefined;
  readonly nowEpochMs: number;
}

const NO_DEADLINE = 2_147_483_647;

/** Whether lack of progress is to be reported at all. Models HasProgressDeadline. */
export function hasProgressDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;
}

/** A condition with both times set to now. */
export function newCondition(
  condition: {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  },
  nowEpochMs: number,
): DeploymentCondition {
  const now = formatTime(nowEpochMs);
  const { type, status, reason, message } = condition;
  return { lastTransitionTime: now, lastUpdateTime: now, message, reason, status, type };
}

/**
 * The conditions with this one set. Equal status and reason: nothing changes; equal status: the transition time stays;
 * a changed condition moves to the end, as upstream's does. Models SetDeploymentCondition.
 */
export function setCondition(
  conditions: readonly DeploymentCondition[],
  condition: DeploymentCondition,
): readonly DeploymentCondition[] {
  const current = findCondition(conditions, condition.type);
  if (current && current.status === condition.status && current.reason === condition.reason)
    return conditions;
  const kept = current?.status === condition.status && current.lastTransitionTime !== undefined;
  const next = kept ? { ...condition, lastTransitionTime: current.lastTransitionTime } : condition;
  return [...withoutCondition(conditions, condition.type), next];
}

/** A status whose zero counts are left out, as Go's omitempty leaves them. */
function compactStatus(status: DeploymentStatus): DeploymentStatus {
  const {
    availableReplicas,
    collisionCount,
    conditions,
    observedGeneration,
    readyReplicas,
    replicas,
  } = status;
  const { terminatingReplicas, unavailableReplicas, updatedReplicas } = status;
  // One by one, in Go's order: nothing is spread, since this is done for every change of every ReplicaSet.
  const compact: { -readonly [Key in keyof DeploymentStatus]: DeploymentStatus[Key] } = {};
  if (availableReplicas) compact.availableReplicas = availableReplicas;
  if (collisionCount !== undefined) compact.collisionCount = collisionCount;
  if (conditions && conditions.length > 0) compact.conditions = conditions;
  if (observedGeneration) compact.observedGeneration = observedGeneration;
  if (readyReplicas) compact.readyReplicas = readyReplicas;
  if (replicas) compact.replicas = replicas;
  if (terminatingReplicas !== undefined) compact.terminatingReplicas = terminatingReplicas;
  if (unavailableReplicas) compact.unavailableReplicas = unavailableReplicas;
  if (updatedReplicas) compact.updatedReplicas = updatedReplicas;
  return compact;
}

/** Counts over all sets, and the Available condition. Models calculateStatus. */
export function planStatus({
  deployment,
  old,
  newReplicaSet,
  nowEpochMs,
}: RolloutObservation): DeploymentStatus {
  const all = newReplicaSet ? [...old, newReplicaSet] : old;
  const availableReplicas = totalAvailable(all);
  const isAvailable = availableReplicas >= desiredReplicas(deployment) - maxUnavailable(deployment);
  const available = newCondition(
    isAvailable
      ? {
          type: "Available",
          status: "True",
          reason: "MinimumReplicasAvailable",
          message: "Deployment has minimum availability.",
        }
      : {
          type: "Available",
          status: "False",
          reason: "MinimumReplicasUnavailable",
          message: "Deployment does not have minimum availability.",
        },
    nowEpochMs,
  );
  const terminatingReplicas = totalTerminating(all);
  const { collisionCount, conditions = [] } = deployment.status;
  return compactStatus({
    availableReplicas,
    ...(collisionCount !== undefined && { collisionCount }),
    conditions: setCondition(conditions, available),
    observedGeneration: deployment.metadata.generation ?? 0,
    readyReplicas: totalReady(all),
    replicas: totalReplicas(all),
    ...(terminatingReplicas !== undefined && { terminatingReplicas }),
    unavailableReplicas: Math.max(0, totalSize(all) - availableReplicas),
    updatedReplicas: newReplicaSet?.status.replicas ?? 0,
  });
}

/** Whether every pod is of the current template and available, and none is left over. Models DeploymentComplete. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredReplicas(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** Whether the rollout moved since the status that the Deployment has. Models DeploymentProgressing. */
export function isProgressing(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldLeft = (status: DeploymentStatus) =>
    (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldLeft(after) < oldLeft(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/** Whether the deadline passed without progress; once complete a rollout never times out. Models DeploymentTimedOut. */
export function isTimedOut(
  deployment: Deployment,
  status: DeploymentStatus,
  nowEpochMs: number,
): boolean {
  const condition = findCondition(status.conditions, "Progressing");
  if (
    !hasProgressDeadline(deployment) ||
    !condition ||
    condition.reason === "NewReplicaSetAvailable"
  )
    return false;
  if (condition.reason === "ProgressDeadlineExceeded") return true;
  return deadlineOf(deployment, condition) < nowEpochMs;
}

function deadlineOf(deployment: Deployment, condition: DeploymentCondition): number {
  return (
    (parseTime(condition.lastUpdateTime ?? "") ?? 0) +
    (deployment.spec.progressDeadlineSeconds ?? 0) * 1000
  );
}

/** The status of a rollout: counts, Available, Progressing, ReplicaFailure. Models syncRolloutStatus. */
export function planRolloutStatus(observation: RolloutObservation): DeploymentStatus {
  const { deployment, newReplicaSet, old } = observation;
  const status = planStatus(observation);
  let conditions = status.conditions ?? [];
  const current = findCondition(deployment.status.conditions, "Progressing");
  const wasComplete =
    (status.replicas ?? 0) === (status.updatedReplicas ?? 0) &&
    current?.reason === "NewReplicaSetAvailable";
  if (!hasProgressDeadline(deployment)) conditions = withoutCondition(conditions, "Progressing");
  else if (!wasComplete) conditions = planProgress(observation, { ...status, conditions });
  const failure = findReplicaFailure(old, newReplicaSet);
  conditions = failure
    ? setCondition(conditions, failure)
    : withoutCondition(conditions, "ReplicaFailure");
  return compactStatus({ ...status, conditions });
}

/** The conditions with Progressing brought up to date. */
function planProgress(
  { deployment, newReplicaSet, nowEpochMs }: RolloutObservation,
  status: DeploymentStatus,
): readonly DeploymentCondition[] {
  const conditions = status.conditions ?? [];
  const subject = newReplicaSet
    ? `ReplicaSet "${nameOf(newReplicaSet)}"`
    : `Deployment "${nameOf(deployment)}"`;
  const progressing = (state: string, reason: string, end: string) =>
    newCondition(
      { type: "Progressing", status: state, reason, message: `${subject} ${end}` },
      nowEpochMs,
    );
  if (isComplete(deployment, status)) {
    return setCondition(
      conditions,
      progressing("True", "NewReplicaSetAvailable", "has successfully progressed."),
    );
  }
  if (isProgressing(deployment.status, status)) {
    // Written anew even when the reason is the same: its update time is the clock of the deadline.
    const current = findCondition(deployment.status.conditions, "Progressing");
    const fresh = progressing("True", "ReplicaSetUpdated", "is progressing.");
    const transition = current?.status === "True" ? current.lastTransitionTime : undefined;
    return [
      ...withoutCondition(conditions, "Progressing"),
      transition ? { ...fresh, lastTransitionTime: transition } : fresh,
    ];
  }
  if (isTimedOut(deployment, status, nowEpochMs)) {
    return setCondition(
      conditions,
      progressing("False", "ProgressDeadlineExceeded", "has timed out progressing."),
    );
  }
  return conditions;
}

/** The ReplicaFailure of the new set, else of any, as a condition of the Deployment. Models getReplicaFailures. */
function findReplicaFailure(
  old: readonly ReplicaSet[],
  newReplicaSet: ReplicaSet | undefined,
): DeploymentCondition | undefined {
  for (const replicaSet of newReplicaSet ? [newReplicaSet, ...old] : old) {
    const failure = findCondition(replicaSet.status.conditions, "ReplicaFailure");
    if (!failure) continue;
    const { lastTransitionTime, message, reason, status, type } = failure;
    return {
      ...(lastTransitionTime && { lastTransitionTime, lastUpdateTime: lastTransitionTime }),
      ...(message !== undefined && { message }),
      ...(reason !== undefined && { reason }),
      status,
      type,
    };
  }
  return undefined;
}

/** How long until the deadline should be checked; 0 at once, undefined when there is nothing to wait for. Models requeueStuckDeployment. */
export function planDeadlineCheck(
  deployment: Deployment,
  status: DeploymentStatus,
  nowEpochMs: number,
): Millis | undefined {
  const current = findCondition(deployment.status.conditions, "Progressing");
  if (!hasProgressDeadline(deployment) || !current) return undefined;
  if (isComplete(deployment, status) || current.reason === "ProgressDeadlineExceeded")
    return undefined;
  const remaining = deadlineOf(deployment, current) - nowEpochMs;
  return remaining < 1000 ? 0 : remaining;
}

/** The condition that notes a pause or its end, or undefined when there is nothing to note. Models checkPausedConditions. */
export function planPausedCondition(
  deployment: Deployment,
  nowEpochMs: number,
): DeploymentCondition | undefined {
  const current = findCondition(deployment.status.conditions, "Progressing");
  if (!hasProgressDeadline(deployment) || current?.reason === "ProgressDeadlineExceeded")
    return undefined;
  const isNoted = current?.reason === "DeploymentPaused";
  const isPaused = deployment.spec.paused === true;
  if (isPaused === isNoted) return undefined;
  return newCondition(
    isPaused
      ? {
          type: "Progressing",
          status: "Unknown",
          reason: "DeploymentPaused",
          message: "Deployment is paused",
        }
      : {
          type: "Progressing",
          status: "Unknown",
          reason: "DeploymentResumed",
          message: "Deployment is resumed",
        },
    nowEpochMs,
  );
}
