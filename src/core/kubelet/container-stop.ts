import type { Millis } from "#core/base/time.ts";
import { enterPhase, recordContainer, type WorkerContext } from "./context.ts";
import type { ContainerRecord, PodRecord } from "./records.ts";
import { specOf } from "./status.ts";

const KILL_EXIT_CODE = 137;
/** However short the grace period, a container gets this long. Models minimumGracePeriodInSeconds. */
const MINIMUM_GRACE_MS = 2000;

/** Tells a running container to end: preStop, SIGTERM, and SIGKILL when the grace period is over. Models kuberuntime killContainer. */
export function stopContainer(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  { message, graceMs }: { readonly message: string; readonly graceMs: Millis },
): void {
  if (container.phase !== "running") return;
  const { now } = context;
  recordContainer(context, record, container, { type: "Normal", reason: "Killing", message });
  const spec = specOf(record.pod, container.name);
  const hookMs = Math.min(preStopMs(context, record, container, spec?.lifecycle?.preStop), graceMs);
  const killAt = now + Math.max(graceMs, hookMs + MINIMUM_GRACE_MS);
  const onTerm = container.timeline?.onTerm;
  const termEndAt = onTerm ? now + hookMs + onTerm.afterMs : Number.POSITIVE_INFINITY;
  const ownEndAt = container.until;
  const until = Math.min(killAt, termEndAt, ownEndAt);
  if (until !== ownEndAt) {
    container.exitReason = "";
    container.exitCode = until === termEndAt ? (onTerm?.code ?? 0) : KILL_EXIT_CODE;
  }
  enterPhase(container, "stopping", { now, until });
}

/** How long the preStop hook takes: a sleep, or an exec whose command the workload knows. */
function preStopMs(
  { workloads, now }: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  hook:
    | {
        readonly sleep?: { readonly seconds: number };
        readonly exec?: { readonly command?: readonly string[] };
      }
    | undefined,
): Millis {
  if (hook?.sleep) return hook.sleep.seconds * 1000;
  const command = hook?.exec?.command;
  if (!command || !container.timeline) return 0;
  const run = workloads.exec(container.timeline, {
    command,
    sinceMs: now - container.startedAt,
    env: new Map(),
    hostname: record.pod.metadata.name ?? "",
  });
  return run.tookMs ?? 0;
}
