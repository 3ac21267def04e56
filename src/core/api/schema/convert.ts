import { compareText } from "#core/base/order.ts";
import { DecodeFailure } from "./decode-scalar.ts";
import { Place } from "./decode-place.ts";
import { decodeSchemaUnion, isSchemaUnion } from "./decode-schema-props.ts";
import { decodeBase64, decodeIntOrString, decodeQuantity, decodeTime } from "./decode-special.ts";
import { goStringType, lastPart } from "./go-types.ts";
import { resolveSchema, schemaNamed, type Resolved } from "./resolve.ts";

type Json = Record<string, unknown>;

/** Where in the object the walk is, for paths and for the Go type of a text. */
interface Spot {
  readonly path: string;
  readonly struct: string;
  readonly field: string;
  readonly unknown: string[];
}

const NOWHERE = Place.root("", { unknown: [], hasEmpties: false });

/**
 * What a map of decoded JSON, which may be changed, lacks to be an object of the named schema: throws a DecodeFailure for what does not convert,
 * and answers the paths of fields nobody knows, those further down first. Where types differ it is another judge than the JSON decoder, and has
 * words of its own. Models runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation.
 */
export function convertObject(schemaName: string, value: Readonly<Json>): readonly string[] {
  const unknown: string[] = [];
  convertStruct(schemaName, value, { path: "", struct: "", field: "", unknown });
  return unknown;
}

function convertStruct(schemaName: string, value: unknown, spot: Spot): void {
  if (kindOf(value) !== "map")
    throw new DecodeFailure(`cannot restore struct from: ${kindOf(value)}`);
  const map = value as Json;
  const properties = schemaNamed(schemaName)?.properties ?? {};
  const struct = lastPart(schemaName);
  const pathOf = (key: string): string => (spot.path === "" ? key : `${spot.path}.${key}`);
  for (const [key, property] of Object.entries(properties)) {
    const part = Object.hasOwn(map, key) ? map[key] : undefined;
    if (part === undefined || part === null) continue;
    const inner = { ...spot, path: pathOf(key), struct, field: key };
    map[key] = convertValue(resolveSchema(property), part, inner);
  }
  const others = Object.keys(map).filter((key) => !Object.hasOwn(properties, key));
  spot.unknown.push(...others.sort(compareText).map(pathOf));
}

function convertValue(resolved: Resolved, value: unknown, spot: Spot): unknown {
  const { schema, name } = resolved;
  if (schema.properties) {
    convertStruct(name, value, spot);
    return value;
  }
  // These types read their JSON themselves, so that Go's decoder has the word.
  if (schema.format === "int-or-string") return decodeIntOrString(value, NOWHERE);
  if (isSchemaUnion(name)) decodeSchemaUnion(name, value, (_props, part) => part as Json);
  else if (schema.oneOf) decodeQuantity(value);
  else if (schema.format === "date-time")
    decodeTime(value, { isMicro: name.endsWith(".MicroTime"), place: NOWHERE });
  else return convertPlain(resolved, value, spot);
  return value;
}

function convertPlain({ schema }: Resolved, value: unknown, spot: Spot): unknown {
  const kind = kindOf(value);
  switch (schema.type) {
    case "array":
      convertList(resolveSchema(schema.items ?? {}), value, spot);
      return value;
    case "string":
      if (schema.format === "byte") convertBytes(value);
      else if (kind === "int64")
        throw new DecodeFailure(`cannot convert int64 to ${goStringType(spot.struct, spot.field)}`);
      else if (kind !== "string") throw new DecodeFailure("unrecognized type: string");
      return value;
    case "integer":
      return convertInteger(value, schema.format ?? "int64");
    case "number":
      if (typeof value !== "number") throw new DecodeFailure("unrecognized type: float64");
      return value;
    case "boolean":
      if (kind !== "bool") throw new DecodeFailure("unrecognized type: bool");
      return value;
    default:
      if (typeof schema.additionalProperties === "object")
        convertMap(resolveSchema(schema.additionalProperties), value, spot);
      return value;
  }
}

/** Numbers too large for Go's type are cut without a word. */
function convertInteger(value: unknown, type: string): number {
  if (typeof value !== "number") throw new DecodeFailure(`unrecognized type: ${type}`);
  if (!Number.isInteger(value)) throw new DecodeFailure(`cannot convert float64 to ${type}`);
  return type === "int32" ? value | 0 : value;
}

function convertBytes(value: unknown): void {
  if (typeof value !== "string") {
    if (Array.isArray(value)) return;
    throw new DecodeFailure(`cannot restore slice from ${kindOf(value)}`);
  }
  try {
    decodeBase64(value, NOWHERE);
  } catch (error) {
    if (!(error instanceof DecodeFailure)) throw error;
    throw new DecodeFailure(`error decoding from json: ${error.message}`);
  }
}

function convertList(items: Resolved, value: unknown, spot: Spot): void {
  if (!Array.isArray(value)) throw new DecodeFailure(`cannot restore slice from ${kindOf(value)}`);
  const list = value as unknown[];
  for (const [i, item] of list.entries()) {
    if (item !== null) list[i] = convertValue(items, item, { ...spot, path: `${spot.path}[${i}]` });
  }
}

function convertMap(values: Resolved, value: unknown, spot: Spot): void {
  if (kindOf(value) !== "map") throw new DecodeFailure(`cannot restore map from ${kindOf(value)}`);
  const map = value as Json;
  for (const key of Object.keys(map).sort(compareText)) {
    if (map[key] !== null)
      map[key] = convertValue(values, map[key], { ...spot, path: `${spot.path}.${key}` });
  }
}

/** What Go's reflection calls a decoded JSON value. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "slice";
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) ? "int64" : "float64";
    default:
      return "map";
  }
}
