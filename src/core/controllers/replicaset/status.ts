import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import type {
  ReplicaSet,
  ReplicaSetCondition,
  ReplicaSetStatus,
} from "#core/api/schema/generated/types.ts";
import { findCondition, withoutCondition } from "../shared/conditions.ts";
import type { Tally } from "./tally.ts";

/** What the new status is counted from. */
export interface ReplicaSetObservation {
  readonly replicaSet: ReplicaSet;
  /** The set's pods as they were before this pass created or deleted any. */
  readonly tally: Tally;
  /** Of the ready pods, those that have been so for long enough. */
  readonly availableReplicas: number;
  /** Whether pods with these labels are the set's own. */
  selects(labels: Readonly<Record<string, string>> | undefined): boolean;
  /** What the attempt to create or delete pods failed with; undefined when it did not. */
  readonly manageError: string | undefined;
  readonly nowEpochMs: number;
}

/** The status that should be written. Models pkg/controller/replicaset calculateStatus. */
export function planReplicaSetStatus(observation: ReplicaSetObservation): ReplicaSetStatus {
  const { replicaSet, tally, availableReplicas, selects } = observation;
  const templateLabels = Object.entries(replicaSet.spec.template.metadata?.labels ?? {});
  let replicas = 0;
  let fullyLabeledReplicas = 0;
  let readyReplicas = 0;
  let terminatingReplicas = 0;
  for (const { labels, active, ready, terminating } of tally.values()) {
    if (!selects(labels)) continue;
    replicas += active;
    readyReplicas += ready;
    terminatingReplicas += terminating;
    if (templateLabels.every(([key, value]) => labels?.[key] === value))
      fullyLabeledReplicas += active;
  }
  const conditions = planConditions(observation, replicas);
  return {
    ...(availableReplicas > 0 && { availableReplicas }),
    ...(conditions.length > 0 && { conditions }),
    ...(fullyLabeledReplicas > 0 && { fullyLabeledReplicas }),
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(readyReplicas > 0 && { readyReplicas }),
    replicas,
    terminatingReplicas,
  };
}

function planConditions(
  { replicaSet, manageError, nowEpochMs }: ReplicaSetObservation,
  replicas: number,
): readonly ReplicaSetCondition[] {
  const before = replicaSet.status.conditions ?? [];
  const failure = findCondition(before, "ReplicaFailure");
  if (manageError === undefined)
    return failure ? withoutCondition(before, "ReplicaFailure") : before;
  if (failure) return before;
  const isTooMany = replicas > (replicaSet.spec.replicas ?? 1);
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
