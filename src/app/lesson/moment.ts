const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The virtual time for which an expression waits, ms, when it waits for nothing but the clock; undefined for all others. */
export function momentOf(expression: string): number | undefined {
  const [, count, unit = ""] = /^\s*time\(\)\s*>=?\s*(\d+)(ms|s|m|h)\s*$/.exec(expression) ?? [];
  const unitMs = UNIT_MS[unit];
  return count === undefined || unitMs === undefined ? undefined : Number(count) * unitMs;
}
