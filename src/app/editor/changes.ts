/** A line that differs from what was last applied. */
export interface LineChange {
  /** Counts from 1. */
  readonly line: number;
  /** The old value, short; "" for a line that is new. */
  readonly was: string;
}

const MAX_LINES = 2000;

/** Lines of `current` that are not in `applied`, each with its old value where a line was replaced. */
export function lineChanges(applied: string, current: string): readonly LineChange[] {
  const before = applied.split("\n");
  const after = current.split("\n");
  if (before.length > MAX_LINES || after.length > MAX_LINES) return [];
  const start = commonStart(before, after);
  const end = commonEnd(before, after, start);
  const olds = before.slice(start, before.length - end);
  const news = after.slice(start, after.length - end);
  return changedMiddle(olds, news).map(({ line, was }) => ({ line: line + start, was }));
}

function commonStart(before: readonly string[], after: readonly string[]): number {
  let count = 0;
  while (count < before.length && count < after.length && before[count] === after[count])
    count += 1;
  return count;
}

function commonEnd(before: readonly string[], after: readonly string[], start: number): number {
  const most = Math.min(before.length, after.length) - start;
  let count = 0;
  while (count < most && before[before.length - 1 - count] === after[after.length - 1 - count])
    count += 1;
  return count;
}

/** The middle part: lines kept in order are found by the longest common subsequence, the rest is paired up between them. */
function changedMiddle(olds: readonly string[], news: readonly string[]): LineChange[] {
  const lengths = commonLengths(olds, news);
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  let gone: string[] = [];
  while (j < news.length) {
    const fresh = news[j] ?? "";
    if (i < olds.length && olds[i] === fresh) {
      i += 1;
      j += 1;
      gone = [];
    } else if (i < olds.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) {
      gone.push(olds[i] ?? "");
      i += 1;
    } else {
      changes.push({ line: j + 1, was: oldValue(gone, fresh) });
      j += 1;
    }
  }
  return changes;
}

function commonLengths(olds: readonly string[], news: readonly string[]): number[][] {
  const table = Array.from({ length: olds.length + 1 }, () =>
    new Array<number>(news.length + 1).fill(0),
  );
  for (let i = olds.length - 1; i >= 0; i -= 1) {
    for (let j = news.length - 1; j >= 0; j -= 1) {
      const value =
        olds[i] === news[j]
          ? (table[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(table[i + 1]?.[j] ?? 0, table[i]?.[j + 1] ?? 0);
      (table[i] as number[])[j] = value;
    }
  }
  return table;
}

/** The value that a replaced line had: of an image only its tag when the rest is the same. */
function oldValue(gone: readonly string[], fresh: string): string {
  const key = keyOf(fresh);
  const old = gone.find((line) => key !== "" && keyOf(line) === key);
  if (old === undefined) return "";
  const was = valueOf(old);
  const is = valueOf(fresh);
  const cut = was.lastIndexOf(":") + 1;
  return cut > 0 && is.startsWith(was.slice(0, cut)) ? was.slice(cut) : was;
}

function keyOf(line: string): string {
  return /^\s*(?:- )?([\w./-]+):(?:\s|$)/.exec(line)?.[1] ?? "";
}

function valueOf(line: string): string {
  return line.slice(line.indexOf(":") + 1).trim();
}
