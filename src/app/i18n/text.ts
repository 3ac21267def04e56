import { en } from "./en/index.ts";
import { ko } from "./ko/index.ts";
import type { Language } from "#app/state/yard-state.ts";

/** Every key that a component may ask for: English is the list, Korean must have the same keys. */
export type TextKey = keyof typeof en;

/** Values for the `{name}` places of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

const TABLES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, ko };

/** The text of a key in a language, with its `{places}` filled in; a place without a value stays as it is. */
export function textOf(language: Language, key: TextKey, values: TextValues = {}): string {
  return TABLES[language][key].replace(/\{(\w+)\}/g, (place, name: string) =>
    String(values[name] ?? place),
  );
}

/** Whether a key exists: for keys made from codes, such as `because.replicas-missing`. */
export function hasText(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}
