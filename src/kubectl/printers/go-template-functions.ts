import { base64Problem, decodeBase64 } from "#core/api/base64.ts";
import { isMap } from "../json.ts";
import { ExecutionError, goFormat, goText, goTypeName, isTrue } from "./go-template-values.ts";

type TemplateFunction = (args: readonly unknown[]) => unknown;

function kindOf(value: unknown): "bool" | "float" | "int" | "string" | undefined {
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (typeof value === "bigint") return "int";
  return typeof value === "string" ? "string" : undefined;
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** Models funcs.go eq. */
function isEqualTo([first, ...others]: readonly unknown[]): boolean {
  if (others.length === 0) throw new ExecutionError("missing argument for comparison");
  return others.some((other) => {
    if (kindOf(first) !== kindOf(other)) {
      if (isNothing(first) || isNothing(other)) return false;
      throw new ExecutionError(
        `incompatible types for comparison: ${goTypeName(first)} and ${goTypeName(other)}`,
      );
    }
    if (kindOf(first) === "int") return Number(first) === Number(other);
    if (typeof first === "object" && typeof other === "object" && first !== null && other !== null)
      throw new ExecutionError(
        `non-comparable types ${goText(first)}: ${goTypeName(first)}, ${goTypeName(other)}: ${goText(other)}`,
      );
    return first === other || (isNothing(first) && isNothing(other));
  });
}

/** Models funcs.go lt: below zero, zero or above. */
function compared(a: unknown, b: unknown): number {
  const [left, right] = [kindOf(a), kindOf(b)];
  if (left === undefined || right === undefined)
    throw new ExecutionError("invalid type for comparison");
  if (left !== right) throw new ExecutionError("incompatible types for comparison");
  if (left === "bool") throw new ExecutionError("invalid type for comparison");
  const [x, y] = [a, b] as readonly [string, string];
  return x < y ? -1 : x > y ? 1 : 0;
}

function indexed(container: unknown, key: unknown): unknown {
  if (isNothing(container)) throw new ExecutionError("index of untyped nil");
  if (Array.isArray(container) || typeof container === "string") {
    if (typeof key !== "bigint" && typeof key !== "number")
      throw new ExecutionError(`cannot index slice/array with type ${typeOrNil(key)}`);
    const at = Number(key);
    if (at < 0 || at >= container.length) throw new ExecutionError(`index out of range: ${at}`);
    return typeof container === "string" ? BigInt(container.charCodeAt(at)) : container[at];
  }
  if (!isMap(container))
    throw new ExecutionError(`can't index item of type ${goTypeName(container)}`);
  if (typeof key !== "string")
    throw new ExecutionError(`value has type ${typeOrNil(key)}; should be string`);
  return container[key];
}

function typeOrNil(value: unknown): string {
  return isNothing(value) ? "nil" : goTypeName(value);
}

function sliced([item, ...bounds]: readonly unknown[]): unknown {
  if (typeof item !== "string" && !Array.isArray(item))
    throw new ExecutionError(
      isNothing(item) ? "slice of untyped nil" : `can't slice item of type ${goTypeName(item)}`,
    );
  const [from = 0, to = item.length] = bounds.map(Number);
  for (const bound of [from, to])
    if (bound < 0 || bound > item.length) throw new ExecutionError(`index out of range: ${bound}`);
  if (from > to) throw new ExecutionError(`invalid slice index: ${from} > ${to}`);
  return item.slice(from, to);
}

function lengthOf([item]: readonly unknown[]): bigint {
  if (isNothing(item))
    throw new ExecutionError("reflect: call of reflect.Value.Type on zero Value");
  if (typeof item === "string") return BigInt(new TextEncoder().encode(item).length);
  if (Array.isArray(item)) return BigInt(item.length);
  if (isMap(item)) return BigInt(Object.keys(item).length);
  throw new ExecutionError(`len of type ${goTypeName(item)}`);
}

/** Models fmt.Sprint: a space only between two that are no texts. */
function printed(args: readonly unknown[]): string {
  return args
    .map((value, i) => {
      const before = args[i - 1];
      const isApart = i > 0 && typeof value !== "string" && typeof before !== "string";
      return (isApart ? " " : "") + goText(value);
    })
    .join("");
}

/** Models html/template's evalArgs: one text as it is, everything else as print says it. */
function textOf(args: readonly unknown[]): string {
  const [only] = args;
  return args.length === 1 && typeof only === "string" ? only : printed(args);
}

const HTML: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\0": "\uFFFD",
};

const SCRIPT: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "<": "\\u003C",
  ">": "\\u003E",
  "&": "\\u0026",
  "=": "\\u003D",
};

function scriptText(text: string): string {
  return text.replace(/[\\'"<>&=]|\p{Cc}/gu, (char) => {
    const known = SCRIPT[char];
    if (known !== undefined) return known;
    return `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  });
}

function decoded([value]: readonly unknown[]): string {
  const text = String(value);
  const problem = base64Problem(text);
  if (problem !== undefined) throw new ExecutionError(`base64 decode failed: ${problem}`);
  return decodeBase64(text);
}

/** The functions of text/template, and those kubectl adds to them (exists and base64decode). `and` and `or` are evaluated elsewhere, for they look at no more than they must. */
export const templateFunctions: Readonly<Record<string, TemplateFunction>> = {
  index: ([container, ...keys]) => keys.reduce(indexed, container),
  slice: sliced,
  len: lengthOf,
  eq: isEqualTo,
  ne: ([a, b]) => !isEqualTo([a, b]),
  lt: ([a, b]) => compared(a, b) < 0,
  le: ([a, b]) => compared(a, b) <= 0,
  gt: ([a, b]) => compared(a, b) > 0,
  ge: ([a, b]) => compared(a, b) >= 0,
  not: ([value]) => !isTrue(value),
  and: (args) => args.at(-1),
  or: (args) => args.at(-1),
  call([target]) {
    if (isNothing(target)) throw new ExecutionError("call of nil");
    throw new ExecutionError(`non-function .x of type ${goTypeName(target)}`);
  },
  exists: ([value, ...keys]) =>
    keys.reduce<unknown>((at, key) => (isMap(at) ? at[String(key)] : undefined), value) !==
    undefined,
  print: printed,
  println: (args) => `${args.map(goText).join(" ")}\n`,
  printf: ([format, ...args]) => goFormat(String(format), args),
  html: (args) => textOf(args).replace(/[&<>"'\0]/g, (char) => HTML[char] ?? char),
  js: (args) => scriptText(textOf(args)),
  urlquery: (args) =>
    encodeURIComponent(textOf(args))
      .replace(/%20/g, "+")
      .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`),
  base64decode: decoded,
};
