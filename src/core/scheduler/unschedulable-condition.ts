import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { nameOf, namespaceOf } from "#core/api/meta.ts";
import type { Pod, PodCondition } from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { formatTime } from "#core/base/time.ts";
import type { Client } from "#core/client/client.ts";

/** Writes PodScheduled=False when it says something new. */
export function writeUnschedulable(
  client: Client,
  pod: Pod,
  news: { readonly reason: string; readonly message: string; readonly epochMs: number },
): void {
  const { reason, message, epochMs } = news;
  const before = pod.status.conditions?.find(({ type }) => type === "PodScheduled");
  const wasFalse = before?.status === "False";
  if (wasFalse && before.reason === reason && before.message === message) return;
  const condition: PodCondition = {
    type: "PodScheduled",
    status: "False",
    lastProbeTime: null as unknown as string,
    lastTransitionTime: (wasFalse && before.lastTransitionTime) || formatTime(epochMs),
    reason,
    message,
    ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
  };
  try {
    const key = { namespace: namespaceOf(pod), name: nameOf(pod) };
    const body = { status: { conditions: [condition] } };
    client.patch(podKind, key, { type: "strategic", subresource: "status", body });
  } catch (error) {
    // The pod went away, or changed meanwhile: the next attempt says it again.
    if (!(error instanceof StatusError)) throw error;
  }
}
