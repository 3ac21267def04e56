import { textOf, type TextKey, type TextValues } from "#app/i18n/text.ts";
import type { Language, YardState } from "#app/state/yard-state.ts";
import { narrate } from "../list-view/narration.ts";

/** The same happening in both languages, the language of the page first. */
export function captionsFor(
  before: YardState,
  after: YardState,
  language: Language,
): readonly { readonly language: Language; readonly sentence: string }[] {
  const order: readonly Language[] = language === "ko" ? ["ko", "en"] : ["en", "ko"];
  return order.map((each) => ({
    language: each,
    sentence: narrate(before, after, (key: TextKey, values?: TextValues) =>
      textOf(each, key, values),
    ),
  }));
}
