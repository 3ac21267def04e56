import type { JSONSchemaProps } from "../schema/generated/types.ts";
import { elementSchema } from "../validation/structural-schemas.ts";

type Json = Record<string, unknown>;

const EMBEDDED = ["apiVersion", "kind", "metadata"] as const;

/** A copy of a value without the fields its schema does not know; their paths go to `unknown`. Models structural pruning.PruneWithOptions. */
export function pruned(
  value: unknown,
  schema: JSONSchemaProps | undefined,
  path: string,
  unknown: string[],
): unknown {
  if (Array.isArray(value)) {
    const element = elementSchema(schema?.items);
    const isFree = keepsEverything(schema);
    return value.map((each: unknown, i) =>
      isFree && !element ? each : pruned(each, element, `${path}[${i}]`, unknown),
    );
  }
  if (typeof value !== "object" || value === null) return value;
  const { properties = {}, additionalProperties } = schema ?? {};
  const values = elementSchema(additionalProperties);
  const isFree = keepsEverything(schema) || additionalProperties === true;
  const isEmbedded = schema?.["x-kubernetes-embedded-resource"] === true;
  const kept: Json = {};
  for (const [key, part] of Object.entries(value)) {
    const at = path === "" ? key : `${path}.${key}`;
    const own = Object.hasOwn(properties, key) ? properties[key] : values;
    if (own) kept[key] = pruned(part, own, at, unknown);
    else if (isFree || (isEmbedded && EMBEDDED.some((each) => each === key))) kept[key] = part;
    else unknown.push(at);
  }
  return kept;
}

function keepsEverything(schema: JSONSchemaProps | undefined): boolean {
  return schema?.["x-kubernetes-preserve-unknown-fields"] === true;
}

/** Takes away, in place, every null in a map that may not be one and has no default. Models defaulting.PruneNonNullableNullsWithoutDefaults. */
export function dropIdleNulls(value: unknown, schema: JSONSchemaProps | undefined): void {
  if (Array.isArray(value)) {
    const element = elementSchema(schema?.items);
    for (const each of value as readonly unknown[]) dropIdleNulls(each, element);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const map = value as Json;
  for (const [key, part] of Object.entries(map)) {
    const own = schemaOf(schema, key);
    if (isIdleNull(part, own) && own?.default === undefined) delete map[key];
    else dropIdleNulls(part, own);
  }
}

function isIdleNull(value: unknown, schema: JSONSchemaProps | undefined): boolean {
  return value === null && schema !== undefined && schema.nullable !== true;
}

/** What a key of a map is read by. */
function schemaOf(schema: JSONSchemaProps | undefined, key: string): JSONSchemaProps | undefined {
  const { properties = {}, additionalProperties } = schema ?? {};
  return Object.hasOwn(properties, key) ? properties[key] : elementSchema(additionalProperties);
}

/** Fills in what a schema has defaults for, in place; a null that may not be one counts as not given. Models structural defaulting.Default. */
export function fillDefaults(value: unknown, schema: JSONSchemaProps | undefined): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    const element = elementSchema(schema.items);
    for (const [i, each] of value.entries()) {
      if (isIdleNull(each, element)) value[i] = defaultOf(element);
      fillDefaults(value[i], element);
    }
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const map = value as Json;
  for (const [key, property] of Object.entries(schema.properties ?? {}))
    if (
      (map[key] === undefined || isIdleNull(map[key], property)) &&
      property.default !== undefined
    )
      map[key] = defaultOf(property);
  for (const key of Object.keys(map)) {
    const own = schemaOf(schema, key);
    const isExtra = own !== undefined && own !== schema.properties?.[key];
    if (isExtra && isIdleNull(map[key], own)) map[key] = defaultOf(own);
    fillDefaults(map[key], own);
  }
}

/** A copy of a default; no default is null. */
function defaultOf(schema: JSONSchemaProps | undefined): unknown {
  return structuredCopy(schema?.default ?? null);
}

function structuredCopy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
