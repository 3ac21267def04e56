import {
  loadLesson as loadFromCourse,
  loadLessonText as loadTextFromCourse,
} from "#lessons/load.ts";
import type { Lesson, LessonLanguage, LessonText } from "#protocol/lesson.ts";
import type { PlanAmendment } from "#protocol/plan.ts";

/** A lesson that somebody made in the builder: all of it in one piece. */
export interface OwnLesson {
  readonly lesson: Lesson;
  readonly texts: Readonly<Partial<Record<LessonLanguage, LessonText>>>;
}

const own = new Map<string, OwnLesson>();

/** Makes a lesson of one's own known for as long as the page is open. */
export function addOwnLesson(made: OwnLesson): void {
  own.set(made.lesson.definition.id, made);
}

/** A lesson by its id and with the numbers of a class, one's own before the course's; undefined when there is none. */
export async function loadLesson(
  id: string,
  numbers?: PlanAmendment["numbers"],
): Promise<Lesson | undefined> {
  return own.get(id)?.lesson ?? loadFromCourse(id, numbers);
}

/** Its texts in a language; of a lesson of one's own those that there are. */
export async function loadLessonText(
  id: string,
  language: LessonLanguage,
  numbers?: PlanAmendment["numbers"],
): Promise<LessonText | undefined> {
  const made = own.get(id);
  if (made) return made.texts[language] ?? Object.values(made.texts)[0];
  return loadTextFromCourse(id, language, numbers);
}
