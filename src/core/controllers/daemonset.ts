import { isSemanticallyEqual } from "#core/base/equal.ts";
import { daemonSet as daemonSetKind } from "#core/api/kinds/apps/daemon-set.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { isBeingDeleted, keyOf, nameOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import type { StatusError } from "#core/api/status.ts";
import type { DaemonSet, Node, Pod } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { daemonTemplate, isPlacedAnew, planPlacement, targetNode } from "./daemonset/placement.ts";
import {
  placesOf,
  planDaemonSetStatus,
  planManage,
  planRollingUpdate,
  type DaemonPlan,
  type Scene,
} from "./daemonset/plan.ts";
import { dependentsOf, keysForDependent, type OrphanMemory } from "./shared/dependents.ts";
import { claim } from "./shared/owner-ref.ts";
import { createPod, deletePod } from "./shared/pod-control.ts";
import { isPodTerminal, soonestAvailabilityCheck } from "./shared/pod-state.ts";
import {
  dropOldRevisions,
  REVISION_HASH,
  revisionHashOf,
  syncRevisions,
} from "./shared/revisions.ts";
import { isEmptySelector, selectorTest } from "./shared/selects.ts";
import { slowStart } from "./shared/slow-start.ts";

/** No pass creates or deletes more pods than this. Models daemon.BurstReplicas. */
const BURST = 250;
const BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 900_000;

/** Plain data, changed in place. */
interface Memory extends OrphanMemory {
  /** How long a node's failed pods are left alone, by set, generation and node. */
  readonly backoffs: Map<string, { readonly delayMs: number; readonly at: number }>;
}

/** Keeps one pod on every node that a DaemonSet is for. Models pkg/controller/daemon. */
export const daemonSetController = defineController({
  name: "daemonset-controller",
  kind: "DaemonSet",
  watches: [
    { kind: "ControllerRevision", keysFor: keysForDependent("DaemonSet") },
    { kind: "Node", keysFor: keysForNode },
    { kind: "Pod", keysFor: keysForDependent("DaemonSet") },
  ],
  initialState: (): Memory => ({ orphaned: new Set(), backoffs: new Map() }),
  reconcile(key, context) {
    const daemonSet = context.lister<DaemonSet>("DaemonSet").get(key);
    if (!daemonSet || isBeingDeleted(daemonSet)) return undefined;
    if (isEmptySelector(daemonSet.spec.selector)) {
      const message = "This daemon set is selecting all pods. A non-empty selector is required.";
      context.record(daemonSet, { type: "Warning", reason: "SelectingAll", message });
      return undefined;
    }
    const rules = { owner: daemonSet, ownerKind: daemonSetKind, hashLabel: REVISION_HASH };
    const { update, all, collisionCount } = syncRevisions(context, rules);
    const pods = podsOf(context, daemonSet);
    const scene = sceneOf(context, daemonSet, { pods, hash: revisionHashOf(update) });
    const manage = planManage(scene);
    const isManaging = manage.create.length + manage.remove.length > 0;
    const rolls = daemonSet.spec.updateStrategy.type === "RollingUpdate" && !isManaging;
    const { failure, waitMs } = carryOut(context, scene, rolls ? planRollingUpdate(scene) : manage);
    const liveHashes = new Set(pods.map(revisionHashOf));
    dropOldRevisions(context, daemonSet, {
      old: all.filter((each) => each !== update),
      isLive: (revision) => liveHashes.has(revisionHashOf(revision)),
    });
    writeStatus(context, scene, collisionCount);
    if (failure) throw failure;
    const checkMs = soonestAvailabilityCheck(pods, scene.rule);
    const requeueAfterMs = Math.min(waitMs ?? Infinity, checkMs ?? Infinity);
    return requeueAfterMs === Infinity ? undefined : { requeueAfterMs };
  },
});

function podsOf(context: ControllerContext, daemonSet: DaemonSet): readonly Pod[] {
  const pods = claim<DaemonSet, Pod>({
    client: context.client,
    owner: daemonSet,
    ownerKind: daemonSetKind,
    itemKind: podKind,
    items: dependentsOf<Pod>(context, daemonSet, "Pod"),
    selects: selectorTest(daemonSet.spec.selector),
    explain(change, pod) {
      because(context, change === "adopt" ? "pod-adopted" : "pod-released", {
        owner: nameOf(daemonSet),
        pod: nameOf(pod),
      });
    },
  });
  (context.memory as Memory).orphaned.delete(keyOf(daemonSet));
  return pods;
}

function sceneOf(
  context: ControllerContext,
  daemonSet: DaemonSet,
  { pods, hash }: { readonly pods: readonly Pod[]; readonly hash: string },
): Scene {
  const nodes = context.lister<Node>("Node");
  const podsByNode = new Map<string, Pod[]>();
  const lost: Pod[] = [];
  for (const pod of pods) {
    const node = targetNode(pod);
    // What is over and only waits for its finalizers is nobody's concern any more.
    if (node === undefined || (isPodTerminal(pod) && isBeingDeleted(pod))) continue;
    if (nodes.get(node)) podsByNode.set(node, [...(podsByNode.get(node) ?? []), pod]);
    else if (!pod.spec.nodeName && !isBeingDeleted(pod)) lost.push(pod);
  }
  return {
    daemonSet,
    hash,
    places: placesOf(daemonSet, nodes.list(), podsByNode),
    lost,
    rule: {
      minReadySeconds: daemonSet.spec.minReadySeconds ?? 0,
      nowEpochMs: context.nowEpochMs,
    },
  };
}

/** Creates and deletes as planned; failed pods of one node are given time. Models syncNodes. */
function carryOut(
  context: ControllerContext,
  { daemonSet, hash }: Scene,
  { create, remove }: DaemonPlan,
): { readonly failure: StatusError | undefined; readonly waitMs: number | undefined } {
  const nodes = create.slice(0, BURST);
  let place = 0;
  let { failure } = slowStart({ count: nodes.length, initialBatchSize: 1 }, () => {
    const node = nodes[place++] ?? "";
    because(context, "daemon-missing", { node });
    const template = daemonTemplate(daemonSet, hash, node);
    return createPod(context, { owner: daemonSet, ownerKind: daemonSetKind, template });
  });
  let waitMs: number | undefined;
  for (const { pod, node, why } of remove.slice(0, BURST)) {
    if (why === "failed" || why === "succeeded") {
      const backoffMs = why === "failed" ? takeBackoff(context, daemonSet, node) : 0;
      if (backoffMs > 0) {
        waitMs = Math.min(waitMs ?? Infinity, backoffMs);
        continue;
      }
      context.record(daemonSet, endedEvent(why, pod, node));
    }
    because(context, `daemon-${why}`, { pod: nameOf(pod), node });
    const refusal = deletePod(context, daemonSet, pod);
    failure ??= refusal;
  }
  return { failure, waitMs };
}

function endedEvent(why: "failed" | "succeeded", pod: Pod, node: string) {
  const isFailed = why === "failed";
  return {
    type: isFailed ? "Warning" : "Normal",
    reason: isFailed ? "FailedDaemonPod" : "SucceededDaemonPod",
    message: `Found ${why} daemon pod ${keyOf(pod)} on node ${node}, will try to ${isFailed ? "kill" : "delete"} it`,
  } as const;
}

/** How long a failed pod of this node is to be left alone; 0 lets it be deleted and makes the next wait longer. Models failedPodsBackoff. */
function takeBackoff(context: ControllerContext, daemonSet: DaemonSet, node: string): number {
  const { backoffs } = context.memory as Memory;
  const key = `${uidOf(daemonSet)}/${daemonSet.status.observedGeneration ?? 0}/${node}`;
  const now = context.nowEpochMs;
  const found = backoffs.get(key);
  const known = found && now - found.at <= 2 * MAX_BACKOFF_MS ? found : undefined;
  if (known && now - known.at < known.delayMs) return known.delayMs - (now - known.at);
  const delayMs = known ? Math.min(known.delayMs * 2, MAX_BACKOFF_MS) : BACKOFF_MS;
  backoffs.set(key, Object.freeze({ delayMs, at: now }));
  return 0;
}

function writeStatus(
  context: ControllerContext,
  scene: Scene,
  collisionCount: number | undefined,
): void {
  const { daemonSet } = scene;
  const status = {
    ...planDaemonSetStatus(scene),
    ...(collisionCount !== undefined && { collisionCount }),
  };
  if (isSemanticallyEqual(daemonSet.status, status)) return;
  because(context, "status-counted", {
    kind: "DaemonSet",
    replicas: status.currentNumberScheduled,
    ready: status.numberReady,
    available: status.numberAvailable ?? 0,
  });
  context.client.update(daemonSetKind, { ...daemonSet, status }, "status");
}

/** The sets for which a node that came, went or changed means something else now. */
function keysForNode(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const sets = context.lister<DaemonSet>("DaemonSet").list();
  if (sets.length === 0) return [];
  const node = object as Node;
  const before = old as Node | undefined;
  if (change !== "updated" || !before) return sets.map(keyOf);
  if (!isPlacedAnew(before, node)) return [];
  return sets
    .filter((each) => {
      const [was, is] = [planPlacement(each, before), planPlacement(each, node)];
      return was.shouldRun !== is.shouldRun || was.mayStay !== is.mayStay;
    })
    .map(keyOf);
}
