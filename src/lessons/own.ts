import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import {
  LANGUAGES,
  type Lesson,
  type LessonLanguage,
  type LessonProblem,
  type LessonText,
} from "#protocol/lesson.ts";
import type { ScenarioFile } from "#protocol/scenario.ts";
import { parseLessonFolder } from "./folder.ts";

/** A lesson that somebody made, in the languages it was written in; or what is wrong with it. */
export type OwnLesson =
  | {
      readonly ok: true;
      readonly lesson: Lesson;
      readonly texts: Readonly<Partial<Record<LessonLanguage, LessonText>>>;
    }
  | { readonly ok: false; readonly problems: readonly LessonProblem[] };

const MAX_ARCHIVE_BYTES = 2_000_000;
const MAX_UNPACKED_BYTES = 4_000_000;
const MAX_FILES = 50;
/** The same bytes for the same lesson: an archive must have some date. */
const ARCHIVE_DATE = "2026-01-01T00:00:00Z";

/** Reads the files of a lesson that is not of the course: one language is enough, and it needs no wrong run. */
export function readOwnLesson(files: readonly ScenarioFile[]): OwnLesson {
  const has = (name: string) => files.some((file) => file.name === name);
  const spoken = LANGUAGES.filter((language) => has(`${language}.md`));
  const given = [
    ...files,
    ...["solution.txt", "wrong.txt"]
      .filter((name) => !has(name))
      .map((name) => ({ name, text: "" })),
  ];
  const { lesson, texts, problems } = parseLessonFolder("own/lesson", given);
  const unspoken = LANGUAGES.filter((language) => spoken.length > 0 && !spoken.includes(language));
  const counted = problems.filter(
    ({ file }) => !unspoken.some((language) => file.endsWith(`/${language}.md`)),
  );
  if (counted.length > 0) return { ok: false, problems: counted };
  return {
    ok: true,
    lesson,
    texts: Object.fromEntries(spoken.map((language) => [language, texts[language]])),
  };
}

/** A lesson folder as a ZIP archive. */
export function lessonArchive(folder: string, files: readonly ScenarioFile[]): Uint8Array {
  return zipSync(
    Object.fromEntries(files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)])),
    { level: 9, mtime: ARCHIVE_DATE },
  );
}

/** The files of a lesson folder out of a ZIP archive, or of a JSON text `{"files": [{"name", "text"}]}`; or one sentence why not. Never throws. */
export function readArchive(
  bytes: Uint8Array,
):
  | { readonly ok: true; readonly files: readonly ScenarioFile[] }
  | { readonly ok: false; readonly problem: string } {
  if (bytes.length > MAX_ARCHIVE_BYTES)
    return { ok: false, problem: `The file is too large: ${bytes.length} bytes.` };
  const files = strFromU8(bytes.subarray(0, 1)) === "{" ? fromJson(bytes) : fromZip(bytes);
  if (!files) return { ok: false, problem: "The file is no lesson: no ZIP archive and no JSON." };
  if (!files.some(({ name }) => name === "lesson.yaml"))
    return { ok: false, problem: "There is no lesson.yaml in the file." };
  return files.length > MAX_FILES
    ? { ok: false, problem: `There are ${files.length} files in it; at most ${MAX_FILES}.` }
    : { ok: true, files };
}

function fromZip(bytes: Uint8Array): readonly ScenarioFile[] | undefined {
  let left = MAX_UNPACKED_BYTES;
  try {
    const entries = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        left -= originalSize;
        return left > 0 && !name.endsWith("/");
      },
    });
    return Object.entries(entries).map(([path, content]) => ({
      name: path.split("/").at(-1) ?? "",
      text: strFromU8(content),
    }));
  } catch {
    // The unpacker throws on whatever is no archive: that is the answer, not a fault of ours.
    return undefined;
  }
}

function fromJson(bytes: Uint8Array): readonly ScenarioFile[] | undefined {
  try {
    const value = JSON.parse(strFromU8(bytes)) as { readonly files?: unknown };
    const files = Array.isArray(value.files) ? (value.files as readonly unknown[]) : [];
    return files.filter(isFile);
  } catch {
    // Not JSON: the reader is told so.
    return undefined;
  }
}

function isFile(value: unknown): value is ScenarioFile {
  if (typeof value !== "object" || value === null) return false;
  const { name, text } = value as Partial<ScenarioFile>;
  return typeof name === "string" && typeof text === "string";
}
