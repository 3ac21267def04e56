import { isEqual } from "#core/base/equal.ts";
import { compareText } from "#core/base/order.ts";
import { isMap, type JsonMap } from "./patch-values.ts";

/**
 * The value after a JSON merge patch; neither argument is changed. Models RFC 7386 as evanphx/json-patch does it, down to the order of keys:
 * every object that the patch went through is sorted, the rest stays as it was.
 */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return isMap(target) ? patch : sortedThroughout(patch);
  if (!isMap(target)) return sortedThroughout(patch);
  const result: JsonMap = { ...target };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return sortedByKey(result);
}

/** An object with its keys in Go's order. */
export function sortedByKey(map: JsonMap): JsonMap {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => compareText(a, b)));
}

/** A new value without the nulls of its objects. */
function sortedThroughout(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedThroughout);
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== null);
  return sortedByKey(Object.fromEntries(kept.map(([key, part]) => [key, sortedThroughout(part)])));
}

/** The JSON merge patch that turns one object into another. Models jsonpatch.CreateMergePatch. */
export function mergePatchBetween(original: JsonMap, modified: JsonMap): JsonMap {
  const patch: JsonMap = {};
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  for (const [key, value] of Object.entries(modified)) {
    const before = original[key];
    if (isEqual(before, value)) continue;
    patch[key] = isMap(before) && isMap(value) ? mergePatchBetween(before, value) : value;
  }
  return patch;
}
