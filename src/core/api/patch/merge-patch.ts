import { isEqual } from "#core/base/equal.ts";
import { isMap, type JsonMap } from "./patch-values.ts";

/** The value after a JSON merge patch; neither argument is changed. Models RFC 7386. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result: JsonMap = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = applyMergePatch(result[key], value);
  }
  return result;
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
