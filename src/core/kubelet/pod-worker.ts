import { admitPod } from "./admission.ts";
import { beginContainer, createContainer, hookDelay, startContainer } from "./container-start.ts";
import { endRun, leaveExited } from "./container-end.ts";
import { stopContainer } from "./container-stop.ts";
import { isDeleting, type WorkerContext } from "./context.ts";
import { finishPull, waitForPull } from "./image-pull.ts";
import { beginStop, continueStop } from "./pod-stop.ts";
import { nextProbeAt, runDueProbes } from "./probes.ts";
import { isAlive, NEVER, type ContainerRecord, type PodRecord } from "./records.ts";
import { applyResources, finishResize } from "./resize.ts";
import { specOf } from "./status.ts";
import { mountVolumes } from "./volumes.ts";

const MAX_ROUNDS = 100;

/**
 * Brings a pod as far as it can come now and says when it must be looked at again.
 * Models kubelet SyncPod: volumes, sandbox, init containers one by one, sidecars, main containers, restarts, the end.
 */
export function syncPod(context: WorkerContext, record: PodRecord): void {
  if (!record.isAdmitted) admitPod(context, record);
  checkDeadline(context, record);
  if (isDeleting(record.pod)) beginStop(context, record);
  else applyResources(context, record);
  finishResize(context, record);
  for (let round = 0; round < MAX_ROUNDS; round++) if (!step(context, record)) break;
  record.wakeAt = wakeTime(record);
}

/** One round over everything that is due; true when something moved. */
function step(context: WorkerContext, record: PodRecord): boolean {
  if (record.isFinished) return false;
  let hasMoved = false;
  for (const container of record.containers)
    hasMoved = advance(context, record, container) || hasMoved;
  if (record.stop) return continueStop(context, record) || hasMoved;
  if (!prepareSandbox(context, record)) return hasMoved;
  hasMoved = startNext(context, record) || hasMoved;
  return endIfDone(context, record) || hasMoved;
}

function prepareSandbox(context: WorkerContext, record: PodRecord): boolean {
  const { now, timings } = context;
  if (record.sandbox === "ready") return true;
  if (!record.areVolumesMounted) {
    if (now < record.volumeRetryAt || !mountVolumes(context, record)) return false;
  }
  if (record.sandbox !== "creating") {
    record.sandbox = "creating";
    const spread =
      timings.sandboxSpreadMs === 0 ? 0 : context.random().nextInt(timings.sandboxSpreadMs);
    record.sandboxReadyAt = now + timings.sandboxMs + spread;
  }
  if (now < record.sandboxReadyAt) return false;
  record.sandbox = "ready";
  record.ip = record.pod.spec.hostNetwork
    ? context.node.spec.internalIp
    : context.podNetwork.assign(record.uid, record.node);
  context.because({ code: "sandbox-ready", facts: { ip: record.ip } });
  return true;
}

/** What one container does by itself when its phase is over. */
function advance(context: WorkerContext, record: PodRecord, container: ContainerRecord): boolean {
  const isDue = container.until <= context.now;
  if (container.phase === "running" && !isDue) {
    if (nextProbeAt(container) > context.now) return false;
    runDueProbes(context, record, container);
    return true;
  }
  if (!isDue) return false;
  switch (container.phase) {
    case "pulling":
      if (finishPull(context, record, container)) createContainer(context, record, container);
      return true;
    case "pull-failed":
      waitForPull(context, record, container);
      return true;
    case "pull-backoff":
    case "config-error":
      beginContainer(context, record, container);
      return true;
    case "starting":
      startContainer(context, record, container);
      return true;
    case "running":
    case "stopping":
      endRun(context, record, container);
      return true;
    case "exited":
    case "crash-backoff":
      if (leaveExited(context, record, container)) beginContainer(context, record, container);
      return true;
    case "waiting":
    case "done":
      return false;
  }
}

/** Starts the next container whose turn it is: init containers and sidecars in order, then the main ones. */
function startNext(context: WorkerContext, record: PodRecord): boolean {
  for (const container of record.containers) {
    if (container.kind === "main") break;
    if (container.phase === "waiting") {
      beginContainer(context, record, container);
      return true;
    }
    const isPassed =
      container.kind === "sidecar"
        ? container.isStarted || record.hasInitialized
        : container.phase === "done" && container.exitCode === 0;
    if (!isPassed) return false;
  }
  record.hasInitialized = true;
  for (const container of record.containers) {
    if (container.kind !== "main") continue;
    if (container.phase === "pulling" || container.phase === "starting") return false;
    if (container.phase !== "waiting") continue;
    beginContainer(context, record, container);
    return true;
  }
  return false;
}

/** When no main container will run again, the pod ends: sidecars go last. */
function endIfDone(context: WorkerContext, record: PodRecord): boolean {
  const hasFailedInit = record.containers.some(
    ({ kind, phase, exitCode }) => kind === "init" && phase === "done" && exitCode !== 0,
  );
  const isDone = record.containers.every(({ kind, phase }) => kind !== "main" || phase === "done");
  if (!isDone && !hasFailedInit) return false;
  beginStop(context, record);
  return true;
}

function checkDeadline(context: WorkerContext, record: PodRecord): void {
  const seconds = record.pod.spec.activeDeadlineSeconds;
  if (seconds === undefined || record.stop || record.isFinished) return;
  if (context.now < record.startedAt + seconds * 1000) return;
  const message = "Pod was active on the node longer than the specified deadline";
  record.verdict = { reason: "DeadlineExceeded", message };
  record.isDirty = true;
  context.recorder.record(record.pod, { type: "Normal", reason: "DeadlineExceeded", message });
  beginStop(context, record);
}

/** A changed image restarts the one container it concerns. Models computePodActions containerChanged. */
export function applyImages(context: WorkerContext, record: PodRecord): void {
  for (const container of record.containers) {
    const image = specOf(record.pod, container.name)?.image ?? container.image;
    if (image === container.image) continue;
    container.image = image;
    record.isDirty = true;
    if (container.phase === "running") {
      stopContainer(context, record, container, {
        message: `Container ${container.name} definition changed, will be restarted`,
        graceMs: hookDelay({ seconds: record.pod.spec.terminationGracePeriodSeconds ?? 30 }),
      });
      container.crashBackoff = null;
    } else if (container.phase === "pull-backoff" || container.phase === "pull-failed") {
      container.pullBackoff = null;
      container.until = context.now;
      if (container.phase === "pull-failed") container.phase = "pull-backoff";
    }
  }
}

/** Ends a running container at once with the exit code of a crash. False when it does not run. */
export function crashNow(
  context: WorkerContext,
  container: ContainerRecord,
  exitCode: number,
): boolean {
  if (!isAlive(container)) return false;
  container.exitCode = exitCode;
  container.exitReason = "";
  container.until = context.now;
  return true;
}

/** After a reboot: nothing runs any more, everything is to be started again in a new sandbox. */
export function afterReboot(context: WorkerContext, record: PodRecord): void {
  record.sandbox = record.sandbox === "none" ? "none" : "gone";
  record.areVolumesMounted = false;
  record.volumeRetryAt = 0;
  record.hasInitialized = false;
  record.isDirty = true;
  let hasRun = false;
  for (const container of record.containers) {
    if (isAlive(container)) {
      hasRun = true;
      container.exitCode = 255;
      container.exitReason = "Unknown";
      endRun(context, record, container);
    }
    if (container.kind === "main" && container.phase === "done") continue;
    container.phase = "waiting";
    container.until = NEVER;
    if (container.kind === "init") container.isReady = false;
    container.waitingReason = "";
  }
  if (!hasRun) return;
  context.recorder.record(record.pod, {
    type: "Normal",
    reason: "SandboxChanged",
    message: "Pod sandbox changed, it will be killed and re-created.",
  });
}

function wakeTime(record: PodRecord): number {
  if (record.isFinished) return NEVER;
  let wakeAt = NEVER;
  for (const container of record.containers)
    wakeAt = Math.min(wakeAt, container.until, nextProbeAt(container));
  if (record.stop) return wakeAt;
  wakeAt = Math.min(wakeAt, record.resizeUntil);
  if (!record.areVolumesMounted) wakeAt = Math.min(wakeAt, record.volumeRetryAt);
  else if (record.sandbox === "creating") wakeAt = Math.min(wakeAt, record.sandboxReadyAt);
  const deadline = record.pod.spec.activeDeadlineSeconds;
  return deadline === undefined ? wakeAt : Math.min(wakeAt, record.startedAt + deadline * 1000);
}
