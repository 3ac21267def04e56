import type { Container, Probe } from "#core/api/schema/generated/types.ts";
import type { Millis } from "#core/base/time.ts";
import { recordContainer, type WorkerContext } from "./context.ts";
import type { Timeline } from "./ports.ts";
import { runProbe } from "./probe-check.ts";
import { newProbeState, takeOutcome, type ProbeType } from "./probe-worker.ts";
import { NEVER, type ContainerRecord, type PodRecord, type ProbeSlot } from "./records.ts";
import { stopContainer } from "./container-stop.ts";
import { specOf } from "./status.ts";
import { nextChange } from "./timeline.ts";

const TYPES: readonly ProbeType[] = ["startup", "readiness", "liveness"];
const TITLE: Readonly<Record<ProbeType, string>> = {
  liveness: "Liveness",
  readiness: "Readiness",
  startup: "Startup",
};
/** As the event recorder lets through: a burst, then one in five minutes. */
const EVENT_BURST = 25;
const EVENT_REFILL_MS = 300_000;

/** The probes of a container that starts now. Liveness and readiness wait for the startup probe. */
export function firstProbes(
  spec: Container,
  container: ContainerRecord,
  now: Millis,
): ContainerRecord["probes"] {
  const probes: Partial<Record<ProbeType, ProbeSlot>> = {};
  if (container.kind === "init") return probes;
  for (const type of TYPES) {
    const probe = probeOf(spec, type);
    if (!probe) continue;
    const isWaiting = type !== "startup" && spec.startupProbe !== undefined;
    const nextAt = isWaiting ? NEVER : tickAt(probe, now, now);
    probes[type] = Object.freeze({ state: newProbeState(type), nextAt, failures: 0 });
  }
  return Object.freeze(probes);
}

/** When the next probe of a container is due: never while it does not run or is being stopped. */
export function nextProbeAt({ phase, probes }: ContainerRecord): Millis {
  let next = NEVER;
  if (phase !== "running") return next;
  for (const type of TYPES) next = Math.min(next, probes[type]?.nextAt ?? NEVER);
  return next;
}

/** The probe that a pod waits for on its way to Ready: when it runs next, and how often it failed in a row. */
export function awaitedProbe(
  { pod, containers }: PodRecord,
  now: Millis,
): { readonly type: ProbeType; readonly at: Millis; readonly failures: number } | undefined {
  for (const container of containers) {
    if (container.phase !== "running" || container.kind === "init") continue;
    const type = !container.isStarted ? "startup" : "readiness";
    const spec = specOf(pod, container.name);
    const probe = spec && probeOf(spec, type);
    if (!probe || (type === "readiness" && container.isReady)) continue;
    const failures = container.probes[type]?.failures ?? 0;
    return { type, at: tickAt(probe, container.startedAt, now + 1), failures };
  }
  return undefined;
}

/** Runs the probes that are due. A failed liveness or startup probe stops the container. */
export function runDueProbes(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  for (const type of TYPES) {
    const slot = container.probes[type];
    if (slot && slot.nextAt <= context.now && container.phase === "running")
      runOne(context, record, container, { type, slot });
  }
}

/** Makes every probe of a container look again at its next tick: something it can see may have changed. */
export function disturbProbes(spec: Container, container: ContainerRecord, now: Millis): void {
  const probes: Partial<Record<ProbeType, ProbeSlot>> = { ...container.probes };
  for (const type of TYPES) {
    const slot = probes[type];
    const probe = probeOf(spec, type);
    const isWaiting = type !== "startup" && !container.isStarted;
    if (slot && probe && !slot.state.isOnHold && !isWaiting)
      probes[type] = Object.freeze({
        ...slot,
        nextAt: Math.min(slot.nextAt, tickAt(probe, container.startedAt, now)),
      });
  }
  container.probes = Object.freeze(probes);
}

function runOne(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  { type, slot }: { readonly type: ProbeType; readonly slot: ProbeSlot },
): void {
  const spec = specOf(record.pod, container.name);
  const probe = spec && probeOf(spec, type);
  if (!spec || !probe) return;
  const { now } = context;
  const timeline = container.timeline as Timeline;
  const target = { container: spec, timeline, sinceMs: now - container.startedAt, ip: record.ip };
  const { isSuccess, output } = runProbe(probe, target, context.workloads);
  const state = takeOutcome(type, slot.state, { probe, isSuccess });
  const failures = isSuccess ? 0 : slot.failures + 1;
  if (!isSuccess)
    recordContainer(context, record, container, {
      type: "Warning",
      reason: "Unhealthy",
      message: `${TITLE[type]} probe failed: ${output}`,
    });
  const nextAt = state.isOnHold
    ? NEVER
    : nextLook({
        probe,
        container,
        now,
        isSteady: state.result === (isSuccess ? "Success" : "Failure"),
        failures,
      });
  const next: ProbeSlot = Object.freeze({ state, nextAt, failures });
  container.probes = Object.freeze({ ...container.probes, [type]: next });
  if (state.result !== slot.state.result || type === "startup")
    applyResult(context, record, container, { type, slot: next, detail: output });
}

/** The next tick at which the probe can say something new. */
function nextLook({
  probe,
  container,
  now,
  isSteady,
  failures,
}: {
  readonly probe: Probe;
  readonly container: ContainerRecord;
  readonly now: Millis;
  readonly isSteady: boolean;
  readonly failures: number;
}): Millis {
  const { startedAt } = container;
  const next = tickAt(probe, startedAt, now + 1);
  if (!isSteady || (failures > 0 && failures < EVENT_BURST)) return next;
  const changeAt = startedAt + nextChange(container.timeline as Timeline, now - startedAt);
  const lookAt = failures > 0 ? Math.min(changeAt, now + EVENT_REFILL_MS) : changeAt;
  return lookAt === NEVER ? NEVER : tickAt(probe, startedAt, lookAt);
}

function applyResult(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  {
    type,
    slot,
    detail,
  }: { readonly type: ProbeType; readonly slot: ProbeSlot; readonly detail: string },
): void {
  const { result } = slot.state;
  if (result === "Unknown") return;
  const facts = { container: container.name, probe: type };
  context.because(
    result === "Success"
      ? { code: "probe-passed", facts }
      : { code: "probe-failed", facts: { ...facts, detail } },
  );
  record.isDirty = true;
  if (type === "readiness") {
    container.isReady = result === "Success";
    return;
  }
  if (result === "Failure") {
    killUnhealthy(context, record, container, type);
    return;
  }
  if (type === "startup") becomeStarted(context, record, container);
}

function becomeStarted(
  { now }: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  const spec = specOf(record.pod, container.name);
  container.isStarted = true;
  container.isReady = !spec?.readinessProbe;
  const probes: Partial<Record<ProbeType, ProbeSlot>> = { ...container.probes };
  for (const type of ["readiness", "liveness"] as const) {
    const slot = probes[type];
    const probe = spec && probeOf(spec, type);
    if (slot && probe)
      probes[type] = Object.freeze({ ...slot, nextAt: tickAt(probe, container.startedAt, now) });
  }
  container.probes = Object.freeze(probes);
}

function killUnhealthy(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  type: "liveness" | "startup",
): void {
  const spec = specOf(record.pod, container.name);
  const probe = spec && probeOf(spec, type);
  const kind = container.kind === "main" ? "Container" : "Init container";
  const restarts = (spec?.restartPolicy ?? record.pod.spec.restartPolicy) !== "Never";
  const message = `${kind} ${container.name} failed ${type} probe`;
  stopContainer(context, record, container, {
    message: restarts ? `${message}, will be restarted` : message,
    graceMs:
      1000 *
      (probe?.terminationGracePeriodSeconds ?? record.pod.spec.terminationGracePeriodSeconds ?? 30),
  });
}

/** The first tick of a probe's clock at or after `at`, the initial delay being over. The clock begins with the container. */
function tickAt(probe: Probe, startedAt: Millis, at: Millis): Millis {
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  const earliest = Math.max(at, startedAt + (probe.initialDelaySeconds ?? 0) * 1000);
  return startedAt + Math.ceil((earliest - startedAt) / periodMs) * periodMs;
}

function probeOf(spec: Container, type: ProbeType): Probe | undefined {
  if (type === "startup") return spec.startupProbe;
  return type === "readiness" ? spec.readinessProbe : spec.livenessProbe;
}
