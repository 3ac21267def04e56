import {
  LANGUAGES,
  type LessonCard,
  type LessonNumber,
  type LessonProblem,
} from "#protocol/lesson.ts";
import type {
  ClassPlan,
  PlanCard,
  PlanLesson,
  PlanPart,
  PlanQuestion,
  Texts,
} from "#protocol/plan.ts";
import { YamlReader, type Place } from "./parse/yaml-reader.ts";
import { valuesOf } from "./numbers.ts";
import { wallLines } from "./plan-wall.ts";
import { isShopName } from "./shop-name.ts";
import { wordCount } from "./words.ts";

/** The lessons that a plan may speak of: their steps by lesson id, which of these ask a question already, and the numbers that a class may change. */
export type Course = Readonly<Record<string, Pick<LessonCard, "steps" | "asking" | "numbers">>>;

/** What a plan may hold, so that a class can read it. */
export const PLAN_LIMITS = {
  /** More than this nobody reads while speaking. */
  sayWords: 90,
  wallLines: 4,
  wallWords: 14,
  captionWords: 14,
  leastOptions: 2,
  mostOptions: 4,
  partMinutes: 240,
} as const;

/** The lessons of the course as a plan may speak of them. */
export function courseOf(cards: readonly LessonCard[]): Course {
  return Object.fromEntries(
    cards.map(({ id, steps, asking, numbers }) => [
      id,
      { steps, asking, ...(numbers && { numbers }) },
    ]),
  );
}

/** A plan as read: use it only when there are no problems. */
export interface ParsedPlan {
  readonly plan: ClassPlan;
  readonly problems: readonly LessonProblem[];
}

const KEYS = ["minutes", "title", "about", "shop", "parts", "homework"] as const;
const PART_KEYS = [
  "minutes",
  "title",
  "say",
  "wall",
  "lesson",
  "steps",
  "numbers",
  "captions",
  "ask",
] as const;
const OF_LESSON = ["steps", "numbers", "captions", "ask"] as const;
const QUESTION_KEYS = ["step", "question", "options"] as const;
const HOMEWORK_KEYS = ["lesson", "say"] as const;

/** Reads a class plan, `<id>.yaml` (docs/LESSONS.md): every text in every language, lessons and steps that exist, minutes that add up. Never throws for what is wrong in it. */
export function parsePlan(id: string, text: string, course: Course): ParsedPlan {
  const reader = new YamlReader(`plans/${id}.yaml`, text);
  const builder = new PlanBuilder(reader, course);
  return { plan: builder.read(id), problems: reader.problems };
}

/** What the shelf shows of a plan. */
export function planCardOf({ id, minutes, title, about, parts }: ClassPlan): PlanCard {
  const lessons = parts.flatMap(({ lesson }) => (lesson ? [lesson.id] : []));
  return { id, minutes, title, about, lessons: [...new Set(lessons)] };
}

class PlanBuilder {
  private readonly reader: YamlReader;
  private readonly course: Course;

  constructor(reader: YamlReader, course: Course) {
    this.reader = reader;
    this.course = course;
  }

  read(id: string): ClassPlan {
    const { reader } = this;
    const root = reader.record(reader.root, KEYS);
    const minutesPlace = reader.required(root, "minutes", reader.root);
    const minutes = reader.number(minutesPlace, 0);
    const parts = reader
      .list(reader.required(root, "parts", reader.root))
      .map((place) => this.part(place));
    const sum = parts.reduce((all, part) => all + part.minutes, 0);
    if (sum !== minutes)
      reader.fail(minutesPlace, `the parts take ${sum} minutes, the plan says ${minutes}`);
    const shopPlace = root.get("shop");
    const shop = shopPlace && reader.text(shopPlace);
    if (shopPlace && !isShopName(shop ?? ""))
      reader.fail(shopPlace, "shop is a short name of lower-case letters, digits and -");
    return {
      id,
      minutes,
      title: this.texts(reader.required(root, "title", reader.root)),
      about: this.texts(reader.required(root, "about", reader.root)),
      ...(shop !== undefined && { shop }),
      parts,
      homework: reader.list(root.get("homework")).map((place) => this.homework(place)),
    };
  }

  private part(place: Place): PlanPart {
    const { reader } = this;
    const part = reader.record(place, PART_KEYS);
    const minutesPlace = reader.required(part, "minutes", place);
    const minutes = reader.number(minutesPlace, 0);
    if (minutesPlace.node && minutes <= 0) reader.fail(minutesPlace, "a part takes some minutes");
    if (minutes > PLAN_LIMITS.partMinutes)
      reader.fail(minutesPlace, `a part takes at most ${PLAN_LIMITS.partMinutes} minutes`);
    const sayPlace = reader.required(part, "say", place);
    const say = this.texts(sayPlace);
    for (const language of LANGUAGES)
      if (wordCount(say[language]) > PLAN_LIMITS.sayWords)
        reader.fail(sayPlace, `say has more than ${PLAN_LIMITS.sayWords} words (${language})`);
    const title = this.texts(reader.required(part, "title", place));
    const lessonPlace = part.get("lesson");
    if (lessonPlace) {
      const wall = part.get("wall");
      if (wall) reader.fail(wall, "the wall shows the lesson: wall is for a talk");
      const lesson = this.lesson(lessonPlace, part);
      return { minutes, title, say, wall: NOTHING, ...(lesson && { lesson }) };
    }
    for (const key of OF_LESSON) {
      const stray = part.get(key);
      if (stray) reader.fail(stray, `${key} belongs to a lesson`);
    }
    const wallPlace = reader.required(part, "wall", place);
    const wall = this.texts(wallPlace);
    for (const language of LANGUAGES) this.checkWall(wallPlace, wall[language], language);
    return { minutes, title, say, wall };
  }

  private checkWall(place: Place, text: string, language: string): void {
    const lines = wallLines(text);
    if (lines.length > PLAN_LIMITS.wallLines)
      this.reader.fail(place, `the wall has room for ${PLAN_LIMITS.wallLines} lines (${language})`);
    const long = lines.find((line) => wordCount(line) > PLAN_LIMITS.wallWords);
    if (long !== undefined)
      this.reader.fail(place, `more than ${PLAN_LIMITS.wallWords} words in one line: ${long}`);
  }

  /** The steps from the first to the last that are named; all of them when none is. */
  private lesson(place: Place, part: ReadonlyMap<string, Place>): PlanLesson | undefined {
    const { reader } = this;
    const id = reader.text(place);
    const known = this.course[id];
    if (!known) {
      reader.fail(place, `there is no lesson ${id}`);
      return undefined;
    }
    const { steps } = known;
    const { from, to } = this.span(id, steps, part.get("steps"));
    const own = steps.slice(from, to);
    const captions = this.captions(part.get("captions"), own);
    const numbers = this.numbers(id, known.numbers ?? [], part.get("numbers"));
    const askPlace = part.get("ask");
    const ask = askPlace && this.question(askPlace, { own, asking: known.asking });
    return {
      id,
      from,
      to,
      ...(Object.keys(numbers).length > 0 && { numbers }),
      ...(Object.keys(captions).length > 0 && { captions }),
      ...(ask && { ask }),
    };
  }

  private span(id: string, steps: readonly string[], place: Place | undefined) {
    const { reader } = this;
    if (!place) return { from: 0, to: steps.length };
    const named = reader.texts(place);
    const indices = named.map((step) => steps.indexOf(step));
    for (const [i, index] of indices.entries())
      if (index < 0)
        reader.fail(place, `${id} has no step ${named[i] ?? ""}; it has ${steps.join(", ")}`);
      else if (i > 0 && index !== (indices[i - 1] ?? 0) + 1)
        reader.fail(place, "steps of a part follow one another as in the lesson");
    const from = Math.max(0, indices[0] ?? 0);
    return { from, to: from + named.length };
  }

  private numbers(
    id: string,
    offered: readonly LessonNumber[],
    place: Place | undefined,
  ): Readonly<Record<string, number>> {
    const { reader } = this;
    if (!place) return {};
    if (offered.length === 0) {
      reader.fail(place, `${id} has no numbers to change`);
      return {};
    }
    const names = offered.map(({ name }) => name);
    const given = [...reader.record(place, names)].map(([name, each]) => {
      const value = reader.number(each, 0);
      const number = offered.find((own) => own.name === name);
      if (number && each.node && !valuesOf(number).includes(value))
        reader.fail(each, `${name} is one of ${valuesOf(number).join(", ")}`);
      return [name, value] as const;
    });
    return Object.fromEntries(given);
  }

  private captions(
    place: Place | undefined,
    own: readonly string[],
  ): Readonly<Record<string, Texts>> {
    const { reader } = this;
    if (!place) return {};
    const found = [...reader.record(place, own)].map(([step, each]) => {
      const texts = this.texts(each);
      for (const language of LANGUAGES)
        if (wordCount(texts[language]) > PLAN_LIMITS.captionWords)
          reader.fail(each, `more than ${PLAN_LIMITS.captionWords} words (${language})`);
      return [step, texts] as const;
    });
    return Object.fromEntries(found);
  }

  private question(
    place: Place,
    { own, asking }: { readonly own: readonly string[]; readonly asking: readonly string[] },
  ): PlanQuestion {
    const { reader } = this;
    const given = reader.record(place, QUESTION_KEYS);
    const stepPlace = reader.required(given, "step", place);
    const step = reader.text(stepPlace);
    if (!own.includes(step))
      reader.fail(stepPlace, `this part has no step ${step}; it has ${own.join(", ")}`);
    if (asking.includes(step)) reader.fail(stepPlace, `the step ${step} asks a question already`);
    const optionsPlace = reader.required(given, "options", place);
    const options = reader.list(optionsPlace).map((each) => {
      const option = reader.record(each, ["text", "holds"]);
      const holdsPlace = reader.required(option, "holds", each);
      const holds = reader.check(holdsPlace, () => undefined);
      if (holdsPlace.node && holds === "") reader.fail(holdsPlace, "when this option is right");
      return { text: this.texts(reader.required(option, "text", each)), holds };
    });
    const { leastOptions, mostOptions } = PLAN_LIMITS;
    if (options.length < leastOptions || options.length > mostOptions)
      reader.fail(optionsPlace, `a question has ${leastOptions} to ${mostOptions} options`);
    const question = this.texts(reader.required(given, "question", place));
    return { step, question, options };
  }

  private homework(place: Place): ClassPlan["homework"][number] {
    const { reader } = this;
    const homework = reader.record(place, HOMEWORK_KEYS);
    const lessonPlace = reader.required(homework, "lesson", place);
    const lesson = reader.text(lessonPlace);
    if (lessonPlace.node && !this.course[lesson])
      reader.fail(lessonPlace, `there is no lesson ${lesson}`);
    return { lesson, say: this.texts(reader.required(homework, "say", place)) };
  }

  private texts(place: Place): Texts {
    const { reader } = this;
    if (!place.node) return NOTHING;
    const found = reader.record(place, LANGUAGES);
    const of = (language: (typeof LANGUAGES)[number]) => {
      const text = reader.text(reader.required(found, language, place)).trim();
      if (found.has(language) && text === "") reader.fail(place, `nothing is said in ${language}`);
      return text;
    };
    return { en: of("en"), ko: of("ko") };
  }
}

const NOTHING: Texts = { en: "", ko: "" };
