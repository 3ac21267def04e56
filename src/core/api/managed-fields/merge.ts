import type { FieldSchema } from "../schema/field-schema.ts";
import { atomOf, fieldSchema, type ListAtom, type MapAtom } from "./atom.ts";
import { NO_FIELDS, isEmptySet, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement, type PathElement } from "./path-element.ts";

type Json = Readonly<Record<string, unknown>>;

/** The live object with a configuration laid over it. Models structured-merge-diff typed.TypedValue.Merge. */
export function mergeValues(schema: FieldSchema, live: unknown, config: unknown): unknown {
  if (config === undefined) return live;
  const atom = atomOf(schema, config);
  if (atom.type === "scalar" || (isBare(live) && isBare(config))) return config;
  if (atom.type === "list")
    return atom.relationship === "atomic" ? config : mergeLists(atom, live, config);
  return atom.isAtomic ? config : mergeMaps(atom, live, config);
}

function isBare(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === "object" && Object.keys(value).length === 0)
  );
}

function mergeMaps(atom: MapAtom, live: unknown, config: unknown): unknown {
  const left = (live ?? {}) as Json;
  const right = (config ?? {}) as Json;
  const merged: Record<string, unknown> = {};
  for (const key of Object.keys({ ...left, ...right }))
    merged[key] = mergeValues(fieldSchema(atom, key), left[key], right[key]);
  return merged;
}

/** Items of both in an order that respects the configuration's, and the live one's where that is silent. Models mergingWalker.visitListItems. */
function mergeLists(atom: ListAtom, live: unknown, config: unknown): unknown {
  const left = indexItems(atom, live);
  const right = indexItems(atom, config);
  const shared = right.order.filter((element) => left.items.has(element));
  const merged: unknown[] = [];
  const done = new Set<PathElement>();
  const take = (element: PathElement) => {
    merged.push(mergeValues(atom.element, left.items.get(element), right.items.get(element)));
    done.add(element);
    if (shared[0] === element) shared.shift();
  };
  let l = 0;
  let r = 0;
  while (l < left.order.length || r < right.order.length) {
    const mine = left.order[l];
    const theirs = right.order[r];
    if (mine !== undefined && mine === theirs) {
      take(mine);
      l++;
      r++;
      continue;
    }
    const isShared = mine !== undefined && right.items.has(mine);
    // A shared item whose turn is not yet: the configuration's order decides when.
    const isEarly = isShared && theirs !== undefined && shared[0] !== undefined;
    if (isEarly && mine !== shared[0]) {
      l++;
      continue;
    }
    if (mine !== undefined && !isShared) {
      take(mine);
      l++;
      continue;
    }
    if (mine !== undefined && done.has(mine)) l++;
    if (theirs !== undefined) {
      take(theirs);
      r++;
    }
  }
  return merged;
}

function indexItems(
  atom: ListAtom,
  list: unknown,
): { readonly order: readonly PathElement[]; readonly items: ReadonlyMap<PathElement, unknown> } {
  const items = new Map<PathElement, unknown>();
  for (const item of (list ?? []) as readonly unknown[]) {
    const element = itemElement(atom, item);
    if (!items.has(element)) items.set(element, item);
  }
  return { order: [...items.keys()], items };
}

/** The object without the paths of a set; what becomes empty becomes null. Models structured-merge-diff typed.TypedValue.RemoveItems. */
export function removeFields(schema: FieldSchema, value: unknown, set: FieldSet): unknown {
  if (isEmptySet(set) || typeof value !== "object" || value === null) return value;
  const atom = atomOf(schema, value);
  if (atom.type === "scalar") return value;
  if (atom.type === "list") {
    if (atom.relationship === "atomic" || !Array.isArray(value)) return value;
    const kept = value.flatMap((item: unknown) => {
      const element = itemElement(atom, item);
      if (set.members.has(element)) return [];
      return [removeFields(atom.element, item, set.children.get(element) ?? NO_FIELDS)];
    });
    return kept.length > 0 ? kept : null;
  }
  if (atom.isAtomic) return value;
  const kept = Object.entries(value).flatMap(([key, part]) => {
    const element = fieldElement(key);
    if (set.members.has(element)) return [];
    const below = set.children.get(element) ?? NO_FIELDS;
    return [[key, removeFields(fieldSchema(atom, key), part, below)] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : null;
}
