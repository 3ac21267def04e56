import type { ScenarioFile } from "#protocol/scenario.ts";
import { fileOf } from "./check-scenario.ts";
import { field, listOf, record, Refusal } from "./check-value.ts";
import { MAX_FILES, MAX_LINK_CHARS } from "./limits.ts";
import { packed } from "./pack.ts";
import { unpack } from "./unpack.ts";

/** What stands before a lesson in the fragment of an address. */
export const LESSON_PREFIX = "l1.";

/** A lesson as text for a link, or one sentence why it goes only as a file. */
export type LessonLink =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

/** The files of a lesson folder, as a link carried them, or one sentence why not. */
export type LessonFiles =
  | { readonly ok: true; readonly files: readonly ScenarioFile[] }
  | { readonly ok: false; readonly problem: string };

/** Packs the files of a lesson folder for a link. */
export function encodeLesson(files: readonly ScenarioFile[]): LessonLink {
  const text = packed(LESSON_PREFIX, { files });
  return text.length <= MAX_LINK_CHARS
    ? { ok: true, text }
    : {
        ok: false,
        problem: `The lesson is too long for a link: ${text.length} characters, at most ${MAX_LINK_CHARS}. Share it as a file.`,
      };
}

/** Reads what `encodeLesson` made. Never throws. What the files say is checked when the folder is read. */
export function decodeLesson(text: string): LessonFiles {
  if (!text.startsWith(LESSON_PREFIX))
    return { ok: false, problem: "This is not a link to a Podyard lesson." };
  const unpacked = unpack(LESSON_PREFIX, text);
  return unpacked.ok ? checkLessonFiles(unpacked.value) : unpacked;
}

/** Checks what claims to be the files of a lesson: `{files: [{name, text}]}`. Never throws. */
export function checkLessonFiles(value: unknown): LessonFiles {
  try {
    const root = record(value, "lesson");
    return { ok: true, files: listOf(field(root, "files"), "files", MAX_FILES, fileOf) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, problem: `${error.message}.` };
    throw error;
  }
}
