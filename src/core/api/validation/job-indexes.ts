/** How many indexes a text such as `1,3-5` names, and what is wrong with it. */
export interface ReadIndexes {
  readonly count: number;
  readonly problem?: string;
  readonly intervals: readonly (readonly [number, number])[];
}

class IndexProblem extends Error {
  override readonly name = "IndexProblem";
}

/** Reads indexes below `completions`, rising and apart. Models batch validation.validateIndexesFormat. */
export function readIndexes(text: string, completions: number): ReadIndexes {
  const intervals: (readonly [number, number])[] = [];
  if (text === "") return { count: 0, intervals };
  let last: number | undefined;
  try {
    for (const part of text.split(",")) {
      const [first, end] = readInterval(part, completions);
      if (last !== undefined && last >= first)
        throw new IndexProblem(`non-increasing order, previous: ${last}, current: ${first}`);
      intervals.push([first, end]);
      last = end;
    }
  } catch (error) {
    if (!(error instanceof IndexProblem)) throw error;
    return { count: 0, problem: error.message, intervals };
  }
  return { count: intervals.reduce((sum, [from, to]) => sum + to - from + 1, 0), intervals };
}

function readInterval(text: string, completions: number): readonly [number, number] {
  const limits = text.split("-");
  if (limits.length > 2)
    throw new IndexProblem(
      `the fragment ${JSON.stringify(text)} violates the requirement that an index interval can have at most two parts separated by '-'`,
    );
  const [low = "", high] = limits;
  const first = readIndex(low);
  if (first >= completions) throw new IndexProblem(`too large index: ${JSON.stringify(low)}`);
  if (high === undefined) return [first, first];
  const end = readIndex(high);
  if (end >= completions) throw new IndexProblem(`too large index: ${JSON.stringify(high)}`);
  if (first >= end)
    throw new IndexProblem(`non-increasing order, previous: ${first}, current: ${end}`);
  return [first, end];
}

function readIndex(text: string): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new IndexProblem(`cannot convert string to integer for index: ${JSON.stringify(text)}`);
  return Number(text);
}
