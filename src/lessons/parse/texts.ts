import type {
  LessonDefinition,
  LessonLanguage,
  LessonProblem,
  LessonText,
  PredictionText,
  StepText,
} from "#protocol/lesson.ts";
import { MAX_STEP_WORDS, wordCount } from "../words.ts";
import { bodyText, readSections, type Section } from "./sections.ts";

const SECTION_WORDS = ["step", "predict", "forbid", "world", "then-now", "debrief"];
const HINTS = 3;

/** What a lesson says in one language, as far as it could be read, and what is wrong with it. */
export function readTexts(
  text: string,
  {
    language,
    definition,
  }: { readonly language: LessonLanguage; readonly definition: LessonDefinition },
): { readonly text: LessonText; readonly problems: readonly LessonProblem[] } {
  const file = `${definition.folder}/${language}.md`;
  const { front, sections, problems } = readSections(file, text);
  const reader = new TextReader(file, sections, [...problems]);
  for (const key of ["title", "objective", "official"])
    if (!front.get(key)) reader.fail(1, `${key} is missing in the first part`);
  for (const key of front.keys())
    if (!["title", "objective", "official"].includes(key))
      reader.fail(1, `there is no key ${key}; there are title, objective, official`);
  for (const { word, line } of sections)
    if (!SECTION_WORDS.includes(word))
      reader.fail(line, `there is no part ${word}; there are ${SECTION_WORDS.join(", ")}`);
  const result: LessonText = {
    language,
    title: front.get("title") ?? "",
    objective: front.get("objective") ?? "",
    official: front.get("official") ?? "",
    steps: reader.byId("step", definition.steps, (section, { chips }) =>
      reader.step(
        section,
        chips.map(({ id }) => id),
      ),
    ),
    predictions: reader.byId("predict", definition.predictions, (section, { options }) =>
      reader.prediction(
        section,
        options.map(({ id }) => id),
      ),
    ),
    forbid: reader.byId("forbid", definition.forbid, ({ body }) => bodyText(body)),
    worlds: reader.byId(
      "world",
      definition.worlds.length > 1 ? definition.worlds : [],
      ({ title, body }) => ({ title, subtitle: bodyText(body) }),
    ),
    debrief: reader.debrief(),
    thenNow: sections
      .filter(({ word }) => word === "then-now")
      .map(({ id, title, body }) => ({ then: id, now: title, say: bodyText(body) })),
  };
  return { text: result, problems: reader.problems };
}

class TextReader {
  readonly problems: LessonProblem[];
  private readonly file: string;
  private readonly sections: readonly Section[];

  constructor(file: string, sections: readonly Section[], problems: LessonProblem[]) {
    this.file = file;
    this.sections = sections;
    this.problems = problems;
  }

  fail(line: number, message: string): void {
    this.problems.push({ file: this.file, line, column: 1, message });
  }

  /** The sections of one word by the ids that the definition names: none may be missing, double or unknown. */
  byId<T extends { readonly id: string }, R>(
    word: string,
    wanted: readonly T[],
    read: (section: Section, of: T) => R,
  ): Readonly<Record<string, R>> {
    const found = this.sections.filter((section) => section.word === word);
    const ids = wanted.map(({ id }) => id);
    for (const [i, { id, line }] of found.entries()) {
      if (!ids.includes(id)) this.fail(line, `the lesson has no ${word} ${id}`);
      if (found.findIndex((each) => each.id === id) < i)
        this.fail(line, `${word} ${id} is here twice`);
    }
    const order = found.map(({ id }) => ids.indexOf(id)).filter((place) => place >= 0);
    for (const [i, place] of order.entries())
      if (i > 0 && place < (order[i - 1] ?? 0))
        this.fail(found[i]?.line ?? 1, `${word} ${found[i]?.id ?? ""} stands out of order`);
    return Object.fromEntries(
      wanted.flatMap((each) => {
        const section = found.find(({ id }) => id === each.id);
        if (!section) this.fail(1, `the ${word} ${each.id} has no text`);
        return section ? [[each.id, read(section, each)]] : [];
      }),
    );
  }

  step(section: Section, chipIds: readonly string[]): StepText {
    const { title, line, body } = section;
    if (title === "") this.fail(line, "the step has no title: # step id: Title");
    const caption = body.find((each) => each.startsWith("> caption:"));
    const say = bodyText(body.filter((each) => each !== caption));
    if (say === "") this.fail(line, "the step says nothing");
    const words = wordCount(say);
    if (words > MAX_STEP_WORDS)
      this.fail(line, `the step has ${words} words; at most ${MAX_STEP_WORDS}`);
    const hints = section.parts
      .filter(({ word }) => word === "hint")
      .map((part) => bodyText(part.body));
    if (hints.length !== HINTS || hints.includes(""))
      this.fail(line, `the step needs ${HINTS} hints: where to look, which command, the full line`);
    const chips = section.parts.filter(({ word }) => word === "chip");
    for (const id of chipIds)
      if (!chips.some((chip) => chip.id === id && chip.title !== ""))
        this.fail(line, `the chip ${id} has no words: ## chip ${id}: Words`);
    for (const chip of chips)
      if (!chipIds.includes(chip.id)) this.fail(chip.line, `the step has no chip ${chip.id}`);
    for (const part of section.parts)
      if (!["hint", "chip", "notes"].includes(part.word))
        this.fail(
          part.line,
          `there is no part ${part.word} in a step; there are hint, chip, notes`,
        );
    const notes = section.parts.find(({ word }) => word === "notes");
    return {
      title,
      say,
      ...(caption !== undefined && { caption: caption.slice("> caption:".length).trim() }),
      hints: [hints[0] ?? "", hints[1] ?? "", hints[2] ?? ""],
      ...(notes && { notes: bodyText(notes.body) }),
      chips: Object.fromEntries(chips.map(({ id, title: words }) => [id, words])),
    };
  }

  prediction(section: Section, optionIds: readonly string[]): PredictionText {
    const isOption = (line: string) => /^- [\w-]+:/.test(line);
    const question = bodyText(section.body.filter((line) => !isOption(line)));
    if (question === "") this.fail(section.line, "the question is missing");
    const options = section.body.filter(isOption).map((line) => {
      const [, id = "", words = ""] = /^- ([\w-]+):\s*(.*)$/.exec(line) ?? [];
      return [id, words.trim()] as const;
    });
    for (const id of optionIds)
      if (!options.some(([each, words]) => each === id && words !== ""))
        this.fail(section.line, `the option ${id} has no words: - ${id}: Words`);
    for (const [id] of options)
      if (!optionIds.includes(id)) this.fail(section.line, `the prediction has no option ${id}`);
    const why = section.parts.find(({ word }) => word === "why");
    if (!why || bodyText(why.body) === "") this.fail(section.line, "## why is missing");
    return { question, options: Object.fromEntries(options), why: bodyText(why?.body ?? []) };
  }

  debrief(): string {
    const section = this.sections.find(({ word }) => word === "debrief");
    const text = bodyText(section?.body ?? []);
    if (text === "") this.fail(section?.line ?? 1, "the debrief is missing: # debrief");
    return text;
  }
}
