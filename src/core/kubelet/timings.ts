import type { Millis } from "#core/base/time.ts";

/** How long the steps of a kubelet take. */
export interface Timings {
  readonly sandboxMs: Millis;
  readonly sandboxSpreadMs: Millis;
  readonly startMs: Millis;
  readonly startSpreadMs: Millis;
  /** From a container's end to its immediate restart. */
  readonly restartMs: Millis;
  /** From a container's end to the news that it must wait. */
  readonly crashNoticeMs: Millis;
  /** From a failed pull to the news that the next one must wait. */
  readonly pullNoticeMs: Millis;
  /** To ask the registry for a manifest. */
  readonly resolveMs: Millis;
  readonly bytesPerMs: number;
  readonly retryMs: Millis;
}

const MODELLED: Timings = {
  sandboxMs: 350,
  sandboxSpreadMs: 250,
  startMs: 180,
  startSpreadMs: 140,
  restartMs: 400,
  crashNoticeMs: 1000,
  pullNoticeMs: 2500,
  resolveMs: 480,
  bytesPerMs: 40_000,
  retryMs: 10_000,
};

/** The kubelets of the recorded traces: running one second after binding, whatever the image, though never two pods at the same instant. */
const IMITATED: Timings = {
  sandboxMs: 1000,
  sandboxSpreadMs: 80,
  startMs: 0,
  startSpreadMs: 0,
  restartMs: 300,
  crashNoticeMs: 1000,
  pullNoticeMs: 3000,
  resolveMs: 0,
  bytesPerMs: 1e9,
  retryMs: 10_000,
};

/** The timings of a profile. */
export function timingsOf(profile: "modelled" | "imitated"): Timings {
  return profile === "modelled" ? MODELLED : IMITATED;
}
