import { formatTime } from "#core/base/time.ts";
import type { Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { comparePods, planVictims, rankPod } from "#core/controllers/replicaset/ranking.ts";
import { planReplicaSetStatus } from "#core/controllers/replicaset/status.ts";
import { tallyOf } from "#core/controllers/replicaset/tally.ts";
import {
  countAvailable,
  nextAvailabilityCheck,
  soonestAvailabilityCheck,
} from "#core/controllers/shared/pod-state.ts";
import { slowStart } from "#core/controllers/shared/slow-start.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, list, NOW, podOf, replicaSetOf, type Fields } from "./controllers-given.ts";

export function runRanking({ in: input }: VectorCase): unknown {
  const given = fields(input);
  if (given.op === "comparePods") {
    const a = rankPod(podOf(fields(given.a)), count(given.rankA));
    const b = rankPod(podOf(fields(given.b)), count(given.rankB));
    return {
      aBeforeB: comparePods(a, b, NOW).order < 0,
      bBeforeA: comparePods(b, a, NOW).order < 0,
    };
  }
  const pods = list(given.pods).map(podOf);
  const related = given.related ? list(given.related).map(podOf) : pods;
  const victims = planVictims({ pods, related, count: count(given.count), nowEpochMs: NOW });
  return { delete: victims.map(({ pod }) => pod.metadata.name) };
}

export function runSync({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const minReadySeconds = count(given.minReadySeconds);
  const rule = { minReadySeconds, nowEpochMs: NOW };
  const seconds = (wait: number | undefined) => ({
    seconds: wait === undefined ? null : wait / 1000,
  });
  switch (given.op) {
    case "slowStartBatch": {
      let left = count(given.succeedingCalls);
      const outcome = slowStart(
        { count: count(given.count), initialBatchSize: count(given.initialBatchSize) },
        () => (left-- > 0 ? undefined : "no"),
      );
      return {
        successes: outcome.successes,
        error: outcome.failure !== undefined,
        calls: outcome.calls,
      };
    }
    case "nextPodAvailabilityCheck":
      return seconds(nextAvailabilityCheck(podOf(given), rule));
    case "findMinNextPodAvailability":
      return seconds(soonestAvailabilityCheck(list(given.pods).map(podOf), rule));
    case "calculateStatusConditions":
      return { conditions: reducedConditions(given) };
    default: {
      const pods = list(given.activePods).map(podOf);
      const terminating = Array.from({ length: count(given.terminatingPods) }, terminatingPod);
      const status = planReplicaSetStatus(observationOf(given, pods, terminating));
      const {
        replicas,
        fullyLabeledReplicas = 0,
        readyReplicas = 0,
        availableReplicas = 0,
        terminatingReplicas,
      } = status;
      return {
        replicas,
        fullyLabeledReplicas,
        readyReplicas,
        availableReplicas,
        terminatingReplicas,
      };
    }
  }
}

function terminatingPod(): Pod {
  const pod = podOf({});
  return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: formatTime(NOW) } };
}

function observationOf(given: Fields, activePods: readonly Pod[], terminatingPods: readonly Pod[]) {
  const base = replicaSetOf("rs", { specReplicas: given.replicas });
  const labels = fields(given.templateLabels) as Record<string, string>;
  const failure = { type: "ReplicaFailure", status: "True" };
  const replicaSet: ReplicaSet = {
    ...base,
    spec: {
      ...base.spec,
      minReadySeconds: count(given.minReadySeconds),
      template: { metadata: { labels }, spec: { containers: [] } },
    },
    status: { replicas: 0, conditions: given.existingReplicaFailure === true ? [failure] : [] },
  };
  const manageError = typeof given.manageError === "string" ? given.manageError : undefined;
  const rule = { minReadySeconds: count(given.minReadySeconds), nowEpochMs: NOW };
  return {
    replicaSet,
    tally: tallyOf([...activePods, ...terminatingPods]),
    availableReplicas: countAvailable(activePods, rule),
    selects: () => true,
    manageError,
    nowEpochMs: NOW,
  };
}

function reducedConditions(given: Fields): unknown {
  const pods = Array.from({ length: count(given.activePods) }, () => podOf({}));
  const { conditions = [] } = planReplicaSetStatus(observationOf(given, pods, []));
  return conditions.map(({ type, status, reason, message }) => ({
    type,
    status,
    ...(reason && { reason }),
    ...(message && { message }),
  }));
}
