import { isEqual } from "#core/base/equal.ts";
import { goQuote } from "../go-quote.ts";
import { duplicate, invalid, required, tooLong, tooMany, type FieldError } from "../field-error.ts";
import type { KubeObject } from "../meta.ts";
import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { goPattern } from "../validation/go-pattern.ts";
import { unsupported } from "../validation/fields.ts";
import { elementSchema } from "../validation/structural-schemas.ts";
import { formatProblem } from "./formats.ts";

type Json = Readonly<Record<string, unknown>>;

/** Every way in which an object does not fit the schema of its kind, rules in CEL aside. */
export function bodyErrors(object: KubeObject, schema: JSONSchemaProps): FieldError[] {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...body } = object;
  // What the server itself looks after is no business of the schema's.
  const {
    properties: { metadata: _meta, apiVersion: _version, kind: _kindSchema, ...properties } = {},
    required = [],
  } = schema;
  const own = {
    ...schema,
    properties,
    required: required.filter((name) => !["apiVersion", "kind", "metadata"].includes(name)),
  };
  return [...schemaErrors("", body, own), ...listTypeErrors("", body, own)];
}

/** Every way in which a value does not fit its schema, in the words of kube-openapi. Models apiextensions validation.ValidateCustomResource. */
export function schemaErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  if (value === null && schema.nullable === true) return [];
  return [
    ...typeErrors(path, value, schema),
    ...junctureErrors(path, value, schema),
    ...scalarErrors(path, value, schema),
    ...listErrors(path, value, schema),
    ...enumErrors(path, value, schema),
    ...mapErrors(path, value, schema),
  ];
}

/** Lists that are sets or maps hold nothing twice. Models listtype.ValidateListSetsAndMaps. */
export function listTypeErrors(
  path: string,
  value: unknown,
  schema: JSONSchemaProps | undefined,
): FieldError[] {
  if (!schema || typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) {
    const element = elementSchema(schema.items);
    return [
      ...repeated(path, value as readonly unknown[], schema),
      ...value.flatMap((each: unknown, i) => listTypeErrors(`${path}[${i}]`, each, element)),
    ];
  }
  const { properties = {}, additionalProperties } = schema;
  return Object.entries(value).flatMap(([key, part]) => {
    const own = Object.hasOwn(properties, key)
      ? properties[key]
      : elementSchema(additionalProperties);
    return listTypeErrors(childPath(path, key), part, own);
  });
}

function repeated(path: string, list: readonly unknown[], schema: JSONSchemaProps): FieldError[] {
  const type = schema["x-kubernetes-list-type"];
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  if (type !== "set" && type !== "map") return [];
  const identityOf = (each: unknown) =>
    type === "set"
      ? each
      : Object.fromEntries(keys.map((key) => [key, (each as Json | null)?.[key]]));
  return list.flatMap((each, i) =>
    list.slice(0, i).some((other) => isEqual(identityOf(each), identityOf(other)))
      ? [duplicate(`${path}[${i}]`, identityOf(each))]
      : [],
  );
}

function childPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

/** The word JSON schema has for a value. */
function typeNameOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function isOfType(value: unknown, type: string): boolean {
  const name = typeNameOf(value);
  return name === type || (type === "number" && name === "integer");
}

function typeErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  const name = typeNameOf(value);
  const { type, format } = schema;
  if (schema["x-kubernetes-int-or-string"] === true) {
    return name === "integer" || name === "string"
      ? []
      : [wrongType(path, name, "integer,string", name)];
  }
  if (type !== undefined && !isOfType(value, type)) return [wrongType(path, name, type, name)];
  if (type !== "string" || format === undefined || typeof value !== "string") return [];
  return formatProblem(format, value) ? [wrongType(path, value, format, value)] : [];
}

function wrongType(path: string, value: unknown, wanted: string, given: string): FieldError {
  const detail = `${path} in body must be of type ${wanted}: ${goQuote(String(given))}`;
  return { type: "FieldValueTypeInvalid", field: path, value, detail };
}

function scalarErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  if (typeof value === "number") return numberErrors(path, value, schema);
  if (typeof value !== "string") return [];
  const { maxLength, minLength, pattern } = schema;
  const length = [...value].length;
  const errors: FieldError[] = [];
  if (maxLength !== undefined && length > maxLength) errors.push(tooLong(path, maxLength));
  if (minLength !== undefined && length < minLength)
    errors.push(invalid(path, value, `${path} in body should be at least ${minLength} chars long`));
  if (pattern !== undefined && goPattern(pattern)?.test(value) === false)
    errors.push(invalid(path, value, `${path} in body should match '${pattern}'`));
  return errors;
}

function numberErrors(path: string, value: number, schema: JSONSchemaProps): FieldError[] {
  const { maximum, minimum, multipleOf, exclusiveMaximum, exclusiveMinimum } = schema;
  const errors: FieldError[] = [];
  const say = (isBad: boolean, words: string) => {
    if (isBad) errors.push(invalid(path, value, `${path} in body should be ${words}`));
  };
  if (multipleOf !== undefined)
    say(!Number.isInteger(value / multipleOf), `a multiple of ${multipleOf}`);
  if (maximum !== undefined) {
    if (exclusiveMaximum === true) say(value >= maximum, `less than ${maximum}`);
    else say(value > maximum, `less than or equal to ${maximum}`);
  }
  if (minimum !== undefined) {
    if (exclusiveMinimum === true) say(value <= minimum, `greater than ${minimum}`);
    else say(value < minimum, `greater than or equal to ${minimum}`);
  }
  return errors;
}

function enumErrors(
  path: string,
  value: unknown,
  { enum: choices }: JSONSchemaProps,
): FieldError[] {
  if (!choices?.length || choices.some((each) => isEqual(each, value))) return [];
  const texts = choices.map((each) => (typeof each === "string" ? each : JSON.stringify(each)));
  return [unsupported(path, value, texts)];
}

function listErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  if (!Array.isArray(value)) return [];
  const { maxItems, minItems } = schema;
  const element = elementSchema(schema.items);
  const errors: FieldError[] = [];
  if (minItems !== undefined && value.length < minItems) {
    const detail = `${path} in body should have at least ${minItems} items`;
    errors.push(invalid(path, value.length, detail));
  }
  if (maxItems !== undefined && value.length > maxItems)
    errors.push(tooMany(path, value.length, maxItems));
  if (element)
    errors.push(
      ...value.flatMap((each: unknown, i) => schemaErrors(`${path}[${i}]`, each, element)),
    );
  return errors;
}

function mapErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const map = value as Json;
  const keys = Object.keys(map).sort();
  const { properties = {}, additionalProperties, maxProperties, minProperties } = schema;
  const errors: FieldError[] = [];
  if (minProperties !== undefined && keys.length < minProperties) {
    const detail = `${path} in body should have at least ${minProperties} properties`;
    errors.push(invalid(path, keys.length, detail));
  }
  if (maxProperties !== undefined && keys.length > maxProperties)
    errors.push(tooMany(path, keys.length, maxProperties));
  for (const name of schema.required ?? [])
    if (!Object.hasOwn(map, name)) errors.push(required(childPath(path, name)));
  const values = elementSchema(additionalProperties);
  for (const key of keys) {
    const own = Object.hasOwn(properties, key) ? properties[key] : values;
    if (own) errors.push(...schemaErrors(childPath(path, key), map[key], own));
  }
  return errors;
}

function junctureErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  const { allOf, anyOf, oneOf, not } = schema;
  const fits = (each: JSONSchemaProps) => schemaErrors(path, value, each).length === 0;
  const name = goQuote(path);
  const errors: FieldError[] = [];
  const say = (words: string) => errors.push(invalid(path, "", `${name} must ${words}`));
  if (anyOf?.length && !anyOf.some(fits)) say("validate at least one schema (anyOf)");
  if (oneOf?.length) {
    const count = oneOf.filter(fits).length;
    if (count !== 1)
      say(
        `validate one and only one schema (oneOf). Found ${count === 0 ? "none" : count} valid${count === 0 ? "" : " alternatives"}`,
      );
  }
  if (allOf?.length && !allOf.every(fits)) {
    errors.push(...allOf.flatMap((each) => schemaErrors(path, value, each)));
    say("validate all the schemas (allOf)");
  }
  if (not && fits(not)) say("not validate the schema (not)");
  return errors;
}
