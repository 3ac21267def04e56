import { createStore } from "zustand/vanilla";
import { readStored, writeStored } from "#app/state/shell-state.ts";
import type { ClassPlan, Texts } from "#protocol/plan.ts";

const KEY = "podyard.plans";
const MOST_PLANS = 50;

/** Plans of the teacher's own, newest change first, kept in this browser as they stand: half-written ones, too. */
export const keptPlans = createStore<readonly ClassPlan[]>(() =>
  readKeptPlans(readStored(KEY) ?? ""),
);

/** Keeps a plan as it stands now; false when this browser keeps nothing. */
export function keepPlan(plan: ClassPlan): boolean {
  const others = keptPlans.getState().filter(({ id }) => id !== plan.id);
  const plans = [plan, ...others].slice(0, MOST_PLANS);
  keptPlans.setState(plans, true);
  return writeStored(KEY, JSON.stringify(plans));
}

/** Forgets a plan. */
export function dropPlan(id: string): void {
  const plans = keptPlans.getState().filter((plan) => plan.id !== id);
  keptPlans.setState(plans, true);
  writeStored(KEY, JSON.stringify(plans));
}

/** The plan under a name that no kept plan has. */
export function asOwn(plan: ClassPlan): ClassPlan {
  const taken = new Set(keptPlans.getState().map(({ id }) => id));
  const base = plan.id.replace(/-own-\d+$/, "");
  let number = 1;
  while (taken.has(`${base}-own-${number}`)) number += 1;
  return { ...plan, id: `${base}-own-${number}` };
}

/** Whether a plan is the teacher's own: those of the course are not changed. */
export function isOwnPlan({ id }: Pick<ClassPlan, "id">): boolean {
  return /-own-\d+$/.test(id);
}

/** Reads what was kept; what is no plan is left out. */
export function readKeptPlans(text: string): readonly ClassPlan[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter(isPlan) : [];
  } catch {
    return [];
  }
}

function isPlan(value: unknown): value is ClassPlan {
  if (!isRecord(value)) return false;
  const { id, minutes, title, about, shop, parts, homework } = value;
  return (
    typeof id === "string" &&
    typeof minutes === "number" &&
    [title, about].every(isTexts) &&
    (shop === undefined || typeof shop === "string") &&
    Array.isArray(parts) &&
    parts.length > 0 &&
    parts.every(isPart) &&
    Array.isArray(homework) &&
    homework.every(
      (each) => isRecord(each) && typeof each["lesson"] === "string" && isTexts(each["say"]),
    )
  );
}

function isPart(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { minutes, title, say, wall, lesson } = value;
  return (
    typeof minutes === "number" &&
    [title, say, wall].every(isTexts) &&
    (lesson === undefined || isLesson(lesson))
  );
}

function isLesson(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, from, to, captions = {}, numbers = {}, ask } = value;
  return (
    typeof id === "string" &&
    typeof from === "number" &&
    typeof to === "number" &&
    isRecord(captions) &&
    Object.values(captions).every(isTexts) &&
    isRecord(numbers) &&
    Object.values(numbers).every((each) => typeof each === "number") &&
    (ask === undefined || isQuestion(ask))
  );
}

function isQuestion(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { step, question, options } = value;
  const isOption = (each: unknown) =>
    isRecord(each) && isTexts(each["text"]) && typeof each["holds"] === "string";
  return (
    typeof step === "string" &&
    isTexts(question) &&
    Array.isArray(options) &&
    options.every(isOption)
  );
}

function isTexts(value: unknown): value is Texts {
  return isRecord(value) && typeof value["en"] === "string" && typeof value["ko"] === "string";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
