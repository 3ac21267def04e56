import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import { ruleProblems } from "../custom/rule-problems.ts";
import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { unsupported } from "./fields.ts";
import { validateDefaults } from "./schema-defaults.ts";
import { elementSchema, structuralErrors } from "./structural-schemas.ts";

const TYPES = ["array", "boolean", "integer", "number", "object", "string"] as const;
const META_FIELDS: ReadonlySet<string> = new Set(["metadata", "kind", "apiVersion"]);
const MAX_DEPTH = 200;

/**
 * Every mistake of a schema of custom resources.
 * Models apiextensions validation.validateCustomResourceDefinitionValidation: what makes it structural, then its defaults, then the rest.
 */
export function validateSchemaProps(path: string, schema: JSONSchemaProps): FieldError[] {
  const errors = openApiErrors(path, schema, ROOT);
  // A schema with parts that no structural schema has is not looked at further.
  if (hasForeignParts(schema, 0)) return errors;
  const structural = structuralErrors(path, schema);
  return [...(structural.length > 0 ? structural : validateDefaults(path, schema)), ...errors];
}

/** What a place forbids. */
interface Scope {
  readonly depth: number;
  readonly isInMeta: boolean;
  /** Why there may be no default here, if so. */
  readonly withoutDefaults?: string;
  /** The list or map around this place whose parts have no identity, so that their past is not known. */
  readonly loose?: string;
}

const ROOT: Scope = { depth: 0, isInMeta: false };

interface Child {
  readonly path: string;
  readonly schema: JSONSchemaProps;
  readonly scope: Scope;
}

/** Schemas of the parts of a value. */
function partsOf(path: string, schema: JSONSchemaProps, scope: Scope): readonly Child[] {
  const { properties = {} } = schema;
  const element = elementSchema(schema.items);
  const values = elementSchema(schema.additionalProperties);
  const below = { ...scope, depth: scope.depth + 1, ...loosened(path, schema, scope) };
  const isObject = scope.depth === 0 || schema["x-kubernetes-embedded-resource"] === true;
  const scopeOf = (name: string): Scope => {
    if (!isObject || !META_FIELDS.has(name)) return below;
    return {
      ...below,
      isInMeta: true,
      ...(scope.depth === 0 && { withoutDefaults: `in top-level ${name}` }),
    };
  };
  const valueScope = scope.isInMeta
    ? { ...below, withoutDefaults: "inside additionalProperties applying to object metadata" }
    : below;
  return [
    ...(values
      ? [{ path: `${path}.additionalProperties`, schema: values, scope: valueScope }]
      : []),
    ...Object.keys(properties)
      .sort()
      .map((name) => ({
        path: `${path}.properties[${name}]`,
        schema: properties[name] ?? {},
        scope: scopeOf(name),
      })),
    ...juncturesOf(path, schema, below),
    ...(element ? [{ path: `${path}.items`, schema: element, scope: below }] : []),
  ];
}

/** Where the past of parts is lost. */
function loosened(
  path: string,
  schema: JSONSchemaProps,
  { loose }: Scope,
): { readonly loose?: string } {
  const isLoose =
    schema["x-kubernetes-map-type"] === "atomic" ||
    (schema.type === "array" && schema["x-kubernetes-list-type"] !== "map");
  return loose === undefined && isLoose ? { loose: path } : {};
}

/** Schemas that say more about the same value. */
function juncturesOf(
  path: string,
  { not, allOf, oneOf, anyOf }: JSONSchemaProps,
  scope: Scope,
): readonly Child[] {
  const listed = (name: string, list: readonly JSONSchemaProps[] = []) =>
    list.map((schema, i) => ({ path: `${path}.${name}[${i}]`, schema, scope }));
  return [
    ...(not ? [{ path: `${path}.not`, schema: not, scope }] : []),
    ...listed("allOf", allOf),
    ...listed("oneOf", oneOf),
    ...listed("anyOf", anyOf),
  ];
}

function openApiErrors(path: string, schema: JSONSchemaProps, scope: Scope): FieldError[] {
  if (scope.depth > MAX_DEPTH) return [];
  const errors = [
    ...typeErrors(path, schema),
    ...defaultErrors(path, schema, scope),
    ...unsupportedParts(path, schema),
    ...partsOf(path, schema, scope).flatMap((child) =>
      openApiErrors(child.path, child.schema, child.scope),
    ),
    ...extensionErrors(path, schema),
  ];
  const standing = {
    isWhole: scope.depth === 0,
    isSound: errors.length === 0,
    loose: scope.loose,
  };
  return [...errors, ...ruleProblems(path, schema, standing)];
}

function defaultErrors(
  path: string,
  schema: JSONSchemaProps,
  { withoutDefaults }: Scope,
): FieldError[] {
  return schema.default === undefined || withoutDefaults === undefined
    ? []
    : [forbiddenField(`${path}.default`, `must not be set ${withoutDefaults}`)];
}

/** Whether there is anything that structural schemas have no place for. Models structural schema.NewStructural. */
function hasForeignParts(schema: JSONSchemaProps, depth: number): boolean {
  return (
    depth > MAX_DEPTH ||
    schema.id !== undefined ||
    schema.additionalItems !== undefined ||
    schema.patternProperties !== undefined ||
    schema.definitions !== undefined ||
    schema.dependencies !== undefined ||
    schema.$ref !== undefined ||
    Array.isArray(schema.items) ||
    partsOf("", schema, ROOT).some((child) => hasForeignParts(child.schema, depth + 1))
  );
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

function typeErrors(path: string, { type = "" }: JSONSchemaProps): FieldError[] {
  return type === "" || TYPES.some((each) => each === type)
    ? []
    : [notSupported(`${path}.type`, type, TYPES)];
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
    if (listType === "set" && schema.type === "array") errors.push(...setErrors(path, schema));
    if (!["atomic", "set", "map"].includes(listType))
      errors.push(unsupported(listTypeField, listType, ["atomic", "set", "map"]));
  }
  const isKeyed = "must be map if x-kubernetes-list-map-keys is non-empty";
  if (keys.length > 0 && listType === undefined) errors.push(required(listTypeField, isKeyed));
  else if (keys.length > 0 && listType !== "map")
    errors.push(invalid(listTypeField, listType, isKeyed));
  if (listType === "map") errors.push(...listMapErrors(path, schema, keys));
  return [...errors, ...keyErrors(path, schema, keys)];
}

/** What a set holds is compared as a whole. */
function setErrors(path: string, { items }: JSONSchemaProps): FieldError[] {
  const element = elementSchema(items);
  const detail = "must be atomic as item of a list with x-kubernetes-list-type=set";
  const listType = element?.["x-kubernetes-list-type"];
  if (element?.type === "array" && listType !== undefined && listType !== "atomic")
    return [invalid(`${path}.items.x-kubernetes-list-type`, listType, detail)];
  if (element?.type === "object" && element["x-kubernetes-map-type"] !== "atomic")
    return [invalid(`${path}.items.x-kubernetes-map-type`, listType ?? null, detail)];
  return [];
}

/** Elements are found by keys that are always there. Models validateMapListKeysMapSet. */
function keyErrors(
  path: string,
  { items, "x-kubernetes-list-type": listType }: JSONSchemaProps,
  keys: readonly string[],
): FieldError[] {
  const element = elementSchema(items);
  if (!element || (listType !== "set" && listType !== "map")) return [];
  const errors: FieldError[] = [];
  if (element.nullable === true) {
    const detail = `cannot be nullable when x-kubernetes-list-type is ${listType}`;
    errors.push(forbiddenField(`${path}.items.nullable`, detail));
  }
  const told = "this property is in x-kubernetes-list-map-keys, so it";
  for (const key of listType === "map" ? keys : []) {
    const at = `${path}.items.properties[${key}]`;
    const property = element.properties?.[key];
    if (!property) continue;
    if (!(element.required ?? []).includes(key) && property.default === undefined)
      errors.push(
        required(`${at}.default`, `${told} must have a default or be a required property`),
      );
    if (property.nullable === true)
      errors.push(forbiddenField(`${at}.nullable`, `${told} cannot be nullable`));
  }
  return errors;
}

function mustBe(
  field: string,
  type: string | undefined,
  wanted: string,
  extension: string,
): FieldError[] {
  if (type === wanted) return [];
  const detail = `must be ${wanted} if ${extension} is specified`;
  return [type ? invalid(field, type, detail) : required(field, detail)];
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
    return [...errors, invalid(`${path}.items.type`, element.type ?? "", detail)];
  }
  for (const [i, key] of keys.entries()) {
    const property = element.properties?.[key];
    if (!property)
      errors.push(invalid(keysField, keys, "entries must all be names of item properties"));
    else if (property.type === "array" || property.type === "object") {
      const detail = "must be a scalar type if parent array's x-kubernetes-list-type is map";
      errors.push(invalid(`${path}.items.properties[${key}].type`, element.type, detail));
    }
    if (keys.indexOf(key) < i)
      errors.push(invalid(keysField, keys, "must not contain duplicate entries"));
  }
  return errors;
}
