import { nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { CycleResult } from "./cycle.ts";
import { firstOutcomes, type Outcomes } from "./outcomes.ts";

/** The last look at a pod, kept for the Explain panel. Plain data. */
export interface SchedulingRecord {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly at: number;
  readonly attempt: number;
  readonly node: string;
  readonly message: string;
  readonly isTieBroken: boolean;
  readonly outcomes: Outcomes;
}

const MAX_RECORDS = 2_000;
const MAX_OUTCOMES = 200;

/** Keeps what a cycle found for a pod; the oldest records go when there are too many. */
export function keepRecord(
  records: Map<string, SchedulingRecord>,
  cycle: {
    readonly pod: Pod;
    readonly attempts: number;
    readonly result: CycleResult;
    readonly at: number;
  },
): void {
  const { pod, attempts, result, at } = cycle;
  const { node, message, isTieBroken } = result;
  const uid = uidOf(pod);
  const outcomes = firstOutcomes(result.outcomes, MAX_OUTCOMES);
  const record: SchedulingRecord = {
    namespace: namespaceOf(pod),
    name: nameOf(pod),
    uid,
    at,
    attempt: attempts,
    node,
    message,
    isTieBroken,
    outcomes,
  };
  records.delete(uid);
  records.set(uid, Object.freeze(record));
  if (records.size <= MAX_RECORDS) return;
  // A quarter at once: a map from whose front single keys are taken gets slow to walk.
  let surplus = MAX_RECORDS / 4;
  for (const oldest of records.keys()) {
    if (surplus === 0) return;
    records.delete(oldest);
    surplus -= 1;
  }
}
