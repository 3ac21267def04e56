import { isEqual } from "#core/base/equal.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { replicationController as kind } from "#core/api/kinds/core/replication-controller.ts";
import { isBeingDeleted, keyOf, nameOf } from "#core/api/meta.ts";
import type { StatusError } from "#core/api/status.ts";
import type { Pod, ReplicaSet, ReplicationController } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { planVictims } from "./replicaset/ranking.ts";
import { planReplicaSetStatus } from "./replicaset/status.ts";
import { tallyOf } from "./replicaset/tally.ts";
import {
  dependentsOf,
  keysForDependent,
  type OrphanMemory,
  type SelectingOwner,
} from "./shared/dependents.ts";
import { claim } from "./shared/owner-ref.ts";
import { createPod, deletePod } from "./shared/pod-control.ts";
import { countAvailable, isPodActive, soonestAvailabilityCheck } from "./shared/pod-state.ts";
import { labelsTest } from "./shared/selects.ts";
import { slowStart } from "./shared/slow-start.ts";

/** No pass creates or deletes more pods than this. Models replicaset.BurstReplicas. */
const BURST = 500;

/** A ReplicaSet of before there were any: the same, with a plain map for a selector. Models pkg/controller/replication. */
export const replicationControllerManager = defineController({
  name: "replication-controller",
  kind: "ReplicationController",
  watches: [{ kind: "Pod", keysFor: keysForDependent("ReplicationController", selectorOf) }],
  initialState: (): OrphanMemory => ({ orphaned: new Set() }),
  reconcile(key, context) {
    const owner = context.lister<ReplicationController>("ReplicationController").get(key);
    if (!owner) return undefined;
    const { nowEpochMs } = context;
    const selects = labelsTest(selectorOf(owner));
    const pods = podsOf(context, owner, selects);
    const active = pods.filter(isPodActive);
    const failure = isBeingDeleted(owner) ? undefined : manage(context, owner, active);
    const rule = { minReadySeconds: owner.spec.minReadySeconds ?? 0, nowEpochMs };
    const { terminatingReplicas: _terminating, ...status } = planReplicaSetStatus({
      replicaSet: { ...owner, spec: { ...owner.spec, selector: {} } } as unknown as ReplicaSet,
      tally: tallyOf(active),
      availableReplicas: countAvailable(active, rule),
      selects,
      manageError: failure?.message,
      nowEpochMs,
    });
    if (!isEqual(status, owner.status)) {
      const { replicas, readyReplicas: ready = 0, availableReplicas: available = 0 } = status;
      because(context, "status-counted", { kind: owner.kind, replicas, ready, available });
      const written = { ...owner, status } as unknown as ReplicationController;
      context.client.update(kind, written, "status");
    }
    if (failure) throw failure;
    const requeueAfterMs = soonestAvailabilityCheck(active, rule);
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  },
});

function selectorOf(owner: unknown) {
  return { matchLabels: (owner as ReplicationController).spec.selector ?? {} };
}

function podsOf(
  context: ControllerContext,
  owner: ReplicationController,
  selects: ReturnType<typeof labelsTest>,
): readonly Pod[] {
  const pods = claim<ReplicationController, Pod>({
    client: context.client,
    owner,
    ownerKind: kind,
    itemKind: podKind,
    items: dependentsOf<Pod>(context, owner as unknown as SelectingOwner, "Pod"),
    selects: ({ metadata }) => selects(metadata.labels),
    explain(change, pod) {
      because(context, change === "adopt" ? "pod-adopted" : "pod-released", {
        owner: nameOf(owner),
        pod: nameOf(pod),
      });
    },
  });
  (context.memory as OrphanMemory).orphaned.delete(keyOf(owner));
  return pods;
}

/** Creates or deletes pods until there are as many as asked for. Returns the first refusal. */
function manage(
  context: ControllerContext,
  owner: ReplicationController,
  active: readonly Pod[],
): StatusError | undefined {
  const { replicas: desired = 1, template } = owner.spec;
  const current = active.length;
  if (current < desired && template) {
    because(context, "replicas-missing", { desired, current, missing: desired - current });
    const count = Math.min(desired - current, BURST);
    const order = { owner, ownerKind: kind, template };
    return slowStart({ count, initialBatchSize: 1 }, () => createPod(context, order)).failure;
  }
  const surplus = current - desired;
  if (surplus <= 0) return undefined;
  const count = Math.min(surplus, BURST);
  const { nowEpochMs } = context;
  let failure: StatusError | undefined;
  for (const { pod, rule } of planVictims({ pods: active, related: active, count, nowEpochMs })) {
    because(context, "replicas-surplus", {
      desired,
      current,
      surplus,
      victim: nameOf(pod),
      victimRule: rule,
    });
    const refusal = deletePod(context, owner, pod);
    failure ??= refusal;
  }
  return failure;
}
