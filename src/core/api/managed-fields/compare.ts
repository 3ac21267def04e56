import { isEqual } from "#core/base/equal.ts";
import type { FieldSchema } from "../schema/field-schema.ts";
import { atomOf, fieldSchema, type ListAtom, type MapAtom } from "./atom.ts";
import { FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { fieldElement, itemElement, type PathElement } from "./path-element.ts";

/** How two states of an object differ. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

/** Tells what a change added, modified and removed. Models structured-merge-diff typed.TypedValue.Compare. */
export function compareValues(schema: FieldSchema, before: unknown, after: unknown): Comparison {
  const walk = new Walk();
  walk.visit(schema, before, after);
  return walk;
}

type Json = Readonly<Record<string, unknown>>;

class Walk implements Comparison {
  readonly added = new FieldSetBuilder();
  readonly modified = new FieldSetBuilder();
  readonly removed = new FieldSetBuilder();
  private readonly path: PathElement[] = [];

  /** Undefined is absent, null is a value. */
  visit(schema: FieldSchema, before: unknown, after: unknown): void {
    // States of one object share what did not change.
    if (before === after) return;
    const atom = atomOf(schema, after ?? before);
    if (atom.type === "scalar" || isOther(atom.type, before) || isOther(atom.type, after))
      return this.leaf(before, after);
    const isWhole = atom.type === "list" ? atom.relationship === "atomic" : atom.isAtomic;
    if (isWhole || (isBare(before) && isBare(after))) return this.leaf(before, after);
    if (atom.type === "list") this.list(atom, before, after);
    else this.map(atom, before, after);
    if (before === undefined) this.added.insert(this.path);
    else if (after === undefined) this.removed.insert(this.path);
  }

  private leaf(before: unknown, after: unknown): void {
    if (before === undefined) this.added.insert(this.path);
    else if (after === undefined) this.removed.insert(this.path);
    else if (!isEqual(before, after)) this.modified.insert(this.path);
  }

  private below(
    element: PathElement,
    schema: FieldSchema,
    { before, after }: { readonly before: unknown; readonly after: unknown },
  ): void {
    this.path.push(element);
    this.visit(schema, before, after);
    this.path.pop();
  }

  private map(atom: MapAtom, before: unknown, after: unknown): void {
    const left = (before ?? {}) as Json;
    const right = (after ?? {}) as Json;
    for (const key of Object.keys({ ...left, ...right }))
      this.below(fieldElement(key), fieldSchema(atom, key), {
        before: left[key],
        after: right[key],
      });
  }

  private list(atom: ListAtom, before: unknown, after: unknown): void {
    const left = itemsByElement(atom, before);
    const right = itemsByElement(atom, after);
    for (const element of new Set([...left.keys(), ...right.keys()])) {
      const was = left.get(element) ?? [];
      const is = right.get(element) ?? [];
      if (was.length <= 1 && is.length <= 1)
        this.below(element, atom.element, { before: was[0], after: is[0] });
      else this.repeated(element, was, is);
    }
  }

  /** Items that cannot be told apart are owned together. */
  private repeated(element: PathElement, was: readonly unknown[], is: readonly unknown[]): void {
    const path = [...this.path, element];
    if (was.length >= 2 && is.length >= 2) {
      if (!isEqual(was, is)) this.modified.insert(path);
    } else if (was.length >= 2) this.removed.insert(path);
    else this.added.insert(path);
  }
}

function itemsByElement(atom: ListAtom, list: unknown): Map<PathElement, unknown[]> {
  const found = new Map<PathElement, unknown[]>();
  for (const item of (list ?? []) as readonly unknown[]) {
    const element = itemElement(atom, item);
    const same = found.get(element);
    if (same) same.push(item);
    else found.set(element, [item]);
  }
  return found;
}

/** Whether a value has not the shape its schema says; such a value is one leaf. */
function isOther(type: "list" | "map", value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value !== "object" || Array.isArray(value) !== (type === "list");
}

/** Absent, null or empty: nothing to descend into. */
function isBare(value: unknown): boolean {
  return value === undefined || value === null || Object.keys(value).length === 0;
}
