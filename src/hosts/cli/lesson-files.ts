import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseLessonFolder, type ParsedLesson } from "#lessons/folder.ts";

const LESSONS = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "lessons");
const FOLDER = /^\d\d-/;

/** Places of every lesson below src/lessons, such as `02-pods/06-watcher`, in order. */
export function lessonFolders(root: string = LESSONS): readonly string[] {
  return foldersIn(root).flatMap((track) =>
    foldersIn(join(root, track)).map((name) => `${track}/${name}`),
  );
}

/** The lesson at a place below src/lessons. */
export function readLesson(
  folder: string,
  root: string = LESSONS,
  numbers?: Readonly<Record<string, number>>,
): ParsedLesson {
  const path = join(root, folder);
  const files = readdirSync(path)
    .filter((name) => statSync(join(path, name)).isFile())
    .sort()
    .map((name) => ({ name, text: readFileSync(join(path, name), "utf8") }));
  return parseLessonFolder(folder, files, "course", numbers);
}

/** The lesson that somebody names: a folder anywhere, a place below src/lessons, or an id such as L06. */
export function findLesson(name: string): ParsedLesson | undefined {
  for (const path of [resolve(name), join(LESSONS, name)]) {
    if (!existsSync(join(path, "lesson.yaml"))) continue;
    const track = dirname(path);
    return readLesson(`${baseName(track)}/${baseName(path)}`, dirname(track));
  }
  return lessonFolders()
    .map((folder) => readLesson(folder))
    .find(({ lesson }) => lesson.definition.id === name);
}

function foldersIn(path: string): readonly string[] {
  return readdirSync(path)
    .filter((name) => FOLDER.test(name) && statSync(join(path, name)).isDirectory())
    .sort();
}

function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? "";
}
