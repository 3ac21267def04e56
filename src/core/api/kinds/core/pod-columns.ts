import { parseTime } from "#core/base/time.ts";
import { humanDuration } from "../../human-duration.ts";
import { isBeingDeleted } from "../../meta.ts";
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
} from "../../schema/generated/types.ts";

/** What the STATUS cell of a pod says, such as `Running`, `Init:1/2`, `CrashLoopBackOff` or `Terminating`. Models printers.printPod. */
export function podStatusText(pod: Pod): string {
  return summarize(pod).status;
}

/** What the READY cell of a pod says: ready containers of all containers, restartable init containers included. */
export function podReadyText(pod: Pod): string {
  const { ready, total } = summarize(pod);
  return `${ready}/${total}`;
}

/** What the RESTARTS cell of a pod says: the count, and how long ago the last one was. */
export function podRestarts(pod: Pod, nowEpochMs: number): string {
  const { restarts, lastRestart } = summarize(pod);
  return restarts === 0 || lastRestart === undefined
    ? String(restarts)
    : `${restarts} (${humanDuration(nowEpochMs - lastRestart)} ago)`;
}

interface PodSummary {
  readonly status: string;
  readonly ready: number;
  readonly total: number;
  readonly restarts: number;
  /** Unix milliseconds. */
  readonly lastRestart: number | undefined;
}

interface Tally {
  status: string;
  ready: number;
  restarts: number;
  lastRestart: number | undefined;
}

function summarize(pod: Pod): PodSummary {
  const restartable = (pod.spec.initContainers ?? []).filter(isRestartableInit);
  const total = (pod.spec.containers ?? []).length + restartable.length;
  const tally: Tally = { status: firstReason(pod), ready: 0, restarts: 0, lastRestart: undefined };
  const sidecars: Tally = { status: "", ready: 0, restarts: 0, lastRestart: undefined };
  const isInitializing = tallyInit(pod, tally, sidecars);
  if (!isInitializing || isInitialized(pod)) tallyMain(pod, tally, sidecars);
  return { ...tally, status: finalStatus(pod, tally.status), total };
}

function firstReason(pod: Pod): string {
  const isGated = pod.status.conditions?.some(
    (each) => each.type === "PodScheduled" && each.reason === "SchedulingGated",
  );
  return isGated ? "SchedulingGated" : pod.status.reason || (pod.status.phase ?? "");
}

/** Walks the init containers up to the one being worked on; returns whether there is one. */
function tallyInit(pod: Pod, tally: Tally, sidecars: Tally): boolean {
  const containers = new Map(
    (pod.spec.initContainers ?? []).map((container) => [container.name, container]),
  );
  const statuses = pod.status.initContainerStatuses ?? [];
  for (const [index, status] of statuses.entries()) {
    addRestarts(tally, status);
    const container = containers.get(status.name);
    const isSidecar = container !== undefined && isRestartableInit(container);
    if (isSidecar) addRestarts(sidecars, status);
    const { terminated } = status.state ?? {};
    if (terminated && !terminated.exitCode) continue;
    if (isSidecar && status.started) {
      if (status.ready) tally.ready++;
      continue;
    }
    tally.status = initReason(status.state ?? {}, index, pod.spec.initContainers?.length ?? 0);
    return true;
  }
  return false;
}

function initReason({ terminated, waiting }: ContainerState, index: number, total: number): string {
  if (terminated) return `Init:${terminated.reason || exitText(terminated)}`;
  if (waiting?.reason && waiting.reason !== "PodInitializing") return `Init:${waiting.reason}`;
  return `Init:${index}/${total}`;
}

/** Walks the main containers from last to first: the first one with something to say has the last word. */
function tallyMain(pod: Pod, tally: Tally, sidecars: Tally): void {
  tally.restarts = sidecars.restarts;
  tally.lastRestart = sidecars.lastRestart;
  let hasRunning = false;
  for (const status of [...(pod.status.containerStatuses ?? [])].reverse()) {
    addRestarts(tally, status);
    const { waiting, terminated, running } = status.state ?? {};
    if (waiting?.reason) tally.status = waiting.reason;
    else if (terminated) tally.status = terminated.reason || exitText(terminated);
    else if (status.ready && running) {
      hasRunning = true;
      tally.ready++;
    }
  }
  if (tally.status === "Completed" && hasRunning)
    tally.status = isReady(pod) ? "Running" : "NotReady";
}

function finalStatus(pod: Pod, status: string): string {
  if (!isBeingDeleted(pod)) return status;
  if (pod.status.reason === "NodeLost") return "Unknown";
  return pod.status.phase === "Succeeded" || pod.status.phase === "Failed" ? status : "Terminating";
}

function exitText({
  signal,
  exitCode,
}: {
  readonly signal?: number;
  readonly exitCode: number;
}): string {
  return signal ? `Signal:${signal}` : `ExitCode:${exitCode}`;
}

function addRestarts(tally: Tally, status: ContainerStatus): void {
  tally.restarts += status.restartCount;
  const finished = status.lastState?.terminated?.finishedAt;
  const time = finished ? parseTime(finished) : undefined;
  if (time !== undefined && (tally.lastRestart === undefined || time > tally.lastRestart))
    tally.lastRestart = time;
}

function isRestartableInit(container: Container): boolean {
  return container.restartPolicy === "Always";
}

function isInitialized(pod: Pod): boolean {
  return (
    pod.status.conditions?.some((each) => each.type === "Initialized" && each.status === "True") ??
    false
  );
}

function isReady(pod: Pod): boolean {
  return (
    pod.status.conditions?.some((each) => each.type === "Ready" && each.status === "True") ?? false
  );
}
