import { goPattern } from "../validation/go-pattern.ts";
import { formatTemplate } from "./format.ts";
import { overloadsOf, type CelFunction, type Overload } from "./overloads.ts";
import { CelError, type CelValue } from "./values.ts";

const str = (value: CelValue | undefined) => value as string;
const num = (value: CelValue | undefined) => Number(value as bigint);

/** The expression behind a pattern. Throws what Go says of one that is none. */
export function regexOf(pattern: string, flags = ""): RegExp {
  const found = goPattern(pattern);
  if (!found) throw new CelError(`error parsing regexp: invalid syntax: \`${pattern}\``);
  return flags === "" ? found : new RegExp(found.source, `${found.flags}${flags}`);
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function upper(text: string): string {
  return text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
}

function indexIn(text: string, part: string, from: number): bigint {
  const letters = [...text];
  if (part === "") return BigInt(from);
  if (from < 0 || from > letters.length) throw new CelError(`index out of range: ${from}`);
  const rest = letters.slice(from).join("");
  const found = rest.indexOf(part);
  return found < 0 ? -1n : BigInt(from + [...rest.slice(0, found)].length);
}

function lastIndexIn(text: string, part: string, until?: number): bigint {
  const letters = [...text];
  if (until !== undefined && (until < 0 || until >= Math.max(1, letters.length)))
    throw new CelError(`index out of range: ${until}`);
  const size = [...part].length;
  const end = until ?? letters.length;
  if (part === "") return BigInt(end);
  for (let at = Math.min(end, letters.length - size); at >= 0; at--)
    if (letters.slice(at, at + size).join("") === part) return BigInt(at);
  return -1n;
}

function slice(text: string, start: number, end?: number): string {
  const letters = [...text];
  const stop = end ?? letters.length;
  if (start < 0 || start > letters.length) throw new CelError(`index out of range: ${start}`);
  if (stop < 0 || stop > letters.length) throw new CelError(`index out of range: ${stop}`);
  if (start > stop) throw new CelError(`invalid substring range. start: ${start}, end: ${stop}`);
  return letters.slice(start, stop).join("");
}

function split(text: string, by: string, limit = -1): readonly string[] {
  if (limit === 0) return [];
  const parts = by === "" ? [...text] : text.split(by);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(by)];
}

function replace(text: string, part: string, by: string, limit = -1): string {
  if (limit < 0) return text.replaceAll(part, () => by);
  let rest = text;
  let done = "";
  for (let count = 0; count < limit; count++) {
    const at = rest.indexOf(part);
    if (at < 0 || (part === "" && rest === "")) break;
    const step = part === "" ? 1 : part.length;
    done += rest.slice(0, at) + by + (part === "" ? rest.slice(0, 1) : "");
    rest = rest.slice(at + step);
  }
  return done + rest;
}

function charAt(text: string, at: number): string {
  const letters = [...text];
  if (at < 0 || at > letters.length) throw new CelError(`index out of range: ${at}`);
  return letters[at] ?? "";
}

const joined: CelFunction = ([list, by = ""]) => (list as readonly string[]).join(by as string);

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("\\u0007", "\\a").replaceAll("\\u000b", "\\v");
}

function findAll(text: string, pattern: string, limit = -1): readonly string[] {
  const all = [...text.matchAll(regexOf(pattern, "g"))].map(([found]) => found);
  return limit < 0 ? all : all.slice(0, limit);
}

/** Functions on texts. Models the standard ones, ext.Strings (version 2) and Kubernetes' Regex library. */
export const stringLibrary: readonly Overload[] = overloadsOf({
  "string.contains(string): bool": ([text, part]) => str(text).includes(str(part)),
  "string.startsWith(string): bool": ([text, part]) => str(text).startsWith(str(part)),
  "string.endsWith(string): bool": ([text, part]) => str(text).endsWith(str(part)),
  "string.matches(string): bool | matches(string, string): bool": ([text, pattern]) =>
    regexOf(str(pattern)).test(str(text)),
  "string.charAt(int): string": ([text, at]) => charAt(str(text), num(at)),
  "string.indexOf(string): int": ([text, part]) => indexIn(str(text), str(part), 0),
  "string.indexOf(string, int): int": ([text, part, from]) =>
    indexIn(str(text), str(part), num(from)),
  "string.lastIndexOf(string): int": ([text, part]) => lastIndexIn(str(text), str(part)),
  "string.lastIndexOf(string, int): int": ([text, part, until]) =>
    lastIndexIn(str(text), str(part), num(until)),
  "string.lowerAscii(): string": ([text]) => lower(str(text)),
  "string.upperAscii(): string": ([text]) => upper(str(text)),
  "string.trim(): string": ([text]) => str(text).trim(),
  "string.replace(string, string): string": ([text, part, by]) =>
    replace(str(text), str(part), str(by)),
  "string.replace(string, string, int): string": ([text, part, by, limit]) =>
    replace(str(text), str(part), str(by), num(limit)),
  "string.split(string): list<string>": ([text, by]) => split(str(text), str(by)),
  "string.split(string, int): list<string>": ([text, by, limit]) =>
    split(str(text), str(by), num(limit)),
  "string.substring(int): string": ([text, start]) => slice(str(text), num(start)),
  "string.substring(int, int): string": ([text, start, end]) =>
    slice(str(text), num(start), num(end)),
  "list<string>.join(): string | list<string>.join(string): string": joined,
  ".strings.quote(string): string": ([text]) => quoted(str(text)),
  "string.format(list<dyn>): string": ([template, values]) =>
    formatTemplate(str(template), values as readonly CelValue[]),
  "string.find(string): string": ([text, pattern]) =>
    regexOf(str(pattern)).exec(str(text))?.[0] ?? "",
  "string.findAll(string): list<string>": ([text, pattern]) => findAll(str(text), str(pattern)),
  "string.findAll(string, int): list<string>": ([text, pattern, limit]) =>
    findAll(str(text), str(pattern), num(limit)),
});
