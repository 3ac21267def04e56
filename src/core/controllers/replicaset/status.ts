import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import type {
  Pod,
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from "#core/api/schema/generated/types.ts";
import { findCondition, withoutCondition } from "../shared/conditions.ts";
import { isPodAvailable, isPodReady } from "../shared/pod-state.ts";

/** What the new status is counted from. */
export interface ReplicaSetObservation {
  readonly replicaSet: ReplicaSet;
  /** The set's active pods as they were before this pass created or deleted any. */
  readonly activePods: readonly Pod[];
  readonly terminatingPods: readonly Pod[];
  /** What the attempt to create or delete pods failed with; undefined when it did not. */
  readonly manageError: string | undefined;
  readonly nowEpochMs: number;
}

/** The status that should be written. Models pkg/controller/replicaset calculateStatus. */
export function planReplicaSetStatus(observation: ReplicaSetObservation): ReplicaSetStatus {
  const { replicaSet, activePods, terminatingPods, nowEpochMs } = observation;
  const templateLabels = Object.entries(replicaSet.spec.template.metadata?.labels ?? {});
  const rule = { minReadySeconds: replicaSet.spec.minReadySeconds ?? 0, nowEpochMs };
  let fullyLabeledReplicas = 0;
  let readyReplicas = 0;
  let availableReplicas = 0;
  for (const pod of activePods) {
    if (hasLabels(pod, templateLabels)) fullyLabeledReplicas += 1;
    if (!isPodReady(pod)) continue;
    readyReplicas += 1;
    if (rule.minReadySeconds === 0 || isPodAvailable(pod, rule)) availableReplicas += 1;
  }
  const conditions = planConditions(observation);
  return {
    ...(availableReplicas > 0 && { availableReplicas }),
    ...(conditions.length > 0 && { conditions }),
    ...(fullyLabeledReplicas > 0 && { fullyLabeledReplicas }),
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(readyReplicas > 0 && { readyReplicas }),
    replicas: activePods.length,
    terminatingReplicas: terminatingPods.length,
  };
}

function hasLabels(
  { metadata: { labels } }: Pod,
  wanted: readonly (readonly [string, string])[],
): boolean {
  for (const [key, value] of wanted) if (labels?.[key] !== value) return false;
  return true;
}

function planConditions(observation: ReplicaSetObservation): readonly ReplicaSetCondition[] {
  const { replicaSet, activePods, manageError, nowEpochMs } = observation;
  const before = replicaSet.status.conditions ?? [];
  const failure = findCondition(before, "ReplicaFailure");
  if (manageError === undefined)
    return failure ? withoutCondition(before, "ReplicaFailure") : before;
  if (failure) return before;
  const isTooMany = activePods.length > (replicaSet.spec.replicas ?? 1);
  const condition: ReplicaSetCondition = {
    lastTransitionTime: formatTime(nowEpochMs),
    message: manageError,
    reason: isTooMany ? "FailedDelete" : "FailedCreate",
    status: "True",
    type: "ReplicaFailure",
  };
  return [...before, condition];
}

/** Whether a write of this status would change nothing. Absent counts are zeros, except terminatingReplicas: absent means never counted. */
export function isSameReplicaSetStatus(a: ReplicaSetStatus, b: ReplicaSetStatus): boolean {
  return (
    a.replicas === b.replicas &&
    a.terminatingReplicas === b.terminatingReplicas &&
    (a.observedGeneration ?? 0) === (b.observedGeneration ?? 0) &&
    (a.fullyLabeledReplicas ?? 0) === (b.fullyLabeledReplicas ?? 0) &&
    (a.readyReplicas ?? 0) === (b.readyReplicas ?? 0) &&
    (a.availableReplicas ?? 0) === (b.availableReplicas ?? 0) &&
    isEqual(a.conditions ?? [], b.conditions ?? [])
  );
}
