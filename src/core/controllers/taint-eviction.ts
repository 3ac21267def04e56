import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import {
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  parseKey,
  type KubeObject,
} from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { Node, Pod, PodCondition, Taint } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { podCondition } from "./shared/pod-state.ts";
import { planEviction, type PlannedEviction } from "./taint-eviction/plan.ts";

/** Pods whose deletion waits, by key. Plain data, changed in place. */
type Memory = Map<string, PlannedEviction>;

/** Deletes pods from nodes with NoExecute taints once their tolerations run out. Models pkg/controller/tainteviction. */
export const taintEvictionController = defineController({
  name: "taint-eviction-controller",
  kind: "Pod",
  watches: [{ kind: "Node", keysFor: keysForNode }],
  isNews: isPlacedAnew,
  concerns: isThreatened,
  initialState: (): Memory => new Map(),
  reconcile(key, context) {
    const memory = context.memory as Memory;
    const pod = context.lister<Pod>("Pod").get(key);
    const node = pod && context.lister<Node>("Node").get(pod.spec.nodeName ?? "");
    if (!pod || !node || isBeingDeleted(pod)) return cancel(context, memory, key);
    const taints = noExecuteTaints(node);
    const pending = memory.get(key);
    const plan = planEviction(
      { taints, tolerations: pod.spec.tolerations ?? [] },
      pending,
      context.nowEpochMs,
    );
    if (plan.action === "stay") return cancel(context, memory, key);
    const remaining = plan.at - context.nowEpochMs;
    if (remaining > 0) {
      memory.set(key, { createdAt: plan.createdAt, fireAt: plan.at });
      return { requeueAfterMs: remaining };
    }
    if (pending && pending.fireAt > context.nowEpochMs) cancel(context, memory, key);
    memory.delete(key);
    const seconds = Math.round((plan.at - plan.createdAt) / 1000);
    evict(context, pod, { node: nameOf(node), taint: taints[0], seconds });
    return undefined;
  },
});

/** Whether the pod came to a node or tolerates something else than before. Models podUpdated of tainteviction. */
function isPlacedAnew(object: KubeObject, old: KubeObject | undefined): boolean {
  const [before, after] = [(old as Pod | undefined)?.spec, (object as Pod).spec];
  return before?.nodeName !== after.nodeName || !isEqual(before?.tolerations, after.tolerations);
}

/** Whether the pod's deletion waits, or may have to: taints that come later bring the pods of their node themselves. */
function isThreatened(pod: KubeObject, { memory, lister }: ControllerContext): boolean {
  if ((memory as Memory).has(keyOf(pod))) return true;
  const node = lister<Node>("Node").get((pod as Pod).spec.nodeName ?? "");
  return node !== undefined && noExecuteTaints(node).length > 0;
}

/** When a pod will be evicted because of a taint, Unix ms, as this controller's memory has it; undefined when it will not be. */
export function plannedEvictionAt(memory: unknown, key: string): number | undefined {
  return (memory as Memory | undefined)?.get(key)?.fireAt;
}

function noExecuteTaints(node: KubeObject): readonly Taint[] {
  return ((node as Node).spec.taints ?? []).filter(({ effect }) => effect === "NoExecute");
}

function cancel(context: ControllerContext, memory: Memory, key: string): undefined {
  if (!memory.delete(key)) return undefined;
  context.record(referenceTo(key), {
    type: "Normal",
    reason: "TaintManagerEviction",
    message: `Cancelling deletion of Pod ${key}`,
  });
  return undefined;
}

/** Events of this controller name the pod by its key alone, since it may be gone. */
function referenceTo(key: string): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { ...parseKey(key) } };
}

/** Models deletePodHandler and addConditionAndDeletePod. */
function evict(
  context: ControllerContext,
  pod: Pod,
  {
    node,
    taint,
    seconds,
  }: { readonly node: string; readonly taint: Taint | undefined; readonly seconds: number },
): void {
  const key = keyOf(pod);
  const place = { namespace: namespaceOf(pod), name: nameOf(pod) };
  context.record(referenceTo(key), {
    type: "Normal",
    reason: "TaintManagerEviction",
    message: `Marking for deletion Pod ${key}`,
  });
  because(context, "taint-eviction", { node, taint: `${taint?.key ?? ""}:NoExecute`, seconds });
  try {
    const body = { status: { conditions: [disruptionTarget(pod, context.nowEpochMs)] } };
    context.client.patch(podKind, place, { type: "strategic", body, subresource: "status" });
    context.client.delete(podKind, place);
  } catch (error) {
    if (!isStatusReason(error, "NotFound")) throw error;
  }
}

function disruptionTarget(pod: Pod, nowEpochMs: number): PodCondition {
  const before = podCondition(pod, "DisruptionTarget");
  return {
    type: "DisruptionTarget",
    status: "True",
    reason: "DeletionByTaintManager",
    message: "Taint manager: deleting due to NoExecute taint",
    lastTransitionTime:
      before?.status === "True" && before.lastTransitionTime
        ? before.lastTransitionTime
        : formatTime(nowEpochMs),
  };
}

/** The pods of a node whose NoExecute taints changed. */
function keysForNode(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  if (change === "updated" && old && isEqual(noExecuteTaints(old), noExecuteTaints(object)))
    return [];
  if (change === "added" && noExecuteTaints(object).length === 0) return [];
  return context.lister<Pod>("Pod").onNode(nameOf(object)).map(keyOf);
}
