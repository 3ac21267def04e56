import type { Change } from "#core/client/changes.ts";
import type { Cluster } from "../cluster.ts";

/** Something that must be true of every cluster at every time, or of every cluster left in peace. */
export interface Check {
  readonly name: string;
  /** `always`: also amid faults. `settled`: once nothing is broken and nothing is asked for any more. */
  readonly when: "always" | "settled";
  /** What is wrong now, in one line; undefined when nothing is. `changes` are the writes since the last look. */
  violation(cluster: Cluster, changes: readonly Change[]): string | undefined;
}

/** Checks the shape of a check at compile time and returns it. */
export function defineCheck(check: Check): Check {
  return check;
}

/** The first thing wrong among some, by a function that says what is wrong with one. */
export function firstViolation<T>(
  all: Iterable<T>,
  violationOf: (one: T) => string | undefined,
): string | undefined {
  for (const one of all) {
    const violation = violationOf(one);
    if (violation !== undefined) return violation;
  }
  return undefined;
}
