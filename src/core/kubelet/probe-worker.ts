import type { Probe } from "#core/api/schema/generated/types.ts";

/** What a probe is for. */
export type ProbeType = "readiness" | "liveness" | "startup";
/** What a probe worker publishes. */
export type ProbeResult = "Success" | "Failure" | "Unknown";

/** What a probe worker remembers between probes. Frozen. */
export interface ProbeState {
  /** What the rest of the kubelet believes. */
  readonly result: ProbeResult;
  readonly lastOutcome: "success" | "failure" | "none";
  /** Outcomes like the last one in a row. */
  readonly run: number;
  /** No probing until a new container stands in the place of this one. */
  readonly isOnHold: boolean;
}

const FIRST_RESULT: Readonly<Record<ProbeType, ProbeResult>> = {
  readiness: "Failure",
  liveness: "Success",
  startup: "Unknown",
};

/** A worker before its first probe. Models prober newWorker. */
export function newProbeState(type: ProbeType): ProbeState {
  return Object.freeze({
    result: FIRST_RESULT[type],
    lastOutcome: "none",
    run: 0,
    isOnHold: false,
  });
}

/** The worker after one more probe. Models prober worker.doProbe behind the call of the probe. */
export function takeOutcome(
  type: ProbeType,
  state: ProbeState,
  { probe, isSuccess }: { readonly probe: Probe; readonly isSuccess: boolean },
): ProbeState {
  if (state.isOnHold) return state;
  const outcome = isSuccess ? "success" : "failure";
  const run = state.lastOutcome === outcome ? state.run + 1 : 1;
  const threshold = isSuccess ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  if (run < threshold) return Object.freeze({ ...state, lastOutcome: outcome, run });
  const result = isSuccess ? "Success" : "Failure";
  const endsRun =
    (type === "liveness" && result === "Failure") || type === "startup" || state.isOnHold;
  return Object.freeze(
    endsRun
      ? { result, lastOutcome: "none", run: 0, isOnHold: true }
      : { result, lastOutcome: outcome, run, isOnHold: false },
  );
}

/** Whether a probe may run this long after the container's start. */
export function isPastInitialDelay(probe: Probe, sinceMs: number): boolean {
  return sinceMs >= (probe.initialDelaySeconds ?? 0) * 1000;
}
