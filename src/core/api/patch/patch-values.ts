import { isEqual } from "#core/base/equal.ts";
import { goText, goTypeName } from "../go-value.ts";
import { badRequest, StatusError } from "../status.ts";

/** A JSON object under construction. */
export type JsonMap = Record<string, unknown>;

export const PATCH_DIRECTIVE = "$patch";
export const RETAIN_KEYS = "$retainKeys";
export const DELETE_FROM_LIST = "$deleteFromPrimitiveList";
export const SET_ORDER = "$setElementOrder";

/** Whether a value is a JSON object. */
export function isMap(value: unknown): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether two values are of one JSON type, null being one of its own. */
export function isSameType(a: unknown, b: unknown): boolean {
  return typeOf(a) === typeOf(b);
}

/** The JSON type of a value. */
function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** A refusal as the server passes on an error of the patch library: 500 with nothing but the text. */
export function patchFailure(message: string): StatusError {
  return new StatusError({ message, code: 500 });
}

/** The field that a directive such as `$setElementOrder/containers` speaks of. Models strategicpatch extractKey. */
export function fieldOfDirective(directive: string, prefix: string): string {
  const slash = directive.indexOf("/");
  if (slash >= 0 && directive.slice(0, slash) === prefix) return directive.slice(slash + 1);
  const what = prefix === SET_ORDER ? "setElementOrder list" : "primitive list";
  throw badRequest(`invalid patch format of ${what}`);
}

/** Refuses what is no list, in Go's words. Models mergepatch.ErrBadArgType. */
export function listFrom(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  // No type is a mistake of Go's own format.
  const name = value === null ? "%!s(<nil>)" : goTypeName(value);
  throw patchFailure(`expected a []interface {}, but received a ${name}`);
}

/** The value of the merge key, or upstream's complaint. Models mergepatch.ErrNoMergeKey. */
export function mergeKeyOf(item: unknown, mergeKey: string): unknown {
  if (!isMap(item)) throw patchFailure(`invalid patch format: ${goText(item)} is no object`);
  if (!Object.hasOwn(item, mergeKey))
    throw patchFailure(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
  return item[mergeKey];
}

/** Position of the element with the same merge key (or the same scalar when there is none), or -1. */
export function indexOfElement(
  list: readonly unknown[],
  element: unknown,
  mergeKey: string,
): number {
  if (mergeKey === "" || !isMap(element)) return list.findIndex((each) => isEqual(each, element));
  const wanted = element[mergeKey];
  return list.findIndex((each) => isMap(each) && isEqual(each[mergeKey], wanted));
}

/** Distinct scalars, the first of each kept. */
export function distinctScalars(list: readonly unknown[]): unknown[] {
  return list.filter((each, i) => list.indexOf(each) === i);
}

/** Elements in the order of another list; those it does not name come first, deletions last. */
export function inOrderOf(
  list: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const isDeletion = (each: unknown): boolean => isMap(each) && each[PATCH_DIRECTIVE] === "delete";
  const ranked = list
    .filter((each) => !isDeletion(each))
    .map((element) => ({ element, rank: indexOfElement(order, element, mergeKey) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ element }) => element);
  return [...ranked, ...list.filter(isDeletion)];
}
