import { LANGUAGES, type LessonProblem } from "#protocol/lesson.ts";
import type { ClassPlan, PlanCard, PlanLesson, PlanPart, Texts } from "#protocol/plan.ts";
import { YamlReader, type Place } from "./parse/yaml-reader.ts";
import { wallLines } from "./plan-wall.ts";
import { wordCount } from "./words.ts";

/** The lessons that a plan may speak of: ids of their steps by lesson id. */
export type Course = Readonly<Record<string, readonly string[]>>;

/** A plan as read: use it only when there are no problems. */
export interface ParsedPlan {
  readonly plan: ClassPlan;
  readonly problems: readonly LessonProblem[];
}

const KEYS = ["minutes", "title", "about", "parts", "homework"] as const;
const PART_KEYS = ["minutes", "title", "say", "wall", "lesson", "steps"] as const;
const HOMEWORK_KEYS = ["lesson", "say"] as const;
/** More than this nobody reads while speaking. */
const MAX_SAY_WORDS = 90;
const MAX_WALL_LINES = 4;
const MAX_WALL_WORDS = 14;

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
    return {
      id,
      minutes,
      title: this.texts(reader.required(root, "title", reader.root)),
      about: this.texts(reader.required(root, "about", reader.root)),
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
    const sayPlace = reader.required(part, "say", place);
    const say = this.texts(sayPlace);
    for (const language of LANGUAGES)
      if (wordCount(say[language]) > MAX_SAY_WORDS)
        reader.fail(sayPlace, `say has more than ${MAX_SAY_WORDS} words (${language})`);
    const title = this.texts(reader.required(part, "title", place));
    const lessonPlace = part.get("lesson");
    if (lessonPlace) {
      const wall = part.get("wall");
      if (wall) reader.fail(wall, "the wall shows the lesson: wall is for a talk");
      const lesson = this.lesson(lessonPlace, part.get("steps"));
      return { minutes, title, say, wall: NOTHING, ...(lesson && { lesson }) };
    }
    const wallPlace = reader.required(part, "wall", place);
    const wall = this.texts(wallPlace);
    for (const language of LANGUAGES) this.checkWall(wallPlace, wall[language], language);
    return { minutes, title, say, wall };
  }

  private checkWall(place: Place, text: string, language: string): void {
    const lines = wallLines(text);
    if (lines.length > MAX_WALL_LINES)
      this.reader.fail(place, `the wall has room for ${MAX_WALL_LINES} lines (${language})`);
    const long = lines.find((line) => wordCount(line) > MAX_WALL_WORDS);
    if (long !== undefined)
      this.reader.fail(place, `more than ${MAX_WALL_WORDS} words in one line: ${long}`);
  }

  /** The steps from the first to the last that are named; all of them when none is. */
  private lesson(place: Place, stepsPlace: Place | undefined): PlanLesson | undefined {
    const { reader } = this;
    const id = reader.text(place);
    const steps = this.course[id];
    if (!steps) {
      reader.fail(place, `there is no lesson ${id}`);
      return undefined;
    }
    if (!stepsPlace) return { id, from: 0, to: steps.length };
    const named = reader.texts(stepsPlace);
    const indices = named.map((step) => steps.indexOf(step));
    for (const [i, index] of indices.entries())
      if (index < 0)
        reader.fail(stepsPlace, `${id} has no step ${named[i] ?? ""}; it has ${steps.join(", ")}`);
      else if (i > 0 && index !== (indices[i - 1] ?? 0) + 1)
        reader.fail(stepsPlace, "steps of a part follow one another as in the lesson");
    const from = Math.max(0, indices[0] ?? 0);
    return { id, from, to: from + named.length };
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
