/** A parsed JSONPath template. Models client-go util/jsonpath nodes. */
export type PathNode =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "list"; readonly nodes: readonly PathNode[] }
  | { readonly type: "field"; readonly name: string }
  | { readonly type: "wildcard" }
  | { readonly type: "recursive" }
  | {
      readonly type: "slice";
      readonly from?: number;
      readonly to?: number;
      readonly step?: number;
      readonly isIndex: boolean;
    }
  | { readonly type: "union"; readonly nodes: readonly PathNode[] }
  | {
      readonly type: "filter";
      readonly left: PathNode;
      readonly operator: string;
      readonly right: PathNode;
    }
  | { readonly type: "range" }
  | { readonly type: "end" }
  | { readonly type: "value"; readonly value: string | number | boolean };

/** A template that cannot be read; the message is client-go's. */
export class PathError extends Error {
  override readonly name = "PathError";
}

/** Reads a template: literal text with `{…}` actions. Throws a PathError. */
export function parsePath(template: string): readonly PathNode[] {
  const nodes: PathNode[] = [];
  let rest = template;
  while (rest !== "") {
    const open = rest.indexOf("{");
    if (open !== 0) {
      nodes.push({ type: "text", text: open < 0 ? rest : rest.slice(0, open) });
      if (open < 0) break;
    }
    const cursor = new Cursor(rest.slice(open + 1));
    nodes.push({ type: "list", nodes: parseAction(cursor) });
    rest = cursor.rest();
  }
  return nodes;
}

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }
  peek(length = 1): string {
    return this.#text.slice(this.#at, this.#at + length);
  }
  take(length = 1): string {
    const taken = this.peek(length);
    this.#at += length;
    return taken;
  }
  isDone(): boolean {
    return this.#at >= this.#text.length;
  }
  rest(): string {
    return this.#text.slice(this.#at);
  }
}

function parseAction(cursor: Cursor): PathNode[] {
  const nodes: PathNode[] = [];
  for (;;) {
    if (cursor.isDone()) throw new PathError("unclosed action");
    const char = cursor.peek();
    if (char === "}") {
      cursor.take();
      return nodes;
    }
    nodes.push(...parsePart(cursor, char));
  }
}

function parsePart(cursor: Cursor, char: string): PathNode[] {
  if (cursor.peek(3) === "[?(") return [parseFilter(cursor)];
  if (cursor.peek(2) === "..") {
    cursor.take(2);
    const next = cursor.peek();
    if (next === "[" || next === "" || next === "}") return [{ type: "recursive" }];
    return [{ type: "recursive" }, fieldNode(readName(cursor))];
  }
  if (char === "[") return parseArray(cursor);
  if (char === '"' || char === "'") return [{ type: "text", text: readQuoted(cursor) }];
  if (char === ".") {
    cursor.take();
    const name = readName(cursor);
    return name === "" ? [] : [fieldNode(name)];
  }
  if (char === "@" || char === "$" || /\s/.test(char)) {
    cursor.take();
    return [];
  }
  if (/[-+\d]/.test(char)) return [{ type: "value", value: readNumber(cursor) }];
  if (/[A-Za-z_]/.test(char)) return [parseWord(cursor)];
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  throw new PathError(`unrecognized character in action: U+${code} '${char}'`);
}

function fieldNode(name: string): PathNode {
  return name === "*" ? { type: "wildcard" } : { type: "field", name };
}

function readName(cursor: Cursor): string {
  let name = "";
  while (!cursor.isDone() && !/[\s.,[\]$@{}]/.test(cursor.peek())) {
    const char = cursor.take();
    name += char === "\\" ? cursor.take() : char;
  }
  return name;
}

function readNumber(cursor: Cursor): number {
  let text = cursor.take();
  while (/[\d.]/.test(cursor.peek()) && !cursor.isDone()) text += cursor.take();
  const value = Number(text);
  if (Number.isNaN(value)) throw new PathError(`cannot parse number ${text}`);
  return value;
}

function parseWord(cursor: Cursor): PathNode {
  let word = "";
  while (!cursor.isDone() && /[\w]/.test(cursor.peek())) word += cursor.take();
  if (word === "range") return { type: "range" };
  if (word === "end") return { type: "end" };
  if (word === "true" || word === "false") return { type: "value", value: word === "true" };
  throw new PathError(`unrecognized identifier ${word}`);
}

function readQuoted(cursor: Cursor): string {
  const quote = cursor.take();
  let text = "";
  for (;;) {
    if (cursor.isDone()) throw new PathError("unterminated quoted string");
    const char = cursor.take();
    if (char === quote) return text;
    text += char === "\\" ? unescaped(cursor.take()) : char;
  }
}

function unescaped(char: string): string {
  return (
    { n: "\n", t: "\t", r: "\r", "0": "\0", b: "\b", f: "\f", v: "\v", a: "\x07" }[char] ?? char
  );
}

/** Everything up to the bracket that closes, quotes respected. */
function readUntil(cursor: Cursor, closing: string, problem: string): string {
  let text = "";
  let depth = 0;
  let quote = "";
  for (;;) {
    if (cursor.isDone()) throw new PathError(problem);
    if (quote === "" && depth === 0 && cursor.peek(closing.length) === closing) {
      cursor.take(closing.length);
      return text;
    }
    const char = cursor.take();
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    text += char;
  }
}

function parseArray(cursor: Cursor): PathNode[] {
  cursor.take();
  const text = readUntil(cursor, "]", "unterminated array");
  // What stands in quotes is a path of its own: a dot that belongs to a name needs a backslash here, too.
  const quoted = /^\s*'([^']*)'\s*$/.exec(text);
  if (quoted) return parseAction(new Cursor(`.${quoted[1] ?? ""}}`));
  if (text.trim() === "*") return [{ type: "wildcard" }];
  const parts = text.split(",");
  if (parts.length > 1)
    return [{ type: "union", nodes: parts.map((part) => unionMember(part.trim())) }];
  return [sliceNode(text.trim())];
}

function unionMember(part: string): PathNode {
  const nodes = parseArray(new Cursor(`[${part}]`));
  return { type: "list", nodes };
}

function sliceNode(text: string): PathNode {
  const match = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (!match) throw new PathError(`invalid array index ${text}`);
  const [, first = "", second, third] = match;
  if (second === undefined) {
    if (first === "") throw new PathError(`invalid array index ${text}`);
    return { type: "slice", from: Number(first), isIndex: true };
  }
  const to = second.slice(1);
  const step = third?.slice(1) ?? "";
  return {
    type: "slice",
    isIndex: false,
    ...(first !== "" && { from: Number(first) }),
    ...(to !== "" && { to: Number(to) }),
    ...(step !== "" && { step: Number(step) }),
  };
}

function parseFilter(cursor: Cursor): PathNode {
  cursor.take(3);
  const text = readUntil(cursor, ")]", "unterminated filter");
  const match = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text);
  const always: PathNode = { type: "value", value: true };
  if (!match) return { type: "filter", left: operand(text), operator: "exists", right: always };
  const [, left = "", operator = "", right = ""] = match;
  const sides = { left: operand(left), right: operand(right) };
  if (!["<", ">", "<=", ">=", "==", "!="].includes(operator))
    throw new PathError(`unrecognized filter operator ${operator}`);
  return { type: "filter", operator, ...sides };
}

function operand(text: string): PathNode {
  return { type: "list", nodes: parseAction(new Cursor(`${text.trim()}}`)) };
}
