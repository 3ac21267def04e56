import type { Lesson, LessonCard, LessonLanguage, LessonText } from "#protocol/lesson.ts";
import type { ParsedLesson } from "./folder.ts";
import type { ClassPlan, PlanCard } from "#protocol/plan.ts";

/** What a class gives to numbers of a lesson, by name. */
type Numbers = Readonly<Record<string, number>>;

/** What the shelf shows: the lessons of the course in their order. */
export async function lessonCards(): Promise<readonly LessonCard[]> {
  const { cards } = await import("virtual:lessons");
  return cards;
}

/** A lesson of the course by its id; undefined when there is none. */
export async function loadLesson(id: string, numbers?: Numbers): Promise<Lesson | undefined> {
  const { loaders } = await import("virtual:lessons");
  if (numbers) return (await readWith(id, numbers))?.lesson;
  return loaders[id]?.lesson();
}

/** What a lesson of the course says in one language; undefined when there is no such lesson. */
export async function loadLessonText(
  id: string,
  language: LessonLanguage,
  numbers?: Numbers,
): Promise<LessonText | undefined> {
  const { loaders } = await import("virtual:lessons");
  if (numbers) return (await readWith(id, numbers))?.texts[language];
  return loaders[id]?.[language]();
}

/** A lesson read afresh with other numbers: its files come only for a class that changes some. */
async function readWith(id: string, numbers: Numbers): Promise<ParsedLesson | undefined> {
  const [{ loaders }, { parseLessonFolder }] = await Promise.all([
    import("virtual:lessons"),
    import("./folder.ts"),
  ]);
  const source = await loaders[id]?.source();
  return source && parseLessonFolder(source.folder, source.files, "course", numbers);
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
