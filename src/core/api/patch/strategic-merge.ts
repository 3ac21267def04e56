import { cloneJson } from "#core/base/clone.ts";
import { isEqual } from "#core/base/equal.ts";
import { badRequest, StatusError } from "../status.ts";
import type { PatchField, PatchSchema } from "./patch-schema.ts";
import {
  DELETE_FROM_LIST,
  distinctScalars,
  fieldOfDirective,
  indexOfElement,
  inOrderOf,
  isMap,
  isSameType,
  listFrom,
  mergeKeyOf,
  PATCH_DIRECTIVE,
  patchFailure,
  RETAIN_KEYS,
  SET_ORDER,
  type JsonMap,
} from "./patch-values.ts";
import { goText, goTypeName } from "../go-value.ts";

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
  return useUpStrategicPatch(original, cloneJson(patch), schema);
}

/** The same, leaving of the patch what upstream leaves of it: the directives followed are gone. Messages show it so. */
export function useUpStrategicPatch(
  original: JsonMap,
  patch: JsonMap,
  schema: PatchSchema,
): JsonMap {
  return mergeMaps(cloneJson(original), patch, schema, "apply");
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
    else deleteScalars(original, fieldOfDirective(key, DELETE_FROM_LIST), value);
  }
  return original;
}

function followDirective(patch: JsonMap): JsonMap {
  const directive = patch[PATCH_DIRECTIVE];
  if (directive === "delete") return {};
  if (directive !== "replace")
    throw patchFailure(`unknown patch type found: ${goText(directive)} in map: ${goText(patch)}`);
  delete patch[PATCH_DIRECTIVE];
  return patch;
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
    takeOver(original, key, value, purpose);
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

/** Puts a value of the patch where nothing, or something of another type, was. */
function takeOver(original: JsonMap, key: string, value: unknown, purpose: Purpose): void {
  if (purpose === "apply") discardNulls(value);
  const { kept } = withoutDirectives(value);
  if (kept === undefined) delete original[key];
  else original[key] = kept;
}

/** Nulls in a patch mean "remove"; where nothing was, nothing is left of them. Lists keep theirs. */
function discardNulls(value: unknown): void {
  if (!isMap(value)) return;
  for (const [key, part] of Object.entries(value)) {
    if (part === null) delete value[key];
    else discardNulls(part);
  }
}

/** What is left of a value without the parts that carry a directive, at any depth; `kept` is undefined for one that does itself. Models strategicpatch removeDirectives. */
function withoutDirectives(value: unknown): { readonly kept: unknown } {
  if (Array.isArray(value)) {
    const kept = value.map((each) => withoutDirectives(each).kept);
    return { kept: kept.filter((each) => each !== undefined) };
  }
  if (!isMap(value)) return { kept: value };
  if (Object.hasOwn(value, PATCH_DIRECTIVE)) return { kept: undefined };
  for (const [key, part] of Object.entries(value)) {
    const { kept } = withoutDirectives(part);
    if (kept === undefined) delete value[key];
    else value[key] = kept;
  }
  return { kept: value };
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
  if (!Array.isArray(keys)) throw badRequest(BAD_RETAIN_KEYS);
  const isDirective = (key: string): boolean =>
    key.startsWith(DELETE_FROM_LIST) || key.startsWith(SET_ORDER);
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null && !isDirective(key) && !keys.includes(key))
      throw badRequest(BAD_RETAIN_KEYS);
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
    if (purpose === "combine") {
      if (Object.hasOwn(original, directive) && !isEqual(original[directive], order))
        throw badRequest(BAD_SET_ORDER);
      original[directive] = order;
    }
    delete patch[directive];
    mergeOrderedList(original, patch, {
      order: listFrom(order),
      key: fieldOfDirective(directive, SET_ORDER),
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
  const hasBefore = Object.hasOwn(original, key);
  const isGiven = Object.hasOwn(patch, key);
  const before = hasBefore ? listFrom(original[key]) : [];
  const list = isGiven ? listFrom(patch[key]) : [];
  const field = schema.field(key);
  if (field.unordered !== undefined) throw patchFailure(field.unordered);
  assertOrderNames(list, order, field.mergeKey);
  if (!hasBefore && !isGiven) return;
  const merged = mergedInOrder(
    { before: hasBefore ? before : undefined, list, isGiven },
    field,
    purpose,
  );
  assertOneType([before, list]);
  original[key] = enforceOrder(merged, order, before, field.mergeKey);
  delete patch[key];
}

function mergedInOrder(
  lists: {
    readonly before: readonly unknown[] | undefined;
    readonly list: unknown[];
    readonly isGiven: boolean;
  },
  field: PatchField,
  purpose: Purpose,
): unknown[] {
  const { before, list, isGiven } = lists;
  if (!before) return withoutDirectives(list).kept as unknown[];
  if (!isGiven) return [...before];
  return field.strategy === "merge" ? mergeLists([...before], list, field, purpose) : list;
}

/** Every element added must be named by the order, in that order. Models validatePatchWithSetOrderList. */
function assertOrderNames(
  list: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string,
): void {
  if (order.length === 0) return;
  let at = 0;
  for (const element of list) {
    if (mergeKey !== "" && isMap(element) && Object.hasOwn(element, PATCH_DIRECTIVE)) continue;
    const found = indexOfElement(order.slice(at), element, mergeKey);
    if (mergeKey !== "" && found !== 0) mergeKeyOf(element, mergeKey);
    if (found >= 0) {
      at += found + 1;
      continue;
    }
    throw patchFailure(
      "The order in patch list:\n" +
        `${goText(list)}\n doesn't match $setElementOrder list:\n${goText(order)}\n`,
    );
  }
}

function deleteScalars(original: JsonMap, key: string, list: unknown): void {
  if (list === null) delete original[key];
  const before = original[key];
  if (!Array.isArray(before) || !Array.isArray(list)) return;
  if (before.length === 0 && list.length === 0) return;
  assertOneType([before, list]);
  original[key] = before.filter((each) => !list.includes(each));
}

/** Elements of lists that merge are of one type, which is no list. Models strategicpatch sliceElementType. */
function assertOneType(lists: readonly (readonly unknown[])[]): void {
  const [first, ...rest] = lists.flat().map(goTypeName);
  if (first === undefined) throw patchFailure("no elements in any of the given slices");
  if (first === "[]interface {}")
    throw new StatusError({
      message: "the server rejected our request due to an error in our request",
      reason: "Invalid",
      details: {},
      code: 422,
    });
  if (rest.some((type) => type !== first))
    throw patchFailure(`list element types are not identical: ${goText(lists)}`);
}

function mergeLists(
  original: unknown[],
  patch: unknown[],
  field: PatchField,
  purpose: Purpose,
): unknown[] {
  if (original.length === 0 && patch.length === 0) return original;
  assertOneType([original, patch]);
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
    else merged.push(element);
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
