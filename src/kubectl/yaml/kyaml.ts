import { isMap, sortedEntries } from "../json.ts";
import { doubleQuoted, numberText } from "./print.ts";

/** The strict dialect of YAML that Go writes: braces, brackets, quoted strings, keys that nobody can misread. Ends in a newline. Models sigs.k8s.io/yaml/kyaml. */
export function printKyaml(value: unknown): string {
  return `---\n${written(value, 0)}\n`;
}

/** The value as it stands on a line that begins at `depth`. */
function written(value: unknown, depth: number): string {
  if (Array.isArray(value)) return listText(value, depth);
  if (isMap(value)) return mapText(value, depth);
  if (typeof value === "string") return stringText(value, depth);
  if (typeof value === "number") return numberText(value);
  return value === undefined ? "null" : String(value);
}

function mapText(map: Readonly<Record<string, unknown>>, depth: number): string {
  const pad = " ".repeat(depth + 2);
  const lines = sortedEntries(map)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${pad}${keyText(key)}: ${written(value, depth + 2)},\n`);
  return lines.length === 0 ? "{}" : `{\n${lines.join("")}${" ".repeat(depth)}}`;
}

/** Lists of maps and lists are drawn together; a value among them parts them again. */
function listText(list: readonly unknown[], depth: number): string {
  if (list.length === 0) return "[]";
  if (list.every((item) => Array.isArray(item) || isMap(item)))
    return `[${list.map((item) => written(item, depth)).join(", ")}]`;
  const pad = " ".repeat(depth + 2);
  const lines = list.map((item) => `${pad}${written(item, depth + 2)},\n`);
  return `[\n${lines.join("")}${" ".repeat(depth)}]`;
}

/** A text of several lines shows each on a line of its own, the breaks escaped. */
function stringText(text: string, depth: number): string {
  if (!text.includes("\n")) return doubleQuoted(text, undefined);
  const pad = " ".repeat(depth + 2);
  const parts = text.split("\n");
  const last = parts.pop() ?? "";
  const lines = [...parts.map((part) => `${part}\n`), ...(last === "" ? [] : [last])];
  const shown = lines.map((line) => {
    const escaped = line.replace(/[\\"]/g, "\\$&").replace("\n", "\\n");
    // White space at the beginning would be lost on the way back.
    return `${pad}${/^[ \t]/.test(line) ? "\\" : " "}${escaped}\\\n`;
  });
  return `"\\\n${shown.join("")}${pad}"`;
}

const PLAIN_KEY = /^[\p{L}\p{N}_][\p{L}\p{N}_./-]*$/u;
/** Words that some reader of YAML or of flags takes for something else than a text. */
const AMBIGUOUS = /^(|~|null|true|false|yes|no|on|off|y|n|t|f|\.?inf|infinity|\.?nan)$/i;
const NUMBER =
  /^[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(\.[0-9_]*)?(e[-+]?[0-9]+)?|\.[0-9_]+(e[-+]?[0-9]+)?)$/i;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}/;

function keyText(key: string): string {
  const isSafe = PLAIN_KEY.test(key) && ![AMBIGUOUS, NUMBER, DATE].some((each) => each.test(key));
  return isSafe ? key : doubleQuoted(key, undefined);
}
