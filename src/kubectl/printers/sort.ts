import { compareQuantity, parseQuantity } from "#core/api/quantity.ts";
import { compareText } from "#core/base/order.ts";
import { failure } from "../failure.ts";
import { goJson, isMap, listAt, valueAt } from "../json.ts";
import { relaxedPath } from "./custom-columns.ts";
import { PathError } from "./jsonpath-parse.ts";
import { compilePath, findPath } from "./jsonpath.ts";

/** A table whose rows are sorted by an expression over their objects. Models get.TableSorter. */
export function sortRows(table: unknown, expression: string): unknown {
  if (!isMap(table)) return table;
  return {
    ...table,
    rows: sortBy(listAt(table, "rows"), expression, (row) => valueAt(row, "object")),
  };
}

/** Objects sorted by an expression. Models get.RuntimeSorter. */
export function sortValues(objects: readonly unknown[], expression: string): readonly unknown[] {
  return sortBy(objects, expression, (object) => object);
}

function sortBy(
  items: readonly unknown[],
  expression: string,
  objectOf: (item: unknown) => unknown,
): readonly unknown[] {
  if (items.length === 0) return items;
  const path = relaxedPath(expression);
  const template = compiled(path);
  const keyed = items.map((item) => ({
    item,
    key: findPath(template, objectOf(item), { allowMissingKeys: true }).flat()[0],
  }));
  if (keyed.every(({ key }) => key === undefined)) {
    throw failure(
      `couldn't find any field with path ${JSON.stringify(path)} in the list of objects`,
    );
  }
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ item }) => item);
}

function compiled(path: string): ReturnType<typeof compilePath> {
  try {
    return compilePath(path);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    throw failure(error.message);
  }
}

/** What is missing comes first; quantities by amount, numbers by value, texts as people count. */
function compareKeys(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null)
    return Number(hasKey(a)) - Number(hasKey(b));
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") {
    const [left, right] = [parseQuantity(a), parseQuantity(b)];
    return left && right ? compareQuantity(left, right) : compareNatural(a, b);
  }
  return compareText(goJson(a), goJson(b));
}

function hasKey(key: unknown): boolean {
  return key !== undefined && key !== null;
}

/** Runs of digits compare as numbers. Models sortorder.NaturalLess. */
export function compareNatural(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareChunks(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareChunks(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b);
  const [left, right] = [a.replace(/^0+(?=\d)/, ""), b.replace(/^0+(?=\d)/, "")];
  return left.length - right.length || compareText(left, right) || a.length - b.length;
}
