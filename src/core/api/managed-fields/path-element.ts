import { compareText } from "#core/base/order.ts";
import type { ListAtom } from "./atom.ts";

/**
 * One step of a path into an object, in the spelling of FieldsV1: `f:replicas`, `k:{"name":"web"}`, `v:"x.io/a"`, `i:0`.
 * Models structured-merge-diff fieldpath.PathElement and its serialisation.
 */
export type PathElement = string;

/** The step to a named field or map key. */
export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

/** The name of the field a step leads to; undefined for steps into lists. */
export function fieldNameOf(element: PathElement): string | undefined {
  return element.startsWith("f:") ? element.slice(2) : undefined;
}

/** A list item that cannot be told from the others. */
export class ItemProblem extends Error {}

/** The step to an item of a list map or set. Throws an ItemProblem when the item lacks what would name it. */
export function itemElement(atom: ListAtom, item: unknown): PathElement {
  if (atom.relationship === "set") {
    if (Array.isArray(item))
      throw new ItemProblem("not supported: associative list with lists as elements");
    if (typeof item === "object" && item !== null)
      throw new ItemProblem("associative list without keys has an element that's a map type");
    return `v:${JSON.stringify(item)}`;
  }
  if (item === null)
    throw new ItemProblem("associative list with keys may not have a null element");
  if (typeof item !== "object" || Array.isArray(item))
    throw new ItemProblem("associative list with keys may not have non-map elements");
  const found: Record<string, unknown> = {};
  for (const { name, fallback } of atom.keys) {
    const value = (item as Readonly<Record<string, unknown>>)[name] ?? fallback;
    if (value === undefined)
      throw new ItemProblem(
        `associative list with keys has an element that omits key field ${JSON.stringify(name)} (and doesn't have default value)`,
      );
    found[name] = value;
  }
  return `k:${JSON.stringify(found)}`;
}

/** How messages print a step: `.spec`, `[name="web"]`, `[="x"]`, `[0]`. */
export function elementText(element: PathElement): string {
  const rest = element.slice(2);
  switch (element.slice(0, 2)) {
    case "f:":
      return `.${rest}`;
    case "k:": {
      const keys = Object.entries(JSON.parse(rest) as Record<string, unknown>);
      return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(",")}]`;
    }
    case "v:":
      return `[=${rest}]`;
    default:
      return `[${rest}]`;
  }
}

const ORDER = ["f", "k", "v", "i"];

/** Order of steps in FieldsV1: fields, then keys, then values, then indexes. */
export function compareElements(a: PathElement, b: PathElement): number {
  const byKind = ORDER.indexOf(a.charAt(0)) - ORDER.indexOf(b.charAt(0));
  return byKind !== 0 ? byKind : compareText(a, b);
}
