import { isMap, sortedEntries } from "../json.ts";
import { resolveScalar } from "./scalar.ts";

/** Columns after which a long scalar continues on the next line. */
const BEST_WIDTH = 80;

/** YAML text as Go writes it: sorted keys, lists not indented under their key. Ends in a newline. Models sigs.k8s.io/yaml Marshal. */
export function printYaml(value: unknown): string {
  if (isMap(value) && Object.keys(value).length > 0) return mapLines(value, 0).join("\n") + "\n";
  if (Array.isArray(value) && value.length > 0) return listLines(value, 0).join("\n") + "\n";
  return `${inline(value, { column: 0, indent: 0 })}\n`;
}

function mapLines(map: Readonly<Record<string, unknown>>, depth: number): string[] {
  const lines: string[] = [];
  for (const [key, value] of sortedEntries(map)) {
    if (value === undefined) continue;
    const head = `${" ".repeat(depth)}${keyText(key)}:`;
    if (isMap(value) && Object.keys(value).length > 0)
      lines.push(head, ...mapLines(value, depth + 2));
    else if (Array.isArray(value) && value.length > 0) lines.push(head, ...listLines(value, depth));
    else
      lines.push(
        ...`${head} ${inline(value, { column: head.length + 1, indent: depth + 2 })}`.split("\n"),
      );
  }
  return lines;
}

function listLines(list: readonly unknown[], depth: number): string[] {
  return list.flatMap((item) => {
    const pad = " ".repeat(depth);
    if (isMap(item) && Object.keys(item).length > 0)
      return behindDash(mapLines(item, depth + 2), pad);
    if (Array.isArray(item) && item.length > 0) return behindDash(listLines(item, depth + 2), pad);
    return `${pad}- ${inline(item, { column: depth + 2, indent: depth + 2 })}`.split("\n");
  });
}

function behindDash(lines: readonly string[], pad: string): string[] {
  return lines.map((line, i) => (i === 0 ? `${pad}- ${line.slice(pad.length + 2)}` : line));
}

interface Spot {
  /** Where the scalar's first character stands. */
  readonly column: number;
  /** Where its further lines begin. */
  readonly indent: number;
}

function inline(value: unknown, spot: Spot): string {
  if (Array.isArray(value)) return "[]";
  if (isMap(value)) return "{}";
  if (typeof value === "string") return scalarText(value, spot);
  if (typeof value === "number") return numberText(value);
  return value === undefined ? "null" : String(value);
}

/** Integers in full, other numbers as Go's shortest form. */
export function numberText(value: number): string {
  const magnitude = Math.abs(value);
  if (Number.isInteger(value) && magnitude < 2 ** 64) return String(value);
  return magnitude >= 1e-4 && magnitude < 1e21 && !Number.isInteger(value)
    ? String(value)
    : exponent(value);
}

function exponent(value: number): string {
  return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}

function keyText(key: string): string {
  const analysis = analyse(key);
  if (needsQuotes(key)) return doubleQuoted(key, undefined);
  if (key.includes("\n") || !analysis.singleQuotedAllowed) return doubleQuoted(key, undefined);
  return analysis.plainAllowed ? key : `'${key.replaceAll("'", "''")}'`;
}

function scalarText(text: string, spot: Spot): string {
  const analysis = analyse(text);
  if (text.includes("\n"))
    return analysis.blockAllowed ? literal(text, spot) : doubleQuoted(text, spot);
  if (needsQuotes(text)) return doubleQuoted(text, spot);
  if (analysis.plainAllowed) return folded(text, spot);
  if (analysis.singleQuotedAllowed)
    return `'${folded(text.replaceAll("'", "''"), { ...spot, column: spot.column + 1 })}'`;
  return doubleQuoted(text, spot);
}

/** Whether the text would be read as something else than text. */
function needsQuotes(text: string): boolean {
  const isBase60 = /^[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?$/.test(text);
  return resolveScalar(text).type !== "text" || isBase60;
}

interface Analysis {
  readonly plainAllowed: boolean;
  readonly singleQuotedAllowed: boolean;
  readonly blockAllowed: boolean;
}

/** Which styles can hold a text. Models go-yaml yaml_emitter_analyze_scalar. */
function analyse(text: string): Analysis {
  const special = [...text].some((char) => !isPrintable(char));
  const isSpaceBeforeBreak = / [\n\r]/.test(text);
  const isBreakBeforeSpace = /\n /.test(text);
  const edges = /^[ \n]|[ \n]$/.test(text);
  const indicators =
    /^(---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[-?:](\s|$)/.test(text) ||
    /:(\s|$)/.test(text) ||
    /\s#/.test(text);
  return {
    plainAllowed: !(
      special ||
      isSpaceBeforeBreak ||
      isBreakBeforeSpace ||
      edges ||
      indicators ||
      text.includes("\n")
    ),
    singleQuotedAllowed: !(special || isSpaceBeforeBreak || isBreakBeforeSpace),
    blockAllowed: !(special || isSpaceBeforeBreak || text.endsWith(" ")),
  };
}

function isPrintable(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  return (
    code >= 0xa0 &&
    code < 0x10000 &&
    !(code >= 0xd800 && code <= 0xdfff) &&
    code !== 0xfeff &&
    code < 0xfffe
  );
}

function literal(text: string, { indent }: Spot): string {
  const indentHint = /^[ \n]/.test(text) ? "2" : "";
  const chomp = !text.endsWith("\n") ? "-" : text === "\n" || text.endsWith("\n\n") ? "+" : "";
  const body = text.endsWith("\n") ? text.slice(0, -1) : text;
  const lines = body.split("\n").map((line) => (line === "" ? "" : " ".repeat(indent) + line));
  return `|${indentHint}${chomp}\n${lines.join("\n")}`;
}

/** Breaks a long line at single spaces once it has passed the best width. */
function folded(text: string, { column, indent }: Spot): string {
  let out = "";
  let at = column;
  const chars = [...text];
  chars.forEach((char, i) => {
    const isLoneSpace =
      char === " " && chars[i - 1] !== " " && chars[i + 1] !== " " && i > 0 && i < chars.length - 1;
    if (isLoneSpace && at > BEST_WIDTH) {
      out += `\n${" ".repeat(indent)}`;
      at = indent;
    } else {
      out += char;
      at += 1;
    }
  });
  return out;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
  "\x85": "\\N",
  "\u2028": "\\L",
  "\u2029": "\\P",
  "\ufeff": "\\uFEFF",
};

/** A text between double quotes, with what cannot be seen escaped. */
export function doubleQuoted(text: string, spot: Spot | undefined): string {
  let out = '"';
  let at = (spot?.column ?? 0) + 1;
  const chars = [...text];
  chars.forEach((char, i) => {
    const breaks =
      spot !== undefined &&
      char === " " &&
      chars[i - 1] !== " " &&
      at > BEST_WIDTH &&
      i > 0 &&
      i < chars.length - 1;
    if (breaks) {
      out += `\n${" ".repeat(spot.indent)}${chars[i + 1] === " " ? "\\" : ""}`;
      at = spot.indent;
      return;
    }
    const escaped = ESCAPES[char] ?? (isPrintable(char) ? char : escapeCode(char));
    out += escaped;
    at += escaped.length;
  });
  return `${out}"`;
}

function escapeCode(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
