import { decodeBase64, utf8Bytes } from "../base64.ts";
import { parseInstant, parseSpan } from "../cel/lib-time.ts";
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  objectOf,
  STRING,
  TIMESTAMP,
  type CelType,
} from "../cel/types.ts";
import { Bytes, Span, type CelValue } from "../cel/values.ts";
import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { elementSchema } from "../validation/structural-schemas.ts";

type Json = Readonly<Record<string, unknown>>;

const RESERVED: ReadonlySet<string> = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

/** The name that expressions have for a field, undefined for one they cannot reach. Models apiserver cel.Escape. */
export function escapedName(name: string): string | undefined {
  if (!/^[A-Za-z_./-][\w./-]*$/.test(name)) return undefined;
  if (RESERVED.has(name)) return `__${name}__`;
  return name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
}

/** The schema of a whole object as expressions see it: with its type and its name. Models model.WithTypeAndObjectMeta. */
function withMetadata(schema: JSONSchemaProps): JSONSchemaProps {
  const text: JSONSchemaProps = { type: "string" };
  const metadata = { type: "object", properties: { name: text, generateName: text } };
  return {
    ...schema,
    type: "object",
    properties: { ...schema.properties, apiVersion: text, kind: text, metadata },
  };
}

const byFormat: Readonly<Record<string, CelType>> = {
  byte: BYTES,
  duration: DURATION,
  date: TIMESTAMP,
  "date-time": TIMESTAMP,
};

const typesBySchema = new WeakMap<JSONSchemaProps, { readonly type: CelType | undefined }>();

/** The type that expressions see behind a schema, undefined for what they cannot see. Models model.SchemaDeclType. */
export function schemaType(schema: JSONSchemaProps, isWhole: boolean): CelType | undefined {
  const known = typesBySchema.get(schema);
  if (known) return known.type;
  const isObject = isWhole || schema["x-kubernetes-embedded-resource"] === true;
  const type = typeFrom(isObject ? withMetadata(schema) : schema);
  typesBySchema.set(schema, { type });
  return type;
}

function typeFrom(schema: JSONSchemaProps): CelType | undefined {
  if (schema["x-kubernetes-int-or-string"] === true) return DYN;
  switch (schema.type) {
    case "boolean":
      return BOOL;
    case "integer":
      return INT;
    case "number":
      return DOUBLE;
    case "string":
      return byFormat[schema.format ?? ""] ?? STRING;
    case "array": {
      const items = elementSchema(schema.items);
      const element = items && schemaType(items, false);
      return element && listOf(element);
    }
    case "object": {
      const values = elementSchema(schema.additionalProperties);
      if (!values) return objectOf("object", fieldTypes(schema));
      const value = schemaType(values, false);
      return value && mapOf(STRING, value);
    }
    default:
      return undefined;
  }
}

function fieldTypes({ properties = {} }: JSONSchemaProps): Record<string, CelType> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) => {
      const escaped = escapedName(name);
      const type = schemaType(schema, false);
      return escaped !== undefined && type ? [[escaped, type]] : [];
    }),
  );
}

/** A JSON value as expressions see it by its schema. Models apiserver cel/common UnstructuredToVal. */
export function celFromSchema(value: unknown, given: JSONSchemaProps, isWhole: boolean): CelValue {
  const isObject = isWhole || given["x-kubernetes-embedded-resource"] === true;
  const schema = isObject ? withMetadata(given) : given;
  if (schema["x-kubernetes-int-or-string"] === true || value === null || value === undefined)
    return celFromJson(value);
  if (Array.isArray(value)) {
    const items = elementSchema(schema.items) ?? {};
    return value.map((each: unknown) => celFromSchema(each, items, false));
  }
  if (typeof value === "object") return celMap(value as Json, schema);
  if (typeof value === "string") return celText(value, schema.format ?? "");
  return schema.type === "number" && typeof value === "number" ? value : celFromJson(value);
}

function celMap(value: Json, schema: JSONSchemaProps): CelValue {
  const values = elementSchema(schema.additionalProperties);
  const map = new Map<CelValue, CelValue>();
  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue;
    if (values) map.set(key, celFromSchema(each, values, false));
    else {
      const own = schema.properties?.[key];
      const name = escapedName(key);
      if (own && name !== undefined && schemaType(own, false))
        map.set(name, celFromSchema(each, own, false));
    }
  }
  return map;
}

function celText(text: string, format: string): CelValue {
  switch (byFormat[format]) {
    case BYTES:
      return new Bytes(utf8Bytes(decodeBase64(text)));
    case DURATION:
      return new Span(parseSpan(text) ?? 0n);
    case TIMESTAMP:
      return parseInstant(format === "date" ? `${text}T00:00:00Z` : text) ?? text;
    default:
      return text;
  }
}

/** A JSON value as expressions see it without a schema: whole numbers are ints. */
export function celFromJson(value: unknown): CelValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(celFromJson);
  return new Map(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .map(([key, each]) => [key, celFromJson(each)]),
  );
}
