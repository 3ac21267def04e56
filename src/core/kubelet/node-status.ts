import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import type {
  ContainerImage,
  Node,
  NodeCondition,
  NodeStatus,
} from "#core/api/schema/generated/types.ts";
import { fnv1a } from "#core/base/hash.ts";
import { formatMicroTime, formatTime } from "#core/base/time.ts";
import type { NodeRecord } from "./records.ts";

const MAX_PODS = "110";
const VERSION = "v1.35.6";
const DISK_BYTES = 100 * 1024 * 1024 * 1024;
const MAX_IMAGES = 50;

const CONDITIONS = [
  {
    type: "MemoryPressure",
    status: "False",
    reason: "KubeletHasSufficientMemory",
    message: "kubelet has sufficient memory available",
  },
  {
    type: "DiskPressure",
    status: "False",
    reason: "KubeletHasNoDiskPressure",
    message: "kubelet has no disk pressure",
  },
  {
    type: "PIDPressure",
    status: "False",
    reason: "KubeletHasSufficientPID",
    message: "kubelet has sufficient PID available",
  },
  {
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "kubelet is posting ready status",
  },
] as const;

/** The Node object by which a kubelet registers its machine. */
export function newNode(node: NodeRecord, epochMs: number): unknown {
  const { spec } = node;
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: spec.name,
      labels: spec.labels,
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
    },
    spec: {
      podCIDR: spec.podCidr,
      podCIDRs: [spec.podCidr],
      ...(spec.taints.length > 0 && { taints: spec.taints }),
    },
    status: nodeStatus(node, undefined, epochMs, ""),
  };
}

/** What a kubelet posts about its machine; `problem` is why it is not ready, "" when it is. Models kubelet setters of nodestatus. */
export function nodeStatus(
  node: NodeRecord,
  old: NodeStatus | undefined,
  epochMs: number,
  problem: string,
): NodeStatus {
  const { spec } = node;
  const now = formatTime(epochMs);
  const notReady = {
    type: "Ready",
    status: "False",
    reason: "KubeletNotReady",
    message: problem,
  } as const;
  const conditions = CONDITIONS.map((usual): NodeCondition => {
    const fact = usual.type === "Ready" && problem !== "" ? notReady : usual;
    const before = old?.conditions?.find(({ type }) => type === fact.type);
    const isSame = before?.status === fact.status;
    return {
      ...fact,
      lastHeartbeatTime: now,
      lastTransitionTime: isSame ? (before.lastTransitionTime ?? now) : now,
    };
  });
  const others = (old?.conditions ?? []).filter(
    ({ type }) => !CONDITIONS.some((each) => each.type === type),
  );
  return {
    ...old,
    addresses: [
      { type: "InternalIP", address: spec.internalIp },
      { type: "Hostname", address: spec.name },
    ],
    capacity: old?.capacity ?? capacityOf(node),
    allocatable: old?.allocatable ?? capacityOf(node),
    conditions: [...others, ...conditions],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    images: imagesOf(node),
    nodeInfo: systemOf(node),
  };
}

function capacityOf({ spec }: NodeRecord): Readonly<Record<string, string>> {
  return {
    cpu: spec.cpu,
    "ephemeral-storage": `${DISK_BYTES / 1024}Ki`,
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    memory: spec.memory,
    pods: MAX_PODS,
  };
}

function imagesOf(node: NodeRecord): readonly ContainerImage[] {
  return [...node.images.entries()]
    .sort(([, a], [, b]) => b.sizeBytes - a.sizeBytes)
    .slice(0, MAX_IMAGES)
    .map(([name, { sizeBytes }]) => ({ names: [name], sizeBytes }));
}

function systemOf({ spec, bootCount }: NodeRecord): NodeStatus["nodeInfo"] {
  const machineId = hex(`${spec.name}/machine`);
  return {
    architecture: "amd64",
    bootID: uuidOf(hex(`${spec.name}/boot/${bootCount}`)),
    containerRuntimeVersion: "containerd://2.2.0",
    kernelVersion: "6.12.48",
    kubeProxyVersion: "",
    kubeletVersion: VERSION,
    machineID: machineId,
    operatingSystem: "linux",
    osImage: "Debian GNU/Linux 12 (bookworm)",
    systemUUID: uuidOf(machineId),
  };
}

/** The Lease that keeps the node alive in the eyes of the node controller. */
export function leaseOf(node: Node | undefined, name: string, epochMs: number): unknown {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: {
      name,
      namespace: "kube-node-lease",
      ...(node?.metadata.uid && {
        ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid: node.metadata.uid }],
      }),
    },
    spec: {
      holderIdentity: name,
      leaseDurationSeconds: 40,
      renewTime: formatMicroTime(epochMs),
    },
  };
}

/** What the node can give to pods. */
export function allocatableAmounts({ allocatable }: NodeStatus): {
  cpuMilli: number;
  memoryBytes: number;
} {
  return {
    cpuMilli: quantityMilli(allocatable?.["cpu"]),
    memoryBytes: quantityBytes(allocatable?.["memory"]),
  };
}

/** The boot id that stands in the node's status now. */
export function bootIdOf(node: NodeRecord): string {
  return systemOf(node).bootID;
}

function hex(text: string): string {
  return ["a", "b", "c", "d"]
    .map((part) => fnv1a(`${part}/${text}`).toString(16).padStart(8, "0"))
    .join("");
}

function uuidOf(text: string): string {
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
}
