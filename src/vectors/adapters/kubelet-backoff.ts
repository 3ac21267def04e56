import { backoffEnd, lengthenBackoff, type BackoffEntry } from "#core/kubelet/backoff.ts";
import type { VectorCase, VectorOutcome } from "../adapter.ts";

const SECOND = 1000;

interface BackoffInput {
  readonly initialSeconds?: number;
  readonly maxSeconds?: number;
  readonly readBeforeEachNext?: number;
  readonly stepSecondsBetweenNext?: number;
  readonly nextCallsEverySecond?: number;
  readonly idleSeconds?: number;
  readonly crashes?: readonly number[];
  readonly podInitialBackoffSeconds?: number;
  readonly podMaxBackoffSeconds?: number;
  readonly attempts?: readonly number[];
}

function limitsOf({ initialSeconds = 10, maxSeconds = 300 }: BackoffInput) {
  return { initialMs: initialSeconds * SECOND, maxMs: maxSeconds * SECOND };
}

/** Delays read one by one, each Next following at once. */
function delaysOf(input: BackoffInput, count: number, stepMs: number): number[] {
  const limits = limitsOf(input);
  const delays: number[] = [];
  let entry: BackoffEntry | null = null;
  for (let i = 0, now = 0; i < count; i++, now += stepMs) {
    delays.push((entry?.delayMs ?? 0) / SECOND);
    entry = lengthenBackoff(entry, { eventAt: now, now }, limits);
  }
  return delays;
}

/** Waits that grow with every failure, read in the three ways of upstream's tables. */
export function backoffCase({ in: row, want }: VectorCase): VectorOutcome {
  const input = row as BackoffInput;
  if (input.attempts) {
    const limits = {
      initialMs: (input.podInitialBackoffSeconds ?? 1) * SECOND,
      maxMs: (input.podMaxBackoffSeconds ?? 10) * SECOND,
    };
    const backoffSeconds = input.attempts.map((attempts) => {
      let entry: BackoffEntry | null = null;
      for (let i = 0; i < attempts; i++)
        entry = lengthenBackoff(entry, { eventAt: 0, now: 0 }, limits);
      return (entry?.delayMs ?? 0) / SECOND;
    });
    return { got: { backoffSeconds } };
  }
  if (input.crashes) return { got: { delaysSeconds: delaysOf(input, input.crashes.length, 0) } };
  if (input.readBeforeEachNext !== undefined)
    return {
      got: {
        delaysSeconds: delaysOf(
          input,
          input.readBeforeEachNext,
          (input.stepSecondsBetweenNext ?? 1) * SECOND,
        ),
      },
    };
  return idleCase(input, want as Readonly<Record<string, unknown>>);
}

/** Back-off driven to its height, then left alone: is it still on, and how long is the next one. */
function idleCase(input: BackoffInput, want: Readonly<Record<string, unknown>>): VectorOutcome {
  const limits = limitsOf(input);
  let entry: BackoffEntry | null = null;
  let now = 0;
  for (let i = 0; i < (input.nextCallsEverySecond ?? 0); i++) {
    now += SECOND;
    entry = lengthenBackoff(entry, { eventAt: now, now }, limits);
  }
  const updatedAt = now;
  const inBackOffBeforeIdle = now < backoffEnd(entry, updatedAt, limits);
  now += (input.idleSeconds ?? 0) * SECOND;
  const isForgotten = now - updatedAt > 2 * limits.maxMs;
  const inBackOffAfterIdle = !isForgotten && now < backoffEnd(entry, updatedAt, limits);
  const next = lengthenBackoff(entry, { eventAt: now, now }, limits).delayMs / SECOND;
  const all: Readonly<Record<string, unknown>> = { inBackOffBeforeIdle, inBackOffAfterIdle };
  const got = Object.fromEntries(
    Object.keys(want).map((key) => [
      key,
      key in all ? all[key] : typeof want[key] === "number" ? next : isForgotten,
    ]),
  );
  return { got };
}
