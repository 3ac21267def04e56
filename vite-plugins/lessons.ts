import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport, type Plugin } from "vite";
import type * as Folder from "../src/lessons/folder.ts";

const LESSONS = fileURLToPath(new URL("../src/lessons/", import.meta.url));
const READER = fileURLToPath(new URL("../src/lessons/folder.ts", import.meta.url));
const SHELF = "virtual:lessons";
const LESSON = "virtual:lesson/";
const TEXT = "virtual:lesson-text/";
// Vite asks that resolved names of virtual modules begin with a null byte, so that other plugins leave them alone.
const MARK = "\0";

type Parsed = ReturnType<typeof Folder.parseLessonFolder>;

/** Every lesson of the course, read, and the files it was read from. */
interface Course {
  readonly lessons: readonly Parsed[];
  readonly cards: readonly ReturnType<typeof Folder.cardOf>[];
  readonly problems: readonly string[];
  readonly files: readonly string[];
}

/**
 * Serves the lessons below src/lessons: `virtual:lessons` is the shelf, `virtual:lesson/L06` one lesson,
 * `virtual:lesson-text/L06/ko` what it says in one language. What is wrong in a folder fails the build with file, line and column.
 */
export function lessons(): Plugin {
  let course: Promise<Course> | undefined;
  return {
    name: "podyard-lessons",
    resolveId: (id) =>
      [SHELF, LESSON, TEXT].some((each) => id.startsWith(each)) ? MARK + id : undefined,
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

function moduleOf(id: string, { lessons: all, cards }: Pick<Course, "lessons" | "cards">): string {
  if (id === SHELF) return shelfModule(cards);
  if (id.startsWith(LESSON)) {
    const found = all.find(({ lesson }) => lesson.definition.id === id.slice(LESSON.length));
    return dataModule("lesson", found?.lesson);
  }
  const [lessonId, language] = id.slice(TEXT.length).split("/");
  const found = all.find(({ lesson }) => lesson.definition.id === lessonId);
  return dataModule("text", found?.texts[language === "ko" ? "ko" : "en"]);
}

function shelfModule(cards: Course["cards"]): string {
  const loaders = cards.map(
    ({ id }) => `${JSON.stringify(id)}: {
  lesson: () => import(${JSON.stringify(LESSON + id)}).then((module) => module.lesson),
  en: () => import(${JSON.stringify(`${TEXT}${id}/en`)}).then((module) => module.text),
  ko: () => import(${JSON.stringify(`${TEXT}${id}/ko`)}).then((module) => module.text),
}`,
  );
  return `${dataModule("cards", cards)}\nexport const loaders = {${loaders.join(",\n")}};`;
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
    return {
      files,
      parsed: module.parseLessonFolder(
        folder,
        files.map(({ name, text }) => ({ name, text })),
      ),
    };
  });
  const parsed = read.map((each) => each.parsed);
  return {
    lessons: parsed,
    cards: parsed.map((each) => module.cardOf(each)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    problems: parsed.flatMap(({ problems }) => problems.map(module.problemText)),
    files: read.flatMap(({ files }) => files.map(({ path }) => path)),
  };
}

function foldersIn(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => /^\d\d-/.test(name) && statSync(join(path, name)).isDirectory())
    .sort();
}
