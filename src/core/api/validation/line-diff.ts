const CONTEXT = 3;
/** From this many lines on, lines that are very common do not begin a match. */
const MANY_LINES = 200;
const COMMON_SHARE = 100;

/** A run of lines that both lists have. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** What becomes of a range of lines; an `equal` range is kept, every other one replaced. */
interface Step {
  readonly isEqual: boolean;
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/** A unified diff of two lists of lines, without file names and with three lines of context. Models go-difflib's GetUnifiedDiffString, whose longest runs come first. */
export function lineDiff(before: readonly string[], after: readonly string[]): string {
  return groupsOf(stepsBetween(before, after))
    .map((group) => hunkText(group, before, after))
    .join("");
}

/** Where each line of the later list stands, common ones aside. Models SequenceMatcher.chainB. */
function placesOf(lines: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  lines.forEach((line, i) => {
    const known = places.get(line);
    if (known) known.push(i);
    else places.set(line, [i]);
  });
  if (lines.length < MANY_LINES) return places;
  const most = Math.floor(lines.length / COMMON_SHARE) + 1;
  return new Map([...places].filter(([, found]) => found.length <= most));
}

interface Range {
  readonly aFrom: number;
  readonly aTo: number;
  readonly bFrom: number;
  readonly bTo: number;
}

/** Every run that both lists have, in order, none beside another. Models SequenceMatcher.GetMatchingBlocks. */
function matchesOf(before: readonly string[], after: readonly string[]): readonly Match[] {
  const places = placesOf(after);
  const found: Match[] = [];
  const open: Range[] = [{ aFrom: 0, aTo: before.length, bFrom: 0, bTo: after.length }];
  for (let range = open.pop(); range; range = open.pop()) {
    const match = longestMatch(before, after, places, range);
    if (match.size === 0) continue;
    found.push(match);
    const { a, b, size } = match;
    const { aFrom, aTo, bFrom, bTo } = range;
    if (aFrom < a && bFrom < b) open.push({ aFrom, aTo: a, bFrom, bTo: b });
    if (a + size < aTo && b + size < bTo) open.push({ aFrom: a + size, aTo, bFrom: b + size, bTo });
  }
  found.sort((one, other) => one.a - other.a);
  const joined: Match[] = [];
  for (const match of found) {
    const last = joined.at(-1);
    if (last && last.a + last.size === match.a && last.b + last.size === match.b)
      joined[joined.length - 1] = { ...last, size: last.size + match.size };
    else joined.push(match);
  }
  return joined;
}

/** The longest run within a range, the first of several. Models SequenceMatcher.findLongestMatch. */
function longestMatch(
  before: readonly string[],
  after: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  { aFrom, aTo, bFrom, bTo }: Range,
): Match {
  let [a, b, size] = [aFrom, bFrom, 0];
  let lengths = new Map<number, number>();
  for (let i = aFrom; i < aTo; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(before[i] ?? "") ?? []) {
      if (j < bFrom) continue;
      if (j >= bTo) break;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > size) [a, b, size] = [i - length + 1, j - length + 1, length];
    }
    lengths = next;
  }
  while (a > aFrom && b > bFrom && before[a - 1] === after[b - 1]) {
    a--;
    b--;
    size++;
  }
  while (a + size < aTo && b + size < bTo && before[a + size] === after[b + size]) size++;
  return { a, b, size };
}

function stepsBetween(before: readonly string[], after: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  for (const { a, b, size } of [
    ...matchesOf(before, after),
    { a: before.length, b: after.length, size: 0 },
  ]) {
    if (i < a || j < b) steps.push({ isEqual: false, aFrom: i, aTo: a, bFrom: j, bTo: b });
    [i, j] = [a + size, b + size];
    if (size > 0) steps.push({ isEqual: true, aFrom: a, aTo: i, bFrom: b, bTo: j });
  }
  return steps;
}

/** Changes that stand near each other, with a little of what is around them. Models SequenceMatcher.GetGroupedOpCodes. */
function groupsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const groups: Step[][] = [[]];
  steps.forEach((step, i) => {
    const isFirst = i === 0;
    const isLast = i === steps.length - 1;
    const group = groups.at(-1) ?? [];
    if (!step.isEqual) group.push(step);
    else if (isFirst) group.push(tailOf(step));
    else if (isLast) group.push(headOf(step));
    else if (step.aTo - step.aFrom > 2 * CONTEXT) {
      group.push(headOf(step));
      groups.push([tailOf(step)]);
    } else group.push(step);
  });
  return groups.filter((group) => group.some(({ isEqual }) => !isEqual));
}

function headOf(step: Step): Step {
  const size = Math.min(CONTEXT, step.aTo - step.aFrom);
  return { ...step, aTo: step.aFrom + size, bTo: step.bFrom + size };
}

function tailOf(step: Step): Step {
  const size = Math.min(CONTEXT, step.aTo - step.aFrom);
  return { ...step, aFrom: step.aTo - size, bFrom: step.bTo - size };
}

function hunkText(
  group: readonly Step[],
  before: readonly string[],
  after: readonly string[],
): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return "";
  const lines = group.flatMap(({ isEqual, aFrom, aTo, bFrom, bTo }) =>
    isEqual
      ? before.slice(aFrom, aTo).map((line) => ` ${line}\n`)
      : [
          ...before.slice(aFrom, aTo).map((line) => `-${line}\n`),
          ...after.slice(bFrom, bTo).map((line) => `+${line}\n`),
        ],
  );
  const from = rangeText(first.aFrom, last.aTo);
  return `@@ -${from} +${rangeText(first.bFrom, last.bTo)} @@\n${lines.join("")}`;
}

function rangeText(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}
