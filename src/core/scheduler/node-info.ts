import type { Node, Pod, PodSpec } from "#core/api/schema/generated/types.ts";
import { amountsOf, podRequests, type Amounts } from "./resources.ts";

/** A pod as the scheduler counts it. Frozen: checkpoints share it. */
export interface PodInfo {
  readonly pod: Pod;
  readonly requests: Amounts;
  /** With the defaults for containers that name nothing. */
  readonly nonZeroRequests: Amounts;
}

/** A node with what runs on it. Plain data; sums are kept up to date as pods come and go. */
export interface NodeInfo {
  node: Node;
  /** Stands for the state of the node and its pods: another one after every change that a plugin could notice. Frozen, so that checkpoints share it. */
  mark: object;
  readonly name: string;
  allocatable: Amounts;
  /** uid -> pod, in order of arrival. */
  readonly pods: Map<string, PodInfo>;
  readonly requested: Record<string, number>;
  readonly nonZeroRequested: Record<string, number>;
  /** Pods that name pod affinity or anti-affinity of any sort. */
  readonly podsWithAffinity: Map<string, PodInfo>;
  /** image name -> bytes. */
  images: Map<string, number>;
}

/** Counts what a pod asks for. */
export function createPodInfo(pod: Pod): PodInfo {
  return Object.freeze({
    pod,
    requests: Object.freeze(podRequests(pod)),
    nonZeroRequests: Object.freeze(podRequests(pod, { useDefaults: true })),
  });
}

/** A node without pods. */
export function createNodeInfo(node: Node): NodeInfo {
  const info: NodeInfo = {
    node,
    mark: newMark(),
    name: node.metadata?.name ?? "",
    allocatable: {},
    pods: new Map(),
    requested: {},
    nonZeroRequested: {},
    podsWithAffinity: new Map(),
    images: new Map(),
  };
  setNode(info, node);
  return info;
}

/** Takes over a new state of the node. */
export function setNode(info: NodeInfo, node: Node): void {
  info.node = node;
  info.mark = newMark();
  info.allocatable = amountsOf(node.status?.allocatable);
  info.images = new Map();
  for (const image of node.status?.images ?? []) {
    for (const name of image.names ?? []) info.images.set(name, image.sizeBytes ?? 0);
  }
}

/** Counts a pod in. The same uid must not be counted already. */
export function addPod(info: NodeInfo, counted: PodInfo): void {
  const podInfo = Object.freeze(counted);
  const uid = podKey(podInfo.pod);
  info.pods.set(uid, podInfo);
  if (hasPodAffinity(podInfo.pod)) info.podsWithAffinity.set(uid, podInfo);
  shift(info, podInfo, 1);
}

/** Whether two states of a pod weigh the same on a node: for every sum that is kept by node. A pod that was just bound does. */
export function isCountedAlike(before: Pod, after: Pod): boolean {
  return (
    (before.spec === after.spec || asksAlike(before.spec, after.spec)) &&
    before.metadata.labels === after.metadata.labels &&
    before.metadata.deletionTimestamp === after.metadata.deletionTimestamp
  );
}

function asksAlike(before: PodSpec, after: PodSpec): boolean {
  return (
    before.containers === after.containers &&
    before.initContainers === after.initContainers &&
    before.affinity === after.affinity &&
    before.resources === after.resources &&
    before.overhead === after.overhead
  );
}

/** Takes over a new state of a pod that weighs the same. */
export function replacePod(info: NodeInfo, uid: string, pod: Pod): void {
  for (const pods of [info.pods, info.podsWithAffinity]) {
    const before = pods.get(uid);
    if (!before) continue;
    const { requests, nonZeroRequests } = before;
    pods.set(uid, Object.freeze({ pod, requests, nonZeroRequests }));
  }
}

/** Counts a pod out; nothing happens when it was not counted. */
export function removePod(info: NodeInfo, uid: string): PodInfo | undefined {
  const podInfo = info.pods.get(uid);
  if (!podInfo) return undefined;
  info.pods.delete(uid);
  info.podsWithAffinity.delete(uid);
  shift(info, podInfo, -1);
  return podInfo;
}

/** uid, or namespace and name where a test leaves the uid out. */
export function podKey(pod: Pod): string {
  return pod.metadata?.uid ?? `${pod.metadata?.namespace ?? ""}/${pod.metadata?.name ?? ""}`;
}

function newMark(): object {
  return Object.freeze({});
}

function shift(info: NodeInfo, { requests, nonZeroRequests }: PodInfo, sign: 1 | -1): void {
  info.mark = newMark();
  for (const [name, amount] of Object.entries(requests))
    info.requested[name] = (info.requested[name] ?? 0) + sign * amount;
  for (const [name, amount] of Object.entries(nonZeroRequests)) {
    info.nonZeroRequested[name] = (info.nonZeroRequested[name] ?? 0) + sign * amount;
  }
}

function hasPodAffinity(pod: Pod): boolean {
  const affinity = pod.spec?.affinity;
  return affinity?.podAffinity !== undefined || affinity?.podAntiAffinity !== undefined;
}
