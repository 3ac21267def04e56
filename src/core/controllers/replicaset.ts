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
import {
  isPodActive,
  isPodTerminating,
  podCondition,
  soonestAvailabilityCheck,
} from "./shared/pod-state.ts";
import { selectorTest } from "./shared/selects.ts";
import { slowStart } from "./shared/slow-start.ts";

/** No pass creates or deletes more pods than this. Models replicaset.BurstReplicas. */
const BURST_REPLICAS = 500;

/** Counting thousands of pods takes its time: a set with nothing else to do is counted this often at most. */
const MANY_PODS = 500;
const MIN_INTERVAL_MS = 200;

/** Plain data, changed in place. */
interface Memory {
  /** Keys of sets that an orphaned pod may concern. */
  readonly orphaned: Set<string>;
  /** Key of a large set -> when it was last counted, as Unix milliseconds. */
  readonly countedAt: Map<string, number>;
}

/** Keeps the number of pods of each ReplicaSet at spec.replicas. Models pkg/controller/replicaset. */
export const replicaSetController = defineController({
  name: "replicaset-controller",
  kind: "ReplicaSet",
  watches: [{ kind: "Pod", keysFor: keysForPod }],
  initialState: (): Memory => ({ orphaned: new Set(), countedAt: new Map() }),
  reconcile(key, context) {
    const replicaSet = context.lister<ReplicaSet>("ReplicaSet").get(key);
    const { orphaned, countedAt } = context.memory as Memory;
    if (!replicaSet) {
      countedAt.delete(key);
      return undefined;
    }
    const selects = selectorTest(replicaSet.spec.selector);
    const pods = podsOf(context, replicaSet);
    const waitMs = intervalLeft(context, replicaSet, pods.length);
    if (waitMs > 0) return { requeueAfterMs: waitMs };
    const activePods = claimPods(context, replicaSet, { items: pods.filter(isPodActive), selects });
    orphaned.delete(key);
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

/** How long a large set that has as many pods as it wants must wait to be counted again; 0 when it is counted now. */
function intervalLeft(
  { memory, nowEpochMs }: ControllerContext,
  replicaSet: ReplicaSet,
  count: number,
): number {
  const { countedAt } = memory as Memory;
  const key = keyOf(replicaSet);
  const isIdle = count === (replicaSet.spec.replicas ?? 1) && !isBeingDeleted(replicaSet);
  const waitMs = isIdle ? (countedAt.get(key) ?? 0) + MIN_INTERVAL_MS - nowEpochMs : 0;
  if (waitMs > 0) return waitMs;
  if (count > MANY_PODS) countedAt.set(key, nowEpochMs);
  else countedAt.delete(key);
  return 0;
}

/**
 * The pods that name this set as an owner, and orphans when there may be one to adopt: when the set is new or changed, or an orphan
 * was seen. Looking through the whole namespace each time would cost too much with thousands of pods.
 */
function podsOf(context: ControllerContext, replicaSet: ReplicaSet): readonly Pod[] {
  const pods = context.lister<Pod>("Pod");
  const owned = pods.ownedBy(uidOf(replicaSet));
  const { generation = 0 } = replicaSet.metadata;
  const mayHaveOrphans =
    (context.memory as Memory).orphaned.has(keyOf(replicaSet)) ||
    (replicaSet.status.observedGeneration ?? 0) < generation;
  if (!mayHaveOrphans) return owned;
  const orphans = pods
    .inNamespace(namespaceOf(replicaSet))
    .filter((pod) => controllerOf(pod) === undefined);
  return [...owned, ...orphans.filter((pod) => !owned.includes(pod))];
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
  const pod = object as Pod;
  const owners = controllerKey(object, "ReplicaSet");
  const before = old ? controllerKey(old, "ReplicaSet") : [];
  if (change === "updated" && old && !isCountedAnew(old as Pod, pod)) return [];
  if (owners.length > 0 || change === "deleted") return [...new Set([...before, ...owners])];
  if (controllerOf(object) || isBeingDeleted(object)) return before;
  const matching = context
    .lister<ReplicaSet>("ReplicaSet")
    .inNamespace(namespaceOf(object))
    .filter((replicaSet) => selectorTest(replicaSet.spec.selector)(object))
    .map(keyOf);
  for (const key of matching) (context.memory as Memory).orphaned.add(key);
  return [...new Set([...before, ...matching])];
}

/** Whether anything changed that a set looks at; most writes of a pod's status change nothing of it. */
function isCountedAnew(before: Pod, after: Pod): boolean {
  const [wasReady, isReady] = [podCondition(before, "Ready"), podCondition(after, "Ready")];
  return (
    before.status.phase !== after.status.phase ||
    wasReady?.status !== isReady?.status ||
    wasReady?.lastTransitionTime !== isReady?.lastTransitionTime ||
    isBeingDeleted(before) !== isBeingDeleted(after) ||
    !isEqual(before.metadata.labels, after.metadata.labels) ||
    !isEqual(before.metadata.ownerReferences, after.metadata.ownerReferences)
  );
}
