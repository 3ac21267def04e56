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

/** Condition types that a kubelet owns, in the order it writes them. PodScheduled is the scheduler's, but stands last. */
const OWNED = [
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
];

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
  const list = (kinds: readonly ContainerRecord["kind"][]) =>
    record.containers
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ name }) => statuses.get(name) as ContainerStatus);
  const inits = list(["init", "sidecar"]);
  const next: PodStatus = {
    ...keptFields(old),
    phase,
    conditions,
    ...(record.verdict ?? {}),
    hostIP: context.hostIp,
    hostIPs: [{ ip: context.hostIp }],
    ...(record.ip !== "" && { podIP: record.ip, podIPs: [{ ip: record.ip }] }),
    startTime: formatTime(context.startEpochMs + record.startedAt),
    ...(inits.length > 0 && { initContainerStatuses: inits }),
    containerStatuses: list(["main"]),
    ...(current.metadata.generation !== undefined && {
      observedGeneration: current.metadata.generation,
    }),
  };
  return isEqual(next, old) ? old : next;
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

function keptFields(old: PodStatus): PodStatus {
  return {
    ...(old.qosClass && { qosClass: old.qosClass }),
    ...(old.nominatedNodeName && { nominatedNodeName: old.nominatedNodeName }),
    ...(old.reason && { reason: old.reason }),
    ...(old.message && { message: old.message }),
    ...(old.resize && { resize: old.resize }),
    ...(old.ephemeralContainerStatuses && {
      ephemeralContainerStatuses: old.ephemeralContainerStatuses,
    }),
  };
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
  const facts: ConditionFact[] = [
    readyToStartCondition({ isReady: isSandboxReady, ip: record.ip }),
    initializedCondition(input),
    readyCondition(input, old),
    containersReadyCondition(input),
  ];
  const now = formatTime(nowEpochMs);
  const generation = pod.metadata.generation;
  const merged = facts.map((fact): PodCondition => {
    const before = old.find(({ type }) => type === fact.type);
    const transition = before?.status === fact.status ? before.lastTransitionTime : undefined;
    return {
      lastTransitionTime: transition ?? now,
      ...(generation !== undefined && { observedGeneration: generation }),
      ...fact,
    };
  });
  const scheduled = old.filter(({ type }) => type === "PodScheduled");
  const others = old.filter(({ type }) => !OWNED.includes(type));
  return [...others, ...merged, ...scheduled];
}

function containerStatus(
  record: PodRecord,
  container: ContainerRecord,
  context: StatusContext,
): ContainerStatus {
  const state = containerState(record, container, context);
  const spec = specOf(record.pod, container.name);
  const lastTerminated = state.terminated
    ? container.last
    : state.running
      ? container.last
      : (container.terminated ?? container.last);
  const next: ContainerStatus = {
    ...(container.id !== "" && { containerID: container.id }),
    image: container.image,
    imageID: container.imageId,
    lastState: lastTerminated ? { terminated: lastTerminated } : {},
    name: container.name,
    ready: container.isReady,
    restartCount: container.restartCount,
    started: container.isStarted,
    state,
    ...(isAlive(container) &&
      Object.keys(spec?.resources ?? {}).length > 0 && {
        allocatedResources: spec?.resources.requests ?? {},
        resources: spec?.resources ?? {},
      }),
  };
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
  return (
    spec.containers.find((each) => each.name === name) ??
    spec.initContainers?.find((each) => each.name === name)
  );
}
