import { isEqual } from "#core/base/equal.ts";
import type { FieldSchema } from "../schema/field-schema.ts";
import { compareValues } from "./compare.ts";
import {
  differenceOf,
  intersectionOf,
  isEmptySet,
  NO_FIELDS,
  unionOf,
  withoutBelow,
  type FieldSet,
} from "./field-set.ts";
import {
  isSameManager,
  withoutServerFields,
  type Manager,
  type ManagerName,
  type Managers,
} from "./managers.ts";
import { mergeValues, removeFields } from "./merge.ts";
import { fieldsNamedBy, withNamedFields } from "./owned.ts";
import { conflictsOf, withoutIgnored, withoutTaken, type Conflict } from "./update.ts";

/** One server-side apply. */
export interface Apply {
  readonly schema: FieldSchema;
  readonly live: unknown;
  readonly config: unknown;
  readonly by: ManagerName;
  readonly time: string;
  readonly ignored: FieldSet;
  /** Conflicts in these fields are no reason to stop. */
  readonly allowed: "all" | FieldSet;
}

/** What an apply leads to: a new object with its managers, or the conflicts that stand in the way. */
export type Applied =
  | { readonly object: unknown; readonly managers: Managers; readonly conflicts?: undefined }
  | { readonly conflicts: readonly Conflict[] };

/**
 * Lays a configuration over the live object, takes away what the manager named last time and nobody wants now, and works out who owns what.
 * Models structured-merge-diff Updater.Apply.
 */
export function applyConfiguration(managers: Managers, apply: Apply): Applied {
  const { schema, live, config, by, time, ignored, allowed } = apply;
  const last = managers.find((each) => isSameManager(each, by));
  const named = withoutBelow(fieldsNamedBy(schema, config), ignored);
  const own: Manager = { ...by, time, fields: withoutServerFields(named) };
  const others = managers.filter((each) => each !== last);
  const known = [...others, own];
  const merged = mergeValues(schema, live, config);
  // A name is nobody's, and yet this configuration keeps it: else the last field taken out of the metadata would take all of it along.
  const keepers = [...others, { ...own, fields: named }];
  const object = last ? prune(schema, merged, { managers: keepers, last: last.fields }) : merged;
  const change = withoutIgnored(compareValues(schema, live, object), ignored);
  const conflicts = conflictsOf(known, change, by);
  if (allowed !== "all") {
    const standing = conflicts
      .map((each) => ({ ...each, fields: differenceOf(each.fields, allowed) }))
      .filter((each) => !isEmptySet(each.fields));
    if (standing.length > 0) return { conflicts: standing };
  }
  // An apply that changes nothing leaves a time behind only if it had one before.
  const isNoop = isEqual(live, object);
  const after = withoutTaken(known, conflicts, { removed: change.removed, by });
  return {
    object,
    managers: isNoop
      ? after.map((each) => (isSameManager(each, by) ? { ...each, time: last?.time } : each))
      : after,
  };
}

/** Takes away what was applied before, is not now, and is nobody else's. Models structured-merge-diff Updater.prune. */
function prune(
  schema: FieldSchema,
  merged: unknown,
  { managers, last }: { readonly managers: Managers; readonly last: FieldSet },
): unknown {
  const named = (set: FieldSet) => withNamedFields(schema, set);
  const lastNamed = named(last);
  const cut = removeFields(schema, merged, lastNamed);
  const mergedNamed = named(fieldsNamedBy(schema, merged));
  const managed = managers.reduce((all, { fields }) => unionOf(all, fields), NO_FIELDS);
  const kept = unionOf(named(fieldsNamedBy(schema, cut)), named(managed));
  const withOwned = removeFields(schema, merged, differenceOf(mergedNamed, kept));
  // What nobody owns, or was never this manager's, stays.
  const missing = differenceOf(mergedNamed, named(fieldsNamedBy(schema, withOwned)));
  return removeFields(schema, merged, intersectionOf(missing, lastNamed));
}
