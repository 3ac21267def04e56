import {
  type Quantity,
  addQuantity,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
} from "#core/api/quantity.ts";
import type { Container, Lease, Node, Pod } from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { sortedBy } from "#core/base/order.ts";
import { getObject, listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { sortedEntries } from "../json.ts";
import { resourceFor } from "../resources.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { ago, DescribeText, longTime } from "./text.ts";

/** Models describe.NodeDescriber. */
export const nodeDescriber = defineDescriber<Node>({
  group: "",
  kind: "Node",
  *describe(node, context) {
    const name = node.metadata.name ?? "";
    const lease = yield* leaseOf(name, context);
    const fieldSelector = `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
    const pods = (yield* listObjects(resourceFor(context.session, "pods"), "", {
      fieldSelector,
    })) as readonly Pod[];
    const events = (yield* eventsOf(node, context)) ?? [];
    const byName = (yield* eventsOf(node, context, name)) ?? [];
    const now = context.session.nowEpochMs();
    const text = new DescribeText();
    writeIdentity(text, node);
    writeLease(text, lease);
    writeConditions(text, node);
    writeFacts(text, node);
    writePods(text, pods, node, now);
    writeTotals(text, pods, node);
    writeEvents(text, context.showEvents ? [...events, ...byName] : undefined, now);
    return text.aligned();
  },
});

function* leaseOf(name: string, { session }: DescribeContext): Steps<Lease | string> {
  try {
    return (yield* getObject(
      resourceFor(session, "leases.coordination.k8s.io"),
      "kube-node-lease",
      name,
    )) as Lease;
  } catch (error) {
    if (error instanceof StatusError) return error.message;
    throw error;
  }
}

function rolesText({ metadata }: Node): string {
  const prefix = "node-role.kubernetes.io/";
  const roles = sortedEntries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(prefix) && key.length > prefix.length) return [key.slice(prefix.length)];
    return key === "kubernetes.io/role" && value !== "" ? [value] : [];
  });
  return roles.length === 0 ? "<none>" : [...new Set(roles)].sort().join(",");
}

function writeIdentity(text: DescribeText, node: Node): void {
  const { metadata, spec } = node;
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.line(0, `Roles:\t${rolesText(node)}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  text.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}`);
  // Effects are sorted: NoExecute, NoSchedule, PreferNoSchedule; then keys.
  const taints = sortedBy(spec?.taints ?? [], (taint) => `${taint.effect} ${taint.key}`);
  text.list(
    "Taints",
    taints.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ""}:${effect}`),
  );
  text.line(0, `Unschedulable:\t${spec?.unschedulable ?? false}`);
}

function writeLease(text: DescribeText, lease: Lease | string): void {
  if (typeof lease === "string") {
    text.line(0, `Lease:\tFailed to get lease: ${lease}`);
    return;
  }
  text.line(0, "Lease:");
  const { holderIdentity, acquireTime, renewTime } = lease.spec ?? {};
  text.line(1, `HolderIdentity:\t${holderIdentity ?? "<unset>"}`);
  text.line(1, `AcquireTime:\t${acquireTime ? longTime(acquireTime) : "<unset>"}`);
  text.line(1, `RenewTime:\t${renewTime ? longTime(renewTime) : "<unset>"}`);
}

function writeConditions(text: DescribeText, { status }: Node): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  text.put("Conditions:\n  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n");
  text.line(1, "----\t------\t-----------------\t------------------\t------\t-------");
  for (const {
    type,
    status: value,
    lastHeartbeatTime,
    lastTransitionTime,
    reason = "",
    message = "",
  } of conditions) {
    text.line(
      1,
      `${type} \t${value} \t${longTime(lastHeartbeatTime)} \t${longTime(lastTransitionTime)} \t${reason} \t${message}`,
    );
  }
}

function writeFacts(text: DescribeText, { spec, status }: Node): void {
  text.line(0, "Addresses:");
  for (const { type, address } of status?.addresses ?? []) text.line(1, `${type}:\t${address}`);
  writeList(text, "Capacity", status?.capacity);
  writeList(text, "Allocatable", status?.allocatable);
  const system = status?.nodeInfo;
  text.line(0, "System Info:");
  text.line(1, `Machine ID:\t${system?.machineID ?? ""}`);
  text.line(1, `System UUID:\t${system?.systemUUID ?? ""}`);
  text.line(1, `Boot ID:\t${system?.bootID ?? ""}`);
  text.line(1, `Kernel Version:\t${system?.kernelVersion ?? ""}`);
  text.line(1, `OS Image:\t${system?.osImage ?? ""}`);
  text.line(1, `Operating System:\t${system?.operatingSystem ?? ""}`);
  text.line(1, `Architecture:\t${system?.architecture ?? ""}`);
  text.line(1, `Container Runtime Version:\t${system?.containerRuntimeVersion ?? ""}`);
  text.line(1, `Kubelet Version:\t${system?.kubeletVersion ?? ""}`);
  text.line(1, `Kube-Proxy Version:\t${system?.kubeProxyVersion ?? ""}`);
  if (spec?.podCIDR) text.line(0, `PodCIDR:\t${spec.podCIDR}`);
  if (spec?.podCIDRs && spec.podCIDRs.length > 0)
    text.line(0, `PodCIDRs:\t${spec.podCIDRs.join(",")}`);
  if (spec?.providerID) text.line(0, `ProviderID:\t${spec.providerID}`);
}

function writeList(
  text: DescribeText,
  title: string,
  amounts: Readonly<Record<string, string>> | undefined,
): void {
  const entries = sortedEntries(amounts ?? {});
  if (entries.length === 0) return;
  text.line(0, `${title}:`);
  for (const [name, amount] of entries)
    text.line(1, `${name}:\t${canonicalQuantity(String(amount))}`);
}

type Amounts = ReadonlyMap<string, Quantity>;

/** What a pod asks for: the sum of its containers, or its largest init container. Models resourcehelper.PodRequestsAndLimits. */
function podAmounts({ spec }: Pod, list: "requests" | "limits"): Amounts {
  const sidecars = (spec?.initContainers ?? []).filter(
    (container) => container.restartPolicy === "Always",
  );
  const total = new Map<string, Quantity>();
  for (const container of [...(spec?.containers ?? []), ...sidecars]) {
    for (const [name, amount] of amountsOf(container, list)) {
      const before = total.get(name);
      total.set(name, before ? addQuantity(before, amount) : amount);
    }
  }
  for (const container of spec?.initContainers ?? []) {
    for (const [name, amount] of amountsOf(container, list)) {
      const before = total.get(name);
      if (!before || compareQuantity(amount, before) > 0) total.set(name, amount);
    }
  }
  for (const [name, text] of Object.entries(spec?.overhead ?? {})) {
    const [before, amount] = [total.get(name), parseQuantity(String(text))];
    if (amount && (before || list === "requests"))
      total.set(name, before ? addQuantity(before, amount) : amount);
  }
  return total;
}

function amountsOf(container: Container, list: "requests" | "limits"): [string, Quantity][] {
  return Object.entries(container.resources?.[list] ?? {}).flatMap(([name, text]) => {
    const amount = parseQuantity(String(text));
    return amount ? [[name, amount] as [string, Quantity]] : [];
  });
}

const ZERO: Quantity = { nano: 0n, format: "DecimalSI" };

/** `250m (6%)`: an amount and its share of what the node can give, cut to whole percents. */
function shareText(amount: Quantity | undefined, allocatable: Quantity | undefined): string {
  const used = amount ?? ZERO;
  const share = allocatable && allocatable.nano > 0n ? (used.nano * 100n) / allocatable.nano : 0n;
  return `${formatQuantity(used)} (${share}%)`;
}

function allocatableOf({ status }: Node, name: string): Quantity | undefined {
  const amounts =
    Object.keys(status?.allocatable ?? {}).length > 0 ? status?.allocatable : status?.capacity;
  const text = amounts?.[name];
  return text === undefined ? undefined : parseQuantity(String(text));
}

function writePods(text: DescribeText, pods: readonly Pod[], node: Node, now: number): void {
  text.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  text.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
  text.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
  const [cpu, memory] = [allocatableOf(node, "cpu"), allocatableOf(node, "memory")];
  for (const pod of pods) {
    const [requests, limits] = [podAmounts(pod, "requests"), podAmounts(pod, "limits")];
    const cells = [
      shareText(requests.get("cpu"), cpu),
      shareText(limits.get("cpu"), cpu),
      shareText(requests.get("memory"), memory),
      shareText(limits.get("memory"), memory),
    ];
    const { namespace = "", name = "", creationTimestamp } = pod.metadata;
    text.line(1, `${namespace}\t${name}\t\t${cells.join("\t")}\t${ago(creationTimestamp, now)}`);
  }
}

const COMPUTE: readonly string[] = ["cpu", "memory", "ephemeral-storage"];

function writeTotals(text: DescribeText, pods: readonly Pod[], node: Node): void {
  text.put(
    "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n",
  );
  text.line(1, "Resource\tRequests\tLimits");
  text.line(1, "--------\t--------\t------");
  const requests = totalOf(pods.map((pod) => podAmounts(pod, "requests")));
  const limits = totalOf(pods.map((pod) => podAmounts(pod, "limits")));
  for (const name of COMPUTE) {
    const allocatable = allocatableOf(node, name);
    text.line(
      1,
      `${name}\t${shareText(requests.get(name), allocatable)}\t${shareText(limits.get(name), allocatable)}`,
    );
  }
  const extended = Object.keys(node.status?.allocatable ?? {}).filter(
    (name) => name.includes("/") || name.startsWith("hugepages-"),
  );
  for (const name of extended.sort()) {
    const allocatable = allocatableOf(node, name);
    const cells = [requests, limits].map((amounts) =>
      name.startsWith("hugepages-")
        ? shareText(amounts.get(name), allocatable)
        : formatQuantity(amounts.get(name) ?? ZERO),
    );
    text.line(1, `${name}\t${cells.join("\t")}`);
  }
}

function totalOf(all: readonly Amounts[]): Amounts {
  const total = new Map<string, Quantity>();
  for (const amounts of all) {
    for (const [name, amount] of amounts) {
      const before = total.get(name);
      total.set(name, before ? addQuantity(before, amount) : amount);
    }
  }
  return total;
}
