import type { FieldSchema } from "../schema/field-schema.ts";
import { resolveSchema } from "../schema/resolve.ts";

/** One field that tells the items of a list map apart. */
export interface ListKey {
  readonly name: string;
  /** Value of an item that leaves the field out. */
  readonly fallback: unknown;
}

/** A list: owned as a whole, or item by item. */
export interface ListAtom {
  readonly type: "list";
  readonly relationship: "atomic" | "map" | "set";
  /** Sorted by name; of list maps only. */
  readonly keys: readonly ListKey[];
  readonly element: FieldSchema;
}

/** A struct or map: owned as a whole, or field by field. */
export interface MapAtom {
  readonly type: "map";
  readonly isAtomic: boolean;
  readonly fields: Readonly<Record<string, FieldSchema>>;
  /** Schema of what is no named field; undefined when there may be none. */
  readonly element: FieldSchema | undefined;
}

/** A value without parts. */
export interface ScalarAtom {
  readonly type: "scalar";
  readonly scalar: "boolean" | "numeric" | "string" | "untyped";
}

/** What ownership may be told of at one place of a schema. Models structured-merge-diff schema.Atom. */
export type Atom = ListAtom | MapAtom | ScalarAtom;

const ANYTHING: FieldSchema = {};
const UNTYPED: ScalarAtom = { type: "scalar", scalar: "untyped" };
const FREE_MAP: MapAtom = { type: "map", isAtomic: false, fields: {}, element: ANYTHING };
const FREE_LIST: ListAtom = { type: "list", relationship: "atomic", keys: [], element: ANYTHING };

const known = new WeakMap<FieldSchema, Atom | "deduced">();

/** The atom of a schema; where the schema leaves it open, the value decides. */
export function atomOf(schema: FieldSchema, value: unknown): Atom {
  let atom = known.get(schema);
  if (!atom) {
    atom = atomOfSchema(schema);
    known.set(schema, atom);
  }
  if (atom !== "deduced") return atom;
  if (Array.isArray(value)) return FREE_LIST;
  return typeof value === "object" && value !== null ? FREE_MAP : UNTYPED;
}

function atomOfSchema(property: FieldSchema): Atom | "deduced" {
  const { schema } = resolveSchema(property);
  switch (schema.type) {
    case "string":
      return schema.format === "int-or-string" ? UNTYPED : { type: "scalar", scalar: "string" };
    case "integer":
    case "number":
      return { type: "scalar", scalar: "numeric" };
    case "boolean":
      return { type: "scalar", scalar: "boolean" };
    case "array":
      return listAtom(property, schema);
    default:
      return schema.oneOf || schema.format === "int-or-string"
        ? UNTYPED
        : mapAtom(property, schema);
  }
}

function listAtom(property: FieldSchema, schema: FieldSchema): ListAtom {
  const element = schema.items ?? ANYTHING;
  const relationship =
    property["x-kubernetes-list-type"] ?? schema["x-kubernetes-list-type"] ?? "atomic";
  const names =
    property["x-kubernetes-list-map-keys"] ?? schema["x-kubernetes-list-map-keys"] ?? [];
  const fields = resolveSchema(element).schema.properties ?? {};
  const keys = [...names]
    .sort()
    .map((name): ListKey => ({ name, fallback: fields[name]?.default }));
  return { type: "list", relationship, keys, element };
}

function mapAtom(property: FieldSchema, schema: FieldSchema): MapAtom | "deduced" {
  const extra = schema.additionalProperties;
  if (!schema.properties && (extra === undefined || extra === true)) return "deduced";
  const isAtomic =
    (property["x-kubernetes-map-type"] ?? schema["x-kubernetes-map-type"]) === "atomic";
  const isOpen = schema["x-kubernetes-preserve-unknown-fields"] === true || extra === true;
  const element = typeof extra === "object" ? extra : isOpen ? ANYTHING : undefined;
  return { type: "map", isAtomic, fields: schema.properties ?? {}, element };
}

/** The schema of one field of a map; free where nothing is declared. */
export function fieldSchema(atom: MapAtom, name: string): FieldSchema {
  return declaredField(atom, name) ?? atom.element ?? ANYTHING;
}

/** The schema of a named field; undefined for a map's key. */
export function declaredField(atom: MapAtom, name: string): FieldSchema | undefined {
  return Object.hasOwn(atom.fields, name) ? atom.fields[name] : undefined;
}
