import { numbersWith } from "#lessons/numbers.ts";
import { PLAN_LIMITS, type Course } from "#lessons/plan.ts";
import type { ClassPlan, PlanLesson, PlanPart, PlanQuestion, Texts } from "#protocol/plan.ts";

const NOTHING: Texts = { en: "", ko: "" };
const NEW_PART_MINUTES = 5;

/** The plan with its parts changed; its minutes are those of its parts. */
export function withParts(plan: ClassPlan, parts: readonly PlanPart[]): ClassPlan {
  return { ...plan, parts, minutes: parts.reduce((sum, { minutes }) => sum + minutes, 0) };
}

/** The plan with one part changed. */
export function withPart(plan: ClassPlan, index: number, change: Partial<PlanPart>): ClassPlan {
  return withParts(
    plan,
    plan.parts.map((part, each) => (each === index ? { ...part, ...change } : part)),
  );
}

/** The plan with a part moved to another place; a place beyond the ends changes nothing. */
export function movePart(plan: ClassPlan, from: number, to: number): ClassPlan {
  const moved = plan.parts[from];
  if (!moved || to < 0 || to >= plan.parts.length || from === to) return plan;
  const others = plan.parts.filter((_part, index) => index !== from);
  return withParts(plan, [...others.slice(0, to), moved, ...others.slice(to)]);
}

/** The plan without a part. The last one stays: a class without parts is none. */
export function withoutPart(plan: ClassPlan, index: number): ClassPlan {
  if (plan.parts.length < 2) return plan;
  return withParts(
    plan,
    plan.parts.filter((_part, each) => each !== index),
  );
}

/** An empty talk, or a whole lesson under its own title. */
export function newPart(lesson?: {
  readonly id: string;
  readonly title: Texts;
  readonly steps: readonly string[];
}): PlanPart {
  const part = { minutes: NEW_PART_MINUTES, say: NOTHING, wall: NOTHING };
  if (!lesson) return { ...part, title: NOTHING };
  const { id, title, steps } = lesson;
  return { ...part, title, lesson: { id, from: 0, to: steps.length } };
}

/** The lesson of a part from another step, or up to another one; captions and the question of steps that it has no more are kept with it, so that they come back with the steps. */
export function withSpan(lesson: PlanLesson, span: { from?: number; to?: number }): PlanLesson {
  const from = span.from ?? lesson.from;
  const to = span.to ?? lesson.to;
  if (span.from !== undefined) return { ...lesson, from, to: Math.max(to, from + 1) };
  return { ...lesson, from: Math.min(from, to - 1), to };
}

/** A question with two empty options about the first step that asks none of its own; undefined when all do. */
export function newQuestion(lesson: PlanLesson, course: Course): PlanQuestion | undefined {
  const { steps = [], asking = [] } = course[lesson.id] ?? {};
  const step = steps.slice(lesson.from, lesson.to).find((each) => !asking.includes(each));
  if (step === undefined) return undefined;
  const option = { text: NOTHING, holds: "" };
  return {
    step,
    question: NOTHING,
    options: Array.from({ length: PLAN_LIMITS.leastOptions }, () => option),
  };
}

/** The plan as a file holds it: numbers that the lesson does not allow, captions and questions of steps that a part has no more are left out, empty captions too. */
export function tidied(plan: ClassPlan, course: Course): ClassPlan {
  return {
    ...plan,
    parts: plan.parts.map((part) => {
      if (!part.lesson) return part;
      const { captions = {}, numbers = {}, ask, ...rest } = part.lesson;
      const offered = course[rest.id]?.numbers ?? [];
      const wanted = Object.entries(numbersWith(offered, numbers)).filter(
        ([name, value]) => numbers[name] === value,
      );
      const own = course[rest.id]?.steps.slice(rest.from, rest.to) ?? [];
      const kept = Object.entries(captions).filter(
        ([step, { en, ko }]) => own.includes(step) && (en.trim() !== "" || ko.trim() !== ""),
      );
      return {
        ...part,
        lesson: {
          ...rest,
          ...(wanted.length > 0 && { numbers: Object.fromEntries(wanted) }),
          ...(kept.length > 0 && { captions: Object.fromEntries(kept) }),
          ...(ask && own.includes(ask.step) && { ask }),
        },
      };
    }),
  };
}
