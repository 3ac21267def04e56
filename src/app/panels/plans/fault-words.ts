import type { TextKey, TextValues } from "#app/i18n/text.ts";
import type { PlanFault } from "#app/lesson/plan-faults.ts";
import { LANGUAGES, type LessonLanguage } from "#protocol/lesson.ts";

type Text = (key: TextKey, values?: TextValues) => string;

/** What is wrong with the two texts of a field, in words. */
export function faultsAt(
  text: Text,
  faults: readonly PlanFault[],
  field: string,
): Readonly<Partial<Record<LessonLanguage, string>>> {
  const found = LANGUAGES.flatMap((language) => {
    const fault = faults.find((each) => each.field === field && each.language === language);
    return fault ? [[language, faultText(text, fault)] as const] : [];
  });
  return Object.fromEntries(found);
}

/** What is wrong with a field that has no language; undefined when nothing is. */
export function faultOf(
  text: Text,
  faults: readonly PlanFault[],
  field: string,
): string | undefined {
  const fault = faults.find((each) => each.field === field && each.language === undefined);
  return fault && faultText(text, fault);
}

function faultText(text: Text, { kind, limit = 0, message = "" }: PlanFault): string {
  return text(`plan.fault.${kind}`, { limit, message });
}
