import { compareElements, elementText, type PathElement } from "./path-element.ts";

/** A set of paths, as a tree. Never changed once made. Models structured-merge-diff fieldpath.Set. */
export interface FieldSet {
  /** Steps that end a path here. */
  readonly members: ReadonlySet<PathElement>;
  /** Steps that lead on; none of them is empty. */
  readonly children: ReadonlyMap<PathElement, FieldSet>;
}

/** FieldsV1 as it is written out. */
export interface FieldsV1 {
  readonly [element: string]: FieldsV1;
}

/** The set without a path. */
export const NO_FIELDS: FieldSet = { members: new Set(), children: new Map() };

/** Whether a set holds no path. */
export function isEmptySet({ members, children }: FieldSet): boolean {
  return members.size === 0 && children.size === 0;
}

/** A set under construction. */
export class FieldSetBuilder {
  readonly members = new Set<PathElement>();
  readonly children = new Map<PathElement, FieldSetBuilder>();

  /** Adds one path. */
  insert(path: readonly PathElement[]): void {
    const last = path.at(-1);
    // The whole object is owned by nobody.
    if (last === undefined) return;
    let place = this as FieldSetBuilder;
    for (let i = 0; i < path.length - 1; i++) place = place.below(path[i] ?? "");
    place.members.add(last);
  }

  private below(element: PathElement): FieldSetBuilder {
    let child = this.children.get(element);
    if (!child) {
      child = new FieldSetBuilder();
      this.children.set(element, child);
    }
    return child;
  }
}

/** The set of the given paths. */
export function setOfPaths(paths: readonly (readonly PathElement[])[]): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.insert(path);
  return builder;
}

/** Paths of either. */
export function unionOf(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a)) return b;
  if (isEmptySet(b)) return a;
  const children = new Map(a.children);
  for (const [element, child] of b.children) {
    const own = children.get(element);
    children.set(element, own ? unionOf(own, child) : child);
  }
  return { members: new Set([...a.members, ...b.members]), children };
}

/** Paths of both. */
export function intersectionOf(a: FieldSet, b: FieldSet): FieldSet {
  return combine(a, b, {
    keepsMember: (element) => b.members.has(element),
    child: (own, other) => (other ? intersectionOf(own, other) : NO_FIELDS),
  });
}

/** Paths of the first that the second does not hold. */
export function differenceOf(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return a;
  return combine(a, b, {
    keepsMember: (element) => !b.members.has(element),
    child: (own, other) => (other ? differenceOf(own, other) : own),
  });
}

/** Paths of the first that neither are held by the second nor lie below one that is. */
export function withoutBelow(a: FieldSet, b: FieldSet): FieldSet {
  if (isEmptySet(a) || isEmptySet(b)) return a;
  const children = new Map<PathElement, FieldSet>();
  for (const [element, child] of a.children) {
    if (b.members.has(element)) continue;
    const other = b.children.get(element);
    const kept = other ? withoutBelow(child, other) : child;
    if (!isEmptySet(kept)) children.set(element, kept);
  }
  return { members: new Set([...a.members].filter((each) => !b.members.has(each))), children };
}

function combine(
  a: FieldSet,
  b: FieldSet,
  {
    keepsMember,
    child,
  }: {
    readonly keepsMember: (element: PathElement) => boolean;
    readonly child: (own: FieldSet, other: FieldSet | undefined) => FieldSet;
  },
): FieldSet {
  const children = new Map<PathElement, FieldSet>();
  for (const [element, own] of a.children) {
    const kept = child(own, b.children.get(element));
    if (!isEmptySet(kept)) children.set(element, kept);
  }
  return { members: new Set([...a.members].filter(keepsMember)), children };
}

/** Whether two sets hold the same paths. */
export function isSameSet(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true;
  if (a.members.size !== b.members.size || a.children.size !== b.children.size) return false;
  for (const element of a.members) if (!b.members.has(element)) return false;
  for (const [element, child] of a.children) {
    const other = b.children.get(element);
    if (!other || !isSameSet(child, other)) return false;
  }
  return true;
}

/** Every path as messages print it, in upstream's order: what ends at a place before what lies deeper. */
export function pathTexts(set: FieldSet, prefix = ""): string[] {
  const members = [...set.members].sort(compareElements);
  const children = [...set.children].sort(([a], [b]) => compareElements(a, b));
  return [
    ...members.map((element) => prefix + elementText(element)),
    ...children.flatMap(([element, child]) => pathTexts(child, prefix + elementText(element))),
  ];
}

/** Writes a set as FieldsV1. */
export function encodeFields(set: FieldSet): FieldsV1 {
  const written: Record<string, FieldsV1> = {};
  const elements = new Set([...set.members, ...set.children.keys()]);
  for (const element of [...elements].sort(compareElements)) {
    const child = set.children.get(element);
    const below = child ? encodeFields(child) : {};
    written[element] = child && set.members.has(element) ? { ".": {}, ...below } : below;
  }
  return written;
}

/** Whether a value is what FieldsV1 can hold: maps of maps, all the way down. */
export function isFieldsV1(value: unknown): value is FieldsV1 {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(isFieldsV1);
}

/** Reads FieldsV1. */
export function decodeFields(fields: FieldsV1): FieldSet {
  const members = new Set<PathElement>();
  const children = new Map<PathElement, FieldSet>();
  for (const [element, below] of Object.entries(fields)) {
    if (element === ".") continue;
    const child = decodeFields(below);
    if (isEmptySet(child) || "." in below) members.add(element);
    if (!isEmptySet(child)) children.set(element, child);
  }
  return { members, children };
}
