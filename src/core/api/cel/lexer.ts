import { SyntaxIssue } from "./issues.ts";

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
const SIGN = /&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,()[\]{}=]/y;
const TEXT =
  /(?:[rR][bB]?|[bB][rR]?)?(?:"""(?:\\[\s\S]|[^\\])*?"""|'''(?:\\[\s\S]|[^\\])*?'''|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*')/y;
const RAW_TEXT = /(?:[rR][bB]?|[bB][rR])(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\r\n]*"|'[^'\r\n]*')/y;

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** The tokens of an expression, the last one being its end. Throws a SyntaxIssue at what is none. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(SPACE, text, at)?.length ?? 0;
    if (at >= text.length) return [...tokens, { type: "end", text: "<EOF>", at: text.length }];
    const token = tokenAt(text, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(text: string, at: number): Token {
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
  if (sign !== undefined) return { type: "sign", text: sign, at };
  const rest = /^["']/.test(text.slice(at)) ? text.slice(at) : text.slice(at, at + 1);
  throw new SyntaxIssue(at, `Syntax error: token recognition error at: '${rest}'`);
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
