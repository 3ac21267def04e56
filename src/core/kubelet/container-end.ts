import { formatTime } from "#core/base/time.ts";
import { backoffEnd, KUBELET_BACKOFF, lengthenBackoff } from "./backoff.ts";
import { enterPhase, recordContainer, setWaiting, type WorkerContext } from "./context.ts";
import { goDuration } from "./go-duration.ts";
import { shouldRestart } from "./phase.ts";
import { NEVER, NO_PROBES, type ContainerRecord, type PodRecord } from "./records.ts";
import { memoryLimitOf } from "./resources.ts";
import { specOf } from "./status.ts";

/** The process has ended: notes how, and decides whether and when the container comes back. */
export function endRun(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  message = "",
): void {
  const { now, startEpochMs } = context;
  const { exitCode, timeline } = container;
  const reason = container.exitReason || (exitCode === 0 ? "Completed" : "Error");
  container.terminated = Object.freeze({
    containerID: container.id,
    exitCode,
    finishedAt: formatTime(startEpochMs + now),
    ...(message !== "" && { message }),
    reason,
    startedAt: formatTime(startEpochMs + container.startedAt),
  });
  if (timeline)
    container.previousRun = Object.freeze({
      timeline,
      startedAt: container.startedAt,
      finishedAt: now,
    });
  container.isReady = container.kind === "init" && exitCode === 0;
  container.isStarted = false;
  container.probes = NO_PROBES;
  record.isDirty = true;
  sayWhy(context, record, container, reason);
  if (!comesBack(record, container)) {
    enterPhase(container, "done", { now, until: NEVER });
    return;
  }
  const isEarly = backoffEnd(container.crashBackoff, now, KUBELET_BACKOFF) > now;
  const { crashNoticeMs, restartMs } = context.timings;
  enterPhase(container, "exited", { now, until: now + (isEarly ? crashNoticeMs : restartMs) });
}

/** A container that has ended and comes back: now (true), or after its back-off. Models kuberuntime doBackOff. */
export function leaveExited(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): boolean {
  const { now } = context;
  const endedAt = container.from;
  const until = backoffEnd(container.crashBackoff, endedAt, KUBELET_BACKOFF);
  if (until <= now) {
    container.crashBackoff = lengthenBackoff(
      container.crashBackoff,
      { eventAt: endedAt, now },
      KUBELET_BACKOFF,
    );
    return true;
  }
  const { name, namespace } = record.pod.metadata;
  const who = `container ${container.name} in pod ${name}_${namespace}(${record.uid})`;
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "BackOff",
    message: `Back-off restarting failed ${who}`,
  });
  const delayMs = container.crashBackoff?.delayMs ?? 0;
  const what = `container=${container.name} pod=${name}_${namespace}(${record.uid})`;
  setWaiting(
    record,
    container,
    "CrashLoopBackOff",
    `back-off ${goDuration(delayMs)} restarting failed ${what}`,
  );
  enterPhase(container, "crash-backoff", { now: endedAt, until });
  context.because({
    code: "crash-backoff",
    facts: {
      container: container.name,
      seconds: delayMs / 1000,
      restarts: container.restartCount,
    },
  });
  return false;
}

function comesBack(record: PodRecord, container: ContainerRecord): boolean {
  if (record.stop || record.verdict) return false;
  if (container.kind === "sidecar") return true;
  if (container.kind === "init" && container.exitCode === 0) return false;
  const spec = specOf(record.pod, container.name);
  return spec !== undefined && shouldRestart(spec, record.pod.spec, container.exitCode);
}

function sayWhy(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  reason: string,
): void {
  if (reason === "OOMKilled") {
    const limitBytes = memoryLimitOf(container.actual);
    context.because({ code: "oom-killed", facts: { container: container.name, limitBytes } });
  } else if (!record.stop)
    context.because({
      code: "container-exited",
      facts: { container: container.name, exitCode: container.exitCode },
    });
}
