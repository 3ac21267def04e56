import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";
import type * as Folder from "../src/lessons/folder.ts";
import type * as Plan from "../src/lessons/plan.ts";

const LESSONS = fileURLToPath(new URL("../src/lessons/", import.meta.url));
const READER = fileURLToPath(new URL("../src/lessons/folder.ts", import.meta.url));
const PLAN_READER = fileURLToPath(new URL("../src/lessons/plan.ts", import.meta.url));
const PLANS = join(LESSONS, "plans");
const SHELF = "virtual:lessons";
const PLAN = "virtual:lesson-plan/";
const LESSON = "virtual:lesson/";
const TEXT = "virtual:lesson-text/";
const SOURCE = "virtual:lesson-source/";
// Vite asks that resolved names of virtual modules begin with a null byte, so that other plugins leave them alone.
const MARK = "\0";

type Parsed = ReturnType<typeof Folder.parseLessonFolder>;
type ParsedPlan = ReturnType<typeof Plan.parsePlan>;

interface Written {
  readonly name: string;
  readonly text: string;
}

/** Every lesson of the course, read, and the files it was read from. */
interface Course {
  readonly lessons: readonly Parsed[];
  /** By lesson id. */
  readonly sources: Readonly<
    Record<string, { readonly folder: string; readonly files: readonly Written[] }>
  >;
  readonly cards: readonly ReturnType<typeof Folder.cardOf>[];
  readonly plans: readonly ParsedPlan["plan"][];
  readonly planCards: readonly ReturnType<typeof Plan.planCardOf>[];
  readonly problems: readonly string[];
  readonly files: readonly string[];
}

/**
 * Serves the lessons below src/lessons: `virtual:lessons` is the shelf, `virtual:lesson/L06` one lesson,
 * `virtual:lesson-text/L06/ko` what it says in one language, `virtual:lesson-source/L06` the files that it is read from, `virtual:lesson-plan/ID` a class plan. What is wrong in a folder fails the build with file, line and column.
 */
export function lessons(): Plugin {
  let course: Promise<Course> | undefined;
  return {
    name: "podyard-lessons",
    resolveId: (id) =>
      [SHELF, LESSON, TEXT, SOURCE, PLAN].some((each) => id.startsWith(each))
        ? MARK + id
        : undefined,
    async load(id) {
      if (!id.startsWith(MARK + SHELF.slice(0, -1))) return undefined;
      course ??= readCourse();
      const { problems, files, ...read } = await course;
      for (const file of files) this.addWatchFile(file);
      if (problems.length > 0) this.error(`lessons:\n${problems.join("\n")}`);
      return moduleOf(id.slice(MARK.length), read);
    },
    watchChange(path) {
      if (path.startsWith(LESSONS)) course = undefined;
    },
  };
}

function moduleOf(id: string, course: Omit<Course, "problems" | "files">): string {
  const { lessons: all, plans } = course;
  if (id === SHELF) return shelfModule(course);
  if (id.startsWith(PLAN))
    return dataModule(
      "plan",
      plans.find((plan) => plan.id === id.slice(PLAN.length)),
    );
  if (id.startsWith(SOURCE)) return dataModule("source", course.sources[id.slice(SOURCE.length)]);
  if (id.startsWith(LESSON)) {
    const found = all.find(({ lesson }) => lesson.definition.id === id.slice(LESSON.length));
    return dataModule("lesson", found?.lesson);
  }
  const [lessonId, language] = id.slice(TEXT.length).split("/");
  const found = all.find(({ lesson }) => lesson.definition.id === lessonId);
  return dataModule("text", found?.texts[language === "ko" ? "ko" : "en"]);
}

function shelfModule({ cards, planCards }: Pick<Course, "cards" | "planCards">): string {
  const loaders = cards.map(
    ({ id }) => `${JSON.stringify(id)}: {
  source: () => import(${JSON.stringify(SOURCE + id)}).then((module) => module.source),
  lesson: () => import(${JSON.stringify(LESSON + id)}).then((module) => module.lesson),
  en: () => import(${JSON.stringify(`${TEXT}${id}/en`)}).then((module) => module.text),
  ko: () => import(${JSON.stringify(`${TEXT}${id}/ko`)}).then((module) => module.text),
}`,
  );
  const planLoaders = planCards.map(
    ({ id }) =>
      `${JSON.stringify(id)}: () => import(${JSON.stringify(PLAN + id)}).then((module) => module.plan)`,
  );
  return [
    dataModule("cards", cards),
    dataModule("plans", planCards),
    `export const loaders = {${loaders.join(",\n")}};`,
    `export const planLoaders = {${planLoaders.join(",\n")}};`,
  ].join("\n");
}

/** Text that is parsed at once is cheaper for a browser than an object literal. */
function dataModule(name: string, data: unknown): string {
  return `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(data ?? null))});`;
}

async function readCourse(): Promise<Course> {
  const { module } = await runnerImport<typeof Folder>(READER, { configFile: false });
  const folders = foldersIn(LESSONS).flatMap((track) =>
    foldersIn(join(LESSONS, track)).map((name) => `${track}/${name}`),
  );
  const read = folders.map((folder) => {
    const names = readdirSync(join(LESSONS, folder)).sort();
    const files = names.map((name) => {
      const path = join(LESSONS, folder, name);
      return { path, name, text: readFileSync(path, "utf8") };
    });
    const written = files.map(({ name, text }) => ({ name, text }));
    return { folder, files, written, parsed: module.parseLessonFolder(folder, written) };
  });
  const parsed = read.map((each) => each.parsed);
  const plans = await readPlans(parsed);
  return {
    lessons: parsed,
    sources: Object.fromEntries(
      read.map(({ folder, written, parsed: { lesson } }) => [
        lesson.definition.id,
        { folder, files: written },
      ]),
    ),
    ...plans,
    cards: parsed.map((each) => module.cardOf(each)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: [
      ...parsed.flatMap(({ problems }) => problems.map(module.problemText)),
      ...plans.problems,
    ],
    files: [...read.flatMap(({ files }) => files.map(({ path }) => path)), ...plans.files],
  };
}

/** The class plans, checked against the lessons that they speak of. */
async function readPlans(
  all: readonly Parsed[],
): Promise<Pick<Course, "plans" | "planCards" | "problems" | "files">> {
  const { module } = await runnerImport<typeof Plan>(PLAN_READER, { configFile: false });
  const { module: folder } = await runnerImport<typeof Folder>(READER, { configFile: false });
  const course = module.courseOf(all.map(folder.cardOf));
  const names = existsSync(PLANS) ? readdirSync(PLANS).sort() : [];
  const files = names.filter((name) => name.endsWith(".yaml")).map((name) => join(PLANS, name));
  const parsed = files.map((path) =>
    module.parsePlan(basename(path, ".yaml"), readFileSync(path, "utf8"), course),
  );
  const plans = parsed.map(({ plan }) => plan).sort((a, b) => a.minutes - b.minutes);
  return {
    plans,
    planCards: plans.map(module.planCardOf),
    problems: parsed.flatMap(({ problems }) => problems.map(folder.problemText)),
    files,
  };
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /^\d\d-/.test(name) && statSync(join(path, name)).isDirectory())
    .sort();
}
