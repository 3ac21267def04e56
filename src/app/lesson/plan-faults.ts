import { parseCheck } from "#lessons/check.ts";
import { PLAN_LIMITS, type Course } from "#lessons/plan.ts";
import { isShopName } from "#lessons/shop-name.ts";
import { wallLines } from "#lessons/plan-wall.ts";
import { wordCount } from "#lessons/words.ts";
import { LANGUAGES, type LessonLanguage } from "#protocol/lesson.ts";
import type { ClassPlan, PlanPart, PlanQuestion, Texts } from "#protocol/plan.ts";
import { tidied } from "./plan-edit.ts";

/** What stands in the way of saving a plan: in which field, and what. */
export interface PlanFault {
  /** `title`, `part.2.say`, `part.2.caption.strike`, `part.2.ask.option.1`, `homework.0.say`. */
  readonly field: string;
  readonly kind: "empty" | "words" | "lines" | "minutes" | "check" | "asking" | "options" | "shop";
  /** Which text of a field with two. */
  readonly language?: LessonLanguage;
  /** How much there may be. */
  readonly limit?: number;
  /** What the reader of checks says. */
  readonly message?: string;
}

/** Everything that a file of this plan would be refused for, by field. */
export function planFaults(plan: ClassPlan, course: Course): readonly PlanFault[] {
  const { title, about, shop, parts, homework } = tidied(plan, course);
  return [
    ...(shop === undefined || isShopName(shop) ? [] : [{ field: "shop", kind: "shop" } as const]),
    ...textFaults("title", title),
    ...textFaults("about", about),
    ...parts.flatMap((part, index) => partFaults(`part.${index}`, part, course)),
    ...homework.flatMap(({ say }, index) => textFaults(`homework.${index}.say`, say)),
  ];
}

function partFaults(field: string, part: PlanPart, course: Course): readonly PlanFault[] {
  const { minutes, title, say, wall, lesson } = part;
  const isShort = minutes > 0 && minutes <= PLAN_LIMITS.partMinutes;
  const faults = [
    ...(isShort
      ? []
      : [{ field: `${field}.minutes`, kind: "minutes", limit: PLAN_LIMITS.partMinutes } as const]),
    ...textFaults(`${field}.title`, title),
    ...textFaults(`${field}.say`, say, PLAN_LIMITS.sayWords),
  ];
  if (!lesson) return [...faults, ...wallFaults(`${field}.wall`, wall)];
  const captions = Object.entries(lesson.captions ?? {});
  return [
    ...faults,
    ...captions.flatMap(([step, texts]) =>
      textFaults(`${field}.caption.${step}`, texts, PLAN_LIMITS.captionWords),
    ),
    ...(lesson.ask ? askFaults(`${field}.ask`, lesson.ask, course[lesson.id]?.asking ?? []) : []),
  ];
}

function wallFaults(field: string, wall: Texts): readonly PlanFault[] {
  const { wallLines: most, wallWords } = PLAN_LIMITS;
  return LANGUAGES.flatMap((language): readonly PlanFault[] => {
    const lines = wallLines(wall[language]);
    if (lines.length === 0) return [{ field, kind: "empty", language }];
    if (lines.length > most) return [{ field, kind: "lines", language, limit: most }];
    const isLong = lines.some((line) => wordCount(line) > wallWords);
    return isLong ? [{ field, kind: "words", language, limit: wallWords }] : [];
  });
}

function askFaults(
  field: string,
  { step, question, options }: PlanQuestion,
  asking: readonly string[],
): readonly PlanFault[] {
  const { leastOptions, mostOptions } = PLAN_LIMITS;
  const isMany = options.length >= leastOptions && options.length <= mostOptions;
  return [
    ...(asking.includes(step) ? [{ field: `${field}.step`, kind: "asking" } as const] : []),
    ...textFaults(`${field}.question`, question),
    ...(isMany ? [] : [{ field, kind: "options", limit: mostOptions } as const]),
    ...options.flatMap(({ text, holds }, index) => [
      ...textFaults(`${field}.option.${index}`, text),
      ...checkFaults(`${field}.holds.${index}`, holds),
    ]),
  ];
}

function checkFaults(field: string, holds: string): readonly PlanFault[] {
  if (holds.trim() === "") return [{ field, kind: "empty" }];
  const parsed = parseCheck(holds);
  return parsed.ok ? [] : [{ field, kind: "check", message: parsed.message }];
}

function textFaults(field: string, texts: Texts, limit = Infinity): readonly PlanFault[] {
  return LANGUAGES.flatMap((language): readonly PlanFault[] => {
    if (texts[language].trim() === "") return [{ field, kind: "empty", language }];
    return wordCount(texts[language]) > limit ? [{ field, kind: "words", language, limit }] : [];
  });
}
