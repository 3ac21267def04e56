/** A parsed shell program. */
export type Statement =
  | {
      readonly type: "command";
      readonly words: readonly string[];
      readonly isHidden: boolean;
      readonly file: string;
    }
  | { readonly type: "sequence"; readonly parts: readonly Statement[] }
  | {
      readonly type: "and" | "or";
      readonly left: Statement;
      readonly right: Statement;
    }
  | { readonly type: "pipe"; readonly left: Statement; readonly right: Statement }
  | { readonly type: "not"; readonly part: Statement }
  | { readonly type: "background"; readonly part: Statement }
  | {
      readonly type: "loop";
      readonly isUntil: boolean;
      readonly condition: Statement;
      readonly body: Statement;
    }
  | {
      readonly type: "for";
      readonly name: string;
      readonly words: readonly string[];
      readonly body: Statement;
    }
  | {
      readonly type: "if";
      readonly condition: Statement;
      readonly then: Statement;
      readonly otherwise: Statement | null;
    };

interface Cursor {
  readonly tokens: readonly string[];
  at: number;
}

const OPERATORS = ["&&", "||", ";;", ";", "|", "&", "(", ")"];
const ENDS = new Set(["done", "do", "then", "else", "elif", "fi", "}", ")"]);

/** The words and operators of a script. Quotes stay in the words: `run` takes them away when it expands. */
export function shellTokens(script: string): string[] {
  const tokens: string[] = [];
  let word = "";
  const flush = () => {
    if (word !== "") tokens.push(word);
    word = "";
  };
  for (let i = 0; i < script.length; i++) {
    const rest = script.slice(i);
    const letter = script[i] ?? "";
    const operator = OPERATORS.find((each) => rest.startsWith(each));
    if (letter === "#" && word === "") {
      const end = script.indexOf("\n", i);
      i = end < 0 ? script.length : end - 1;
    } else if (letter === "\\" && script[i + 1] === "\n") i += 1;
    else if (letter === "\n") {
      flush();
      tokens.push(";");
    } else if (letter === " " || letter === "\t") flush();
    else if (letter === "'" || letter === '"' || rest.startsWith("$(") || letter === "`") {
      const end = closing(script, i);
      word += script.slice(i, end + 1);
      i = end;
    } else if (letter === "\\") {
      word += script.slice(i, i + 2);
      i += 1;
    } else if (operator && !(operator === "&" && /[>]$/.test(word))) {
      flush();
      tokens.push(operator);
      i += operator.length - 1;
    } else word += letter;
  }
  flush();
  return tokens;
}

/** Index of the end of a quoted or substituted part that begins at `from`. */
function closing(script: string, from: number): number {
  const letter = script[from] ?? "";
  if (letter !== "$") {
    let i = from + 1;
    while (i < script.length && script[i] !== letter) {
      if (letter === '"' && script[i] === "\\") i += 1;
      else if (letter === '"' && script.startsWith("$(", i)) i = closing(script, i);
      i += 1;
    }
    return Math.min(i, script.length - 1);
  }
  let depth = 0;
  for (let i = from + 1; i < script.length; i++) {
    if (script[i] === "'" && depth > 0) i = closing(script, i);
    else if (script[i] === "(") depth += 1;
    else if (script[i] === ")") {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return script.length - 1;
}

/** The program behind a script. Lenient: what it cannot read ends it. */
export function parseShell(script: string): Statement {
  const cursor: Cursor = { tokens: shellTokens(script), at: 0 };
  return sequence(cursor);
}

function peek({ tokens, at }: Cursor): string | undefined {
  return tokens[at];
}

function take(cursor: Cursor): string | undefined {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  return token;
}

function accept(cursor: Cursor, token: string): boolean {
  if (peek(cursor) !== token) return false;
  cursor.at += 1;
  return true;
}

function sequence(cursor: Cursor): Statement {
  const parts: Statement[] = [];
  for (;;) {
    while (accept(cursor, ";") || accept(cursor, ";;"));
    const next = peek(cursor);
    if (next === undefined || ENDS.has(next)) break;
    const before = cursor.at;
    const part = andOr(cursor);
    parts.push(accept(cursor, "&") ? { type: "background", part } : part);
    if (cursor.at === before) break;
  }
  return parts.length === 1 && parts[0] ? parts[0] : { type: "sequence", parts };
}

function andOr(cursor: Cursor): Statement {
  let left = pipeline(cursor);
  for (;;) {
    const type = accept(cursor, "&&") ? "and" : accept(cursor, "||") ? "or" : undefined;
    if (!type) return left;
    while (accept(cursor, ";"));
    left = { type, left, right: pipeline(cursor) };
  }
}

function pipeline(cursor: Cursor): Statement {
  if (accept(cursor, "!")) return { type: "not", part: pipeline(cursor) };
  let left = single(cursor);
  while (accept(cursor, "|")) left = { type: "pipe", left, right: single(cursor) };
  return left;
}

function single(cursor: Cursor): Statement {
  if (accept(cursor, "while")) return loop(cursor, false);
  if (accept(cursor, "until")) return loop(cursor, true);
  if (accept(cursor, "for")) return forLoop(cursor);
  if (accept(cursor, "if")) return conditional(cursor);
  if (accept(cursor, "{")) return closed(cursor, "}");
  if (accept(cursor, "(")) return closed(cursor, ")");
  return command(cursor);
}

function closed(cursor: Cursor, end: string): Statement {
  const body = sequence(cursor);
  accept(cursor, end);
  return body;
}

function loop(cursor: Cursor, isUntil: boolean): Statement {
  const condition = sequence(cursor);
  accept(cursor, "do");
  return { type: "loop", isUntil, condition, body: closed(cursor, "done") };
}

function forLoop(cursor: Cursor): Statement {
  const name = take(cursor) ?? "";
  const words: string[] = [];
  if (accept(cursor, "in"))
    for (
      let next = peek(cursor);
      next !== undefined && next !== ";" && next !== "do";
      next = peek(cursor)
    )
      words.push(take(cursor) ?? "");
  while (accept(cursor, ";"));
  accept(cursor, "do");
  return { type: "for", name, words, body: closed(cursor, "done") };
}

function conditional(cursor: Cursor): Statement {
  const condition = sequence(cursor);
  accept(cursor, "then");
  const then = sequence(cursor);
  let otherwise: Statement | null = null;
  if (accept(cursor, "elif")) otherwise = conditional(cursor);
  else {
    if (accept(cursor, "else")) otherwise = sequence(cursor);
    accept(cursor, "fi");
  }
  return { type: "if", condition, then, otherwise };
}

function command(cursor: Cursor): Statement {
  const words: string[] = [];
  let isHidden = false;
  let file = "";
  for (;;) {
    const next = peek(cursor);
    if (next === undefined || OPERATORS.includes(next)) break;
    const word = take(cursor) ?? "";
    const redirect = /^(\d?)(>>?|<)(.*)$/.exec(word);
    if (!redirect) {
      words.push(word);
      continue;
    }
    const [, stream, sign, rest = ""] = redirect;
    if (rest.startsWith("&")) continue;
    const target = rest === "" ? (take(cursor) ?? "") : rest;
    if (sign === "<" || stream === "2") continue;
    isHidden = true;
    file = target;
  }
  return { type: "command", words, isHidden, file };
}
