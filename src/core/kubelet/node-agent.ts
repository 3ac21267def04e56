import { lease as leaseKind } from "#core/api/kinds/coordination/lease.ts";
import { node as nodeKind } from "#core/api/kinds/core/node.ts";
import type { Lease, Node } from "#core/api/schema/generated/types.ts";
import { isStatusReason, StatusError } from "#core/api/status.ts";
import { formatMicroTime, type Millis } from "#core/base/time.ts";
import { find } from "./container-start.ts";
import type { WorkerContext } from "./context.ts";
import { runtimeProblem } from "./impairment.ts";
import { allocatableAmounts, bootIdOf, leaseOf, newNode, nodeStatus } from "./node-status.ts";

/** A Lease is renewed this often. */
export const LEASE_MS: Millis = 10_000;
/** An unchanged status is posted this often. Models nodeStatusReportFrequency. */
const REPORT_MS: Millis = 300_000;
const LEASE_NAMESPACE = "kube-node-lease";

/** Registers the node, or takes up the object that is there from before a reboot. Models kubelet registerWithAPIServer. */
export function registerNode(context: WorkerContext): void {
  const { client, node, epochMs } = context;
  const { name } = node.spec;
  const existing = find(client, nodeKind, { namespace: "", name });
  const hasRebooted = existing !== undefined && hasOtherBoot(existing, node);
  const registered = attempt(() => {
    context.explain({
      code: hasRebooted ? "node-rebooted" : "node-registered",
      facts: { node: name },
    });
    if (existing) return postStatus(context, existing);
    return client.create<Node>(nodeKind, newNode(node, epochMs));
  });
  if (!registered) return;
  node.object = registered;
  const { cpuMilli, memoryBytes } = allocatableAmounts(registered.status);
  node.cpuAllocatableMilli = cpuMilli;
  node.memoryAllocatableBytes = memoryBytes;
  node.statusPostedAt = context.now;
  node.isStatusDirty = false;
  recordStart(context, registered, { hasRebooted });
  renewLease(context);
}

/** Every ten seconds: renews the Lease, and posts the status when it changed or is five minutes old. */
export function beat(context: WorkerContext): void {
  const { node, now } = context;
  if (!node.object) {
    // Deleted or never registered: a real kubelet waits for its next start, ours only for a server that answers.
    if (node.statusPostedAt === 0) registerNode(context);
    return;
  }
  renewLease(context);
  const isDue =
    now - node.statusPostedAt >= REPORT_MS ||
    node.isStatusDirty ||
    !isReady(node.object) ||
    runtimeProblem(node, now) !== "";
  if (!isDue) return;
  const object = node.object;
  const posted = attempt(() => {
    const current = find(context.client, nodeKind, { namespace: "", name: node.spec.name });
    if (!current) return undefined;
    context.explain({ code: "node-heartbeat", facts: { node: node.spec.name } });
    return postStatus(context, current);
  });
  if (!posted) return;
  node.object = posted;
  node.statusPostedAt = now;
  node.isStatusDirty = false;
  if (isReady(object) !== isReady(posted))
    recordNode(context, posted, isReady(posted) ? "NodeReady" : "NodeNotReady");
}

function postStatus({ client, node, epochMs, now }: WorkerContext, current: Node): Node {
  const status = nodeStatus(node, current.status, epochMs, runtimeProblem(node, now));
  return client.update(nodeKind, { ...current, status }, "status");
}

function renewLease({ client, node, epochMs, explain }: WorkerContext): void {
  const { name } = node.spec;
  const key = { namespace: LEASE_NAMESPACE, name };
  attempt(() => {
    explain({ code: "node-heartbeat", facts: { node: name } });
    const current = find<Lease>(client, leaseKind, key);
    if (!current) return client.create<Lease>(leaseKind, leaseOf(node.object, name, epochMs));
    const spec = { ...current.spec, renewTime: formatMicroTime(epochMs) };
    return client.update(leaseKind, { ...current, spec });
  });
}

/** What the call returned, or undefined when the server refused or did not answer: the next beat tries again. */
function attempt<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof StatusError && !isStatusReason(error, "Invalid")) return undefined;
    throw error;
  }
}

function hasOtherBoot({ status }: Node, node: WorkerContext["node"]): boolean {
  const bootId = status.nodeInfo?.bootID ?? "";
  return bootId !== "" && bootId !== bootIdOf(node);
}

function recordStart(
  context: WorkerContext,
  object: Node,
  { hasRebooted }: { readonly hasRebooted: boolean },
): void {
  const { recorder, node } = context;
  recorder.record(object, { type: "Normal", reason: "Starting", message: "Starting kubelet." });
  if (hasRebooted)
    recorder.record(object, {
      type: "Warning",
      reason: "Rebooted",
      message: `Node ${node.spec.name} has been rebooted, boot id: ${bootIdOf(node)}`,
    });
  for (const reason of [
    "NodeHasSufficientMemory",
    "NodeHasNoDiskPressure",
    "NodeHasSufficientPID",
    "NodeReady",
  ])
    recordNode(context, object, reason);
}

function recordNode({ recorder, node }: WorkerContext, object: Node, reason: string): void {
  recorder.record(object, {
    type: "Normal",
    reason,
    message: `Node ${node.spec.name} status is now: ${reason}`,
  });
}

function isReady({ status }: Node): boolean {
  return (
    status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false
  );
}
