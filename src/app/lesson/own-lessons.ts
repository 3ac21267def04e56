import { parseLessonFolder, problemText } from "#lessons/folder.ts";
import type { ScenarioFile } from "#protocol/scenario.ts";
import { unzipFolder } from "./archive.ts";
import { addOwnLesson } from "./source.ts";

/** A lesson of one's own that can be opened by its id, or why it cannot. */
export type Taken =
  | { readonly ok: true; readonly id: string }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Takes a folder of files as a lesson, wherever they come from. */
export function takeFolder(files: readonly ScenarioFile[]): Taken {
  const parsed = parseLessonFolder("own/lesson", files, "own");
  if (parsed.problems.length > 0) return { ok: false, problems: parsed.problems.map(problemText) };
  addOwnLesson({ lesson: parsed.lesson, texts: parsed.texts });
  return { ok: true, id: parsed.lesson.definition.id };
}

/** The same from a zip archive. */
export function takeArchive(bytes: Uint8Array): Taken {
  const files = unzipFolder(bytes);
  return files ? takeFolder(files) : { ok: false, problems: ["not a zip archive of a lesson"] };
}

/** The same from the fragment of a link. */
export async function takeLink(fragment: string): Promise<Taken> {
  const { decodeLesson } = await import("#share/lesson-link.ts");
  const decoded = decodeLesson(fragment);
  return decoded.ok ? takeFolder(decoded.files) : { ok: false, problems: [decoded.problem] };
}
