import { isMap, goJson } from "../json.ts";
import { parsePath, PathError, type PathNode } from "./jsonpath-parse.ts";

/** How a template meets fields that are not there. */
export interface PathOptions {
  readonly allowMissingKeys: boolean;
  /** How objects inside the text are written; as Go marshals maps when absent. */
  readonly writeJson?: (value: unknown) => string;
}

/** A parsed template, ready for many objects. */
export interface PathTemplate {
  readonly nodes: readonly PathNode[];
}

/** Reads a template. Throws a PathError with client-go's message. */
export function compilePath(template: string): PathTemplate {
  return { nodes: parsePath(template) };
}

/** The printed text of a template over a value. Throws a PathError when a field is missing and may not be. Models jsonpath.Execute. */
export function renderPath(template: PathTemplate, value: unknown, options: PathOptions): string {
  return resultsOf(template.nodes, value, options)
    .map((results) => results.map((each) => valueText(each, options)).join(" "))
    .join("");
}

/** What each action of a template finds. Models jsonpath.FindResults. */
export function findPath(
  template: PathTemplate,
  value: unknown,
  options: PathOptions,
): readonly (readonly unknown[])[] {
  return resultsOf(template.nodes, value, options);
}

function resultsOf(nodes: readonly PathNode[], value: unknown, options: PathOptions): unknown[][] {
  const results: unknown[][] = [];
  let at = 0;
  while (at < nodes.length) {
    const node = nodes[at];
    at += 1;
    if (!node) break;
    if (node.type === "list" && node.nodes[0]?.type === "range") {
      const end = matchingEnd(nodes, at);
      const body = nodes.slice(at, end);
      for (const item of walk(node.nodes.slice(1), [value], options))
        results.push(...resultsOf(body, item, options));
      at = end + 1;
      continue;
    }
    if (node.type === "list" && node.nodes[0]?.type === "end")
      throw new PathError("not in range, nothing to end");
    results.push(evaluate(node, [value], options));
  }
  return results;
}

function matchingEnd(nodes: readonly PathNode[], from: number): number {
  let depth = 1;
  for (let at = from; at < nodes.length; at++) {
    const node = nodes[at];
    const first = node?.type === "list" ? node.nodes[0]?.type : undefined;
    if (first === "range") depth += 1;
    if (first === "end") depth -= 1;
    if (depth === 0) return at;
  }
  return nodes.length;
}

function walk(
  nodes: readonly PathNode[],
  values: readonly unknown[],
  options: PathOptions,
): unknown[] {
  let current = [...values];
  for (const node of nodes) current = evaluate(node, current, options);
  return current;
}

function evaluate(node: PathNode, values: readonly unknown[], options: PathOptions): unknown[] {
  switch (node.type) {
    case "text":
      return [new Literal(node.text)];
    case "value":
      return values.map(() => node.value);
    case "list":
      return walk(node.nodes, values, options);
    case "field":
      return fieldsOf(values, node.name, options);
    case "wildcard":
      return values.flatMap(childrenOf);
    case "recursive":
      return values.flatMap((value) => descendantsOf(value));
    case "slice":
      return values.flatMap((value) => sliceOf(value, node));
    case "union":
      return node.nodes.flatMap((part) => evaluate(part, values, options));
    case "filter":
      return values.flatMap((value) =>
        (Array.isArray(value) ? value : [value]).filter((item) => passes(node, item, options)),
      );
    case "range":
    case "end":
      return [];
  }
}

/** Text of a template: never quoted, unlike text found in an object inside a list. */
class Literal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function fieldsOf(values: readonly unknown[], name: string, options: PathOptions): unknown[] {
  const found = values.flatMap((value) =>
    isMap(value) && Object.hasOwn(value, name) ? [value[name]] : [],
  );
  const isMissing =
    found.length === 0 && values.some((value) => value !== null && value !== undefined);
  if (isMissing && !options.allowMissingKeys) throw new PathError(`${name} is not found`);
  return found;
}

function childrenOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.values(value) : [];
}

/** The value itself and everything below it that can have fields. */
function descendantsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...childrenOf(value).flatMap(descendantsOf)];
}

function sliceOf(value: unknown, node: Extract<PathNode, { type: "slice" }>): unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new PathError(`${goType(value)} is not array or slice`);
  const { length } = value;
  const fix = (index: number) => (index < 0 ? index + length : index);
  const from = fix(node.from ?? 0);
  if (node.isIndex) {
    if (from < 0 || from >= length)
      throw new PathError(`array index out of bounds: index ${node.from ?? 0}, length ${length}`);
    return [value[from]];
  }
  const to = Math.min(fix(node.to ?? length), length);
  const step = node.step ?? 1;
  if (step <= 0) throw new PathError("step must be > 0");
  const picked: unknown[] = [];
  for (let i = Math.max(0, from); i < to; i += step) picked.push(value[i]);
  return picked;
}

function goType(value: unknown): string {
  return typeof value === "string"
    ? "string"
    : typeof value === "number"
      ? "float64"
      : typeof value === "boolean"
        ? "bool"
        : "map[string]interface {}";
}

function passes(
  node: Extract<PathNode, { type: "filter" }>,
  item: unknown,
  options: PathOptions,
): boolean {
  const lenient = { ...options, allowMissingKeys: true };
  const left = evaluate(node.left, [item], lenient).map(plain);
  if (left.length > 1) throw new PathError("can only compare one element at a time");
  if (node.operator === "exists") return left.length > 0;
  const right = evaluate(node.right, [item], lenient).map(plain);
  if (right.length > 1) throw new PathError("can only compare one element at a time");
  return left.length === 1 && right.length === 1 && compares(left[0], node.operator, right[0]);
}

function plain(value: unknown): unknown {
  return value instanceof Literal ? value.text : value;
}

function compares(left: unknown, operator: string, right: unknown): boolean {
  if (operator === "==") return left === right;
  if (operator === "!=") return left !== right;
  const areComparable =
    (typeof left === "number" && typeof right === "number") ||
    (typeof left === "string" && typeof right === "string");
  if (!areComparable) throw new PathError("incompatible types for comparison");
  const [a, b] = [left as number, right as number];
  return operator === "<" ? a < b : operator === "<=" ? a <= b : operator === ">" ? a > b : a >= b;
}

function valueText(value: unknown, { writeJson = goJson }: PathOptions): string {
  if (value instanceof Literal) return value.text;
  if (typeof value === "string") return value;
  if (value === undefined) return "";
  return typeof value === "object" && value !== null ? writeJson(value) : String(value);
}
