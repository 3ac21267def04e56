import { LANGUAGES, type LessonLanguage } from "#protocol/lesson.ts";
import type { ClusterSpec, ScenarioFile } from "#protocol/scenario.ts";

/** A text in each language; "" where nobody has written it yet. */
export type BothTexts = Readonly<Record<LessonLanguage, string>>;

/** A step as it is being written. */
export interface DraftStep {
  readonly id: string;
  readonly title: BothTexts;
  readonly say: BothTexts;
  readonly check: string;
  /** What was done, as lines of a solution. */
  readonly lines: readonly string[];
}

/** A lesson that is being recorded and written. */
export interface LessonDraft {
  readonly id: string;
  readonly seed: number;
  readonly cluster: ClusterSpec;
  /** Name of the manifest of what was there at the start, "" when nothing was. */
  readonly start: string;
  readonly load: readonly { readonly service: string; readonly rate: number }[];
  readonly files: readonly ScenarioFile[];
  readonly title: BothTexts;
  readonly objective: BothTexts;
  readonly debrief: BothTexts;
  readonly steps: readonly DraftStep[];
}

/** Sentences that a lesson needs and that its author need not write. */
const STANDARD = {
  en: { look: "Look at what the step asks for.", command: "This does it:", say: "Do this step." },
  ko: {
    look: "단계가 무엇을 바라는지 보세요.",
    command: "이렇게 하면 됩니다.",
    say: "이 단계를 해 보세요.",
  },
} as const;

const MINUTE_MS = 60_000;

/** The folder of the lesson: the same files that a lesson of the course has, in each language that something was written in. A text that is missing in one of them is taken from the other. */
export function folderOf(draft: LessonDraft): readonly ScenarioFile[] {
  return [
    { name: "lesson.yaml", text: definitionText(draft) },
    ...languagesOf(draft).map((language) => ({
      name: `${language}.md`,
      text: wordsText(draft, language),
    })),
    { name: "solution.txt", text: scriptText(draft, ({ lines }) => lines) },
    // Waiting alone must never be enough.
    { name: "wrong.txt", text: scriptText(draft, () => ["tick 1s"]) },
    ...draft.files,
  ];
}

function languagesOf({ title, objective, debrief, steps }: LessonDraft): readonly LessonLanguage[] {
  const texts = [title, objective, debrief, ...steps.flatMap((step) => [step.title, step.say])];
  const written = LANGUAGES.filter((language) => texts.some((text) => text[language] !== ""));
  return written.length === 0 ? LANGUAGES : written;
}

function definitionText({ id, seed, cluster, start, load, files, steps }: LessonDraft): string {
  const { controlPlanes, workers, etcdMembers, workerCpu, workerMemory } = cluster;
  const inputs = Math.max(1, steps.flatMap(({ lines }) => lines.filter(isAct)).length);
  const timeMs = steps.flatMap(({ lines }) => lines).reduce((sum, line) => sum + tickMs(line), 0);
  const opened = files.filter(({ name }) => name !== start).map(({ name }) => name);
  return [
    `id: ${JSON.stringify(id)}`,
    `minutes: ${Math.max(3, 2 * steps.length)}`,
    "exam: []",
    `seed: ${seed}`,
    `cluster: ${JSON.stringify({ controlPlanes, workers, etcdMembers, workerCpu, workerMemory, preset: "empty" })}`,
    `apply: ${JSON.stringify(start === "" ? [] : [start])}`,
    `files: ${JSON.stringify(opened)}`,
    `load: ${JSON.stringify(load)}`,
    "steps:",
    ...steps.flatMap((step) => [
      `  - id: ${JSON.stringify(step.id)}`,
      `    check: ${JSON.stringify(step.check)}`,
    ]),
    `budget: {inputs: ${inputs}, time: ${Math.max(3, Math.ceil((2 * timeMs) / MINUTE_MS))}m}`,
    "lights: []",
    "",
  ].join("\n");
}

function wordsText(draft: LessonDraft, language: LessonLanguage): string {
  const standard = STANDARD[language];
  const words = (texts: BothTexts, otherwise: string) =>
    (texts[language] || texts.en || texts.ko || otherwise).trim();
  const title = oneLine(words(draft.title, draft.id));
  return [
    "---",
    `title: ${title}`,
    `objective: ${oneLine(words(draft.objective, title))}`,
    "official: Concepts",
    "---",
    ...draft.steps.flatMap((step) => {
      const first = step.lines.find(isAct) ?? "";
      return [
        "",
        `# step ${step.id}: ${oneLine(words(step.title, step.id))}`,
        withoutMarks(words(step.say, standard.say)),
        "",
        "## hint",
        standard.look,
        "## hint",
        first === "" ? standard.look : `\`${first.split(/\s+/).slice(0, 2).join(" ")}\``,
        "## hint",
        first === "" ? standard.look : `${standard.command} \`${first.split("\n")[0] ?? ""}\``,
      ];
    }),
    "",
    "# debrief",
    withoutMarks(words(draft.debrief, title)),
    "",
  ].join("\n");
}

function scriptText(
  { steps }: LessonDraft,
  linesOf: (step: DraftStep) => readonly string[],
): string {
  return `${steps.flatMap((step) => [`# step ${step.id}`, ...linesOf(step)]).join("\n")}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

/** A line of the author that looks like a heading would begin a part of the file. */
function withoutMarks(text: string): string {
  return text.replace(/^(#|---|> caption:)/gm, " $1");
}

function isAct(line: string): boolean {
  return !line.startsWith("tick ") && !line.startsWith("edit ");
}

function tickMs(line: string): number {
  const seconds = /^tick (\d+)s$/.exec(line)?.[1];
  return seconds === undefined ? 0 : Number(seconds) * 1000;
}
