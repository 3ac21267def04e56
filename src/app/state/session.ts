import { createContext, useContext } from "react";
import type { LessonLanguage } from "#protocol/lesson.ts";
import type { ClassPlan, PlanAmendment } from "#protocol/plan.ts";
import type { Scenario } from "#protocol/scenario.ts";

/** What the page can do with lessons. */
export interface LessonSession {
  /** Opens a lesson, at a step counted from one and with what a class plan puts into it; false when there is no such lesson. */
  openLesson(id: string, step?: number, amended?: PlanAmendment): Promise<boolean>;
  /** Opens the lesson that a scenario names, at the very place where somebody stood in it; false when there is no such lesson. */
  openLessonAt(place: Scenario): Promise<boolean>;
  /** Begins the open lesson anew. */
  restartLesson(): Promise<void>;
  /** Loads the open lesson's texts in another language, too. */
  loadLessonLanguage(language: LessonLanguage): Promise<void>;
  /** Back to the own cluster. */
  leaveLesson(): Promise<void>;
}

/** What the page can do with class plans. */
export interface PlanSession {
  /** Opens a plan of the course to be read; false when there is no such plan. */
  openPlan(id: string): Promise<boolean>;
  /** Shows a plan that is at hand: a file, or a copy to be changed. */
  showPlan(plan: ClassPlan): Promise<void>;
  /** Shows a part of the open plan on the wall; beyond the last one the class is over. A new class has a report of its own. */
  presentPart(index: number, options?: { readonly isNewClass: boolean }): Promise<void>;
  closePlan(): void;
}

/** What only the whole page can do: replace what it shows. */
export interface Session extends LessonSession, PlanSession {
  startAnew(preset: "shop" | "empty"): Promise<void>;
  /** Opens a decoded scenario, or says why it cannot. */
  openScenario(scenario: Scenario): Promise<void>;
}

export const SessionContext = createContext<Session | null>(null);

/** The page's session. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no SessionContext above this component");
  return session;
}
