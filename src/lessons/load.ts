import type { Lesson, LessonCard, LessonLanguage, LessonText } from "#protocol/lesson.ts";

/** What the shelf shows: the lessons of the course in their order. */
export async function lessonCards(): Promise<readonly LessonCard[]> {
  const { cards } = await import("virtual:lessons");
  return cards;
}

/** A lesson of the course by its id; undefined when there is none. */
export async function loadLesson(id: string): Promise<Lesson | undefined> {
  const { loaders } = await import("virtual:lessons");
  return loaders[id]?.lesson();
}

/** What a lesson of the course says in one language; undefined when there is no such lesson. */
export async function loadLessonText(
  id: string,
  language: LessonLanguage,
): Promise<LessonText | undefined> {
  const { loaders } = await import("virtual:lessons");
  return loaders[id]?.[language]();
}
