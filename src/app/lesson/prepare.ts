import { Reader } from "#app/panels/lesson/lesson-gate.tsx";
import { pictureOf, preparePicture } from "#app/panels/lesson/picture-gate.tsx";
import { Terminal } from "#app/terminal/terminal-gate.tsx";
import type { LessonLanguage } from "#protocol/lesson.ts";
import { loadLesson, loadLessonText } from "./source.ts";

/** Fetches what every lesson needs while the shelf is still being read. */
export async function prepareReader(): Promise<void> {
  await Promise.all([Reader.prepare(), import("#lessons/start.ts"), Terminal.prepare()]);
}

/** Fetches a lesson that somebody is about to open: the pointer or the focus is on its card. */
export async function prepareLesson(id: string, language: LessonLanguage): Promise<void> {
  const [lesson] = await Promise.all([loadLesson(id), loadLessonText(id, language)]);
  if (lesson) await preparePicture(pictureOf(lesson.definition));
}
