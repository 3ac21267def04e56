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

/** Fills in what a schema has defaults for, in place; a null that may not be one counts as not given. Models structural defaulting.Default. */
export function fillDefaults(value: unknown, schema: JSONSchemaProps | undefined): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    const element = elementSchema(schema.items);
    for (const each of value as readonly unknown[]) fillDefaults(each, element);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const map = value as Json;
  const { properties = {}, additionalProperties } = schema;
  for (const [key, property] of Object.entries(properties)) {
    const isNothing = map[key] === null && property.nullable !== true;
    if ((map[key] === undefined || isNothing) && property.default !== undefined)
      map[key] = structuredCopy(property.default);
    if (map[key] !== undefined) fillDefaults(map[key], property);
  }
  const values = elementSchema(additionalProperties);
  if (values)
    for (const [key, part] of Object.entries(map))
      if (!Object.hasOwn(properties, key)) fillDefaults(part, values);
}

function structuredCopy(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}
