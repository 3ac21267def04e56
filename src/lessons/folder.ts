import {
  LANGUAGES,
  type Lesson,
  type LessonCard,
  type LessonLanguage,
  type LessonProblem,
  type LessonText,
} from "#protocol/lesson.ts";
import type { ScenarioFile } from "#protocol/scenario.ts";
import { fillNumbers, numbersWith } from "./numbers.ts";
import { numbersIn, readDefinition } from "./parse/definition.ts";
import { readScript } from "./parse/script.ts";
import { readTexts } from "./parse/texts.ts";

/** A lesson folder as read: use the lesson only when there are no problems. */
export interface ParsedLesson {
  readonly lesson: Lesson;
  readonly texts: Readonly<Record<LessonLanguage, LessonText>>;
  readonly problems: readonly LessonProblem[];
}

const OWN_FILES = new Set(["lesson.yaml", "solution.txt", "wrong.txt", "en.md", "ko.md"]);

/** Files that a lesson cannot do without, beside its texts. A run that must not pass is asked of the course alone. */
const NEEDED = {
  course: ["lesson.yaml", "solution.txt", "wrong.txt"],
  own: ["lesson.yaml", "solution.txt"],
} as const;

/**
 * Reads a lesson folder: `folder` is its place below src/lessons, `files` all that lies in it. Never throws for what is wrong in it.
 * A lesson of the course is written in every language; one of somebody's own in one at least, which then stands in for the others.
 * `numbers` are the values that a class gives to the numbers of the lesson.
 */
export function parseLessonFolder(
  folder: string,
  written: readonly ScenarioFile[],
  kind: keyof typeof NEEDED = "course",
  numbers?: Readonly<Record<string, number>>,
): ParsedLesson {
  const { files, problems: unfilled } = filledFiles(folder, written, numbers);
  const textOf = new Map(files.map(({ name, text }) => [name, text]));
  const beside = files.filter(({ name }) => !OWN_FILES.has(name));
  const missing = NEEDED[kind]
    .filter((name) => !textOf.has(name))
    .map((name) => missingFile(folder, name));
  const read = readDefinition(textOf.get("lesson.yaml") ?? "", {
    folder,
    files: beside.map(({ name }) => name),
  });
  const { definition } = read;
  const steps = definition.steps.map(({ id }) => id);
  const script = (name: string) =>
    readScript(`${folder}/${name}`, textOf.get(name) ?? "", { steps });
  const [solution, wrong] = [script("solution.txt"), script("wrong.txt")];
  const standIn = kind === "own" ? LANGUAGES.find((each) => textOf.has(`${each}.md`)) : undefined;
  const texts = LANGUAGES.map((of) => {
    const language = textOf.has(`${of}.md`) ? of : (standIn ?? of);
    const said = textOf.get(`${language}.md`);
    const { text, problems } = readTexts(said ?? "", { language, definition });
    if (said === undefined) return { of, text, problems: [missingFile(folder, `${language}.md`)] };
    return { of, text, problems: language === of ? problems : [] };
  });
  return {
    lesson: { definition, files: beside, solution: solution.byStep, wrong: wrong.byStep },
    texts: Object.fromEntries(texts.map(({ of, text }) => [of, text])) as Record<
      LessonLanguage,
      LessonText
    >,
    problems: [
      ...unfilled,
      ...missing,
      ...(textOf.has("lesson.yaml") ? read.problems : []),
      ...solution.problems,
      ...wrong.problems,
      ...texts.flatMap(({ problems }) => problems),
    ],
  };
}

/** The files of a lesson with its numbers written out, so that everything else is read and checked as it will be played. */
function filledFiles(
  folder: string,
  written: readonly ScenarioFile[],
  given: Readonly<Record<string, number>> | undefined,
): { readonly files: readonly ScenarioFile[]; readonly problems: readonly LessonProblem[] } {
  const own = written.find(({ name }) => name === "lesson.yaml")?.text ?? "";
  const numbers = numbersIn(folder, own);
  const values = numbersWith(numbers, given);
  const filled = written.map(({ name, text }) => ({
    name,
    ...fillNumbers({ name: `${folder}/${name}`, text }, numbers, values),
  }));
  return {
    files: filled.map(({ name, text }) => ({ name, text })),
    problems: filled.flatMap(({ problems }) => problems),
  };
}

/** What the shelf shows of a lesson. */
export function cardOf({ lesson: { definition }, texts }: ParsedLesson): LessonCard {
  const { id, folder, track, minutes, exam, predictions, steps, lights, numbers } = definition;
  return {
    id,
    folder,
    track,
    minutes,
    exam,
    predicts: predictions.length > 0,
    steps: steps.map((step) => step.id),
    asking: steps.flatMap((step) => (step.predict === undefined ? [] : [step.id])),
    lights,
    title: { en: texts.en.title, ko: texts.ko.title },
    objective: { en: texts.en.objective, ko: texts.ko.objective },
    ...(numbers && { numbers }),
  };
}

/** A problem as one line: file, line, column, what. */
export function problemText({ file, line, column, message }: LessonProblem): string {
  return `${file}:${line}:${column}: ${message}`;
}

function missingFile(folder: string, name: string): LessonProblem {
  return { file: `${folder}/${name}`, line: 1, column: 1, message: "the file is missing" };
}
