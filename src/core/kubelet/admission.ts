import { parseTime } from "#core/base/time.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { WorkerContext } from "./context.ts";
import type { NodeRecord, PodRecord } from "./records.ts";
import { requestsOf } from "./resources.ts";

const MAX_PODS = 110;

/** Why the node cannot take a pod that was bound to it, or undefined. Models lifecycle predicateAdmitHandler. */
export function admissionProblem(
  node: NodeRecord,
  record: PodRecord,
): { readonly reason: string; readonly message: string } | undefined {
  const labels = node.object?.metadata.labels ?? node.spec.labels;
  const selector = Object.entries(record.pod.spec.nodeSelector ?? {});
  if (selector.some(([key, value]) => labels[key] !== value))
    return { reason: "NodeAffinity", message: "Predicate NodeAffinity failed" };
  const used = { cpu: 0, memory: 0, pods: 0 };
  for (const other of node.pods.values()) {
    if (!other.isAdmitted || other.isFinished || other.uid === record.uid) continue;
    used.cpu += other.cpuRequestMilli;
    used.memory += other.memoryRequestBytes;
    used.pods += 1;
  }
  return (
    shortage("cpu", record.cpuRequestMilli, used.cpu, node.cpuAllocatableMilli) ??
    shortage("memory", record.memoryRequestBytes, used.memory, node.memoryAllocatableBytes) ??
    shortage("pods", 1, used.pods, MAX_PODS)
  );
}

function shortage(
  resource: string,
  requested: number,
  used: number,
  capacity: number,
): { readonly reason: string; readonly message: string } | undefined {
  if (requested === 0 || used + requested <= capacity) return undefined;
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

/** Notes what the pod asks for, and takes it or turns it away for good. */
export function admitPod(context: WorkerContext, record: PodRecord): void {
  const { node, now } = context;
  const { cpuMilli, memoryBytes } = requestsOf(record.pod);
  record.cpuRequestMilli = cpuMilli;
  record.memoryRequestBytes = memoryBytes;
  record.startedAt = startTimeOf(record.pod, context);
  const problem = admissionProblem(node, record);
  record.isAdmitted = true;
  record.isDirty = true;
  if (!problem) {
    context.because({ code: "pod-accepted", facts: { node: node.spec.name } });
    return;
  }
  record.verdict = { reason: problem.reason, message: `Pod was rejected: ${problem.message}` };
  record.isFinished = true;
  context.recorder.record(record.pod, {
    type: "Warning",
    reason: problem.reason,
    message: problem.message,
  });
  context.because({
    code: "pod-rejected",
    facts: { node: node.spec.name, reason: problem.reason },
  });
  record.startedAt = now;
}

/** A pod that ran before the kubelet began keeps its start time. */
function startTimeOf({ status }: Pod, { now, startEpochMs }: WorkerContext): number {
  const epochMs = status?.startTime ? parseTime(status.startTime) : undefined;
  return epochMs === undefined ? now : epochMs - startEpochMs;
}
