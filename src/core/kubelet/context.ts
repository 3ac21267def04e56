import { rememberByText } from "#core/base/remember.ts";
import type { Millis } from "#core/base/time.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";
import type { EventRecorder } from "#core/client/recorder.ts";
import type { Random } from "#core/sim/random.ts";
import type { Reason } from "./because.ts";
import type { PodNetworkPort, WorkloadPort } from "./ports.ts";
import type { ContainerRecord, NodeRecord, PodRecord } from "./records.ts";
import type { Timings } from "./timings.ts";

/** What the steps of one kubelet work with. Its methods may be taken apart from it. */
export interface WorkerContext {
  readonly now: Millis;
  readonly epochMs: number;
  readonly startEpochMs: number;
  readonly node: NodeRecord;
  readonly client: Client;
  readonly recorder: EventRecorder;
  readonly workloads: WorkloadPort;
  readonly podNetwork: PodNetworkPort;
  readonly timings: Timings;
  readonly isImitated: boolean;
  random(): Random;
  /** Why the pod's next status write is made; the last reason given counts. */
  because(reason: Reason): void;
  readonly reasons: readonly Reason[];
  /** Says now why the next write is made. */
  explain(reason: Reason): void;
  onFacts(podUid: string): void;
}

const mainPath = rememberByText((name) => `spec.containers{${name}}`);
const initPath = rememberByText((name) => `spec.initContainers{${name}}`);

/** Records an event about one container of a pod. */
export function recordContainer(
  { recorder }: WorkerContext,
  { pod }: PodRecord,
  container: ContainerRecord,
  event: {
    readonly type: "Normal" | "Warning";
    readonly reason: string;
    readonly message: string;
  },
): void {
  const { type, reason, message } = event;
  const pathOf = container.kind === "main" ? mainPath : initPath;
  recorder.record(pod, { type, reason, message, fieldPath: pathOf(container.name) });
}

/** Whether the pod's deletion has begun. */
export function isDeleting(pod: Pod): boolean {
  return Boolean(pod.metadata.deletionTimestamp);
}

/** Moves a container to a phase that ends by itself at `until`. */
export function enterPhase(
  container: ContainerRecord,
  phase: ContainerRecord["phase"],
  { now, until }: { readonly now: Millis; readonly until: Millis },
): void {
  container.phase = phase;
  container.from = now;
  container.until = until;
}

/** Says that the container waits, and why. */
export function setWaiting(
  record: PodRecord,
  container: ContainerRecord,
  reason: string,
  message = "",
): void {
  container.waitingReason = reason;
  container.waitingMessage = message;
  record.isDirty = true;
}
