import { compareText } from "#core/base/order.ts";

/** Whether a value is a JSON object. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value under a path of keys, or undefined. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (!isMap(current)) return undefined;
    current = current[key];
  }
  return current;
}

/** The text under a path, "" when there is none. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const found = valueAt(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number under a path, or undefined. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "number" ? found : undefined;
}

/** The list under a path, empty when there is none. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = valueAt(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The object under a path, empty when there is none. */
export function mapAt(
  value: unknown,
  ...path: readonly string[]
): Readonly<Record<string, unknown>> {
  const found = valueAt(value, ...path);
  return isMap(found) ? found : {};
}

/** The texts of a string map under a path (labels, annotations, data). */
export function textsAt(
  value: unknown,
  ...path: readonly string[]
): Readonly<Record<string, string>> {
  const found = mapAt(value, ...path);
  return Object.fromEntries(
    Object.entries(found).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

/** Entries sorted by key, as Go marshals a map. */
export function sortedEntries<T>(map: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(map).sort((a, b) => compareText(a[0], b[0]));
}

/** A copy whose maps have sorted keys and no undefined values. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isMap(value)) return value;
  const entries = sortedEntries(value).filter(([, part]) => part !== undefined);
  const copy: Record<string, unknown> = {};
  // Integer-like keys come first in any object, whatever the order of writing: printers sort again.
  for (const [key, part] of entries) copy[key] = sortKeys(part);
  return copy;
}

/** JSON text as Go writes it: sorted keys, `<`, `>`, `&` and line separators escaped. `indent` "" means compact. */
export function goJson(value: unknown, indent = ""): string {
  return writeJson(value, indent, indent === "" ? "" : "\n");
}

function writeJson(value: unknown, indent: string, newline: string): string {
  if (Array.isArray(value))
    return writeItems(
      "[",
      value.map((part) => writeJson(part, indent, newline + indent)),
      "]",
      indent,
      newline,
    );
  if (isMap(value)) {
    const colon = newline === "" ? ":" : ": ";
    const items = sortedEntries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => goString(key) + colon + writeJson(part, indent, newline + indent));
    return writeItems("{", items, "}", indent, newline);
  }
  if (typeof value === "string") return goString(value);
  return value === undefined ? "null" : JSON.stringify(value);
}

function writeItems(
  open: string,
  items: readonly string[],
  close: string,
  indent: string,
  newline: string,
): string {
  if (items.length === 0) return open + close;
  const inner = newline === "" ? "" : newline + indent;
  return open + inner + items.join(`,${inner}`) + newline + close;
}

/** A Go JSON string: HTML characters and line separators are escaped. */
export function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
