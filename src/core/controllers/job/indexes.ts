import type { Pod } from "#core/api/schema/generated/types.ts";
import { compareActive } from "../replicaset/ranking.ts";

export const COMPLETION_INDEX = "batch.kubernetes.io/job-completion-index";
const MAX_PREFIX = 58;

/** Indexes as ordered runs that do not touch, first and last included. */
export type Indexes = readonly (readonly [first: number, last: number])[];

/** Reads what `formatIndexes` wrote; what cannot be read is passed over. Models parseIndexesFromString. */
export function parseIndexes(text: string, completions: number): Indexes {
  const runs: (readonly [number, number])[] = [];
  for (const part of text === "" ? [] : text.split(",")) {
    const [first, last = first] = part
      .split("-")
      .map((each) => (/^\d+$/.test(each) ? Number(each) : NaN));
    if (first === undefined || last === undefined || Number.isNaN(first) || Number.isNaN(last))
      continue;
    if (first >= completions) break;
    runs.push([first, Math.min(last, completions - 1)]);
  }
  return joined(runs);
}

/** `0-2,4`: runs of three or more with a hyphen. */
export function formatIndexes(indexes: Indexes): string {
  return indexes
    .map(([first, last]) =>
      first === last ? `${first}` : `${first}${last === first + 1 ? "," : "-"}${last}`,
    )
    .join(",");
}

/** All indexes of both. */
export function mergeIndexes(indexes: Indexes, more: Indexes): Indexes {
  return joined([...indexes, ...more].sort(([a], [b]) => a - b));
}

/** The same with single indexes added. */
export function withIndexes(indexes: Indexes, numbers: Iterable<number>): Indexes {
  return mergeIndexes(
    indexes,
    [...numbers].map((each) => [each, each] as const),
  );
}

function joined(runs: Indexes): Indexes {
  const result: [number, number][] = [];
  for (const [first, last] of runs) {
    const before = result.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}

/** How many indexes there are. */
export function countIndexes(indexes: Indexes): number {
  return indexes.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** Whether an index is among them. */
export function hasIndex(indexes: Indexes, index: number): boolean {
  return indexes.some(([first, last]) => first <= index && index <= last);
}

/** The completion index of a pod, undefined when it has none that can be read. */
export function completionIndexOf({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX];
  return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : undefined;
}

/** The indexes of some pods. */
export function indexesOf(pods: readonly Pod[]): readonly number[] {
  return pods.flatMap((pod) => completionIndexOf(pod) ?? []);
}

/** The lowest indexes that nobody works on yet. Models firstPendingIndexes. */
export function firstPendingIndexes(
  taken: Indexes,
  { count, completions }: { readonly count: number; readonly completions: number },
): readonly number[] {
  const pending: number[] = [];
  let candidate = 0;
  for (const [first, last] of [...taken, [completions, completions] as const]) {
    for (; candidate < Math.min(first, completions) && pending.length < count; candidate++)
      pending.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return pending;
}

/** Pods without a valid index, and all but one of each index, are to go. Models appendDuplicatedIndexPodsForRemoval. */
export function planDuplicates(
  pods: readonly Pod[],
  completions: number,
  nowEpochMs: number,
): { readonly remove: readonly Pod[]; readonly keep: readonly Pod[] } {
  const order = (pod: Pod) => completionIndexOf(pod) ?? -1;
  const sorted = [...pods].sort((a, b) => order(a) - order(b));
  const remove = sorted.filter((pod) => order(pod) < 0);
  const keep: Pod[] = [];
  for (const index of new Set(
    sorted.map(order).filter((each) => each >= 0 && each < completions),
  )) {
    const same = sorted
      .filter((pod) => order(pod) === index)
      .sort((a, b) => compareActive(a, b, nowEpochMs));
    remove.push(...same.slice(0, -1));
    keep.push(...same.slice(-1));
  }
  return { remove: [...remove, ...sorted.filter((pod) => order(pod) >= completions)], keep };
}

/** The beginning of the names of an index's pods, cut so that the number stays. Models podGenerateNameWithIndex. */
export function podNamePrefix(job: string, index: number): string {
  const suffix = `-${index}-`;
  return job.slice(0, MAX_PREFIX - suffix.length) + suffix;
}
