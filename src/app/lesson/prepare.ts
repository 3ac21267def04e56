import type { LessonLanguage } from "#protocol/lesson.ts";
import { loadLesson, loadLessonText } from "./source.ts";

/** Fetches what every lesson needs while the shelf is still being read. */
export async function prepareReader(): Promise<void> {
  await Promise.all([
    import("#app/panels/lesson/reader.tsx"),
    import("#lessons/start.ts"),
    import("#app/terminal/terminal.tsx"),
  ]);
}

/** Fetches a lesson that somebody is about to open: the pointer or the focus is on its card. */
export async function prepareLesson(id: string, language: LessonLanguage): Promise<void> {
  const [lesson] = await Promise.all([loadLesson(id), loadLessonText(id, language)]);
  const { picture, worlds = [] } = lesson?.definition ?? {};
  if (picture === "eras") await import("#app/panels/eras/eras.tsx");
  if (picture === "worlds" || worlds.length > 1) await import("#app/panels/worlds/worlds.tsx");
  if (picture === "node") await import("#app/panels/node-parts/node-parts.tsx");
  if (picture === "template") await import("#app/panels/template/template.tsx");
}
