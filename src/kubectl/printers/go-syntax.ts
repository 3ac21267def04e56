import { isMap, sortedEntries } from "../json.ts";

/** A JSON value as Go's `%#v` prints it. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (isMap(value)) {
    const entries = sortedEntries(value).filter(([, part]) => part !== undefined);
    const texts = entries.map(([key, part]) => `${JSON.stringify(key)}:${goSyntax(part)}`);
    return `map[string]interface {}{${texts.join(", ")}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
