import { schemas } from "./generated/schemas.ts";
import type { FieldSchema } from "./field-schema.ts";

/** A field's schema after following its reference. */
export interface Resolved {
  readonly schema: FieldSchema;
  /** Name of the schema referred to, "" for one written in place. */
  readonly name: string;
  /** A struct held by value: present, if only as `{}`, even when nobody sets it. */
  readonly isByValue: boolean;
  readonly default: unknown;
}

/** What an ill-formed field of free JSON looks like: anything goes. */
const ANYTHING: FieldSchema = {};

const resolvedBySchema = new WeakMap<FieldSchema, Resolved>();

/** Follows `$ref`, or an `allOf` around one; answers the schema itself when it is written in place. */
export function resolveSchema(schema: FieldSchema): Resolved {
  const known = resolvedBySchema.get(schema);
  if (known) return known;
  const resolved = resolve(schema);
  resolvedBySchema.set(schema, resolved);
  return resolved;
}

function resolve(schema: FieldSchema): Resolved {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  const fallback = schema.default;
  if (reference === undefined) return { schema, name: "", isByValue: false, default: fallback };
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  const target = schemas[name] ?? ANYTHING;
  const isByValue =
    target.properties !== undefined && typeof fallback === "object" && fallback !== null;
  return { schema: target, name, isByValue, default: fallback };
}

/** The field table of a name such as `io.k8s.api.core.v1.Pod`, if we have it. */
export function schemaNamed(name: string): FieldSchema | undefined {
  return schemas[name];
}
