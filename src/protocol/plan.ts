import type { Expression, LessonLanguage } from "./lesson.ts";

/** A text in every language. */
export type Texts = Readonly<Record<LessonLanguage, string>>;

/** Steps of a lesson that a part of a class walks through. */
export interface PlanLesson {
  readonly id: string;
  /** Index of the first step. */
  readonly from: number;
  /** Index after the last one. */
  readonly to: number;
  /** Lines for the wall instead of the lesson's own, by step id. */
  readonly captions?: Readonly<Record<string, Texts>>;
  /** Other values for numbers that the lesson offers, by name. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** A question that the class answers within one of these steps. */
  readonly ask?: PlanQuestion;
}

/** What a class changes in a lesson: its steps, and the name of its shop where the plan gives one. */
export interface PlanAmendment extends PlanLesson {
  readonly shop?: string;
}

/** A question of the teacher's own. The right answer is found in the cluster when the step is done. */
export interface PlanQuestion {
  /** Id of the step that begins with it. */
  readonly step: string;
  readonly question: Texts;
  /** The first option that holds when the step is done is right. */
  readonly options: readonly { readonly text: Texts; readonly holds: Expression }[];
}

/** One part of a class: some steps of a lesson, or a talk at the wall. */
export interface PlanPart {
  readonly minutes: number;
  readonly title: Texts;
  /** For the teacher: what to say or ask. */
  readonly say: Texts;
  /** Lines on the wall, of a talk only; one paragraph each. */
  readonly wall: Texts;
  readonly lesson?: PlanLesson;
}

/** A class that is ready to be given. */
export interface ClassPlan {
  readonly id: string;
  readonly minutes: number;
  readonly title: Texts;
  readonly about: Texts;
  /** What the shop of the lessons is called, instead of `shop`. */
  readonly shop?: string;
  readonly parts: readonly PlanPart[];
  /** What the class does alone afterwards. */
  readonly homework: readonly { readonly lesson: string; readonly say: Texts }[];
}

/** What the shelf shows of a plan before it is opened. */
export type PlanCard = Pick<ClassPlan, "id" | "minutes" | "title" | "about"> & {
  readonly lessons: readonly string[];
};
