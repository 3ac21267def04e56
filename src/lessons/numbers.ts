import type { LessonNumber, LessonProblem } from "#protocol/lesson.ts";

/** `{{pods}}` or `{{pods*3/4}}`: a number of the lesson, and what is done with it from left to right. Words of Go templates, which kubectl takes, are none. */
const MARK =
  /\{\{\s*(?!(?:end|else|break|continue)\b)([a-z][A-Za-z]*)((?:\s*[-+*/]\s*\d+)*)\s*\}\}/g;
const STEP = /([-+*/])\s*(\d+)/g;

/** The values that a class may give to a number of a lesson, from the least. */
export function valuesOf({ from, to, by }: Omit<LessonNumber, "label">): readonly number[] {
  return Array.from(
    { length: Math.floor((to - from) / by) + 1 },
    (_value, index) => from + index * by,
  );
}

/** The value of every number by name: the one that is given where it is allowed, else the lesson's own. */
export function numbersWith(
  numbers: readonly LessonNumber[],
  given: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    numbers.map((number) => {
      const wanted = given[number.name];
      const isAllowed = wanted !== undefined && valuesOf(number).includes(wanted);
      return [number.name, isAllowed ? wanted : number.own];
    }),
  );
}

/** A text of a lesson with its numbers written out. What cannot be written out, for any value that a class may choose, is a problem with its place. */
export function fillNumbers(
  { name: file, text }: { readonly name: string; readonly text: string },
  numbers: readonly LessonNumber[],
  values: Readonly<Record<string, number>>,
): { readonly text: string; readonly problems: readonly LessonProblem[] } {
  const problems: LessonProblem[] = [];
  const filled = text.replace(MARK, (mark, name: string, steps: string, offset: number) => {
    const number = numbers.find((each) => each.name === name);
    const value = values[name];
    if (!number || value === undefined) {
      const known = numbers.map((each) => each.name).join(", ");
      problems.push({
        file,
        ...placeOf(text, offset),
        message: `there is no number ${name}; there are ${known || "none"}`,
      });
      return mark;
    }
    const odd = valuesOf(number).find((each) => !isCount(worth(each, steps)));
    if (odd !== undefined)
      problems.push({
        file,
        ...placeOf(text, offset),
        message: `${mark} is no whole number when ${name} is ${odd}`,
      });
    return String(worth(value, steps));
  });
  return { text: filled, problems };
}

function worth(value: number, steps: string): number {
  return [...steps.matchAll(STEP)].reduce((sum, [, sign, amount]) => {
    const by = Number(amount);
    if (sign === "+") return sum + by;
    if (sign === "-") return sum - by;
    return sign === "*" ? sum * by : sum / by;
  }, value);
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}

function placeOf(text: string, offset: number): Pick<LessonProblem, "line" | "column"> {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
