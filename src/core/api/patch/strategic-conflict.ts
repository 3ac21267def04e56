import { isEqual } from "#core/base/equal.ts";
import type { PatchField, PatchSchema } from "./patch-schema.ts";
import { isMap, PATCH_DIRECTIVE, RETAIN_KEYS, type JsonMap } from "./patch-values.ts";

/** Whether two patches of one object want different things of one field. Models strategicpatch.MergingMapsHaveConflicts. */
export function hasPatchConflict(left: JsonMap, right: JsonMap, schema: PatchSchema): boolean {
  if (left[PATCH_DIRECTIVE] !== right[PATCH_DIRECTIVE]) return true;
  return Object.entries(left).some(([key, value]) => {
    if (key === PATCH_DIRECTIVE || key === RETAIN_KEYS || !Object.hasOwn(right, key)) return false;
    return hasValueConflict(value, right[key], schema.field(key));
  });
}

function hasValueConflict(left: unknown, right: unknown, field: PatchField): boolean {
  if (isMap(left)) {
    if (!isMap(right)) return true;
    if (field.strategy === "replace") return left[PATCH_DIRECTIVE] !== right[PATCH_DIRECTIVE];
    return hasPatchConflict(left, right, field.inner);
  }
  if (Array.isArray(left)) return !Array.isArray(right) || hasListConflict(left, right, field);
  return !isEqual(left, right);
}

function hasListConflict(
  left: readonly unknown[],
  right: readonly unknown[],
  field: PatchField,
): boolean {
  const hasMaps = isMap(left[0]) || isMap(right[0]);
  if (field.strategy === "merge") return hasMaps && hasElementConflict(left, right, field);
  if (left.length !== right.length) return true;
  const [a, b] = hasMaps ? [left, right] : [sorted(left), sorted(right)];
  return a.some((each, i) =>
    hasValueConflict(each, b[i], {
      strategy: "",
      retainsKeys: false,
      mergeKey: "",
      inner: field.inner,
    }),
  );
}

function hasElementConflict(
  left: readonly unknown[],
  right: readonly unknown[],
  { mergeKey, inner }: PatchField,
): boolean {
  return left.some((element) => {
    const twin = right.find(
      (each) => isMap(each) && isMap(element) && isEqual(each[mergeKey], element[mergeKey]),
    );
    return isMap(element) && isMap(twin) && hasPatchConflict(element, twin, inner);
  });
}

function sorted(list: readonly unknown[]): unknown[] {
  return [...list].sort((a, b) => (String(a) < String(b) ? -1 : 1));
}
