/** A template that cannot be read; the message is that of text/template. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** A piece of a template's text. */
export type Token = { readonly pos: number; readonly text: string } & (
  | { readonly type: "text" | "open" | "close" | "end-of-text" }
  | {
      readonly type: "space" | "word" | "field" | "variable" | "number" | "string" | "raw" | "char";
    }
  | { readonly type: "other" }
  | { readonly type: "assign" | "declare" | "pipe" | "comma" | "left" | "right" | "dot" }
);

const INSIDE: readonly (readonly [Token["type"], RegExp])[] = [
  ["space", /[ \t\r\n]+/y],
  ["string", /"(?:[^"\\\n]|\\.)*"/y],
  ["raw", /`[^`]*`/y],
  ["char", /'(?:[^'\\\n]|\\.)'/y],
  ["declare", /:=/y],
  ["assign", /=/y],
  ["pipe", /\|/y],
  ["comma", /,/y],
  ["left", /\(/y],
  ["right", /\)/y],
  ["variable", /\$[A-Za-z_0-9]*/y],
  ["number", /[+-]?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)/y],
  ["field", /\.[A-Za-z_][A-Za-z_0-9]*/y],
  ["dot", /\./y],
  ["word", /[A-Za-z_][A-Za-z_0-9]*/y],
  ["other", /[!#-&*+\-/:;<>?@[-^{}~]/y],
];

/** Cuts a template into tokens. Models text/template/parse lex. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let trimsNext = false;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    let text = open < 0 ? source.slice(at) : source.slice(at, open);
    if (trimsNext) text = text.trimStart();
    const trims = open >= 0 && /^-\s/.test(source.slice(open + 2, open + 4));
    if (trims) text = text.trimEnd();
    if (text !== "") tokens.push({ type: "text", pos: at, text });
    if (open < 0) break;
    at = open + (trims ? 3 : 2);
    const comment = /\s*\/\*[\s\S]*?\*\/\s*?(\s-)?\}\}/y;
    comment.lastIndex = at;
    const found = comment.exec(source);
    if (found) {
      trimsNext = found[1] !== undefined;
      at += found[0].length;
      continue;
    }
    if (/^\s*\/\*/.test(source.slice(at)))
      throw new TemplateError(`${lineAt(source, source.length)}: unclosed comment`);
    tokens.push({ type: "open", pos: open, text: "{{" });
    at = actionTokens(source, at, tokens);
    trimsNext = source.slice(at - 3, at) === "-}}";
  }
  return [...tokens, { type: "end-of-text", pos: source.length, text: "EOF" }];
}

function actionTokens(source: string, from: number, tokens: Token[]): number {
  let at = from;
  let depth = 0;
  for (;;) {
    const rest = source.slice(at, at + 4);
    if (rest.startsWith("}}") || /^\s-\}\}/.test(rest)) {
      if (depth > 0) throw new TemplateError(`${lineAt(source, at)}: unclosed left paren`);
      const width = rest.startsWith("}}") ? 2 : 4;
      tokens.push({ type: "close", pos: at, text: "}}" });
      return at + width;
    }
    if (at >= source.length) throw new TemplateError(`${lineAt(source, from)}: unclosed action`);
    const found = tokenAt(source, at);
    if (!found) throw new TemplateError(`${lineAt(source, at)}: ${badCharacter(source, at)}`);
    tokens.push(found);
    at += found.text.length;
    depth += found.type === "left" ? 1 : found.type === "right" ? -1 : 0;
    if (depth < 0) throw new TemplateError(`${lineAt(source, at)}: unexpected right paren`);
    const isName = ["field", "variable", "word"].includes(found.type);
    if (isName && !/^(\s|[.,|:()]|\}\}|$)/.test(source.slice(at, at + 2)))
      throw new TemplateError(`${lineAt(source, at)}: bad character ${codeOf(source, at)}`);
  }
}

function tokenAt(source: string, at: number): Token | undefined {
  for (const [type, pattern] of INSIDE) {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) continue;
    // A space before the mark that trims belongs to the mark.
    const isBeforeMark = type === "space" && source.startsWith("-}}", at + text.length);
    if (isBeforeMark && text.length > 1) return { type, pos: at, text: text.slice(0, -1) };
    return { type, pos: at, text };
  }
  return undefined;
}

function badCharacter(source: string, at: number): string {
  const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (char === '"') return "unterminated quoted string";
  if (char === "`") return "unterminated raw quoted string";
  if (char === "'") return "unterminated character constant";
  return `unrecognized character in action: ${codeOf(source, at)}`;
}

/** A character as Go's `%#U` prints it. */
function codeOf(source: string, at: number): string {
  const char = String.fromCodePoint(source.codePointAt(at) ?? 0);
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} '${char}'`;
}

/** The line, from one, that a place of the text is in. */
export function lineAt(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}

/** What stands behind the last token. */
export const END: Token = { type: "end-of-text", pos: 0, text: "EOF" };

/** How a message names a token. */
export function shown(token: Token): string {
  if (token.type === "end-of-text") return "EOF";
  if (token.type === "word" && KEYWORDS.includes(token.text)) return `<${token.text}>`;
  return token.text.length > 10
    ? `${JSON.stringify(token.text.slice(0, 10))}...`
    : JSON.stringify(token.text);
}

const KEYWORDS = ["block", "break", "continue", "define", "else", "end", "if", "range", "nil"];

/** A number of a template: an int (bigint here) or a float. */
export function numberOf(text: string): number | bigint {
  return /^[+-]?(\d+|0[xX][0-9a-fA-F]+)$/.test(text)
    ? BigInt(text.replace(/^\+/, "").replace(/^-0x/i, "-0x"))
    : Number(text);
}

/** What a quoted text stands for. */
export function unquoted(text: string): string {
  return text.startsWith("`") ? text.slice(1, -1) : String(JSON.parse(text));
}
