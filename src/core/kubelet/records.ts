import type { Millis } from "#core/base/time.ts";
import type {
  Container,
  ContainerStateTerminated,
  ContainerStatus,
  Node,
  Pod,
  PodStatus,
  ResourceRequirements,
} from "#core/api/schema/generated/types.ts";
import type { BackoffEntry } from "./backoff.ts";
import type { NodeSpec, Timeline } from "./ports.ts";
import type { ProbeState, ProbeType } from "./probe-worker.ts";

/** Never: what `until` says of a phase that does not end by itself. */
export const NEVER = Number.POSITIVE_INFINITY;

/** Where a container stands on its way. */
export type ContainerPhase =
  | "waiting"
  | "pulling"
  | "pull-failed"
  | "pull-backoff"
  | "config-error"
  | "starting"
  | "running"
  | "stopping"
  | "exited"
  | "crash-backoff"
  | "done";

/** A probe of a running container and when it is next worth running. Frozen. */
export interface ProbeSlot {
  readonly state: ProbeState;
  readonly nextAt: Millis;
  /** Failures in a row, for the events. */
  readonly failures: number;
}

/** One run of a container: all that its logs follow from. Frozen. */
export interface RunRecord {
  readonly timeline: Timeline;
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
}

/** Everything a kubelet remembers of one container. Frozen; a change is a new record. */
export interface ContainerRecord {
  readonly name: string;
  readonly kind: "init" | "sidecar" | "main";
  phase: ContainerPhase;
  /** When the phase began, and when it ends by itself. */
  from: Millis;
  until: Millis;
  image: string;
  imageId: string;
  waitingReason: string;
  waitingMessage: string;
  id: string;
  restartCount: number;
  timeline: Timeline | null;
  startedAt: Millis;
  /** How the current run will end at `until`. */
  exitCode: number;
  exitReason: string;
  isStarted: boolean;
  isReady: boolean;
  probes: Readonly<Partial<Record<ProbeType, ProbeSlot>>>;
  crashBackoff: BackoffEntry | null;
  pullBackoff: BackoffEntry | null;
  pullError: string;
  /** When the pull's place in the queue came, for `including waiting`. */
  pullFrom: Millis;
  terminated: ContainerStateTerminated | null;
  last: ContainerStateTerminated | null;
  previousRun: RunRecord | null;
  /** What the node has set aside for it, and what it runs with. Frozen. */
  allocated: ResourceRequirements;
  actual: ResourceRequirements;
  /** Last computed status, kept while nothing changes. Frozen. */
  status: ContainerStatus | null;
}

/** Everything a kubelet remembers of one pod. */
export interface PodRecord {
  readonly uid: string;
  readonly node: string;
  /** As last seen. Frozen. */
  pod: Pod;
  isAdmitted: boolean;
  /** reason and message that override the phase: rejected, past its deadline. */
  verdict: { readonly reason: string; readonly message: string } | null;
  areVolumesMounted: boolean;
  volumeRetryAt: Millis;
  volumeDelayMs: Millis;
  sandbox: "none" | "creating" | "ready" | "gone";
  sandboxReadyAt: Millis;
  ip: string;
  hasInitialized: boolean;
  startedAt: Millis;
  containers: ContainerRecord[];
  /** Set when all containers are told to stop. */
  stop: { readonly since: Millis; readonly deadline: Millis } | null;
  isFinished: boolean;
  wakeAt: Millis;
  /** What the API was last told. Frozen. */
  status: PodStatus | null;
  /** Facts may have changed since the last status was computed. */
  isDirty: boolean;
  cpuRequestMilli: number;
  memoryRequestBytes: number;
  /** Why the resources that the spec asks for are not given. Frozen. */
  resizeRefusal: { readonly reason: string; readonly message: string } | null;
  /** When resources that were given take effect; NEVER when none are on their way. */
  resizeUntil: Millis;
}

/** Everything a kubelet remembers of its machine. */
export interface NodeRecord {
  readonly spec: NodeSpec;
  /** As last seen or written. Frozen; undefined before registration. */
  object: Node | undefined;
  isPowered: boolean;
  /** The kubelet has stopped: what runs goes on, nobody looks after it. */
  isSilent: boolean;
  /** When the container runtime stopped; NEVER while it runs. */
  runtimeStoppedAt: Millis;
  /** By uid. Frozen between events: changed by replacement. */
  pods: Map<string, PodRecord>;
  /** Full image name -> when it is in place and how large it is. */
  images: Map<string, { readonly availableAt: Millis; readonly sizeBytes: number }>;
  /** When the pull that now has the turn ends. */
  pullFreeAt: Millis;
  bootCount: number;
  statusPostedAt: Millis;
  isStatusDirty: boolean;
  cpuAllocatableMilli: number;
  memoryAllocatableBytes: number;
}

/** A container that has not been touched yet. */
export function newContainer(
  name: string,
  kind: ContainerRecord["kind"],
  { image = "", resources = NO_RESOURCES }: Pick<Container, "image" | "resources">,
): ContainerRecord {
  return {
    name,
    kind,
    phase: "waiting",
    from: 0,
    until: NEVER,
    image,
    imageId: "",
    waitingReason: "",
    waitingMessage: "",
    id: "",
    restartCount: 0,
    timeline: null,
    startedAt: 0,
    exitCode: 0,
    exitReason: "",
    isStarted: false,
    isReady: false,
    probes: NO_PROBES,
    crashBackoff: null,
    pullBackoff: null,
    pullError: "",
    pullFrom: 0,
    terminated: null,
    last: null,
    previousRun: null,
    allocated: resources,
    actual: resources,
    status: null,
  };
}

const NO_RESOURCES: ResourceRequirements = Object.freeze({});

/** The probes of a container that does not run. */
export const NO_PROBES: ContainerRecord["probes"] = Object.freeze({});

/** A pod that was just bound to the node. */
export function newPodRecord(pod: Pod, node: string): PodRecord {
  const { initContainers = [], containers = [] } = pod.spec;
  return {
    uid: pod.metadata.uid ?? "",
    node,
    pod,
    isAdmitted: false,
    verdict: null,
    areVolumesMounted: false,
    volumeRetryAt: 0,
    volumeDelayMs: 0,
    sandbox: "none",
    sandboxReadyAt: 0,
    ip: "",
    hasInitialized: false,
    startedAt: 0,
    containers: [
      ...initContainers.map((each) =>
        newContainer(each.name, each.restartPolicy === "Always" ? "sidecar" : "init", each),
      ),
      ...containers.map((each) => newContainer(each.name, "main", each)),
    ],
    stop: null,
    isFinished: false,
    wakeAt: NEVER,
    status: null,
    isDirty: true,
    cpuRequestMilli: 0,
    memoryRequestBytes: 0,
    resizeRefusal: null,
    resizeUntil: NEVER,
  };
}

/** A copy of a pod's record that may be changed. */
export function thawRecord(record: PodRecord): PodRecord {
  return copyRecord(record, record.containers.map(copyContainer));
}

/** The record with a newer state of its pod. */
export function withPod(record: PodRecord, pod: Pod): PodRecord {
  const copy = copyRecord(record, record.containers);
  copy.pod = pod;
  return Object.freeze(copy);
}

/** Written out: to spread a frozen object takes several times as long, and this is done at every step of every pod. */
function copyRecord(record: PodRecord, containers: ContainerRecord[]): PodRecord {
  return {
    uid: record.uid,
    node: record.node,
    pod: record.pod,
    isAdmitted: record.isAdmitted,
    verdict: record.verdict,
    areVolumesMounted: record.areVolumesMounted,
    volumeRetryAt: record.volumeRetryAt,
    volumeDelayMs: record.volumeDelayMs,
    sandbox: record.sandbox,
    sandboxReadyAt: record.sandboxReadyAt,
    ip: record.ip,
    hasInitialized: record.hasInitialized,
    startedAt: record.startedAt,
    containers,
    stop: record.stop,
    isFinished: record.isFinished,
    wakeAt: record.wakeAt,
    status: record.status,
    isDirty: record.isDirty,
    cpuRequestMilli: record.cpuRequestMilli,
    memoryRequestBytes: record.memoryRequestBytes,
    resizeRefusal: record.resizeRefusal,
    resizeUntil: record.resizeUntil,
  };
}

function copyContainer(container: ContainerRecord): ContainerRecord {
  return {
    name: container.name,
    kind: container.kind,
    phase: container.phase,
    from: container.from,
    until: container.until,
    image: container.image,
    imageId: container.imageId,
    waitingReason: container.waitingReason,
    waitingMessage: container.waitingMessage,
    id: container.id,
    restartCount: container.restartCount,
    timeline: container.timeline,
    startedAt: container.startedAt,
    exitCode: container.exitCode,
    exitReason: container.exitReason,
    isStarted: container.isStarted,
    isReady: container.isReady,
    probes: container.probes,
    crashBackoff: container.crashBackoff,
    pullBackoff: container.pullBackoff,
    pullError: container.pullError,
    pullFrom: container.pullFrom,
    terminated: container.terminated,
    last: container.last,
    previousRun: container.previousRun,
    status: container.status,
    allocated: container.allocated,
    actual: container.actual,
  };
}

/** The record, never to be changed again: checkpoints share it instead of copying it. */
export function freezeRecord(record: PodRecord): PodRecord {
  for (const container of record.containers) Object.freeze(container);
  Object.freeze(record.containers);
  return Object.freeze(record);
}

/** Whether a container's process is there. */
export function isAlive({ phase }: ContainerRecord): boolean {
  return phase === "running" || phase === "stopping";
}
