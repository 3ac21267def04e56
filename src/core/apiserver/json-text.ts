/** A problem of JSON text in the words of Go's encoding/json. */
export class JsonProblem extends Error {
  override readonly name = "JsonProblem";
}

const LITERALS = ["true", "false", "null"];
const ESCAPED = new Set(['"', "\\", "/", "b", "f", "n", "r", "t"]);
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/;

/** Parses JSON text; throws a JsonProblem with upstream's wording. The last of several equal keys wins, as in Go. */
export function parseJson(text: string): unknown {
  const end = skipValue(text, skipBlank(text, 0), "looking for beginning of value");
  const rest = skipBlank(text, end);
  if (rest < text.length) throw unexpected(text, rest, "after top-level value");
  return JSON.parse(text) as unknown;
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text.charAt(at))) at++;
  return at;
}

/** Position after the value that begins at `at`. */
function skipValue(text: string, at: number, expectation: string): number {
  if (at >= text.length) throw new JsonProblem("unexpected end of JSON input");
  const first = text.charAt(at);
  if (first === "{") return skipObject(text, at);
  if (first === "[") return skipList(text, at);
  if (first === '"') return skipString(text, at);
  const literal = LITERALS.find((each) => each.startsWith(first));
  if (literal !== undefined) return skipLiteral(text, at, literal);
  const number = NUMBER.exec(text.slice(at))?.[0];
  if (number !== undefined) return at + number.length;
  throw unexpected(text, at, expectation);
}

function skipObject(text: string, from: number): number {
  let at = skipBlank(text, from + 1);
  if (text.charAt(at) === "}") return at + 1;
  for (;;) {
    if (at >= text.length) throw new JsonProblem("unexpected end of JSON input");
    if (text.charAt(at) !== '"')
      throw unexpected(text, at, "looking for beginning of object key string");
    at = skipBlank(text, skipString(text, at));
    if (at < text.length && text.charAt(at) !== ":") throw unexpected(text, at, "after object key");
    at = skipBlank(
      text,
      skipValue(text, skipBlank(text, at + 1), "looking for beginning of value"),
    );
    const after = text.charAt(at);
    if (after === "}") return at + 1;
    if (after !== "," && at < text.length)
      throw unexpected(text, at, "after object key:value pair");
    at = skipBlank(text, at + 1);
  }
}

function skipList(text: string, from: number): number {
  let at = skipBlank(text, from + 1);
  if (text.charAt(at) === "]") return at + 1;
  for (;;) {
    at = skipBlank(text, skipValue(text, at, "looking for beginning of value"));
    const after = text.charAt(at);
    if (after === "]") return at + 1;
    if (after !== "," && at < text.length) throw unexpected(text, at, "after array element");
    at = skipBlank(text, at + 1);
  }
}

function skipString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') return at + 1;
    if (character < " ") throw unexpected(text, at, "in string literal");
    if (character !== "\\") continue;
    at++;
    const escaped = text.charAt(at);
    if (escaped === "u") at += 4;
    else if (escaped !== "" && !ESCAPED.has(escaped))
      throw unexpected(text, at, "in string escape code");
  }
  throw new JsonProblem("unexpected end of JSON input");
}

function skipLiteral(text: string, from: number, literal: string): number {
  for (let i = 1; i < literal.length; i++) {
    const at = from + i;
    if (at >= text.length) throw new JsonProblem("unexpected end of JSON input");
    if (text.charAt(at) !== literal.charAt(i)) {
      throw unexpected(text, at, `in literal ${literal} (expecting '${literal.charAt(i)}')`);
    }
  }
  return from + literal.length;
}

function unexpected(text: string, at: number, where: string): JsonProblem {
  const character = text.charAt(at);
  const shown = character === "'" ? "'\\''" : `'${character}'`;
  return new JsonProblem(`invalid character ${shown} ${where}`);
}

const ESCAPED_BY_GO = /[<>&\u2028\u2029]/g;

/** JSON text as Go's encoder writes it: what could upset a web page is escaped. */
export function goJson(value: unknown): string {
  return JSON.stringify(value).replace(
    ESCAPED_BY_GO,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
