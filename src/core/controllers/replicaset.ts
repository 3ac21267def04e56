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
import type { Pod, ReplicaSet, ReplicaSetStatus } from "#core/api/schema/generated/types.ts";
import type { StatusError } from "#core/api/status.ts";
import {
  controllerKey,
  defineController,
  type ControllerContext,
} from "#core/client/controller.ts";
import { planVictims } from "./replicaset/ranking.ts";
import { isSameReplicaSetStatus, planReplicaSetStatus } from "./replicaset/status.ts";
import { shiftTallies, tallyOf, type Tallies, type Tally } from "./replicaset/tally.ts";
import { because } from "./because.ts";
import { replicaSet as replicaSetKind } from "#core/api/kinds/apps/replica-set.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { claim } from "./shared/owner-ref.ts";
import { createPod, deletePod } from "./shared/pod-control.ts";
import {
  countAvailable,
  isPodActive,
  isPodTerminating,
  podCondition,
  soonestAvailabilityCheck,
} from "./shared/pod-state.ts";
import { labelsTest } from "./shared/selects.ts";
import { slowStart } from "./shared/slow-start.ts";

/** No pass creates or deletes more pods than this. Models replicaset.BurstReplicas. */
const BURST_REPLICAS = 500;

/** Plain data, changed in place. */
interface Memory {
  /** Keys of sets that an orphaned pod may concern. */
  readonly orphaned: Set<string>;
  /** The pods of every set, counted as they change: looking at each of thousands for every change of one would take too long. */
  readonly tallies: Tallies;
}

const NO_PODS: Tally = new Map();
const NO_KEYS: readonly string[] = Object.freeze([]);

/** What one pass knows of a set's pods. */
interface Sight {
  readonly tally: Tally;
  readonly availableReplicas: number;
  /** Undefined when their number is right and none has to be looked at. */
  readonly activePods: readonly Pod[] | undefined;
}

/** Keeps the number of pods of each ReplicaSet at spec.replicas. Models pkg/controller/replicaset. */
export const replicaSetController = defineController({
  name: "replicaset-controller",
  kind: "ReplicaSet",
  watches: [{ kind: "Pod", keysFor: keysForPod }],
  initialState: (): Memory => ({ orphaned: new Set(), tallies: new Map() }),
  reconcile(key, context) {
    const replicaSet = context.lister<ReplicaSet>("ReplicaSet").get(key);
    if (!replicaSet) return undefined;
    const { nowEpochMs } = context;
    const selects = labelsTest(replicaSet.spec.selector);
    const sight = settledSight(context, replicaSet, selects) ?? look(context, replicaSet, selects);
    const { activePods = [], tally, availableReplicas } = sight;
    const failure =
      isBeingDeleted(replicaSet) || !sight.activePods
        ? undefined
        : manageReplicas(context, replicaSet, activePods);
    const status = planReplicaSetStatus({
      replicaSet,
      tally,
      availableReplicas,
      selects,
      manageError: failure?.message,
      nowEpochMs,
    });
    writeStatus(context, replicaSet, status);
    if (failure) throw failure;
    if (status.readyReplicas === status.availableReplicas) return undefined;
    const requeueAfterMs = soonestAvailabilityCheck(activePods, {
      minReadySeconds: replicaSet.spec.minReadySeconds ?? 0,
      nowEpochMs,
    });
    return requeueAfterMs === undefined ? undefined : { requeueAfterMs };
  },
});

type LabelsTest = ReturnType<typeof labelsTest>;

/** What the tally says, when nothing is to be done with any single pod: none is missing, too many, to be adopted, released or waited for. */
function settledSight(
  { memory }: ControllerContext,
  replicaSet: ReplicaSet,
  selects: LabelsTest,
): Sight | undefined {
  const { orphaned, tallies } = memory as Memory;
  const { minReadySeconds = 0, replicas = 1 } = replicaSet.spec;
  if (minReadySeconds > 0 || mayHaveOrphans(orphaned, replicaSet)) return undefined;
  const tally = tallies.get(uidOf(replicaSet)) ?? NO_PODS;
  let active = 0;
  let ready = 0;
  for (const group of tally.values()) {
    active += group.active;
    ready += group.ready;
    if (group.active > 0 && !selects(group.labels)) return undefined;
  }
  if (active !== replicas && !isBeingDeleted(replicaSet)) return undefined;
  return { tally, availableReplicas: ready, activePods: undefined };
}

/** Looks at every pod that may be the set's: adopts, releases and counts. */
function look(context: ControllerContext, replicaSet: ReplicaSet, selects: LabelsTest): Sight {
  const pods = podsOf(context, replicaSet);
  const activePods = claimPods(context, replicaSet, {
    items: pods.filter(isPodActive),
    selects: ({ metadata }) => selects(metadata.labels),
  });
  (context.memory as Memory).orphaned.delete(keyOf(replicaSet));
  const uid = uidOf(replicaSet);
  const terminatingPods = pods.filter(
    (pod) => isPodTerminating(pod) && controllerOf(pod)?.uid === uid,
  );
  const rule = {
    minReadySeconds: replicaSet.spec.minReadySeconds ?? 0,
    nowEpochMs: context.nowEpochMs,
  };
  const availableReplicas = countAvailable(activePods, rule);
  return { tally: tallyOf([...activePods, ...terminatingPods]), availableReplicas, activePods };
}

function writeStatus(
  context: ControllerContext,
  replicaSet: ReplicaSet,
  status: ReplicaSetStatus,
): void {
  if (isSameReplicaSetStatus(replicaSet.status, status)) return;
  const { replicas, readyReplicas = 0, availableReplicas = 0 } = status;
  because(context, "status-counted", {
    kind: "ReplicaSet",
    replicas,
    ready: readyReplicas,
    available: availableReplicas,
  });
  context.client.update(replicaSetKind, { ...replicaSet, status }, "status");
}

/** Whether there may be an orphan to adopt: when the set is new or changed, or an orphan was seen. */
function mayHaveOrphans(orphaned: ReadonlySet<string>, replicaSet: ReplicaSet): boolean {
  const { generation = 0 } = replicaSet.metadata;
  return (
    orphaned.has(keyOf(replicaSet)) || (replicaSet.status.observedGeneration ?? 0) < generation
  );
}

/** The pods that name this set as an owner, and orphans when there may be one. Looking through the whole namespace each time would cost too much. */
function podsOf(context: ControllerContext, replicaSet: ReplicaSet): readonly Pod[] {
  const pods = context.lister<Pod>("Pod");
  const owned = pods.ownedBy(uidOf(replicaSet));
  if (!mayHaveOrphans((context.memory as Memory).orphaned, replicaSet)) return owned;
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
  shiftTallies((context.memory as Memory).tallies, {
    before: old as Pod | undefined,
    after: change === "deleted" ? undefined : pod,
  });
  if (change === "updated" && old && !isCountedAnew(old as Pod, pod)) return NO_KEYS;
  const owners = controllerKey(object, "ReplicaSet");
  const isOwnedAnew = old && old.metadata.ownerReferences !== object.metadata.ownerReferences;
  if (owners.length > 0 && !isOwnedAnew) return owners;
  const before = old ? controllerKey(old, "ReplicaSet") : NO_KEYS;
  if (owners.length > 0 || change === "deleted") return [...new Set([...before, ...owners])];
  if (controllerOf(object) || isBeingDeleted(object)) return before;
  const matching = context
    .lister<ReplicaSet>("ReplicaSet")
    .inNamespace(namespaceOf(object))
    .filter((replicaSet) => labelsTest(replicaSet.spec.selector)(object.metadata.labels))
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
