import { compareQuantity, parseQuantity } from "#core/api/quantity.ts";
import { compareText } from "#core/base/order.ts";
import { failure, isFailureToPrint } from "../failure.ts";
import { goJson, isMap, listAt, valueAt } from "../json.ts";
import { goSorted } from "./go-sort.ts";
import { relaxedPath } from "./custom-columns.ts";
import { PathError } from "./jsonpath-parse.ts";
import { compilePath, findPath } from "./jsonpath.ts";

/** A table whose rows are sorted by an expression over their objects. Models get.TableSorter. */
export function sortRows(table: unknown, expression: string): unknown {
  if (!isMap(table)) return table;
  const rows = listAt(table, "rows");
  const sorted = sortedOrNothing(rows, expression);
  // Rows that all lack the field are not shown at all, nor is a word said about it: so it goes with tables.
  return { ...table, rows: sorted ?? [] };
}

/** What a path that cannot be read makes of rows: one that opens something and does not close it hides them all, another leaves them as they are. */
function sortedOrNothing(
  rows: readonly unknown[],
  expression: string,
): readonly unknown[] | undefined {
  try {
    return sortBy(rows, expression, (row) => valueAt(row, "object"));
  } catch (error) {
    if (!isFailureToPrint(error)) throw error;
    return /[{[]/.test(expression) ? undefined : rows;
  }
}

/** Objects sorted by an expression. Models get.RuntimeSorter. */
export function sortValues(objects: readonly unknown[], expression: string): readonly unknown[] {
  const sorted = sortBy(objects, expression, (object) => object);
  if (sorted) return sorted;
  const path = JSON.stringify(relaxedPath(expression));
  throw failure(`couldn't find any field with path ${path} in the list of objects`);
}

/** Undefined when no item has the field. */
function sortBy(
  items: readonly unknown[],
  expression: string,
  objectOf: (item: unknown) => unknown,
): readonly unknown[] | undefined {
  if (items.length === 0) return items;
  const path = relaxedPath(expression);
  const template = compiled(path);
  const keyed = items.map((item) => ({
    item,
    key: findPath(template, objectOf(item), { allowMissingKeys: true }).flat()[0],
  }));
  if (keyed.every(({ key }) => key === undefined)) return undefined;
  return goSorted(keyed, isBefore).map(({ item }) => item);
}

/** Models TableSorter.Less: what lacks the field comes before everything, even its like. */
function isBefore(a: { readonly key: unknown }, b: { readonly key: unknown }): boolean {
  if (a.key === undefined) return true;
  return b.key !== undefined && compareKeys(a.key, b.key) < 0;
}

function compiled(path: string): ReturnType<typeof compilePath> {
  try {
    return compilePath(path);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw failure(error.message);
  }
}

/** What is missing comes first; quantities by amount, numbers by value, texts letter by letter. */
function compareKeys(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null)
    return Number(hasKey(a)) - Number(hasKey(b));
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") {
    const [left, right] = [parseQuantity(a), parseQuantity(b)];
    return left && right ? compareQuantity(left, right) : compareText(a, b);
  }
  return compareText(goJson(a), goJson(b));
}

function hasKey(key: unknown): boolean {
  return key !== undefined && key !== null;
}
