import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import type { Node } from "#core/api/schema/generated/types.ts";
import type { NodeState, NodeView, PodView } from "./rows.ts";

/** What a node's row needs besides the node. */
export interface NodeRowContext {
  readonly pods: readonly PodView[];
  readonly powered: boolean;
  readonly heartbeatAt: number;
  readonly usage: { readonly cpuMilli: number; readonly memoryBytes: number };
  /** Name of the control-plane node whose scheduler and controllers lead. */
  readonly leader: string;
}

const ROLE_PREFIX = "node-role.kubernetes.io/";

/** The row of one node. */
export function nodeRow(node: Node, context: NodeRowContext): NodeView {
  const name = node.metadata.name ?? "";
  const isControlPlane = node.metadata.labels?.[`${ROLE_PREFIX}control-plane`] !== undefined;
  const live = context.pods.filter((pod) => pod.state !== "succeeded" && pod.state !== "evicted");
  const part = isControlPlane ? (name === context.leader ? "leader" : "standby") : "none";
  const leads = isControlPlane && !context.powered ? "down" : part;
  return {
    uid: node.metadata.uid ?? "",
    name,
    role: isControlPlane ? "control-plane" : "worker",
    state: nodeState(node, context),
    status: nodeStatus(node),
    taints: (node.spec.taints ?? []).map(
      ({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${effect}`,
    ),
    zone: node.metadata.labels?.["topology.kubernetes.io/zone"] ?? "",
    powered: context.powered,
    heartbeatAt: context.heartbeatAt,
    cpuAllocatableMilli: quantityMilli(node.status.allocatable?.["cpu"] ?? "0"),
    cpuRequestedMilli: live.reduce((total, pod) => total + pod.cpuRequestMilli, 0),
    cpuUsedMilli: context.usage.cpuMilli,
    memoryAllocatableBytes: quantityBytes(node.status.allocatable?.["memory"] ?? "0"),
    memoryRequestedBytes: live.reduce((total, pod) => total + pod.memoryRequestBytes, 0),
    memoryUsedBytes: context.usage.memoryBytes,
    podCapacity: Number(node.status.allocatable?.["pods"] ?? 0),
    apiServer: isControlPlane ? (context.powered ? "up" : "down") : "none",
    scheduler: leads,
    controllers: leads,
  };
}

/** Whether the API holds the node's fate to be unknown. */
export function isNodeLost(node: Node): boolean {
  return readyStatus(node) === "Unknown";
}

function readyStatus(node: Node): string {
  return node.status.conditions?.find((condition) => condition.type === "Ready")?.status ?? "";
}

function nodeState(node: Node, { powered, pods }: NodeRowContext): NodeState {
  if (readyStatus(node) !== "True") return powered ? "not-ready" : "off";
  if (!node.spec.unschedulable) return "ready";
  return pods.some((pod) => pod.state === "terminating") ? "draining" : "cordoned";
}

function nodeStatus(node: Node): string {
  const status = readyStatus(node);
  const word = status === "" ? "Unknown" : status === "True" ? "Ready" : "NotReady";
  return node.spec.unschedulable ? `${word},SchedulingDisabled` : word;
}
