import { durationMs } from "#lessons/duration.ts";

/** The virtual time for which an expression waits, ms, when it waits for nothing but the clock; undefined for all others. */
export function momentOf(expression: string): number | undefined {
  const [, duration] = /^\s*time\(\)\s*>=?\s*(\S+)\s*$/.exec(expression) ?? [];
  return duration === undefined ? undefined : durationMs(duration);
}
