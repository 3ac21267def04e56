import type { FieldSchema } from "../schema/field-schema.ts";
import { compareValues, type Comparison } from "./compare.ts";
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
  capUpdaters,
  isSameManager,
  withoutIdle,
  withoutServerFields,
  type Manager,
  type ManagerName,
  type Managers,
} from "./managers.ts";
import { ItemProblem } from "./path-element.ts";

/** A change of one object by a create, an update or a patch other than apply. */
export interface Update {
  readonly schema: FieldSchema;
  readonly before: unknown;
  readonly after: unknown;
  readonly by: ManagerName;
  readonly time: string | undefined;
  /** Fields that the request cannot change, and so cannot own. */
  readonly ignored: FieldSet;
}

/** Who owns what after an update: what it touched is its own, and no longer anybody else's. Models structured-merge-diff Updater.Update. */
export function managersAfterUpdate(managers: Managers, update: Update): Managers {
  const { schema, before, after, by, time, ignored } = update;
  const whole = compareIfTyped(schema, before, after);
  if (!whole) return managers;
  const change = withoutIgnored(whole, ignored);
  const others = losing(managers, change);
  const touched = withoutServerFields(unionOf(change.added, change.modified));
  if (isEmptySet(touched)) return withoutIdle(others);
  const own = others.find((each) => isSameManager(each, by));
  const fields = own ? unionOf(own.fields, touched) : touched;
  const rest = others.filter((each) => !isSameManager(each, by));
  return capUpdaters([...withoutIdle(rest), { ...by, time, fields }]);
}

/** Objects whose list items cannot be told apart are stored, but nobody tracks them. */
function compareIfTyped(
  schema: FieldSchema,
  before: unknown,
  after: unknown,
): Comparison | undefined {
  try {
    return compareValues(schema, before, after);
  } catch (error) {
    if (error instanceof ItemProblem) return undefined;
    throw error;
  }
}

/** The part of a change that the request can make. */
export function withoutIgnored(change: Comparison, ignored: FieldSet): Comparison {
  return {
    added: withoutBelow(change.added, ignored),
    modified: withoutBelow(change.modified, ignored),
    removed: withoutBelow(change.removed, ignored),
  };
}

/** What every manager keeps of its fields when a change takes some. */
function losing(managers: Managers, { added, modified, removed }: Comparison): Managers {
  const taken = unionOf(unionOf(added, modified), removed);
  return managers.map((each) => ({ ...each, fields: differenceOf(each.fields, taken) }));
}

/** A manager whose fields a change would take, and which. */
export interface Conflict {
  readonly manager: Manager;
  readonly fields: FieldSet;
}

/** The managers besides one whose fields a change adds to or modifies. */
export function conflictsOf(
  managers: Managers,
  { added, modified }: Comparison,
  by: ManagerName,
): Conflict[] {
  const touched = unionOf(added, modified);
  return managers
    .filter((each) => !isSameManager(each, by))
    .map((manager) => ({ manager, fields: intersectionOf(manager.fields, touched) }))
    .filter(({ fields }) => !isEmptySet(fields));
}

/** The managers once an applier has its way: conflicting fields and removed ones leave all the others. */
export function withoutTaken(
  managers: Managers,
  conflicts: readonly Conflict[],
  { removed, by }: { readonly removed: FieldSet; readonly by: ManagerName },
): Managers {
  return withoutIdle(
    managers.map((each) => {
      if (isSameManager(each, by)) return each;
      const lost = conflicts.find(({ manager }) => manager === each)?.fields ?? NO_FIELDS;
      return { ...each, fields: differenceOf(differenceOf(each.fields, lost), removed) };
    }),
  );
}
