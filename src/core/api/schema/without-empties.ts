import { isWrittenList, lastPart } from "./go-types.ts";
import { resolveSchema, schemaNamed, type Resolved } from "./resolve.ts";

type Json = Readonly<Record<string, unknown>>;

/** An object of the named schema as it is stored and answered: lists and maps that are empty are left out, or null where Go always writes them. */
export function withoutEmpties(schemaName: string, object: Json): Json {
  const properties = schemaNamed(schemaName)?.properties;
  if (!properties) return object;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(object)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!property || typeof value !== "object" || value === null) {
      kept[key] = value;
      continue;
    }
    const resolved = resolveSchema(property);
    if (!isEmptyCollection(resolved, value)) kept[key] = valueWithoutEmpties(resolved, value);
    else if (isWrittenList(lastPart(schemaName), key, schemaNamed(schemaName))) kept[key] = null;
  }
  return kept;
}

function isEmptyCollection({ schema, name }: Resolved, value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return schema.properties === undefined && name === "" && Object.keys(value).length === 0;
}

function valueWithoutEmpties({ schema, name }: Resolved, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (schema.properties) return withoutEmpties(name, value as Json);
  if (Array.isArray(value)) {
    const items = resolveSchema(schema.items ?? {});
    return value.map((item) => valueWithoutEmpties(items, item));
  }
  if (typeof schema.additionalProperties !== "object") return value;
  const parts = resolveSchema(schema.additionalProperties);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, valueWithoutEmpties(parts, part)]),
  );
}
