import { stopContainer } from "./container-stop.ts";
import { isDeleting, type WorkerContext } from "./context.ts";
import { isAlive, NEVER, type ContainerRecord, type PodRecord } from "./records.ts";

const PREPARING: readonly ContainerRecord["phase"][] = [
  "waiting",
  "pulling",
  "pull-failed",
  "pull-backoff",
  "config-error",
  "starting",
];

/** Begins the end of a pod: no container starts any more, the main ones are told to stop. Does nothing when the end has begun. */
export function beginStop(context: WorkerContext, record: PodRecord): void {
  if (record.stop || record.isFinished) {
    if (record.isFinished && !record.stop)
      record.stop = { since: context.now, deadline: context.now };
    return;
  }
  const { now } = context;
  const { metadata, spec } = record.pod;
  const seconds = isDeleting(record.pod)
    ? (metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds ?? 30)
    : (spec.terminationGracePeriodSeconds ?? 30);
  record.stop = { since: now, deadline: now + seconds * 1000 };
  record.isDirty = true;
  const hasAlive = record.containers.some(isAlive);
  if (hasAlive && isDeleting(record.pod))
    context.because({ code: "grace-period", facts: { seconds } });
  for (const container of record.containers) {
    if (PREPARING.includes(container.phase)) container.until = NEVER;
    if (container.phase === "exited" || container.phase === "crash-backoff") {
      container.phase = "done";
      container.until = NEVER;
      container.waitingReason = "";
    }
    if (container.kind !== "sidecar") stop(context, record, container);
  }
}

/** Goes on with the end: sidecars in reverse order once the main containers are gone, then the sandbox. True when something moved. */
export function continueStop(context: WorkerContext, record: PodRecord): boolean {
  if (record.containers.some((each) => each.kind !== "sidecar" && isAlive(each))) return false;
  for (const container of [...record.containers].reverse()) {
    if (!isAlive(container)) continue;
    if (container.phase === "stopping") return false;
    stop(context, record, container);
    return true;
  }
  record.isFinished = true;
  record.isDirty = true;
  record.sandbox = "gone";
  context.podNetwork.release(record.uid);
  if (isDeleting(record.pod)) context.because({ code: "stopped", facts: {} });
  return true;
}

function stop(context: WorkerContext, record: PodRecord, container: ContainerRecord): void {
  stopContainer(context, record, container, {
    message: `Stopping container ${container.name}`,
    graceMs: Math.max(0, (record.stop?.deadline ?? 0) - context.now),
  });
}
