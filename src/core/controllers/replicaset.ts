import {
  controllerOf,
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import { isEqual } from "#core/base/equal.ts";
import type { Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
import type { StatusError } from "#core/api/status.ts";
import {
  controllerKey,
  defineController,
  type ControllerContext,
} from "#core/client/controller.ts";
import { planVictims } from "./replicaset/ranking.ts";
import { isSameReplicaSetStatus, planReplicaSetStatus } from "./replicaset/status.ts";
import { because } from "./because.ts";
import { replicaSet as replicaSetKind } from "#core/api/kinds/apps/replica-set.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { claim } from "./shared/owner-ref.ts";
import { createPod, deletePod } from "./shared/pod-control.ts";
import { isPodActive, isPodTerminating, soonestAvailabilityCheck } from "./shared/pod-state.ts";
import { selectorTest } from "./shared/selects.ts";
import { slowStart } from "./shared/slow-start.ts";

/** No pass creates or deletes more pods than this. Models replicaset.BurstReplicas. */
const BURST_REPLICAS = 500;

/** Keeps the number of pods of each ReplicaSet at spec.replicas. Models pkg/controller/replicaset. */
export const replicaSetController = defineController({
  name: "replicaset-controller",
  kind: "ReplicaSet",
  watches: [{ kind: "Pod", keysFor: keysForPod }],
  reconcile(key, context) {
    const replicaSet = context.lister<ReplicaSet>("ReplicaSet").get(key);
    if (!replicaSet) return undefined;
    const selects = selectorTest(replicaSet.spec.selector);
    const pods = podsOf(context, replicaSet);
    const activePods = claimPods(context, replicaSet, { items: pods.filter(isPodActive), selects });
    const terminatingPods = pods.filter(
      (pod) =>
        isPodTerminating(pod) && controllerOf(pod)?.uid === uidOf(replicaSet) && selects(pod),
    );
    const failure = isBeingDeleted(replicaSet)
      ? undefined
      : manageReplicas(context, replicaSet, activePods);
    const { nowEpochMs } = context;
    const status = planReplicaSetStatus({
      replicaSet,
      activePods,
      terminatingPods,
      manageError: failure?.message,
      nowEpochMs,
    });
    if (!isSameReplicaSetStatus(replicaSet.status, status)) {
      const { replicas, readyReplicas = 0, availableReplicas = 0 } = status;
      because(context, "status-counted", {
        kind: "ReplicaSet",
        replicas,
        ready: readyReplicas,
        available: availableReplicas,
      });
      context.client.update(replicaSetKind, { ...replicaSet, status }, "status");
    }
    if (failure) throw failure;
    if (status.readyReplicas === status.availableReplicas) return undefined;
    const requeueAfterMs = soonestAvailabilityCheck(activePods, {
      minReadySeconds: replicaSet.spec.minReadySeconds ?? 0,
      nowEpochMs,
    });
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  },
});

/** The pods that name this set as an owner, and those without any controller: all that a claim may concern. */
function podsOf(context: ControllerContext, replicaSet: ReplicaSet): readonly Pod[] {
  const uid = uidOf(replicaSet);
  return context
    .lister<Pod>("Pod")
    .inNamespace(namespaceOf(replicaSet))
    .filter((pod) => {
      const controller = controllerOf(pod);
      return controller === undefined || controller.uid === uid;
    });
}

function claimPods(
  context: ControllerContext,
  replicaSet: ReplicaSet,
  { items, selects }: { readonly items: readonly Pod[]; selects(pod: KubeObject): boolean },
): Pod[] {
  return claim<ReplicaSet, Pod>({
    client: context.client,
    owner: replicaSet,
    ownerKind: replicaSetKind,
    itemKind: podKind,
    items,
    selects,
    explain(change, pod) {
      because(context, change === "adopt" ? "pod-adopted" : "pod-released", {
        owner: nameOf(replicaSet),
        pod: nameOf(pod),
      });
    },
  });
}

/** Creates or deletes pods until there are as many as asked for. Returns the first refusal. Models manageReplicas. */
function manageReplicas(
  context: ControllerContext,
  replicaSet: ReplicaSet,
  activePods: readonly Pod[],
): StatusError | undefined {
  const desired = replicaSet.spec.replicas ?? 1;
  const current = activePods.length;
  if (current < desired) {
    because(context, "replicas-missing", { desired, current, missing: desired - current });
    const count = Math.min(desired - current, BURST_REPLICAS);
    const order = {
      owner: replicaSet,
      ownerKind: replicaSetKind,
      template: replicaSet.spec.template,
    };
    return slowStart({ count, initialBatchSize: 1 }, () => createPod(context, order)).failure;
  }
  if (current > desired) return deleteSurplus(context, replicaSet, { activePods, desired });
  return undefined;
}

function deleteSurplus(
  context: ControllerContext,
  replicaSet: ReplicaSet,
  { activePods, desired }: { readonly activePods: readonly Pod[]; readonly desired: number },
): StatusError | undefined {
  const current = activePods.length;
  const surplus = current - desired;
  const related = relatedPods(context, replicaSet);
  const count = Math.min(surplus, BURST_REPLICAS);
  const victims = planVictims({ pods: activePods, related, count, nowEpochMs: context.nowEpochMs });
  let failure: StatusError | undefined;
  for (const { pod, rule } of victims) {
    because(context, "replicas-surplus", {
      desired,
      current,
      surplus,
      victim: nameOf(pod),
      victimRule: rule,
    });
    const refusal = deletePod(context, replicaSet, pod);
    failure ??= refusal;
  }
  return failure;
}

/** Pods of every ReplicaSet with the same controller. Models getIndirectlyRelatedPods. */
function relatedPods(context: ControllerContext, replicaSet: ReplicaSet): readonly Pod[] {
  const pods = context.lister<Pod>("Pod");
  const controller = controllerOf(replicaSet);
  if (!controller) return pods.ownedBy(uidOf(replicaSet));
  const siblings = context.lister<ReplicaSet>("ReplicaSet").ownedBy(controller.uid);
  return siblings.flatMap((sibling) => pods.ownedBy(uidOf(sibling)));
}

function keysForPod(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const owners = controllerKey(object, "ReplicaSet");
  const before = old ? controllerKey(old, "ReplicaSet") : [];
  if (owners.length > 0 || change === "deleted") return [...new Set([...before, ...owners])];
  if (controllerOf(object)) return before;
  const isUnchanged =
    old !== undefined &&
    isEqual(old.metadata.labels, object.metadata.labels) &&
    before.length === 0;
  if (isUnchanged || isBeingDeleted(object)) return before;
  const matching = context
    .lister<ReplicaSet>("ReplicaSet")
    .inNamespace(namespaceOf(object))
    .filter((replicaSet) => selectorTest(replicaSet.spec.selector)(object));
  return [...new Set([...before, ...matching.map(keyOf)])];
}
