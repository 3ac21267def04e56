import type { FieldSchema } from "../schema/field-schema.ts";
import { goText } from "../go-value.ts";
import { atomOf, declaredField, type Atom, type ListAtom, type MapAtom } from "./atom.ts";
import { elementText, fieldElement, itemElement, ItemProblem } from "./path-element.ts";

/** Every way a configuration does not fit its schema, each with its path. Models structured-merge-diff typed validation. */
export function typeProblems(schema: FieldSchema, value: unknown, path = ""): string[] {
  const at = (problem: string) => (path === "" ? problem : `${path}: ${problem}`);
  const atom = atomOf(schema, value);
  const problem = shapeProblem(atom, value);
  if (problem !== undefined) return [at(problem)];
  if (value === null || value === undefined || atom.type === "scalar") return [];
  return atom.type === "list"
    ? listProblems(atom, value as readonly unknown[], { path, at })
    : mapProblems(atom, value as Readonly<Record<string, unknown>>, path);
}

interface Place {
  readonly path: string;
  at(problem: string): string;
}

function listProblems(atom: ListAtom, list: readonly unknown[], { path, at }: Place): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [i, item] of list.entries()) {
    let element = `i:${i}`;
    if (atom.relationship !== "atomic") {
      try {
        element = itemElement(atom, item);
      } catch (error) {
        if (!(error instanceof ItemProblem)) throw error;
        return [...problems, at(`element ${i}: ${error.message}`)];
      }
      if (seen.has(element)) problems.push(at(`duplicate entries for key ${elementText(element)}`));
      seen.add(element);
    }
    problems.push(...typeProblems(atom.element, item, path + elementText(element)));
  }
  return problems;
}

function mapProblems(
  atom: MapAtom,
  map: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const problems: string[] = [];
  for (const [key, part] of Object.entries(map)) {
    const below = path + elementText(fieldElement(key));
    const schema = declaredField(atom, key) ?? atom.element;
    if (!schema) return [...problems, `${below}: field not declared in schema`];
    problems.push(...typeProblems(schema, part, below));
  }
  return problems;
}

function shapeProblem(atom: Atom, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  const isList = Array.isArray(value);
  const isMap = typeof value === "object" && !isList;
  if (atom.type === "list") return isList ? undefined : `expected list, got &{${goText(value)}}`;
  if (atom.type === "map") return isMap ? undefined : `expected map, got &{${goText(value)}}`;
  switch (atom.scalar) {
    case "numeric":
      return typeof value === "number"
        ? undefined
        : `expected numeric (int or float), got ${goType(value)}`;
    case "string":
      return typeof value === "string"
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case "boolean":
      return typeof value === "boolean" ? undefined : `expected boolean, got &{${goText(value)}}`;
    case "untyped":
      return isList || isMap ? `expected any scalar, got &{${goText(value)}}` : undefined;
  }
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return "[]interface {}";
  if (typeof value === "object") return "map[string]interface {}";
  return typeof value === "boolean" ? "bool" : "string";
}

/** A value as Go's `%#v` prints it. */
function goSyntax(value: unknown): string {
  if (value === null) return "interface {}(nil)";
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  if (typeof value === "object") {
    const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[string]interface {}{${parts.map(([key, part]) => `${JSON.stringify(key)}:${goSyntax(part)}`).join(", ")}}`;
  }
  return JSON.stringify(value);
}
