import { schemaNamed, resolveSchema } from "../schema/resolve.ts";

/** How strategic patches treat one field. */
export interface PatchField {
  readonly strategy: "merge" | "replace" | "";
  /** Whether patches of this field list the keys that shall remain. */
  readonly retainsKeys: boolean;
  /** Key that identifies elements of a merged list of maps, "" for other fields. */
  readonly mergeKey: string;
  /** The fields of the struct, or of the list's elements. */
  readonly inner: PatchSchema;
}

/** Where strategic patches learn about fields. Models strategicpatch.LookupPatchMeta. */
export interface PatchSchema {
  field(name: string): PatchField;
}

/** A schema that knows no field: everything is replaced, maps are merged. */
export const UNTYPED: PatchSchema = { field: () => PLAIN_FIELD };
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
  if (!property) return PLAIN_FIELD;
  const resolved = resolveSchema(property);
  const items = resolved.schema.items && resolveSchema(resolved.schema.items);
  const strategies = property["x-kubernetes-patch-strategy"];
  const mergeKey = property["x-kubernetes-patch-merge-key"];
  return patchField({
    ...(strategies !== undefined && { strategies }),
    ...(mergeKey !== undefined && { mergeKey }),
    inner: patchSchemaNamed(items ? items.name : resolved.name),
  });
}
