import { isEqual } from "#core/base/equal.ts";
import { compareText } from "#core/base/order.ts";
import {
  fieldErrorBody,
  forbiddenField,
  invalid,
  required,
  type FieldError,
} from "../field-error.ts";
import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { isGoPattern } from "./go-pattern.ts";

/** Where a schema stands: what its texts call it. */
type Level = "root" | "item" | "field";

/** A list's or map's element schema, unless a list of schemas or a boolean stands in its place. */
export function elementSchema(value: unknown): JSONSchemaProps | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JSONSchemaProps)
    : undefined;
}

/** Every way in which a schema leaves open what a field is, so that unknown ones could not be cut off; in the order of their texts. Models structural schema.ValidateStructural. */
export function structuralErrors(path: string, schema: JSONSchemaProps): FieldError[] {
  const textOf = (error: FieldError) => `${error.field}: ${fieldErrorBody(error)}`;
  return [...invariants(path, schema, "root"), ...incomplete(schema, schema, path, path)].sort(
    (a, b) => compareText(textOf(a), textOf(b)),
  );
}

const MISSING_TYPE: Readonly<Record<Level, string>> = {
  root: "must not be empty at the root",
  item: "must not be empty for specified array items",
  field: "must not be empty for specified object fields",
};

function invariants(path: string, schema: JSONSchemaProps, level: Level): FieldError[] {
  const { properties = {}, additionalProperties } = schema;
  const element = elementSchema(schema.items);
  const values = elementSchema(additionalProperties);
  return [
    ...(element ? invariants(`${path}.items`, element, "item") : []),
    ...Object.entries(properties).flatMap(([name, property]) =>
      invariants(`${path}.properties[${name}]`, property, "field"),
    ),
    ...(level === "root" && additionalProperties !== undefined
      ? [forbiddenField(`${path}.additionalProperties`, "must not be used at the root")]
      : []),
    ...(values ? invariants(`${path}.additionalProperties`, values, "field") : []),
    ...ownTypeErrors(path, schema, level),
    ...extensionErrors(path, schema),
    ...junctureErrors(path, schema, {
      skipsAnyOf: isIntOrString(schema.anyOf),
      skipsFirstAllOf: isIntOrString(schema.allOf?.[0]?.anyOf),
    }),
    ...metaErrors(path, schema, level),
  ];
}

function isIntOrString(anyOf: readonly JSONSchemaProps[] | undefined): boolean {
  return isEqual(anyOf, [{ type: "integer" }, { type: "string" }]);
}

function ownTypeErrors(path: string, schema: JSONSchemaProps, level: Level): FieldError[] {
  const { type = "", items } = schema;
  const field = `${path}.type`;
  const errors: FieldError[] = [];
  const isFree = schema["x-kubernetes-preserve-unknown-fields"] === true;
  const isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
  const isUnion = schema["x-kubernetes-int-or-string"] === true;
  if (type === "array" && items === undefined)
    errors.push(required(`${path}.items`, "must be specified"));
  const embedded = "must be object if x-kubernetes-embedded-resource is true";
  if (isEmbedded && type !== "object")
    errors.push(type === "" ? required(field, embedded) : invalid(field, type, embedded));
  else if (type === "" && !isUnion && !isFree) errors.push(required(field, MISSING_TYPE[level]));
  if (isEmbedded && schema.additionalProperties !== undefined) {
    const detail = "must not be used if x-kubernetes-embedded-resource is set";
    errors.push(forbiddenField(`${path}.additionalProperties`, detail));
  }
  if (level === "root" && type !== "" && type !== "object")
    errors.push(invalid(field, type, "must be object at the root"));
  if (isEmbedded && !isFree && Object.keys(schema.properties ?? {}).length === 0) {
    const detail =
      "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields";
    errors.push(required(`${path}.properties`, detail));
  }
  return errors;
}

function extensionErrors(path: string, schema: JSONSchemaProps): FieldError[] {
  if (schema["x-kubernetes-int-or-string"] !== true) return [];
  const detail = "must be false if x-kubernetes-int-or-string is true";
  return (
    ["x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"] as const
  ).flatMap((name) => (schema[name] === true ? [invalid(`${path}.${name}`, true, detail)] : []));
}

/** What every object has anyway can only be narrowed by its name. Models validateStructuralMetadataInvariants. */
function metaErrors(path: string, schema: JSONSchemaProps, level: Level): FieldError[] {
  const { properties = {} } = schema;
  const isObject = level === "root" || schema["x-kubernetes-embedded-resource"] === true;
  const errors: FieldError[] = [];
  for (const name of ["kind", "apiVersion"]) {
    const { type = "" } = properties[name] ?? { type: "string" };
    if (isObject && type !== "string")
      errors.push(invalid(`${path}.properties[${name}].type`, type, "must be string"));
  }
  const { metadata } = properties;
  if (!metadata) return errors;
  const at = `${path}.properties[metadata]`;
  if (isObject && metadata.type !== "object")
    errors.push(invalid(`${at}.type`, metadata.type ?? "", "must be object"));
  const { type: _type, default: _default, properties: known = {}, ...others } = metadata;
  const isNarrowed = Object.keys(known).every((name) => name === "name" || name === "generateName");
  if (level === "root" && (!isNarrowed || Object.keys(others).length > 0)) {
    const detail =
      "must not specify anything other than name and generateName, but metadata is implicitly specified";
    errors.push(forbiddenField(at, detail));
  }
  return errors;
}

interface Skips {
  readonly skipsAnyOf: boolean;
  readonly skipsFirstAllOf: boolean;
}

const SKIPS_NOTHING: Skips = { skipsAnyOf: false, skipsFirstAllOf: false };

/** Schemas under a logical junctor only narrow. Models validateValueValidation. */
function junctureErrors(path: string, schema: JSONSchemaProps, skips: Skips): FieldError[] {
  const { anyOf = [], allOf = [], oneOf = [], not, pattern = "" } = schema;
  const errors = [
    ...(skips.skipsAnyOf
      ? []
      : anyOf.flatMap((each, i) => nestedErrors(`${path}.anyOf[${i}]`, each, SKIPS_NOTHING))),
    ...allOf.flatMap((each, i) =>
      nestedErrors(`${path}.allOf[${i}]`, each, {
        skipsAnyOf: skips.skipsFirstAllOf && i === 0,
        skipsFirstAllOf: false,
      }),
    ),
    ...oneOf.flatMap((each, i) => nestedErrors(`${path}.oneOf[${i}]`, each, SKIPS_NOTHING)),
    ...(not ? nestedErrors(`${path}.not`, not, SKIPS_NOTHING) : []),
  ];
  if (isGoPattern(pattern)) return errors;
  const detail = `must be a valid regular expression, but isn't: error parsing regexp: invalid syntax: \`${pattern}\``;
  return [...errors, invalid(`${path}.pattern`, pattern, detail)];
}

const FORBIDDEN_WHEN_NESTED: readonly (readonly [keyof JSONSchemaProps, string])[] = [
  ["type", "must be empty to be structural"],
  ["additionalProperties", "must be undefined to be structural"],
  ["default", "must be undefined to be structural"],
  ["title", "must be empty to be structural"],
  ["description", "must be empty to be structural"],
  ["nullable", "must be false to be structural"],
  ["x-kubernetes-preserve-unknown-fields", "must be false to be structural"],
  ["x-kubernetes-embedded-resource", "must be false to be structural"],
  ["x-kubernetes-int-or-string", "must be false to be structural"],
  ["x-kubernetes-list-map-keys", "must be empty to be structural"],
  ["x-kubernetes-list-type", "must be undefined to be structural"],
  ["x-kubernetes-map-type", "must be undefined to be structural"],
  ["x-kubernetes-validations", "must be empty to be structural"],
];

function nestedErrors(path: string, schema: JSONSchemaProps, skips: Skips): FieldError[] {
  const { properties = {} } = schema;
  const element = elementSchema(schema.items);
  return [
    ...junctureErrors(path, schema, skips),
    ...(element ? nestedErrors(`${path}.items`, element, SKIPS_NOTHING) : []),
    ...Object.entries(properties).flatMap(([name, property]) =>
      nestedErrors(`${path}.properties[${name}]`, property, SKIPS_NOTHING),
    ),
    ...FORBIDDEN_WHEN_NESTED.flatMap(([name, detail]) =>
      isSet(schema[name]) ? [forbiddenField(`${path}.${name}`, detail)] : [],
    ),
    ...(Object.hasOwn(properties, "metadata")
      ? [
          forbiddenField(
            `${path}.properties[metadata]`,
            "must not be specified in a nested context",
          ),
        ]
      : []),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== "" && value !== false && !isEqual(value, []);
}

/** What a junctor speaks of must be specified outside of it, too. Models validateNestedValueValidationCompleteness. */
function incomplete(
  narrowing: JSONSchemaProps,
  schema: JSONSchemaProps | undefined,
  path: string,
  from: string,
): FieldError[] {
  if (!schema) return [required(path, `because it is defined in ${from}`)];
  const { allOf = [], anyOf = [], oneOf = [], not } = narrowing;
  const nested = (each: JSONSchemaProps, at: string) => [
    ...incomplete(each, schema, path, at),
    ...incompleteParts(each, schema, path, at),
  ];
  return [
    ...(not ? nested(not, `${from}.not`) : []),
    ...allOf.flatMap((each, i) => nested(each, `${from}.allOf[${i}]`)),
    ...anyOf.flatMap((each, i) => nested(each, `${from}.anyOf[${i}]`)),
    ...oneOf.flatMap((each, i) => nested(each, `${from}.oneOf[${i}]`)),
  ];
}

function incompleteParts(
  { properties = {}, items }: JSONSchemaProps,
  schema: JSONSchemaProps,
  path: string,
  from: string,
): FieldError[] {
  const part = (narrowing: JSONSchemaProps, whole: JSONSchemaProps | undefined, name: string) => {
    const errors = incomplete(narrowing, whole, `${path}.${name}`, `${from}.${name}`);
    return whole
      ? [...errors, ...incompleteParts(narrowing, whole, `${path}.${name}`, `${from}.${name}`)]
      : errors;
  };
  const element = elementSchema(items);
  return [
    ...(element ? part(element, elementSchema(schema.items), "items") : []),
    ...Object.entries(properties).flatMap(([name, property]) =>
      part(property, schema.properties?.[name], `properties[${name}]`),
    ),
  ];
}
