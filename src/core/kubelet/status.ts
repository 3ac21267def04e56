import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodCondition,
  PodStatus,
} from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import {
  containersReadyCondition,
  initializedCondition,
  readyCondition,
  readyToStartCondition,
  type ConditionFact,
} from "./conditions.ts";
import { podPhase, type PodPhase } from "./phase.ts";
import { isAlive, type ContainerRecord, type PodRecord } from "./records.ts";
import { resizeConditions } from "./resize.ts";

/** Condition types that a kubelet owns, in the order it writes them. PodScheduled is the scheduler's, but stands last. */
const OWNED: readonly string[] = [
  "PodResizePending",
  "PodResizeInProgress",
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
];

/** A status on its way: fields are set one by one, which is several times as fast as spreading conditional parts. */
type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Facts of the machine that stand in every pod status. */
export interface StatusContext {
  readonly startEpochMs: number;
  readonly nowEpochMs: number;
  readonly hostIp: string;
}

/** The status that the pod's containers and sandbox amount to, or the old one when nothing differs. Models generateAPIPodStatus. */
export function podStatus(record: PodRecord, current: Pod, context: StatusContext): PodStatus {
  const old = current.status ?? {};
  const { spec } = current;
  const statuses = new Map<string, ContainerStatus>();
  for (const container of record.containers)
    statuses.set(container.name, containerStatus(record, container, context));
  const isTerminal = record.stop !== null && record.isFinished;
  const phase: PodPhase = record.verdict
    ? "Failed"
    : keepTerminal(
        old.phase,
        podPhase({
          spec,
          statuses,
          isTerminal,
          hasInitialized: record.hasInitialized,
        }),
      );
  const conditions = mergeConditions(record, current, statuses, phase, context);
  const inits = statusesOf(record, statuses, (kind) => kind !== "main");
  const next: Writable<PodStatus> = keptFields(old);
  next.phase = phase;
  next.conditions = conditions;
  if (record.verdict) Object.assign(next, record.verdict);
  next.hostIP = context.hostIp;
  next.hostIPs = sharing(old.hostIPs, [{ ip: context.hostIp }]);
  if (record.ip !== "") {
    next.podIP = record.ip;
    next.podIPs = sharing(old.podIPs, [{ ip: record.ip }]);
  }
  next.startTime = formatTime(context.startEpochMs + record.startedAt);
  if (inits.length > 0) next.initContainerStatuses = inits;
  next.containerStatuses = statusesOf(record, statuses, (kind) => kind === "main");
  const { generation } = current.metadata;
  if (generation !== undefined) next.observedGeneration = generation;
  return isEqual(next, old) ? old : (next as PodStatus);
}

function statusesOf(
  { containers }: PodRecord,
  statuses: ReadonlyMap<string, ContainerStatus>,
  isWanted: (kind: ContainerRecord["kind"]) => boolean,
): ContainerStatus[] {
  const wanted: ContainerStatus[] = [];
  for (const { name, kind } of containers)
    if (isWanted(kind)) wanted.push(statuses.get(name) as ContainerStatus);
  return wanted;
}

/** The status of a pod that the kubelet turned away before it began anything. */
export function rejectedStatus(
  { status }: Pod,
  verdict: { readonly reason: string; readonly message: string },
  startTime: string,
): PodStatus {
  return {
    ...keptFields(status ?? {}),
    ...(status?.conditions && { conditions: status.conditions }),
    phase: "Failed",
    ...verdict,
    startTime,
  };
}

/** Once ended, a pod stays ended. */
function keepTerminal(old: PodStatus["phase"], phase: PodPhase): PodPhase {
  return old === "Failed" || old === "Succeeded" ? old : phase;
}

/** Fields that a kubelet leaves as it finds them. Written out, as every step of every pod comes through here. */
function keptFields(old: PodStatus): Writable<PodStatus> {
  const kept = {} as Writable<PodStatus>;
  if (old.qosClass) kept.qosClass = old.qosClass;
  if (old.nominatedNodeName) kept.nominatedNodeName = old.nominatedNodeName;
  if (old.reason) kept.reason = old.reason;
  if (old.message) kept.message = old.message;
  if (old.resize) kept.resize = old.resize;
  if (old.ephemeralContainerStatuses)
    kept.ephemeralContainerStatuses = old.ephemeralContainerStatuses;
  return kept;
}

/** What stands there already where it says the same: the versions of a status have in common what does not change. */
function sharing<T>(before: T | undefined, next: T): T {
  return before !== undefined && isEqual(before, next) ? before : next;
}

function mergeConditions(
  record: PodRecord,
  pod: Pod,
  statuses: ReadonlyMap<string, ContainerStatus>,
  phase: PodPhase,
  { nowEpochMs }: StatusContext,
): readonly PodCondition[] {
  const old = pod.status?.conditions ?? [];
  const input = { spec: pod.spec, statuses, phase };
  const isSandboxReady = record.sandbox === "ready";
  const containersReady = containersReadyCondition(input);
  const facts: ConditionFact[] = resizeConditions(record);
  facts.push(
    readyToStartCondition({ isReady: isSandboxReady, ip: record.ip }),
    initializedCondition(input),
    readyCondition(input, old, containersReady),
    containersReady,
  );
  const now = formatTime(nowEpochMs);
  const generation = pod.metadata.generation;
  const merged: PodCondition[] = [];
  for (const condition of old) if (!OWNED.includes(condition.type)) merged.push(condition);
  for (const { type, status, reason, message } of facts) {
    const before = conditionOf(old, type);
    const transition = before?.status === status ? before.lastTransitionTime : undefined;
    const condition: Writable<PodCondition> = {
      lastTransitionTime: transition ?? now,
      type,
      status,
    };
    if (generation !== undefined) condition.observedGeneration = generation;
    if (reason !== undefined) condition.reason = reason;
    if (message !== undefined) condition.message = message;
    merged.push(sharing(before, condition));
  }
  for (const condition of old) if (condition.type === "PodScheduled") merged.push(condition);
  return merged;
}

function conditionOf(conditions: readonly PodCondition[], type: string): PodCondition | undefined {
  for (let i = 0; i < conditions.length; i++)
    if (conditions[i]?.type === type) return conditions[i];
  return undefined;
}

function containerStatus(
  record: PodRecord,
  container: ContainerRecord,
  context: StatusContext,
): ContainerStatus {
  const state = containerState(record, container, context);
  const lastTerminated = state.terminated
    ? container.last
    : state.running
      ? container.last
      : (container.terminated ?? container.last);
  const next: Writable<ContainerStatus> = {
    image: container.image,
    imageID: container.imageId,
    lastState: lastTerminated ? { terminated: lastTerminated } : {},
    name: container.name,
    ready: container.isReady,
    restartCount: container.restartCount,
    started: container.isStarted,
    state,
  };
  if (container.id !== "") next.containerID = container.id;
  if (isAlive(container) && Object.keys(container.actual).length > 0) {
    next.allocatedResources = container.allocated.requests ?? {};
    next.resources = container.actual;
  }
  if (container.status && isEqual(container.status, next)) return container.status;
  container.status = next;
  return next;
}

function containerState(
  record: PodRecord,
  container: ContainerRecord,
  { startEpochMs }: StatusContext,
): ContainerState {
  if (isAlive(container))
    return { running: { startedAt: formatTime(startEpochMs + container.startedAt) } };
  if (container.phase === "done" || container.phase === "exited" || container.waitingReason === "")
    if (container.terminated) return { terminated: container.terminated };
  if (container.waitingReason !== "") {
    const { waitingReason: reason, waitingMessage: message } = container;
    return { waiting: { ...(message !== "" && { message }), reason } };
  }
  const hasInit = record.containers.some(({ kind }) => kind !== "main");
  return { waiting: { reason: hasInit ? "PodInitializing" : "ContainerCreating" } };
}

/** The spec of a container of the pod, init containers included. */
export function specOf({ spec }: Pod, name: string): Container | undefined {
  // A plain loop: every step of every container asks for it.
  for (const container of spec.containers) if (container.name === name) return container;
  return spec.initContainers?.find((each) => each.name === name);
}
