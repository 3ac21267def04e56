declare module "virtual:lessons" {
  import type { Lesson, LessonCard, LessonText } from "#protocol/lesson.ts";
  import type { ScenarioFile } from "#protocol/scenario.ts";
  import type { ClassPlan, PlanCard } from "#protocol/plan.ts";

  /** The shelf, in the order of the course. Made at build time by vite-plugins/lessons.ts. */
  export const cards: readonly LessonCard[];
  /** By lesson id. */
  export const loaders: Readonly<
    Record<
      string,
      {
        lesson(): Promise<Lesson>;
        /** The files that it is read from, for a class that changes its numbers. */
        source(): Promise<{ readonly folder: string; readonly files: readonly ScenarioFile[] }>;
        en(): Promise<LessonText>;
        ko(): Promise<LessonText>;
      }
    >
  >;

  /** The class plans for teachers. */
  export const plans: readonly PlanCard[];
  /** By plan id. */
  export const planLoaders: Readonly<Record<string, () => Promise<ClassPlan>>>;
}
