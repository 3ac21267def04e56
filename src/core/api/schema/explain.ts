import type { FieldSchema } from "./field-schema.ts";
import { lastPart } from "./go-types.ts";
import { resolveSchema, schemaNamed } from "./resolve.ts";

/** One field as `kubectl explain` lists it. */
export interface ExplainedField {
  readonly name: string;
  /** `string`, `[]Container`, `map[string]Quantity`. */
  readonly typeName: string;
  readonly isRequired: boolean;
  /** Allowed values, sorted; empty when any will do. */
  readonly enum: readonly string[];
  /** Schema of the struct behind the field (through lists and maps), "" for scalars. */
  readonly schemaName: string;
}

/** What a path such as `pods.spec.containers` leads to. */
export interface Explained {
  /** The field reached; undefined for the kind itself. */
  readonly field: ExplainedField | undefined;
  /** Schema that holds the field, for its description; the kind's own for an empty path. */
  readonly parentSchemaName: string;
  /** Fields below, in the schema's order. */
  readonly fields: readonly ExplainedField[];
}

/** Follows field names from a kind's schema; undefined when a name does not exist, which kubectl reports as `field "x" does not exist`. */
export function explainPath(schemaName: string, path: readonly string[]): Explained | undefined {
  let parentSchemaName = schemaName;
  let current = schemaName;
  let field: ExplainedField | undefined;
  for (const name of path) {
    parentSchemaName = current;
    field = explainFields(current).find((each) => each.name === name);
    if (!field) return undefined;
    current = field.schemaName;
  }
  return { field, parentSchemaName, fields: explainFields(current) };
}

/** The fields of a named schema; empty for a scalar or an unknown name. */
export function explainFields(schemaName: string): ExplainedField[] {
  const schema = schemaNamed(schemaName);
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    typeName: typeNameOf(property),
    isRequired: schema?.required?.includes(name) ?? false,
    enum: [...(resolveSchema(property).schema.enum ?? [])].sort(),
    schemaName: structBehind(property),
  }));
}

/** `<[]Container>` without the brackets: how kubectl names the type of a field. */
export function typeNameOf(property: FieldSchema): string {
  const { schema, name } = resolveSchema(property);
  if (schema.type === "array") return `[]${typeNameOf(schema.items ?? {})}`;
  // A reference to a plain string (Time) shows as what it is; to anything else by its name.
  if (name !== "" && schema.type !== "string") return lastPart(name);
  if (typeof schema.additionalProperties === "object")
    return `map[string]${typeNameOf(schema.additionalProperties)}`;
  return schema.type ?? "Object";
}

function structBehind(property: FieldSchema): string {
  const { schema, name } = resolveSchema(property);
  if (schema.properties) return name;
  if (schema.items) return structBehind(schema.items);
  return typeof schema.additionalProperties === "object"
    ? structBehind(schema.additionalProperties)
    : "";
}
