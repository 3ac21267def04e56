import { apiVersionOf } from "../define.ts";
import type { FieldSchema } from "./field-schema.ts";
import { resolveSchema, schemaNamed } from "./resolve.ts";

/** A kind the editor shall know. `KindDefinition` is one. */
export interface EditorKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schemaName: string;
}

/** Texts by schema name and field, "" naming the type itself. */
export type FieldDescriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A draft-07 JSON Schema, as monaco-yaml takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

// Half-written text such as a field without a value is null in YAML; Go takes null for "not set" everywhere, so it is no mistake.
const QUANTITY: JsonSchema = {
  type: ["string", "number"],
  pattern: "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$",
};
const INT_OR_STRING: JsonSchema = { type: ["integer", "string"] };

/**
 * A JSON Schema for YAML documents of these kinds: apiVersion and kind select the field table, unknown fields and wrong types are marked,
 * and manifests that the API server's strict decoding accepts give no markers.
 */
export function editorSchema(
  kinds: readonly EditorKind[],
  descriptions: FieldDescriptions = {},
): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  for (const kind of kinds) addDefinition(definitions, kind.schemaName, descriptions);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["apiVersion", "kind"],
    properties: {
      apiVersion: { type: "string", enum: [...new Set(kinds.map(apiVersionOf))].sort() },
      kind: { type: "string", enum: [...new Set(kinds.map(({ kind }) => kind))].sort() },
    },
    allOf: kinds.map((kind) => ({
      if: isKind(kind),
      then: { $ref: `#/definitions/${kind.schemaName}` },
    })),
    definitions,
  };
}

function isKind(kind: EditorKind): JsonSchema {
  return {
    required: ["apiVersion", "kind"],
    properties: { apiVersion: { const: apiVersionOf(kind) }, kind: { const: kind.kind } },
  };
}

/** Adds a schema and everything it refers to. */
function addDefinition(
  definitions: Record<string, JsonSchema>,
  name: string,
  descriptions: FieldDescriptions,
): void {
  const schema = schemaNamed(name);
  if (!schema || Object.hasOwn(definitions, name)) return;
  // Reserved first, since types may contain themselves.
  definitions[name] = {};
  definitions[name] = structSchema(schema, name, descriptions);
  for (const reference of referencesOf(schema)) addDefinition(definitions, reference, descriptions);
}

function structSchema(
  schema: FieldSchema,
  name: string,
  descriptions: FieldDescriptions,
): JsonSchema {
  const texts = descriptions[name] ?? {};
  const properties = Object.entries(schema.properties ?? {}).map(([key, property]) => {
    const text = texts[key] ?? descriptions[resolveSchema(property).name]?.[""];
    return [
      key,
      { ...fieldSchema(property), ...(text !== undefined && { description: text }) },
    ] as const;
  });
  // Fields that have a default are required of the server, not of the writer.
  const required = (schema.required ?? []).filter((key) => !hasDefault(schema.properties?.[key]));
  return {
    type: "object",
    ...(texts[""] !== undefined && { description: texts[""] }),
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function hasDefault(property: FieldSchema | undefined): boolean {
  const fallback = property?.default;
  return (
    typeof fallback === "object" || (fallback !== undefined && fallback !== "" && fallback !== 0)
  );
}

function fieldSchema(property: FieldSchema): JsonSchema {
  const { schema, name } = resolveSchema(property);
  if (schema.properties) return { anyOf: [{ $ref: `#/definitions/${name}` }, { type: "null" }] };
  if (schema.format === "int-or-string") return INT_OR_STRING;
  if (schema.oneOf) return QUANTITY;
  switch (schema.type) {
    case "array":
      return { type: ["array", "null"], items: fieldSchema(schema.items ?? {}) };
    case "string":
      return { type: ["string", "null"], ...(schema.enum && { enum: [...schema.enum, null] }) };
    case "integer":
    case "number":
    case "boolean":
      return { type: [schema.type, "null"] };
    default:
      return objectSchema(schema);
  }
}

function objectSchema(schema: FieldSchema): JsonSchema {
  const values = schema.additionalProperties;
  return {
    type: ["object", "null"],
    ...(typeof values === "object" && { additionalProperties: fieldSchema(values) }),
  };
}

/** Names of the structs a schema's fields lead to. */
function referencesOf(schema: FieldSchema): string[] {
  return Object.values(schema.properties ?? {}).flatMap(structsBehind);
}

function structsBehind(property: FieldSchema): string[] {
  const { schema, name } = resolveSchema(property);
  if (schema.properties) return [name];
  if (schema.items) return structsBehind(schema.items);
  return typeof schema.additionalProperties === "object"
    ? structsBehind(schema.additionalProperties)
    : [];
}
