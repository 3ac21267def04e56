import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import type { Pod, PodStatus } from "#core/api/schema/generated/types.ts";
import { isStatusReason, StatusError } from "#core/api/status.ts";
import { formatTime } from "#core/base/time.ts";
import { isDeleting, type WorkerContext } from "./context.ts";
import { NEVER, type PodRecord } from "./records.ts";
import { podStatus, rejectedStatus } from "./status.ts";

const RETRY_MS = 10_000;

/**
 * Tells the API server what has become of a pod, if that is news, and takes the object away when the pod has stopped for its deletion.
 * Returns after how long to try again when the server could not be told. Models kubelet status manager syncPod.
 */
export function reportPod(context: WorkerContext, record: PodRecord): number | undefined {
  if (!record.isDirty && !isToBeRemoved(record)) return undefined;
  try {
    const current = context.client.get(podKind, keyOf(record.pod));
    if (current.metadata.uid !== record.uid) return undefined;
    record.pod = current;
    if (record.isDirty) writeStatus(context, record, current);
    record.isDirty = false;
    if (isToBeRemoved(record)) remove(context, record);
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    return isStatusReason(error, "NotFound") ? undefined : RETRY_MS;
  }
}

/** Every pod that is bound to the node, as the server has it. Empty when the server does not answer. */
export function podsOfNode({ client, node }: WorkerContext): readonly Pod[] {
  try {
    return client.list(podKind, { fieldSelector: `spec.nodeName=${node.spec.name}` });
  } catch (error) {
    if (error instanceof StatusError) return [];
    throw error;
  }
}

function isToBeRemoved(record: PodRecord): boolean {
  return record.isFinished && isDeleting(record.pod);
}

function writeStatus(context: WorkerContext, record: PodRecord, current: Pod): void {
  const status = statusOf(context, record, current);
  record.status = status;
  if (status === current.status) return;
  const reason = context.reasons.at(-1);
  if (reason) context.explain(reason);
  const { apiVersion, kind, metadata, spec } = current;
  record.pod = context.client.update(
    podKind,
    { apiVersion, kind, metadata, spec, status },
    "status",
  );
}

function statusOf(
  { startEpochMs, epochMs, node }: WorkerContext,
  record: PodRecord,
  current: Pod,
): PodStatus {
  if (record.verdict && record.sandbox === "none" && record.stop === null)
    return rejectedStatus(current, record.verdict, formatTime(startEpochMs + record.startedAt));
  return podStatus(record, current, {
    startEpochMs,
    nowEpochMs: epochMs,
    hostIp: node.spec.internalIp,
  });
}

function remove(context: WorkerContext, record: PodRecord): void {
  context.explain({ code: "stopped", facts: {} });
  context.client.delete(podKind, keyOf(record.pod), {
    gracePeriodSeconds: 0,
    preconditions: { uid: record.uid },
  });
  record.wakeAt = NEVER;
}

function keyOf({ metadata }: Pod): { namespace: string; name: string } {
  return { namespace: metadata.namespace ?? "", name: metadata.name ?? "" };
}
