import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { isGoPattern } from "./go-pattern.ts";
import { unsupported } from "./fields.ts";

const TYPES = ["array", "boolean", "integer", "number", "object", "string"] as const;
const SCALARS: ReadonlySet<string> = new Set(["boolean", "integer", "number", "string"]);
const MAX_DEPTH = 200;

/** Where a schema stands: what its texts call it. */
type Level = "root" | "item" | "field";

/** A list's or map's element schema, unless a list of schemas or a boolean stands in its place. */
export function elementSchema(value: unknown): JSONSchemaProps | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JSONSchemaProps)
    : undefined;
}

/**
 * Every mistake of a schema of custom resources.
 * Models apiextensions validation.ValidateCustomResourceDefinitionOpenAPISchema followed by structural schema.ValidateStructural.
 */
export function validateSchemaProps(path: string, schema: JSONSchemaProps): FieldError[] {
  const errors = openApiErrors(path, schema, 0);
  const structural = structuralErrors(path, schema, "root");
  return [...errors, ...structural];
}

interface Child {
  readonly path: string;
  readonly schema: JSONSchemaProps;
}

/** Schemas of the parts of a value. */
function partsOf(path: string, schema: JSONSchemaProps): readonly (Child & { level: Level })[] {
  const { properties = {}, items, additionalProperties } = schema;
  const element = elementSchema(items);
  const values = elementSchema(additionalProperties);
  return [
    ...(values
      ? [{ path: `${path}.additionalProperties`, schema: values, level: "field" as const }]
      : []),
    ...Object.keys(properties)
      .sort()
      .map((name) => ({
        path: `${path}.properties[${name}]`,
        schema: properties[name] ?? {},
        level: "field" as const,
      })),
    ...(element ? [{ path: `${path}.items`, schema: element, level: "item" as const }] : []),
  ];
}

/** Schemas that say more about the same value. */
function juncturesOf(
  path: string,
  { not, allOf, oneOf, anyOf }: JSONSchemaProps,
): readonly Child[] {
  const listed = (name: string, list: readonly JSONSchemaProps[] = []) =>
    list.map((schema, i) => ({ path: `${path}.${name}[${i}]`, schema }));
  return [
    ...(not ? [{ path: `${path}.not`, schema: not }] : []),
    ...listed("allOf", allOf),
    ...listed("oneOf", oneOf),
    ...listed("anyOf", anyOf),
  ];
}

function openApiErrors(path: string, schema: JSONSchemaProps, depth: number): FieldError[] {
  if (depth > MAX_DEPTH) return [];
  return [
    ...unsupportedParts(path, schema),
    ...typeErrors(path, schema),
    ...[...partsOf(path, schema), ...juncturesOf(path, schema)].flatMap((child) =>
      openApiErrors(child.path, child.schema, depth + 1),
    ),
    ...extensionErrors(path, schema),
  ];
}

function unsupportedParts(path: string, schema: JSONSchemaProps): FieldError[] {
  const errors: FieldError[] = [];
  const forbid = (isThere: boolean, name: string, detail = `${name} is not supported`) => {
    if (isThere) errors.push(forbiddenField(`${path}.${name}`, detail));
  };
  forbid(schema.id !== undefined, "id");
  forbid(schema.additionalItems !== undefined, "additionalItems");
  forbid(schema.patternProperties !== undefined, "patternProperties");
  forbid(schema.definitions !== undefined, "definitions");
  forbid(schema.dependencies !== undefined, "dependencies");
  forbid(schema.$ref !== undefined, "$ref");
  forbid(
    schema.type === "null",
    "type",
    "type cannot be set to null, use nullable as an alternative",
  );
  forbid(Array.isArray(schema.items), "items", "items must be a schema object and not an array");
  forbid(
    schema.uniqueItems === true,
    "uniqueItems",
    "uniqueItems cannot be set to true since the runtime complexity becomes quadratic",
  );
  const isMap = schema.additionalProperties !== undefined && schema.additionalProperties !== true;
  forbid(
    isMap && Object.keys(schema.properties ?? {}).length > 0,
    "additionalProperties",
    "additionalProperties and properties are mutual exclusive",
  );
  return errors;
}

function typeErrors(path: string, { type, pattern }: JSONSchemaProps): FieldError[] {
  const errors: FieldError[] = [];
  if (type !== undefined && type !== "null" && !TYPES.some((each) => each === type))
    errors.push(notSupported(`${path}.type`, type, TYPES));
  if (pattern !== undefined && !isGoPattern(pattern))
    errors.push(
      invalid(
        `${path}.pattern`,
        pattern,
        `must be a valid regular expression, but isn't: error parsing regexp: invalid syntax: \`${pattern}\``,
      ),
    );
  return errors;
}

function extensionErrors(path: string, schema: JSONSchemaProps): FieldError[] {
  const errors: FieldError[] = [];
  const mapType = schema["x-kubernetes-map-type"];
  const listType = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  const listTypeField = `${path}.x-kubernetes-list-type`;
  if (schema["x-kubernetes-preserve-unknown-fields"] === false)
    errors.push(
      invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, "must be true or undefined"),
    );
  if (mapType !== undefined) {
    errors.push(...mustBe(`${path}.type`, schema.type, "object", "x-kubernetes-map-type"));
    if (mapType !== "atomic" && mapType !== "granular")
      errors.push(unsupported(`${path}.x-kubernetes-map-type`, mapType, ["atomic", "granular"]));
  }
  if (listType !== undefined) {
    errors.push(...mustBe(`${path}.type`, schema.type, "array", "x-kubernetes-list-type"));
    if (!["atomic", "set", "map"].includes(listType))
      errors.push(unsupported(listTypeField, listType, ["atomic", "set", "map"]));
  }
  const isKeyed = "must be map if x-kubernetes-list-map-keys is non-empty";
  if (keys.length > 0 && listType === undefined) errors.push(required(listTypeField, isKeyed));
  else if (keys.length > 0 && listType !== "map")
    errors.push(invalid(listTypeField, listType, isKeyed));
  return listType === "map" ? [...errors, ...listMapErrors(path, schema, keys)] : errors;
}

function mustBe(
  field: string,
  type: string | undefined,
  wanted: string,
  extension: string,
): FieldError[] {
  if (type === wanted) return [];
  const detail = `must be ${wanted} if ${extension} is specified`;
  return [type === undefined ? required(field, detail) : invalid(field, type, detail)];
}

function listMapErrors(
  path: string,
  { items }: JSONSchemaProps,
  keys: readonly string[],
): FieldError[] {
  const keysField = `${path}.x-kubernetes-list-map-keys`;
  const errors =
    keys.length === 0
      ? [required(keysField, "must not be empty if x-kubernetes-list-type is map")]
      : [];
  const element = elementSchema(items);
  if (!element)
    return [
      ...errors,
      required(`${path}.items`, "must have a schema if x-kubernetes-list-type is map"),
    ];
  if (element.type !== "object") {
    const detail = "must be object if parent array's x-kubernetes-list-type is map";
    errors.push(invalid(`${path}.items.type`, element.type ?? "", detail));
  }
  for (const [i, key] of keys.entries()) {
    const property = element.properties?.[key];
    if (!property)
      errors.push(
        invalid(`${keysField}[${i}]`, key, "entries must all be names of item properties"),
      );
    else if (!SCALARS.has(property.type ?? "")) {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      errors.push(invalid(`${path}.items.properties[${key}].type`, property.type ?? "", detail));
    }
  }
  return errors;
}

const MISSING_TYPE: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};

/** Every field must say what it is, so that unknown ones can be cut off. */
function structuralErrors(path: string, schema: JSONSchemaProps, level: Level): FieldError[] {
  return [
    ...partsOf(path, schema).flatMap((part) =>
      structuralErrors(part.path, part.schema, part.level),
    ),
    ...ownStructuralErrors(path, schema, level),
  ];
}

function ownStructuralErrors(path: string, schema: JSONSchemaProps, level: Level): FieldError[] {
  const { type, items } = schema;
  const field = `${path}.type`;
  const errors: FieldError[] = [];
  const isFree = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
  const isUnion = schema["x-kubernetes-int-or-string"] === true;
  if (type === "array" && items === undefined)
    errors.push(required(`${path}.items`, "must be specified"));
  const embedded = "must be object if x-kubernetes-embedded-resource is true";
  if (isEmbedded && type !== "object")
    errors.push(type === undefined ? required(field, embedded) : invalid(field, type, embedded));
  else if (type === undefined && !isUnion && !isFree)
    errors.push(required(field, MISSING_TYPE[level]));
  if (level === "root" && type !== undefined && type !== "object")
    errors.push(invalid(field, type, "must be object at the root"));
  if (isUnion && type !== undefined)
    errors.push(forbiddenField(field, "must be empty if x-kubernetes-int-or-string is true"));
  if (isEmbedded && !isFree && Object.keys(schema.properties ?? {}).length === 0) {
    const detail =
      "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
    errors.push(required(`${path}.properties`, detail));
  }
  return errors;
}
