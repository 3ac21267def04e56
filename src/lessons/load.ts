import type { Lesson, LessonCard, LessonLanguage, LessonText } from "#protocol/lesson.ts";
import type { ClassPlan, PlanCard } from "#protocol/plan.ts";

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

/** The class plans that are ready for teachers. */
export async function planCards(): Promise<readonly PlanCard[]> {
  const { plans } = await import("virtual:lessons");
  return plans;
}

/** A class plan by its id; undefined when there is none. */
export async function loadPlan(id: string): Promise<ClassPlan | undefined> {
  const { planLoaders } = await import("virtual:lessons");
  return planLoaders[id]?.();
}
