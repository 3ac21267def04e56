import { failure } from "../failure.ts";
import { isMap } from "../json.ts";

type Node =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "print"; readonly pipe: string }
  | {
      readonly type: "block";
      readonly word: "range" | "if" | "with";
      readonly pipe: string;
      readonly body: Node[];
      readonly otherwise: Node[];
    };

/** A parsed Go template: the part of text/template that kubectl users write (fields, range, if, with, else, printf-like functions). */
export interface GoTemplate {
  readonly source: string;
  readonly nodes: readonly Node[];
}

/** Reads a template. Throws kubectl's text for one that is not closed. */
export function compileTemplate(source: string): GoTemplate {
  const tokens = source.split(/(\{\{-?[\s\S]*?-?\}\})/);
  const trimmed = tokens.map((token, i) => {
    if (i % 2 === 1) return token;
    const after = tokens[i - 1]?.endsWith("-}}") ? token.trimStart() : token;
    return tokens[i + 1]?.startsWith("{{-") ? after.trimEnd() : after;
  });
  const reader = { at: 0 };
  const nodes = readNodes(trimmed, reader, source, true).nodes;
  return { source, nodes };
}

function readNodes(
  tokens: readonly string[],
  reader: { at: number },
  source: string,
  isTop: boolean,
): { nodes: Node[]; ended: string } {
  const nodes: Node[] = [];
  while (reader.at < tokens.length) {
    const isAction = reader.at % 2 === 1;
    const token = tokens[reader.at] ?? "";
    reader.at += 1;
    if (!isAction) {
      if (token.includes("{{"))
        throw failure(`error parsing template ${source}, template: output:1: unclosed action`);
      if (token !== "") nodes.push({ type: "text", text: token });
      continue;
    }
    const action = token
      .replace(/^\{\{-?/, "")
      .replace(/-?\}\}$/, "")
      .trim();
    if (action.startsWith("/*")) continue;
    const [word = "", ...rest] = action.split(/\s+/);
    if (word === "end" || word === "else") {
      if (isTop)
        throw failure(
          `error parsing template ${source}, template: output:1: unexpected {{${word}}}`,
        );
      return { nodes, ended: word };
    }
    if (word === "range" || word === "if" || word === "with") {
      const pipe = action.slice(word.length).trim();
      const first = readNodes(tokens, reader, source, false);
      const second = first.ended === "else" ? readNodes(tokens, reader, source, false).nodes : [];
      nodes.push({ type: "block", word, pipe, body: first.nodes, otherwise: second });
    } else if (rest.length >= 0) nodes.push({ type: "print", pipe: action });
  }
  if (!isTop) throw failure(`error parsing template ${source}, template: output:1: unexpected EOF`);
  return { nodes, ended: "" };
}

interface Scope {
  readonly dot: unknown;
  readonly root: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The text of a template over an object. */
export function renderTemplate(
  template: GoTemplate,
  object: unknown,
  _options: { readonly format: string; readonly allowMissingKeys: boolean },
): string {
  return renderNodes(template.nodes, { dot: object, root: object, variables: {} });
}

function renderNodes(nodes: readonly Node[], scope: Scope): string {
  let text = "";
  let current = scope;
  for (const node of nodes) {
    if (node.type === "text") text += node.text;
    else if (node.type === "block") text += renderBlock(node, current);
    else {
      const assigned = /^\$(\w+)\s*:?=\s*(.*)$/.exec(node.pipe);
      if (assigned) {
        const value = evaluatePipe(assigned[2] ?? "", current);
        current = { ...current, variables: { ...current.variables, [assigned[1] ?? ""]: value } };
      } else text += shown(evaluatePipe(node.pipe, current));
    }
  }
  return text;
}

function renderBlock(node: Extract<Node, { type: "block" }>, scope: Scope): string {
  const names = /^\$(\w+)(?:\s*,\s*\$(\w+))?\s*:=\s*(.*)$/.exec(node.pipe);
  const value = evaluatePipe(names?.[3] ?? node.pipe, scope);
  if (node.word !== "range") {
    if (!isTruthy(value)) return renderNodes(node.otherwise, scope);
    return renderNodes(node.body, node.word === "with" ? { ...scope, dot: value } : scope);
  }
  const entries: readonly (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((item, i) => [i, item] as const)
    : isMap(value)
      ? Object.keys(value)
          .sort()
          .map((key) => [key, value[key]] as const)
      : [];
  if (entries.length === 0) return renderNodes(node.otherwise, scope);
  return entries
    .map(([key, item]) => {
      const [first, second] = [names?.[1], names?.[2]];
      const variables = { ...scope.variables };
      if (first !== undefined) variables[first] = second === undefined ? item : key;
      if (second !== undefined) variables[second] = item;
      return renderNodes(node.body, { ...scope, dot: item, variables });
    })
    .join("");
}

function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return Boolean(value);
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return "<no value>";
  if (Array.isArray(value)) return `[${value.map(shown).join(" ")}]`;
  if (isMap(value))
    return `map[${Object.keys(value)
      .sort()
      .map((key) => `${key}:${shown(value[key])}`)
      .join(" ")}]`;
  return String(value);
}

function evaluatePipe(pipe: string, scope: Scope): unknown {
  let value: unknown;
  splitOutsideQuotes(pipe, "|").forEach((command, i) => {
    const words = splitOutsideQuotes(command.trim(), " ").filter((word) => word !== "");
    value = evaluateCommand(words, scope, i === 0 ? [] : [value]);
  });
  return value;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [""];
  let quote = "";
  let depth = 0;
  for (const char of text) {
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === '"' || char === "`") quote = char;
    else if (char === "(") depth += 1;
    else if (char === ")") depth -= 1;
    if (char === separator && quote === "" && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + char);
  }
  return parts;
}

function evaluateCommand(
  words: readonly string[],
  scope: Scope,
  piped: readonly unknown[],
): unknown {
  const [first = "", ...rest] = words;
  const apply = FUNCTIONS[first];
  if (!apply) return evaluateTerm(first, scope);
  return apply([...rest.map((word) => evaluateTerm(word, scope)), ...piped]);
}

function evaluateTerm(term: string, scope: Scope): unknown {
  if (term.startsWith("(")) return evaluatePipe(term.slice(1, term.lastIndexOf(")")), scope);
  if (term.startsWith('"')) return JSON.parse(term) as unknown;
  if (term.startsWith("`")) return term.slice(1, -1);
  if (/^-?\d/.test(term)) return Number(term);
  if (term === "true" || term === "false") return term === "true";
  if (term === ".") return scope.dot;
  const variable = /^\$(\w*)(.*)$/.exec(term);
  if (variable) {
    const start = variable[1] === "" ? scope.root : scope.variables[variable[1] ?? ""];
    return follow(start, variable[2] ?? "");
  }
  if (term.startsWith(".")) return follow(scope.dot, term);
  throw failure(
    `error parsing template {{${term}}}, template: output:1: function ${JSON.stringify(term)} not defined`,
  );
}

function follow(start: unknown, path: string): unknown {
  let value = start;
  for (const key of path.split(".").filter((part) => part !== ""))
    value = isMap(value) ? value[key] : undefined;
  return value;
}

const FUNCTIONS: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
  index: ([container, ...keys]) =>
    keys.reduce<unknown>(
      (value, key) =>
        Array.isArray(value) ? value[Number(key)] : isMap(value) ? value[String(key)] : undefined,
      container,
    ),
  len: ([value]) =>
    Array.isArray(value) || typeof value === "string"
      ? value.length
      : isMap(value)
        ? Object.keys(value).length
        : 0,
  eq: ([a, ...others]) => others.some((other) => other === a),
  ne: ([a, b]) => a !== b,
  lt: ([a, b]) => Number(a) < Number(b),
  le: ([a, b]) => Number(a) <= Number(b),
  gt: ([a, b]) => Number(a) > Number(b),
  ge: ([a, b]) => Number(a) >= Number(b),
  and: (args) => args.find((arg) => !isTruthy(arg)) ?? args.at(-1),
  or: (args) => args.find(isTruthy) ?? args.at(-1),
  not: ([value]) => !isTruthy(value),
  exists: ([value, ...keys]) =>
    keys.reduce<unknown>((at, key) => (isMap(at) ? at[String(key)] : undefined), value) !==
    undefined,
  print: (args) => args.map(shown).join(" "),
  println: (args) => `${args.map(shown).join(" ")}\n`,
  printf: ([format, ...args]) => {
    let at = 0;
    return String(format).replace(/%[-\d.]*([vsdq%])/g, (_whole, verb: string) => {
      if (verb === "%") return "%";
      const value = args[at++];
      return verb === "q" ? JSON.stringify(value) : shown(value);
    });
  },
  base64decode: ([value]) => decodeBase64(String(value)),
};

function decodeBase64(text: string): string {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
