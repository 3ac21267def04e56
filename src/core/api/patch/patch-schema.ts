import { goQuote } from "../go-quote.ts";
import { lastPart } from "../schema/go-types.ts";
import { schemaNamed, resolveSchema, type Resolved } from "../schema/resolve.ts";

/** How strategic patches treat one field. */
export interface PatchField {
  readonly strategy: "merge" | "replace" | "";
  /** Whether patches of this field list the keys that shall remain. */
  readonly retainsKeys: boolean;
  /** Key that identifies elements of a merged list of maps, "" for other fields. */
  readonly mergeKey: string;
  /** The fields of the struct, or of the list's elements. */
  readonly inner: PatchSchema;
  /** Why nobody can order the field's elements. */
  readonly unordered?: string;
}

/** Where strategic patches learn about fields. Models strategicpatch.LookupPatchMeta. */
export interface PatchSchema {
  field(name: string): PatchField;
}

/** A schema that knows no field: everything is replaced, maps are merged. */
export const UNTYPED: PatchSchema = { field: () => PLAIN_FIELD };
const MAP: PatchSchema = {
  field: () => ({
    ...PLAIN_FIELD,
    unordered: "merging an object in json but data type is not struct, instead is: map",
  }),
};
const PLAIN_FIELD: PatchField = { strategy: "", retainsKeys: false, mergeKey: "", inner: UNTYPED };

/** Splits upstream's strategy text such as `merge,retainKeys`. */
export function patchField(options: {
  readonly strategies?: string;
  readonly mergeKey?: string;
  readonly inner: PatchSchema;
}): PatchField {
  const strategies = (options.strategies ?? "").split(",");
  const strategy = strategies.find((each) => each === "merge" || each === "replace");
  const retainsKeys = strategies.includes("retainKeys");
  return {
    strategy: strategy ?? "",
    retainsKeys,
    mergeKey: options.mergeKey ?? "",
    inner: options.inner,
  };
}

// Upstream names the type of the struct, not of the field.
const NO_LIST = "expected slice or array type, but got: struct";

const schemasByName = new Map<string, PatchSchema>();

/** The patch schema of a field table such as `io.k8s.api.apps.v1.Deployment`; untyped when there is no such table. */
export function patchSchemaNamed(schemaName: string): PatchSchema {
  const known = schemasByName.get(schemaName);
  if (known) return known;
  const properties = schemaNamed(schemaName)?.properties;
  const schema = properties ? { field: (name: string) => fieldOfTable(schemaName, name) } : UNTYPED;
  schemasByName.set(schemaName, schema);
  return schema;
}

function fieldOfTable(schemaName: string, name: string): PatchField {
  const properties = schemaNamed(schemaName)?.properties ?? {};
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (!property)
    return {
      ...PLAIN_FIELD,
      unordered: `unable to find api field in struct ${lastPart(schemaName)} for the json field ${goQuote(name)}`,
    };
  const resolved = resolveSchema(property);
  const items = resolved.schema.items && resolveSchema(resolved.schema.items);
  const strategies = property["x-kubernetes-patch-strategy"];
  const mergeKey = property["x-kubernetes-patch-merge-key"];
  const field = patchField({
    ...(strategies !== undefined && { strategies }),
    ...(mergeKey !== undefined && { mergeKey }),
    inner: innerOf(items ?? resolved),
  });
  return items ? field : { ...field, unordered: NO_LIST };
}

function innerOf({ schema, name }: Resolved): PatchSchema {
  return schema.additionalProperties === undefined ? patchSchemaNamed(name) : MAP;
}
