import { compareText } from "#core/base/order.ts";
import { formatTime } from "#core/base/time.ts";
import { node as nodeKind } from "#core/api/kinds/core/node.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { findCondition } from "./shared/conditions.ts";
import { isPodTerminal } from "./shared/pod-state.ts";

/** Ended pods beyond this number are removed, the oldest first. Models --terminated-pod-gc-threshold. */
const TERMINATED_LIMIT = 12_500;
const PERIOD_MS = 20_000;
/** How long a node must be missing before its pods are given up. Models quarantineTime. */
const QUARANTINE_MS = 40_000;
const OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

/** Missing node -> when that was first seen, as Unix milliseconds. Plain data, changed in place. */
type Memory = Map<string, number>;

/** Removes pods that nobody else will ever remove. Models pkg/controller/podgc. */
export const podGcController = defineController({
  name: "pod-garbage-collector-controller",
  kind: "Pod",
  watches: [{ kind: "Node", keysFor: () => [] }],
  initialState: (): Memory => new Map(),
  periodic: { everyMs: PERIOD_MS, run: sweep },
  // Upstream sweeps too, and reacts to no single change.
  isPeriodicOnly: true,
  reconcile: () => undefined,
});

function sweep(context: ControllerContext): void {
  const pods = context.lister<Pod>("Pod").list();
  // Looked through once: nearly none of thousands of pods is of interest, three times a minute.
  const stopping: Pod[] = [];
  const nodeNames = new Set<string>();
  for (const pod of pods) {
    if (isBeingDeleted(pod)) stopping.push(pod);
    nodeNames.add(pod.spec.nodeName ?? "");
  }
  collectTerminated(context, pods);
  collectOutOfService(context, stopping);
  collectOrphaned(context, pods, nodeNames);
  for (const pod of stopping) {
    if ((pod.spec.nodeName ?? "") !== "") continue;
    because(context, "pod-never-scheduled", { pod: nameOf(pod) });
    removePod(context, pod);
  }
}

function collectTerminated(context: ControllerContext, pods: readonly Pod[]): void {
  if (pods.length <= TERMINATED_LIMIT) return;
  const ended = pods.filter(isPodTerminal);
  if (ended.length <= TERMINATED_LIMIT) return;
  ended.sort(
    (a, b) =>
      compareText(a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? "") ||
      compareText(nameOf(a), nameOf(b)),
  );
  for (const pod of ended.slice(0, ended.length - TERMINATED_LIMIT)) {
    because(context, "terminated-pods-over-limit", { pod: nameOf(pod), limit: TERMINATED_LIMIT });
    removePod(context, pod);
  }
}

/** A user said that this node is off for good: what is stopping there will never report back. */
function collectOutOfService(context: ControllerContext, stopping: readonly Pod[]): void {
  const nodes = context.lister<Node>("Node");
  for (const pod of stopping) {
    const node = nodes.get(pod.spec.nodeName ?? "");
    if (!node || isPodTerminal(pod)) continue;
    if (findCondition(node.status.conditions, "Ready")?.status === "True") continue;
    if (!node.spec.taints?.some(({ key }) => key === OUT_OF_SERVICE)) continue;
    because(context, "pod-out-of-service", { node: nameOf(node), pod: nameOf(pod) });
    markFailed(context, pod, undefined);
    removePod(context, pod);
  }
}

function collectOrphaned(
  context: ControllerContext,
  pods: readonly Pod[],
  nodeNames: ReadonlySet<string>,
): void {
  const memory = context.memory as Memory;
  const nodes = context.lister<Node>("Node");
  const missing = new Set([...nodeNames].filter((name) => name !== "" && !nodes.get(name)));
  for (const name of [...memory.keys()]) if (!missing.has(name)) memory.delete(name);
  for (const name of missing) {
    const since = memory.get(name) ?? context.nowEpochMs;
    memory.set(name, since);
    if (context.nowEpochMs - since < QUARANTINE_MS || doesNodeExist(context, name)) continue;
    for (const pod of pods.filter(({ spec }) => spec.nodeName === name)) {
      because(context, "pod-node-gone", { node: name, pod: nameOf(pod) });
      markFailed(context, pod, {
        reason: "DeletionByPodGC",
        message: "PodGC: node no longer exists",
      });
      removePod(context, pod);
    }
  }
}

function doesNodeExist(context: ControllerContext, name: string): boolean {
  try {
    context.client.get(nodeKind, { namespace: "", name });
    return true;
  } catch (error) {
    if (isStatusReason(error, "NotFound")) return false;
    throw error;
  }
}

/** Ends the pod for the record before it goes, so that its owner counts it as failed. */
function markFailed(
  context: ControllerContext,
  pod: Pod,
  disruption: { readonly reason: string; readonly message: string } | undefined,
): void {
  if (isPodTerminal(pod)) return;
  const condition = disruption && {
    type: "DisruptionTarget",
    status: "True",
    ...disruption,
    lastTransitionTime: formatTime(context.nowEpochMs),
  };
  const body = { status: { phase: "Failed", ...(condition && { conditions: [condition] }) } };
  tolerateGone(() =>
    context.client.patch(
      podKind,
      { namespace: namespaceOf(pod), name: nameOf(pod) },
      { type: "strategic", body, subresource: "status" },
    ),
  );
}

function removePod(context: ControllerContext, pod: Pod): void {
  const options = { gracePeriodSeconds: 0, preconditions: { uid: uidOf(pod) } };
  tolerateGone(() =>
    context.client.delete(podKind, { namespace: namespaceOf(pod), name: nameOf(pod) }, options),
  );
}

function tolerateGone(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isStatusReason(error, "NotFound")) throw error;
  }
}
