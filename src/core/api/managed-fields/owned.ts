import type { FieldSchema } from "../schema/field-schema.ts";
import { atomOf, declaredField, fieldSchema, type ListAtom, type MapAtom } from "./atom.ts";
import { FieldSetBuilder, type FieldSet } from "./field-set.ts";
import { fieldElement, fieldNameOf, itemElement, type PathElement } from "./path-element.ts";

/** The paths that a configuration names. Models structured-merge-diff typed.TypedValue.ToFieldSet. */
export function fieldsNamedBy(schema: FieldSchema, value: unknown): FieldSet {
  const found = new FieldSetBuilder();
  visit(schema, value, [], found);
  return found;
}

function visit(
  schema: FieldSchema,
  value: unknown,
  path: readonly PathElement[],
  found: FieldSetBuilder,
): void {
  const atom = atomOf(schema, value);
  if (atom.type === "scalar") found.insert(path);
  else if (atom.type === "list") visitList(atom, value, path, found);
  else visitMap(atom, value, path, found);
}

function visitList(
  atom: ListAtom,
  value: unknown,
  path: readonly PathElement[],
  found: FieldSetBuilder,
): void {
  if (atom.relationship === "atomic") return found.insert(path);
  if (!Array.isArray(value)) return;
  const elements = value.map((item) => itemElement(atom, item));
  value.forEach((item: unknown, i) => {
    const element = elements[i] ?? "";
    const below = [...path, element];
    found.insert(below);
    // Items that cannot be told apart are owned together.
    const isAlone = elements.indexOf(element) === elements.lastIndexOf(element);
    if (isAlone) visit(atom.element, item, below, found);
  });
}

function visitMap(
  atom: MapAtom,
  value: unknown,
  path: readonly PathElement[],
  found: FieldSetBuilder,
): void {
  if (atom.isAtomic) return found.insert(path);
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const below = [...path, fieldElement(key)];
    visit(fieldSchema(atom, key), part, below, found);
    const isEmptyMap =
      typeof part === "object" && part !== null && !Array.isArray(part) && isBare(part);
    if (part === null || isEmptyMap || !declaredField(atom, key)) found.insert(below);
  }
}

function isBare(value: object): boolean {
  return Object.keys(value).length === 0;
}

/** The set with every named field on the way to a member made a member too. Models fieldpath.Set.EnsureNamedFieldsAreMembers. */
export function withNamedFields(schema: FieldSchema, set: FieldSet): FieldSet {
  const members = new Set(set.members);
  const children = new Map<PathElement, FieldSet>();
  for (const [element, child] of set.children) {
    const name = fieldNameOf(element);
    const atom = atomOf(schema, name === undefined ? [] : {});
    if (name !== undefined && atom.type === "map" && declaredField(atom, name))
      members.add(element);
    children.set(element, withNamedFields(schemaBelow(schema, element), child));
  }
  return { members, children };
}

/** The schema one step further. */
export function schemaBelow(schema: FieldSchema, element: PathElement): FieldSchema {
  const name = fieldNameOf(element);
  const atom = atomOf(schema, name === undefined ? [] : {});
  if (name !== undefined && atom.type === "map") return fieldSchema(atom, name);
  return atom.type === "list" ? atom.element : {};
}
