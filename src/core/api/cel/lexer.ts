import type { Issue } from "./issues.ts";

/** A word, number, text or sign of an expression. */
export interface Token {
  readonly type: "ident" | "int" | "uint" | "double" | "string" | "bytes" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const SPACE = /(?:[\s\f]+|\/\/[^\n]*)*/y;
const NUMBER =
  /0x[0-9a-fA-F]+u?|(?:\d+\.\d+(?:[eE][-+]?\d+)?|\d+[eE][-+]?\d+|\.\d+(?:[eE][-+]?\d+)?)|\d+u?/iy;
const IDENT = /[_a-zA-Z][_a-zA-Z0-9]*/y;
const SIGN = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}]/y;
/** The first half of a sign of two characters: what stands behind it is lost with it. */
const HALF_SIGN = /[&|=][\s\S]?/y;
const ESCAPED =
  "\\\\(?:[abfnrtv\"'`?\\\\]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})";
const TEXT = new RegExp(
  [
    `"""(?:${ESCAPED}|[^\\\\])*?"""`,
    `\'\'\'(?:${ESCAPED}|[^\\\\])*?\'\'\'`,
    `"(?:${ESCAPED}|[^"\\\\\\r\\n])*"`,
    `'(?:${ESCAPED}|[^'\\\\\\r\\n])*'`,
  ]
    .map((each) => `[bB]?${each}`)
    .join("|"),
  "y",
);
const RAW_TEXT =
  /(?:[rR][bB]?|[bB][rR])(?:"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"[^"\r\n]*"|'[^'\r\n]*')/y;
/** A text that has no end, or an escape that is none, with the character at which that shows. */
const BROKEN_TEXT = new RegExp(
  `"(?:${ESCAPED}|[^"\\\\\\r\\n])*(?:${brokenEscape()}|[\\s\\S])?|'(?:${ESCAPED}|[^'\\\\\\r\\n])*(?:${brokenEscape()}|[\\s\\S])?`,
  "y",
);

/** An escape as far as it can be one, and one character more. */
function brokenEscape(): string {
  const hex = "[0-9a-fA-F]";
  return `\\\\(?:[xX]${hex}?|u${hex}{0,3}|U${hex}{0,7}|[0-3][0-7]?)?[\\s\\S]?`;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** What a text was cut into. */
export interface Tokens {
  /** The last one is the end. */
  readonly tokens: readonly Token[];
  /** What was no token and is left out. */
  readonly issues: readonly Issue[];
}

/** The tokens of an expression. Models the lexer that ANTLR makes of cel-go's CEL.g4. */
export function tokensOf(text: string): Tokens {
  const tokens: Token[] = [];
  const issues: Issue[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(SPACE, text, at)?.length ?? 0;
    if (at >= text.length)
      return { tokens: [...tokens, { type: "end", text: "<EOF>", at: text.length }], issues };
    const token = tokenAt(text, at);
    if (token) tokens.push(token);
    const lost = token ? "" : lostAt(text, at);
    if (!token) issues.push({ at, message: `Syntax error: token recognition error at: '${lost}'` });
    at += (token?.text ?? lost).length;
  }
}

function tokenAt(text: string, at: number): Token | undefined {
  const quoted = matchAt(RAW_TEXT, text, at) ?? matchAt(TEXT, text, at);
  if (quoted !== undefined) {
    const isBytes = /^[rR]?[bB]/.test(quoted);
    return { type: isBytes ? "bytes" : "string", text: quoted, at };
  }
  const number = matchAt(NUMBER, text, at);
  if (number !== undefined) return { type: numberType(number), text: number, at };
  const word = matchAt(IDENT, text, at);
  if (word !== undefined) return { type: "ident", text: word, at };
  const sign = matchAt(SIGN, text, at);
  return sign === undefined ? undefined : { type: "sign", text: sign, at };
}

function lostAt(text: string, at: number): string {
  return (
    matchAt(BROKEN_TEXT, text, at) ??
    matchAt(HALF_SIGN, text, at) ??
    String.fromCodePoint(text.codePointAt(at) ?? 0)
  );
}

function numberType(text: string): "int" | "uint" | "double" {
  if (/^0x/i.test(text)) return /u$/i.test(text) ? "uint" : "int";
  if (/u$/i.test(text)) return "uint";
  return /[.e]/i.test(text) ? "double" : "int";
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPE =
  /\\(?:x([0-9a-fA-F]{2})|X([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([\s\S]))/g;

/** What a quoted text says, without its quotes and escapes. */
export function unquoted(text: string): string {
  const [, prefix = "", quote = ""] = /^([rRbB]*)("""|'''|"|')/.exec(text) ?? [];
  const inner = text.slice(prefix.length + quote.length, text.length - quote.length);
  if (/[rR]/.test(prefix)) return inner;
  return inner.replace(
    ESCAPE,
    (_all, x?: string, upperX?: string, u?: string, upperU?: string, octal?: string, one = "") => {
      const hex = x ?? upperX ?? u ?? upperU;
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
      return ESCAPES[one] ?? one;
    },
  );
}
