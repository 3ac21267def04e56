import { cloneJson } from "#core/base/clone.ts";
import { isEqual } from "#core/base/equal.ts";
import type { PatchField, PatchSchema } from "./patch-schema.ts";
import {
  DELETE_FROM_LIST,
  distinctScalars,
  goText,
  indexOfElement,
  inOrderOf,
  isMap,
  isSameType,
  mergeKeyOf,
  PATCH_DIRECTIVE,
  patchFailure,
  RETAIN_KEYS,
  SET_ORDER,
  type JsonMap,
} from "./patch-values.ts";

/** Whether a patch is applied to an object, or put on top of another patch (directives and nulls are then kept for the server). */
type Purpose = "apply" | "combine";

const BAD_RETAIN_KEYS = "invalid patch format of retainKeys";
const BAD_SET_ORDER = "invalid patch format of setElementOrder list";

/** The object after a strategic merge patch; neither argument is changed. Models strategicpatch.StrategicMergeMapPatch. */
export function applyStrategicPatch(
  original: JsonMap,
  patch: JsonMap,
  schema: PatchSchema,
): JsonMap {
  return mergeMaps(cloneJson(original), cloneJson(patch), schema, "apply");
}

/** One patch that does what two do; both arguments are used up. Models strategicpatch mergeMap without MergeParallelList. */
export function mergePatches(first: JsonMap, second: JsonMap, schema: PatchSchema): JsonMap {
  return mergeMaps(first, second, schema, "combine");
}

/** Merges into `original`, which it owns, as it owns `patch`. */
function mergeMaps(
  original: JsonMap,
  patch: JsonMap,
  schema: PatchSchema,
  purpose: Purpose,
): JsonMap {
  if (Object.hasOwn(patch, PATCH_DIRECTIVE)) return followDirective(patch);
  retainKeys(original, patch, purpose);
  mergeOrderedLists(original, patch, schema, purpose);
  for (const [key, value] of Object.entries(patch)) {
    if (!key.startsWith(DELETE_FROM_LIST)) mergeField(original, key, value, schema, purpose);
    else if (purpose === "combine") original[key] = value;
    else deleteScalars(original, key.slice(DELETE_FROM_LIST.length), value);
  }
  return original;
}

function followDirective(patch: JsonMap): JsonMap {
  const directive = patch[PATCH_DIRECTIVE];
  if (directive === "delete") return {};
  if (directive !== "replace")
    throw patchFailure(`unknown patch type found: ${goText(directive)} in map: ${goText(patch)}`);
  return Object.fromEntries(Object.entries(patch).filter(([key]) => key !== PATCH_DIRECTIVE));
}

function mergeField(
  original: JsonMap,
  key: string,
  value: unknown,
  schema: PatchSchema,
  purpose: Purpose,
): void {
  if (value === null) {
    delete original[key];
    if (purpose === "combine") original[key] = null;
    return;
  }
  const before = original[key];
  if (!Object.hasOwn(original, key) || !isSameType(before, value)) {
    original[key] = purpose === "apply" ? withoutNulls(value) : value;
    return;
  }
  const field = schema.field(key);
  if (isMap(before) && isMap(value)) {
    original[key] =
      field.strategy === "replace" ? value : mergeMaps(before, value, field.inner, purpose);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    original[key] = field.strategy === "merge" ? mergeLists(before, value, field, purpose) : value;
  } else {
    original[key] = value;
  }
}

/** Nulls in a patch mean "remove"; where nothing was, nothing is left of them. Lists keep theirs. */
function withoutNulls(value: unknown): unknown {
  if (!isMap(value)) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutNulls(part)]));
}

function retainKeys(original: JsonMap, patch: JsonMap, purpose: Purpose): void {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
  const keys = patch[RETAIN_KEYS];
  delete patch[RETAIN_KEYS];
  if (purpose === "combine") {
    if (Object.hasOwn(original, RETAIN_KEYS) && !isEqual(original[RETAIN_KEYS], keys))
      throw patchFailure(BAD_RETAIN_KEYS);
    original[RETAIN_KEYS] = keys;
    return;
  }
  if (!Array.isArray(keys)) throw patchFailure(BAD_RETAIN_KEYS);
  const isDirective = (key: string): boolean =>
    key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ORDER);
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null && !isDirective(key) && !keys.includes(key))
      throw patchFailure(BAD_RETAIN_KEYS);
  }
  for (const key of Object.keys(original)) if (!keys.includes(key)) delete original[key];
}

/** Merges the lists that come with an order, and takes them out of the patch. */
function mergeOrderedLists(
  original: JsonMap,
  patch: JsonMap,
  schema: PatchSchema,
  purpose: Purpose,
): void {
  for (const directive of Object.keys(patch)) {
    if (!directive.startsWith(SET_ORDER)) continue;
    const order = patch[directive];
    if (!Array.isArray(order)) throw patchFailure(BAD_SET_ORDER);
    if (purpose === "combine") {
      if (Object.hasOwn(original, directive) && !isEqual(original[directive], order))
        throw patchFailure(BAD_SET_ORDER);
      original[directive] = order;
    }
    delete patch[directive];
    mergeOrderedList(original, patch, {
      key: directive.slice(SET_ORDER.length),
      order,
      schema,
      purpose,
    });
  }
}

interface OrderedList {
  readonly key: string;
  readonly order: readonly unknown[];
  readonly schema: PatchSchema;
  readonly purpose: Purpose;
}

function mergeOrderedList(
  original: JsonMap,
  patch: JsonMap,
  { key, order, schema, purpose }: OrderedList,
): void {
  const before = original[key];
  const added = patch[key];
  const hasBefore = Array.isArray(before);
  if (!Array.isArray(added) && !hasBefore) return;
  const field = schema.field(key);
  const list: unknown[] = Array.isArray(added) ? added : [];
  assertOrderNames(list, order, field.mergeKey);
  const merged = hasBefore ? mergeEither([...(before as unknown[])], list, field, purpose) : list;
  original[key] = enforceOrder(
    merged,
    order,
    hasBefore ? (before as unknown[]) : [],
    field.mergeKey,
  );
  delete patch[key];
}

function mergeEither(
  before: unknown[],
  list: unknown[],
  field: PatchField,
  purpose: Purpose,
): unknown[] {
  if (list.length === 0) return before;
  return field.strategy === "merge" ? mergeLists(before, list, field, purpose) : list;
}

/** Every element added must be named by the order, in that order. Models validatePatchWithSetOrderList. */
function assertOrderNames(
  list: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string,
): void {
  const kept = list.filter((each) => !(isMap(each) && each[PATCH_DIRECTIVE] === "delete"));
  if (kept.some((each) => indexOfElement(order, each, mergeKey) < 0)) {
    throw patchFailure(
      "The order in patch list:\n" +
        `${goText(kept)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
  }
}

function deleteScalars(original: JsonMap, key: string, list: unknown): void {
  const before = original[key];
  if (Array.isArray(before) && Array.isArray(list))
    original[key] = before.filter((each) => !list.includes(each));
}

function mergeLists(
  original: unknown[],
  patch: unknown[],
  field: PatchField,
  purpose: Purpose,
): unknown[] {
  if (original.length === 0 && patch.length === 0) return original;
  const { mergeKey } = field;
  if (!isMap(original[0]) && !isMap(patch[0])) {
    return enforceOrder(distinctScalars([...original, ...patch]), patch, original, mergeKey);
  }
  if (mergeKey === "") throw patchFailure("cannot merge lists without merge key");
  const { remaining, additions } = followElementDirectives(original, patch, mergeKey);
  const merged = [...remaining];
  for (const element of additions) {
    mergeKeyOf(element, mergeKey);
    const at = indexOfElement(merged, element, mergeKey);
    const twin = merged[at];
    if (isMap(twin)) merged[at] = mergeMaps(twin, element as JsonMap, field.inner, purpose);
    else merged.push(purpose === "apply" ? withoutNulls(element) : element);
  }
  return enforceOrder(merged, additions, remaining, mergeKey);
}

/** Takes `$patch` elements out of a list and does what they say to the original list. */
function followElementDirectives(
  original: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
): { remaining: unknown[]; additions: unknown[] } {
  let remaining = [...original];
  const additions: unknown[] = [];
  let isReplaced = false;
  for (const element of patch) {
    const directive = isMap(element) ? element[PATCH_DIRECTIVE] : undefined;
    if (directive === undefined) {
      additions.push(element);
    } else if (directive === "delete") {
      const id = mergeKeyOf(element, mergeKey);
      remaining = remaining.filter((each) => !isMap(each) || !isEqual(each[mergeKey], id));
    } else if (directive === "replace") {
      isReplaced = true;
    } else if (directive === "merge") {
      throw patchFailure("merging lists cannot yet be specified in the patch");
    } else {
      throw patchFailure(
        `unknown patch type found: ${goText(directive)} in map: ${goText(element)}`,
      );
    }
  }
  return isReplaced ? { remaining: additions, additions: [] } : { remaining, additions };
}

/** Elements the patch names in its order, the others in the server's; of two that the server knows, its order decides. Models normalizeElementOrder. */
function enforceOrder(
  merged: readonly unknown[],
  order: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
): unknown[] {
  const isNamed = (each: unknown): boolean => indexOfElement(order, each, mergeKey) >= 0;
  const named = inOrderOf(merged.filter(isNamed), order, mergeKey);
  const others = inOrderOf(
    merged.filter((each) => !isNamed(each)),
    serverOrder,
    mergeKey,
  );
  const result: unknown[] = [];
  while (named.length > 0 || others.length > 0) {
    const left = indexOfElement(serverOrder, others[0], mergeKey);
    const right = indexOfElement(serverOrder, named[0], mergeKey);
    const takesOther =
      named.length === 0 || (others.length > 0 && left >= 0 && right >= 0 && left < right);
    result.push(takesOther ? others.shift() : named.shift());
  }
  return result;
}
