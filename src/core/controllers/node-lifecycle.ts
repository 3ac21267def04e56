import { assertPresent } from "#core/base/assert.ts";
import { formatTime } from "#core/base/time.ts";
import { node as nodeKind } from "#core/api/kinds/core/node.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { keyOf, nameOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Lease, Node, Pod } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import type { Because } from "#core/sim/trace.ts";
import { because } from "./because.ts";
import {
  MONITOR_GRACE_MS,
  observeHealth,
  silenceOf,
  silentConditions,
  type NodeHealth,
} from "./node-lifecycle/health.ts";
import {
  applyTaints,
  planNoExecute,
  planNoSchedule,
  reachabilityTaints,
  type TaintChange,
} from "./node-lifecycle/taints.ts";
import {
  enqueueNode,
  judgeDisruption,
  newZone,
  rateFor,
  setRate,
  takePermit,
  zoneOf,
  zoneStates,
  type ZoneMemory,
} from "./node-lifecycle/zones.ts";
import { findCondition } from "./shared/conditions.ts";
import { podCondition } from "./shared/pod-state.ts";

/** Plain data, changed in place. */
interface Memory {
  health: Map<string, NodeHealth>;
  zones: Map<string, ZoneMemory>;
  /** Nodes with pods that could not be marked yet. */
  unmarked: Set<string>;
}

const MONITOR_PERIOD_MS = 5000;
/** The queue of NoExecute taints is looked at ten times a second. */
const QUEUE_PERIOD_MS = 100;
const QUEUE_KEY = "|zone ";
const POD_KEY = "|pod ";

/**
 * Notices that a node is silent, marks it and its pods, and taints it so that pods leave.
 * Keys are node names, `|zone Z` for the queue of a zone and `|pod K` for a pod that came to a node which is not ready.
 * Models pkg/controller/nodelifecycle.
 */
export const nodeLifecycleController = defineController({
  name: "node-controller",
  kind: "Node",
  watches: [
    { kind: "Lease", keysFor: () => [] },
    {
      kind: "Pod",
      keysFor: (object, old, _change, context) =>
        keysForPod(object as Pod, old as Pod | undefined, context),
    },
  ],
  initialState: (): Memory => ({ health: new Map(), zones: new Map(), unmarked: new Set() }),
  periodic: { everyMs: MONITOR_PERIOD_MS, run: monitor },
  reconcile(key, context) {
    if (key.startsWith(QUEUE_KEY)) return drainQueue(context, key.slice(QUEUE_KEY.length));
    if (key.startsWith(POD_KEY)) {
      const pod = context.lister<Pod>("Pod").get(key.slice(POD_KEY.length));
      const node = pod && context.lister<Node>("Node").get(pod.spec.nodeName ?? "");
      if (pod && node && !isReady(node)) markPodsNotReady(context, nameOf(node), [pod]);
      return undefined;
    }
    const node = context.lister<Node>("Node").get(key);
    if (node) changeTaints(context, node, planNoSchedule(node));
    return undefined;
  },
});

/** When the controller last heard of a node, Unix ms, as its memory has it. */
export function lastSignAt(memory: unknown, node: string): number | undefined {
  return (memory as Memory | undefined)?.health.get(node)?.probeAt;
}

/**
 * When a node that says nothing more will be called NotReady, Unix ms: at the first look after its grace period. What it said last counts from the
 * look that will notice it.
 */
export function graceEndsAt(
  memory: unknown,
  { node, lease, nowEpochMs }: Parameters<typeof observeHealth>[1],
): number | undefined {
  const health = (memory as Memory | undefined)?.health.get(nameOf(node));
  if (!health) return undefined;
  const looksSince = Math.floor((nowEpochMs - health.probeAt) / MONITOR_PERIOD_MS) + 1;
  const nextLookAt = health.probeAt + looksSince * MONITOR_PERIOD_MS;
  const { probeAt } = observeHealth(health, { node, lease, nowEpochMs: nextLookAt });
  return probeAt + (Math.floor(MONITOR_GRACE_MS / MONITOR_PERIOD_MS) + 1) * MONITOR_PERIOD_MS;
}

function memoryOf(context: ControllerContext): Memory {
  return context.memory as Memory;
}

function isReady(node: Node): boolean {
  return findCondition(node.status.conditions, "Ready")?.status === "True";
}

/** One round over all nodes. Models monitorNodeHealth. */
function monitor(context: ControllerContext): void {
  const memory = memoryOf(context);
  const nodes = context.lister<Node>("Node").list();
  noteArrivals(context, memory, nodes);
  const checked = nodes.map((node) => checkNode(context, memory, node));
  handleDisruption(context, memory, checked);
}

/** Tells of nodes that came and went. */
function noteArrivals(context: ControllerContext, memory: Memory, nodes: readonly Node[]): void {
  const present = new Set(nodes.map(nameOf));
  for (const node of nodes) {
    const name = nameOf(node);
    if (!memory.zones.has(zoneOf(node)))
      memory.zones.set(zoneOf(node), newZone(context.nowEpochMs));
    if (memory.health.has(name)) continue;
    const message = `Node ${name} event: Registered Node ${name} in Controller`;
    context.record(node, { type: "Normal", reason: "RegisteredNode", message });
  }
  for (const [name, { uid }] of memory.health) {
    if (present.has(name)) continue;
    memory.health.delete(name);
    for (const zone of memory.zones.values())
      zone.queue = zone.queue.filter((each) => each !== name);
    const gone: KubeObject = { apiVersion: "v1", kind: "Node", metadata: { name, uid } };
    const message = `Node ${name} event: Removing Node ${name} from Controller`;
    context.record(gone, { type: "Normal", reason: "RemovingNode", message });
  }
}

/** Judges one node and returns it as it stands afterwards. */
function checkNode(context: ControllerContext, memory: Memory, node: Node): Node {
  const name = nameOf(node);
  const { nowEpochMs } = context;
  const lease = context.lister<Lease>("Lease").get(`kube-node-lease/${name}`);
  const health = observeHealth(memory.health.get(name), { node, lease, nowEpochMs });
  memory.health.set(name, health);
  const silence = silenceOf(node, health, nowEpochMs);
  const current = silence === undefined ? node : writeSilence(context, node, silence);
  const follow = () => followUp(context, memory, { node, current });
  return current === node && !memory.unmarked.has(name)
    ? follow()
    : context.reactingTo(lossOf(current), follow);
}

/** What is done about a node that was judged: `node` before, `current` after that. */
function followUp(
  context: ControllerContext,
  memory: Memory,
  { node, current }: { readonly node: Node; readonly current: Node },
): Node {
  const name = nameOf(node);
  const wasReady = isReady(node);
  if (!findCondition(current.status.conditions, "Ready")) return current;
  followReadiness(context, memory, current);
  if (isReady(current)) {
    memory.unmarked.delete(name);
    return current;
  }
  if (wasReady)
    context.record(node, {
      type: "Normal",
      reason: "NodeNotReady",
      message: `Node ${name} status is now: NodeNotReady`,
    });
  if (wasReady || memory.unmarked.has(name)) {
    if (markPodsNotReady(context, name, context.lister<Pod>("Pod").onNode(name)))
      memory.unmarked.delete(name);
    else memory.unmarked.add(name);
  }
  return current;
}

/** The input that broke a machine, or mended it. */
function faultOn(node: Node, { on }: { readonly on: boolean }): Because {
  return { code: "input-fault", facts: { target: nameOf(node), on } };
}

/** Why a node counts as lost: it was found silent, or its kubelet says itself that something is broken. */
function lossOf(node: Node): Because {
  return findCondition(node.status.conditions, "Ready")?.status === "Unknown"
    ? { code: "node-silent", facts: { node: nameOf(node) } }
    : faultOn(node, { on: true });
}

function writeSilence(context: ControllerContext, node: Node, silenceMs: number): Node {
  const conditions = silentConditions(node, context.nowEpochMs);
  const isChanged = conditions.some((condition, i) => condition !== node.status.conditions?.[i]);
  if (!isChanged) return node;
  const body = { ...node, status: { ...node.status, conditions } };
  const seconds = Math.floor(silenceMs / 1000);
  try {
    // Nobody tells the controller that a machine is lost; the trace knows whose doing its silence is.
    return context.reactingTo(faultOn(node, { on: true }), () => {
      because(context, "node-silent", { node: nameOf(node), seconds });
      return context.client.update<Node>(nodeKind, body, "status");
    });
  } catch (error) {
    // The cache lags behind, or the node is gone: the next round looks again.
    if (!isStatusReason(error, "Conflict") && !isStatusReason(error, "NotFound")) throw error;
    return node;
  }
}

/** Queues the node for a NoExecute taint, swaps a wrong one at once, or takes both away. Models processTaintBaseEviction. */
function followReadiness(context: ControllerContext, memory: Memory, node: Node): void {
  const zone = assertPresent(memory.zones.get(zoneOf(node)), "the zone of a node is known");
  const change = planNoExecute(node);
  if (isReady(node)) {
    zone.queue = zone.queue.filter((each) => each !== nameOf(node));
    if (change.remove.length === 0) return;
    context.reactingTo(faultOn(node, { on: false }), () => {
      because(context, "node-heard-again", { node: nameOf(node) });
      writeTaints(context, node, change);
    });
  } else if (change.add.length > 0 && change.remove.length > 0) {
    changeTaints(context, node, change);
  } else if (change.add.length > 0) {
    enqueueNode(zone, node);
    context.enqueueAfter(`${QUEUE_KEY}${zoneOf(node)}`, QUEUE_PERIOD_MS);
  }
}

/** Taints as many waiting nodes as the rate of the zone allows. Models doNoExecuteTaintingPass. */
function drainQueue(
  context: ControllerContext,
  zoneName: string,
): { readonly requeueAfterMs: number } | undefined {
  const zone = memoryOf(context).zones.get(zoneName);
  if (!zone) return undefined;
  const nodes = context.lister<Node>("Node");
  for (let name = zone.queue[0]; name !== undefined; name = zone.queue[0]) {
    const wait = takePermit(zone, context.nowEpochMs);
    if (wait === undefined) return undefined;
    if (wait > 0) return { requeueAfterMs: wait };
    const node = nodes.get(name);
    if (node)
      context.reactingTo(lossOf(node), () => changeTaints(context, node, planNoExecute(node)));
    zone.queue.shift();
  }
  return undefined;
}

function changeTaints(context: ControllerContext, node: Node, change: TaintChange): void {
  const [taint] = [...change.add, ...change.remove];
  if (!taint) return;
  because(context, "node-condition-taint", {
    node: nameOf(node),
    taint: `${taint.key}:${taint.effect}`,
  });
  writeTaints(context, node, change);
}

/** Adds first, then removes: two writes, as upstream makes them. Models SwapNodeControllerTaint. */
function writeTaints(context: ControllerContext, node: Node, { add, remove }: TaintChange): void {
  let taints = node.spec.taints ?? [];
  for (const change of [
    { add, remove: [] },
    { add: [], remove },
  ]) {
    if (change.add.length + change.remove.length === 0) continue;
    taints = applyTaints(taints, change, context.nowEpochMs);
    const body = { spec: { taints: taints.length > 0 ? taints : null } };
    tolerateGone(() =>
      context.client.patch(
        nodeKind,
        { namespace: "", name: nameOf(node) },
        { type: "merge", body },
      ),
    );
  }
}

/** Marks pods so that Services stop sending them traffic; their containers may well be running. Returns whether all could be. Models MarkPodsNotReady. */
function markPodsNotReady(context: ControllerContext, node: string, pods: readonly Pod[]): boolean {
  let isDone = true;
  for (const pod of pods) {
    if (podCondition(pod, "Ready")?.status !== "True") continue;
    because(context, "node-not-ready-pods", { node, pod: nameOf(pod) });
    const lastTransitionTime = formatTime(context.nowEpochMs);
    const conditions = (pod.status.conditions ?? []).map((each) =>
      each.type === "Ready" ? { ...each, status: "False", lastTransitionTime } : each,
    );
    const isWritten = tolerateGone(() =>
      context.client.update(podKind, { ...pod, status: { ...pod.status, conditions } }, "status"),
    );
    if (isWritten)
      context.record(pod, {
        type: "Warning",
        reason: "NodeNotReady",
        message: "Node is not ready",
      });
    else isDone = false;
  }
  return isDone;
}

function tolerateGone(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (isStatusReason(error, "NotFound") || isStatusReason(error, "Conflict")) return false;
    throw error;
  }
}

/** Slows evictions down when many nodes fail together, and stops them when all do. */
function handleDisruption(
  context: ControllerContext,
  memory: Memory,
  nodes: readonly Node[],
): void {
  const { nowEpochMs } = context;
  const after = zoneStates(nodes);
  const before = [...after.keys()].map((zone) => memory.zones.get(zone)?.state ?? "initial");
  const disruption = judgeDisruption(
    before,
    [...after.values()].map(({ state }) => state),
  );
  if (disruption === "stay") return;
  if (disruption === "enter-master") {
    for (const node of nodes)
      writeTaints(context, node, { add: [], remove: reachabilityTaints(node) });
    for (const zone of memory.zones.values()) {
      zone.queue = [];
      setRate(zone, 0, nowEpochMs);
      zone.state = "full";
    }
    return;
  }
  if (disruption === "leave-master") {
    for (const [name, health] of memory.health)
      memory.health.set(name, { ...health, probeAt: nowEpochMs });
  }
  for (const [name, next] of after) {
    const zone = memory.zones.get(name);
    if (!zone || zone.state === next.state) continue;
    zone.state = next.state;
    setRate(zone, rateFor(next), nowEpochMs);
    if (zone.queue.length > 0) context.enqueueAfter(`${QUEUE_KEY}${name}`, QUEUE_PERIOD_MS);
  }
}

/** A pod that was just bound to a node that is not ready. Models podUpdated and processPod. */
function keysForPod(pod: Pod, old: Pod | undefined, context: ControllerContext): readonly string[] {
  const { nodeName } = pod.spec;
  if (!nodeName || old?.spec.nodeName === nodeName) return [];
  const node = context.lister<Node>("Node").get(nodeName);
  return node && !isReady(node) && uidOf(pod) !== "" ? [`${POD_KEY}${keyOf(pod)}`] : [];
}
