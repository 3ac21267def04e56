import { cloneJson } from "#core/base/clone.ts";
import { isEqual } from "#core/base/equal.ts";
import { compareText } from "#core/base/order.ts";
import { hasPatchConflict } from "./strategic-conflict.ts";
import type { PatchField, PatchSchema } from "./patch-schema.ts";
import {
  DELETE_FROM_LIST,
  distinctScalars,
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
import { mergePatches } from "./strategic-merge.ts";

/** Which differences count. */
interface DiffOptions {
  readonly ignoresDeletions: boolean;
  readonly ignoresChanges: boolean;
  readonly setsOrder: boolean;
  readonly listsRetainedKeys: boolean;
}

const EVERYTHING: DiffOptions = {
  ignoresDeletions: false,
  ignoresChanges: false,
  setsOrder: true,
  listsRetainedKeys: false,
};

/** The strategic patch that turns `original` into `modified`. Models strategicpatch.CreateTwoWayMergePatch. */
export function strategicDiff(original: JsonMap, modified: JsonMap, schema: PatchSchema): JsonMap {
  return cloneJson(diffMaps(original, modified, schema, EVERYTHING));
}

/** The three sides of kubectl apply: what was applied last, what is to be applied, what is there. */
export interface ThreeWay {
  readonly original: JsonMap;
  readonly modified: JsonMap;
  readonly current: JsonMap;
}

/**
 * The patch that brings `current` to `modified`, and deletes what `modified` lost since `original`. Without `overwrites`, a field that both
 * sides changed differently is refused with a 409-like failure. Models strategicpatch.CreateThreeWayMergePatch.
 */
export function threeWayStrategicPatch(
  { original, modified, current }: ThreeWay,
  schema: PatchSchema,
  { overwrites }: { readonly overwrites: boolean },
): JsonMap {
  const changes = diffMaps(current, modified, schema, { ...EVERYTHING, ignoresDeletions: true });
  const deletions = diffMaps(original, modified, schema, { ...EVERYTHING, ignoresChanges: true });
  const patch = mergePatches(cloneJson(deletions), cloneJson(changes), schema);
  if (!overwrites) {
    const changed = diffMaps(original, current, schema, { ...EVERYTHING, setsOrder: false });
    if (hasPatchConflict(patch, changed, schema)) {
      throw patchFailure(
        `patch:\n${JSON.stringify(patch)}\nconflicts with changes made from original to current:\n${JSON.stringify(changed)}\n`,
      );
    }
  }
  return patch;
}

function diffMaps(
  original: JsonMap,
  modified: JsonMap,
  schema: PatchSchema,
  options: DiffOptions,
): JsonMap {
  const patch: JsonMap = {};
  for (const [key, value] of Object.entries(modified)) {
    if (!Object.hasOwn(original, key)) {
      if (!options.ignoresChanges) patch[key] = value;
      continue;
    }
    diffField(patch, key, { before: original[key], after: value }, schema, options);
  }
  if (!options.ignoresDeletions) {
    for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  }
  const retained = Object.keys(modified).filter((key) => modified[key] !== null);
  const clearsFields = Object.keys(original).some(
    (key) => original[key] !== null && !Object.hasOwn(modified, key),
  );
  if (
    options.listsRetainedKeys &&
    retained.length > 0 &&
    (Object.keys(patch).length > 0 || clearsFields)
  ) {
    patch[RETAIN_KEYS] = retained.sort(compareText);
  }
  return patch;
}

interface Change {
  readonly before: unknown;
  readonly after: unknown;
}

function diffField(
  patch: JsonMap,
  key: string,
  { before, after }: Change,
  schema: PatchSchema,
  options: DiffOptions,
): void {
  if (key === PATCH_DIRECTIVE) {
    if (before !== after) throw patchFailure(`invalid value for special key ${PATCH_DIRECTIVE}`);
    patch[key] = after;
    return;
  }
  const field = schema.field(key);
  const inner = { ...options, listsRetainedKeys: field.retainsKeys };
  if (isMap(before) && isMap(after) && field.strategy !== "replace") {
    const nested = diffMaps(before, after, field.inner, inner);
    if (Object.keys(nested).length > 0) patch[key] = nested;
  } else if (Array.isArray(before) && Array.isArray(after) && field.strategy === "merge") {
    diffLists(patch, key, { before, after }, field, inner);
  } else if (!options.ignoresChanges && (!isSameType(before, after) || !isEqual(before, after))) {
    patch[key] = after;
  }
}

interface ListChange {
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
}

function diffLists(
  patch: JsonMap,
  key: string,
  change: ListChange,
  field: PatchField,
  options: DiffOptions,
): void {
  const { before, after } = change;
  if (before.length === 0) {
    if (after.length > 0 && !options.ignoresChanges) patch[key] = after;
    return;
  }
  if (isMap(before[0]) || isMap(after[0])) diffListsOfMaps(patch, key, change, field, options);
  else diffListsOfScalars(patch, key, change, options);
}

function diffListsOfMaps(
  patch: JsonMap,
  key: string,
  { before, after }: ListChange,
  field: PatchField,
  options: DiffOptions,
): void {
  const { mergeKey } = field;
  const originals = byMergeKey(before, mergeKey);
  const modifieds = byMergeKey(after, mergeKey);
  const changes: unknown[] = [];
  for (const [id, element] of modifieds) {
    const original = originals.get(id);
    if (original) {
      const nested = diffMaps(original, element, field.inner, options);
      if (Object.keys(nested).length > 0)
        changes.push({ ...nested, [mergeKey]: element[mergeKey] });
    } else if (!options.ignoresChanges) {
      changes.push(element);
    }
  }
  const gone = options.ignoresDeletions ? [] : [...originals].filter(([id]) => !modifieds.has(id));
  const deletions = gone
    .sort(([a], [b]) => compareText(a, b))
    .map(([, element]) => ({ [mergeKey]: element[mergeKey], [PATCH_DIRECTIVE]: "delete" }));
  const list = [...inOrderOf(changes, after, mergeKey), ...deletions];
  const isOrderSame =
    before.length === after.length &&
    before.every((each, i) => isEqual(mergeKeyOf(each, mergeKey), mergeKeyOf(after[i], mergeKey)));
  const hasChanges = !options.ignoresChanges && (list.length > 0 || !isOrderSame);
  const hasDeletions = !options.ignoresDeletions && list.length > 0;
  if (list.length > 0) patch[key] = list;
  if (options.setsOrder && (hasChanges || hasDeletions) && after.length > 0) {
    patch[`${SET_ORDER}/${key}`] = after.map((element) => ({
      [mergeKey]: mergeKeyOf(element, mergeKey),
    }));
  }
}

function byMergeKey(list: readonly unknown[], mergeKey: string): Map<string, JsonMap> {
  return new Map(
    list.map((element) => [String(mergeKeyOf(element, mergeKey)), element as JsonMap]),
  );
}

function diffListsOfScalars(
  patch: JsonMap,
  key: string,
  { before, after }: ListChange,
  options: DiffOptions,
): void {
  const added = options.ignoresChanges ? [] : surplus(after, before);
  const gone = options.ignoresDeletions ? [] : distinctScalars(surplus(before, after));
  const deletions = gone.sort((a, b) => compareText(String(a), String(b)));
  const isChanged = !options.ignoresChanges && !isEqual(before, after);
  if (added.length > 0) patch[key] = added;
  if (deletions.length > 0) patch[`${DELETE_FROM_LIST}/${key}`] = deletions;
  if (options.setsOrder && (isChanged || deletions.length > 0) && after.length > 0)
    patch[`${SET_ORDER}/${key}`] = after;
}

/** Elements of a list that another has not, or has fewer times. */
function surplus(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const rest = [...other];
  return list.filter((each) => {
    const at = rest.indexOf(each);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
