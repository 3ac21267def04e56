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

/** Every way in which an object does not fit the schema of its kind, rules in CEL aside; what was as wrong in the old object may stay. */
export function bodyErrors(
  object: KubeObject,
  schema: JSONSchemaProps,
  old?: KubeObject,
): FieldError[] {
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
  return schemaErrors("", bodyOf(object), own, old && bodyOf(old));
}

/** Every list of an object that holds twice what it may hold once, unless the old object did so, too. */
export function listErrorsOf(
  object: KubeObject,
  schema: JSONSchemaProps,
  old?: KubeObject,
): FieldError[] {
  if (old && listTypeErrors("", bodyOf(old), schema).length > 0) return [];
  return listTypeErrors("", bodyOf(object), schema);
}

function bodyOf(object: KubeObject): object {
  const { apiVersion: _apiVersion, kind: _kind, metadata: _metadata, ...body } = object;
  return body;
}

/**
 * Every way in which a value does not fit its schema, in the words of kube-openapi. What is as it was in the old object is not held against it.
 * Models apiextensions validation.ValidateCustomResourceUpdate with its ratchetingValueValidator.
 */
export function schemaErrors(
  path: string,
  value: unknown,
  schema: JSONSchemaProps,
  old?: unknown,
): FieldError[] {
  if (value === null && schema.nullable === true) return [];
  const errors = [
    ...typeErrors(path, value, schema),
    ...(value === null ? [] : junctureErrors(path, value, schema, old)),
    ...scalarErrors(path, value, schema),
    ...listErrors(path, value, schema, old),
    ...enumErrors(path, value, schema),
    ...mapErrors(path, value, schema, old),
  ];
  return errors.length > 0 && old !== undefined && isEqual(value, old) ? [] : errors;
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

/** Of a text only the first mistake is told. Models kube-openapi's stringValidator. */
function scalarErrors(path: string, value: unknown, schema: JSONSchemaProps): FieldError[] {
  if (typeof value === "number") return numberErrors(path, value, schema);
  if (typeof value !== "string") return [];
  const { maxLength, minLength, pattern } = schema;
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) return [tooLong(path, maxLength)];
  if (minLength !== undefined && length < minLength)
    return [invalid(path, value, `${path} in body should be at least ${minLength} chars long`)];
  return pattern !== undefined && goPattern(pattern)?.test(value) === false
    ? [invalid(path, value, `${path} in body should match '${pattern}'`)]
    : [];
}

function numberErrors(path: string, value: number, schema: JSONSchemaProps): FieldError[] {
  const { maximum, minimum, multipleOf, exclusiveMaximum, exclusiveMinimum } = schema;
  const errors: FieldError[] = [];
  const say = (isBad: boolean, words: string) => {
    if (isBad) errors.push(invalid(path, value, `${path} in body should be ${words}`));
  };
  if (multipleOf !== undefined)
    say(!Number.isInteger(value / multipleOf), `a multiple of ${multipleOf}`);
  if (minimum !== undefined) {
    if (exclusiveMinimum === true) say(value <= minimum, `greater than ${minimum}`);
    else say(value < minimum, `greater than or equal to ${minimum}`);
  }
  if (maximum !== undefined) {
    if (exclusiveMaximum === true) say(value >= maximum, `less than ${maximum}`);
    else say(value > maximum, `less than or equal to ${maximum}`);
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

function listErrors(
  path: string,
  value: unknown,
  schema: JSONSchemaProps,
  old: unknown,
): FieldError[] {
  if (!Array.isArray(value)) return [];
  const { maxItems, minItems } = schema;
  const element = elementSchema(schema.items);
  const before = oldItemOf(schema, old);
  const errors = element
    ? value.flatMap((each: unknown, i) =>
        schemaErrors(`${path}[${i}]`, each, element, before(each)),
      )
    : [];
  if (minItems !== undefined && value.length < minItems) {
    const detail = `${path} in body should have at least ${minItems} items`;
    errors.push(invalid(path, value.length, detail));
  }
  if (maxItems !== undefined && value.length > maxItems)
    errors.push(tooMany(path, value.length, maxItems));
  return errors;
}

/** What an item was before: known only of lists that are maps. Models CorrelatedObject.Index. */
function oldItemOf(schema: JSONSchemaProps, old: unknown): (item: unknown) => unknown {
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  if (schema["x-kubernetes-list-type"] !== "map" || !Array.isArray(old)) return () => undefined;
  const identityOf = (each: unknown) => keys.map((key) => (each as Json | null)?.[key]);
  return (item) =>
    old.find((each: unknown) => isEqual(identityOf(each), identityOf(item))) as unknown;
}

/** Too few or too many fields are all that is told of a map; what it must have is told after what it has. Models kube-openapi's objectValidator. */
function mapErrors(
  path: string,
  value: unknown,
  schema: JSONSchemaProps,
  old: unknown,
): FieldError[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  const map = value as Json;
  const before = (typeof old === "object" ? old : undefined) as Json | null | undefined;
  const keys = Object.keys(map).sort();
  const { properties = {}, additionalProperties, maxProperties, minProperties } = schema;
  if (minProperties !== undefined && keys.length < minProperties) {
    const detail = `${path} in body should have at least ${minProperties} properties`;
    return [invalid(path, keys.length, detail)];
  }
  if (maxProperties !== undefined && keys.length > maxProperties)
    return [tooMany(path, keys.length, maxProperties)];
  const isOwn = (key: string) => Object.hasOwn(properties, key);
  const values = elementSchema(additionalProperties);
  const errors = [...keys.filter((key) => !isOwn(key)), ...keys.filter(isOwn)].flatMap((key) => {
    const own = isOwn(key) ? properties[key] : values;
    return own ? schemaErrors(childPath(path, key), map[key], own, before?.[key]) : [];
  });
  for (const name of schema.required ?? [])
    if (!Object.hasOwn(map, name)) errors.push(required(childPath(path, name)));
  return errors;
}

function junctureErrors(
  path: string,
  value: unknown,
  schema: JSONSchemaProps,
  old: unknown,
): FieldError[] {
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
    errors.push(...allOf.flatMap((each) => schemaErrors(path, value, each, old)));
    say("validate all the schemas (allOf)");
  }
  if (not && fits(not)) say("not validate the schema (not)");
  return errors;
}
