import type { en } from "./en/index.ts";
import type { Language } from "#app/state/yard-state.ts";
import { particleAfter, PLACE } from "./particles.ts";

/** Every key that a component may ask for: English is the list, Korean must have the same keys. */
export type TextKey = keyof typeof en;

/** Values for the `{name}` places of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

type Table = Readonly<Record<TextKey, string>>;

/** A page speaks one language at a time, so each comes by itself. */
const LOADERS: Readonly<Record<Language, () => Promise<Table>>> = {
  en: () => import("./en/index.ts").then(({ en: table }) => table),
  ko: () => import("./ko/index.ts").then(({ ko: table }) => table),
};

const tables = new Map<Language, Table>();

/** Fetches the texts of languages; only then may anything be said in them. */
export async function loadTexts(...languages: readonly Language[]): Promise<void> {
  const missing = languages.filter((language) => !tables.has(language));
  await Promise.all(
    missing.map(async (language) => tables.set(language, await LOADERS[language]())),
  );
}

/** Whether the texts of a language are here. */
export function hasTexts(language: Language): boolean {
  return tables.has(language);
}

/** The text of a key in a language, with its `{places}` filled in and Korean particles fitted to what fills them; a place without a value stays as it is. */
export function textOf(language: Language, key: TextKey, values: TextValues = {}): string {
  return tableOf(language)[key].replace(PLACE, (all, name: string, closing = "", particle = "") => {
    const value = values[name];
    if (value === undefined) return all;
    return `${value}${closing}${particleAfter(String(value), particle)}`;
  });
}

/** Whether a key exists: for keys made from codes, such as `because.replicas-missing`. */
export function hasText(key: string): key is TextKey {
  return [...tables.values()].some((table) => Object.hasOwn(table, key));
}

function tableOf(language: Language): Table {
  const table = tables.get(language);
  if (!table) throw new Error(`the texts in ${language} have not been loaded`);
  return table;
}
