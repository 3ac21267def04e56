import type { Container, Pod, ResourceRequirements } from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";
import type { ConditionFact } from "./conditions.ts";
import { planEnd } from "./container-start.ts";
import { stopContainer } from "./container-stop.ts";
import type { WorkerContext } from "./context.ts";
import {
  isAlive,
  NEVER,
  type ContainerRecord,
  type NodeRecord,
  type PodRecord,
} from "./records.ts";
import { requestsOf } from "./resources.ts";
import { specOf } from "./status.ts";

/** From the decision to what the runtime reports: one look of the kubelet at its containers. */
const ACTUATION_MS = 1000;

/** Why a wish is not granted, as its condition says it. */
export interface ResizeRefusal {
  readonly reason: "Deferred" | "Infeasible";
  readonly message: string;
}

/** Sees whether the pod wants other resources than it has, and whether it may have them. Models kubelet allocation manager handlePodResourcesResize. */
export function applyResources(context: WorkerContext, record: PodRecord): void {
  if (!record.isAdmitted || record.isFinished || record.stop) return;
  const isWished = record.containers.some((container) => !hasWish(record, container));
  if (!isWished) {
    if (record.resizeRefusal) {
      record.resizeRefusal = null;
      record.isDirty = true;
    }
    return;
  }
  const refusal = refusalOf(context.node, record);
  if (refusal) refuse(context, record, refusal);
  else grant(context, record);
}

/** Whether a container has been given what its spec asks for. */
function hasWish(record: PodRecord, container: ContainerRecord): boolean {
  const wanted = specOf(record.pod, container.name)?.resources ?? {};
  return wanted === container.allocated || isEqual(wanted, container.allocated);
}

/** Models canResizePod: more than the machine has is never possible, more than is left may be later. */
export function refusalOf(node: NodeRecord, record: PodRecord): ResizeRefusal | null {
  const { cpuMilli, memoryBytes } = requestsOf(record.pod);
  const tooMuch =
    memoryBytes > node.memoryAllocatableBytes
      ? `memory, requested: ${memoryBytes}, capacity: ${node.memoryAllocatableBytes}`
      : cpuMilli > node.cpuAllocatableMilli
        ? `cpu, requested: ${cpuMilli}, capacity: ${node.cpuAllocatableMilli}`
        : undefined;
  if (tooMuch !== undefined)
    return { reason: "Infeasible", message: `Node didn't have enough capacity: ${tooMuch}` };
  const used = { cpu: 0, memory: 0 };
  for (const other of node.pods.values()) {
    if (!other.isAdmitted || other.isFinished || other.uid === record.uid) continue;
    used.cpu += other.cpuRequestMilli;
    used.memory += other.memoryRequestBytes;
  }
  const parts = [
    { name: "cpu", asked: cpuMilli, used: used.cpu, capacity: node.cpuAllocatableMilli },
    {
      name: "memory",
      asked: memoryBytes,
      used: used.memory,
      capacity: node.memoryAllocatableBytes,
    },
  ];
  const short = parts.find((part) => part.used + part.asked > part.capacity);
  return short
    ? {
        reason: "Deferred",
        message: `Node didn't have enough resource: ${short.name}, requested: ${short.asked}, used: ${short.used}, capacity: ${short.capacity}`,
      }
    : null;
}

function refuse(context: WorkerContext, record: PodRecord, refusal: ResizeRefusal): void {
  if (isEqual(refusal, record.resizeRefusal)) return;
  record.resizeRefusal = refusal;
  record.isDirty = true;
  const { reason, message } = refusal;
  context.recorder.record(record.pod, {
    type: "Warning",
    reason: `Resize${reason}`,
    message: `Pod resize ${reason}: ${summaryOf(record.pod, message)}`,
  });
}

function grant(context: WorkerContext, record: PodRecord): void {
  const { cpuMilli, memoryBytes } = requestsOf(record.pod);
  record.cpuRequestMilli = cpuMilli;
  record.memoryRequestBytes = memoryBytes;
  record.resizeRefusal = null;
  record.isDirty = true;
  for (const container of record.containers) {
    const wanted = specOf(record.pod, container.name)?.resources ?? {};
    const before = container.allocated;
    container.allocated = wanted;
    // What does not run takes what it was given when it starts.
    if (!isAlive(container)) container.actual = wanted;
    else if (!isEqual(before, wanted)) beginActuation(context, record, container);
  }
  if (record.resizeUntil === NEVER) return;
  context.recorder.record(record.pod, {
    type: "Normal",
    reason: "ResizeStarted",
    message: `Pod resize started: ${summaryOf(record.pod)}`,
  });
}

function beginActuation(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  record.resizeUntil = context.now + ACTUATION_MS;
  const spec = specOf(record.pod, container.name);
  if (!spec || !needsRestart(spec, container.actual) || container.phase !== "running") return;
  stopContainer(context, record, container, {
    message: `Container ${container.name} resize requires restart`,
    graceMs: (record.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000,
  });
  container.crashBackoff = null;
}

/** Whether a change touches a resource whose policy asks for a restart. */
function needsRestart(
  { resources, resizePolicy = [] }: Container,
  before: ResourceRequirements,
): boolean {
  return resizePolicy.some(
    ({ resourceName, restartPolicy }) =>
      restartPolicy === "RestartContainer" &&
      (resources?.requests?.[resourceName] !== before.requests?.[resourceName] ||
        resources?.limits?.[resourceName] !== before.limits?.[resourceName]),
  );
}

/** Lets what was granted take effect when its time has come. Models doPodResizeAction. */
export function finishResize(context: WorkerContext, record: PodRecord): void {
  if (context.now < record.resizeUntil) return;
  for (const container of record.containers) {
    if (isEqual(container.actual, container.allocated) || container.phase === "stopping") continue;
    container.actual = container.allocated;
    if (container.phase === "running" && container.timeline)
      planEnd(container, { timeline: container.timeline });
  }
  const isDone = record.containers.every(({ actual, allocated }) => isEqual(actual, allocated));
  record.isDirty = true;
  record.resizeUntil = isDone ? NEVER : context.now + ACTUATION_MS;
  if (!isDone) return;
  context.recorder.record(record.pod, {
    type: "Normal",
    reason: "ResizeCompleted",
    message: `Pod resize completed: ${summaryOf(record.pod)}`,
  });
}

/** The conditions that stand while a resize is not done. Models status manager GetPodResizeConditions. */
export function resizeConditions({ resizeRefusal, resizeUntil }: PodRecord): ConditionFact[] {
  const facts: ConditionFact[] = [];
  if (resizeRefusal) facts.push({ type: "PodResizePending", status: "True", ...resizeRefusal });
  if (resizeUntil !== NEVER) facts.push({ type: "PodResizeInProgress", status: "True" });
  return facts;
}

/** What an event says of a resize. Models events.podResizeSummary. */
function summaryOf({ spec, metadata }: Pod, error?: string): string {
  const parts = (list: readonly Container[]) =>
    list.map(({ name, resources }) => ({ name, resources: resources ?? {} }));
  const inits = (spec.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  return JSON.stringify({
    ...(inits.length > 0 && { initContainers: parts(inits) }),
    containers: parts(spec.containers),
    generation: metadata.generation ?? 0,
    ...(error !== undefined && { error }),
  });
}
