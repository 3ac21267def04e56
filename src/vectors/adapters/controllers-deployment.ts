import type { DeploymentCondition, ReplicaSet } from "#core/api/schema/generated/types.ts";
import {
  maxUnavailable,
  minAvailable,
  resolveFenceposts,
} from "#core/controllers/deployment/fenceposts.ts";
import { planHistoryCleanup } from "#core/controllers/deployment/history.ts";
import { planScale } from "#core/controllers/deployment/proportional.ts";
import {
  planNewReplicaSet,
  planNewSize,
  planOldReplicaSets,
  planScaleDown,
  planUnhealthyCleanup,
  type Scaling,
} from "#core/controllers/deployment/rolling.ts";
import {
  isComplete,
  planDeadlineCheck,
  planRolloutStatus,
} from "#core/controllers/deployment/status.ts";
import type { VectorCase } from "../adapter.ts";
import {
  count,
  deploymentOf,
  fields,
  list,
  momentOf,
  NOW,
  replicaSetOf,
  text,
} from "./controllers-given.ts";

const sizeAfter = (scalings: readonly Scaling[], before: number): number =>
  scalings.at(-1)?.to ?? before;
const taken = (scalings: readonly Scaling[]): number =>
  scalings.reduce((sum, each) => sum + each.from - each.to, 0);

export function runRolling({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const deployment = deploymentOf(fields(given.deployment), fields(given.status));
  const newReplicaSet = replicaSetOf("new", fields(given.newRS));
  const old = replicaSetOf("old", fields(given.oldRS));
  const oldSize = count(fields(given.oldRS).specReplicas);
  switch (given.op) {
    case "reconcileNewReplicaSet": {
      const scaling = planNewReplicaSet(deployment, [newReplicaSet, old], newReplicaSet);
      return {
        scaled: scaling !== undefined,
        newRSReplicas: scaling?.to ?? count(fields(given.newRS).specReplicas),
      };
    }
    case "reconcileOldReplicaSets": {
      const { unhealthy, healthy } = planOldReplicaSets(deployment, [old], newReplicaSet);
      const all = [...unhealthy, ...healthy];
      return { scaled: all.length > 0, oldRSReplicas: sizeAfter(all, oldSize) };
    }
    case "cleanupUnhealthyReplicas": {
      const { scalings } = planUnhealthyCleanup([old], count(given.maxCleanupCount));
      return { cleanedUp: taken(scalings), oldRSReplicas: sizeAfter(scalings, oldSize) };
    }
    case "scaleDownOldReplicaSetsForRollingUpdate": {
      const scalings = planScaleDown(deployment, { all: [old], old: [old] });
      return { scaledDown: taken(scalings), oldRSReplicas: sizeAfter(scalings, oldSize) };
    }
    case "newRSNewReplicas": {
      const all = list(given.allRSs).map((each, i) => replicaSetOf(`rs-${i}`, each));
      return {
        newRSReplicas: planNewSize(deployment, {
          all,
          current: count(fields(given.newRS).specReplicas),
        }),
      };
    }
    case "deploymentComplete":
      return { complete: isComplete(deployment, deployment.status) };
    default:
      return {
        deletedCount: planHistoryCleanup(
          deploymentOf(given),
          list(given.oldRSs).map((each) => replicaSetOf(text(each.name), each)),
        ).length,
      };
  }
}

export function runFenceposts({ in: input, want }: VectorCase): unknown {
  const given = fields(input);
  const wanted = fields(want);
  if ("maxUnavailable" in wanted) return { maxUnavailable: maxUnavailable(deploymentOf(given)) };
  if ("minAvailable" in wanted) return { minAvailable: minAvailable(deploymentOf(given)) };
  const share = (value: unknown) => value as number | string | undefined;
  try {
    return resolveFenceposts(
      {
        maxSurge: share(given.maxSurge ?? undefined),
        maxUnavailable: share(given.maxUnavailable ?? undefined),
      },
      count(given.replicas),
    );
  } catch {
    return { error: true };
  }
}

export function runProportional({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const newReplicaSet = given.newRS ? replicaSetOf("new", fields(given.newRS)) : undefined;
  const old = list(given.oldRSs).map((each, i) => replicaSetOf(`old-${i}`, each));
  const { scalings } = planScale(deploymentOf(fields(given.deployment)), newReplicaSet, old);
  const sizes = new Map(scalings.map(({ replicaSet, to }) => [replicaSet.metadata.name, to]));
  const after = (each: ReplicaSet) => sizes.get(each.metadata.name) ?? each.spec.replicas;
  return { newRS: newReplicaSet ? after(newReplicaSet) : null, oldRSs: old.map(after) };
}

function conditionOf(given: unknown): DeploymentCondition[] {
  if (!given) return [];
  const { status, reason, lastUpdateTime } = fields(given);
  const updated = text(lastUpdateTime).split(" ")[0] ?? "";
  return [
    {
      type: "Progressing",
      status: text(status),
      reason: text(reason),
      ...(updated !== "" && { lastUpdateTime: updated }),
    },
  ];
}

export function runProgress({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const replicas = given.specReplicas;
  const { progressDeadlineSeconds, strategy } = given;
  if (given.op === "requeueStuck") {
    const status = {
      ...fields(given.status),
      observedGeneration: 1,
      conditions: conditionOf(given.progressingCondition),
    };
    const deployment = deploymentOf({ replicas, progressDeadlineSeconds }, status);
    const wait = planDeadlineCheck(deployment, deployment.status, momentOf(text(given.now)));
    return { requeueAfterSeconds: wait === undefined ? null : wait / 1000 };
  }
  const status = {
    ...fields(given.statusBefore),
    conditions: conditionOf(given.progressingBefore),
  };
  const deployment = deploymentOf({ replicas, progressDeadlineSeconds, strategy }, status);
  const newReplicaSet = given.newRS ? replicaSetOf("new", fields(given.newRS)) : undefined;
  const old = list(given.oldRSs).map((each, i) => replicaSetOf(`old-${i}`, each));
  const after = planRolloutStatus({ deployment, old, newReplicaSet, nowEpochMs: NOW });
  const progressing = after.conditions?.find((condition) => condition.type === "Progressing");
  return {
    progressing: progressing ? { status: progressing.status, reason: progressing.reason } : null,
  };
}
