import { cloneJson } from "#core/base/clone.ts";
import { compareText } from "#core/base/order.ts";
import { badRequest, StatusError } from "../status.ts";
import { decodeNumber, jsonTypeOf, DecodeFailure, typeFailure } from "./decode-scalar.ts";
import { decodeBase64, decodeIntOrString, decodeQuantity, decodeTime } from "./decode-special.ts";
import { decodeSchemaUnion, isSchemaUnion } from "./decode-schema-props.ts";
import { Place, type Found } from "./decode-place.ts";
import { duplicateFields } from "./duplicate-fields.ts";
import type { FieldSchema } from "./field-schema.ts";
import {
  goFieldsOf,
  goStringType,
  goStructName,
  isTimeByValue,
  isWrittenList,
  lastPart,
} from "./go-types.ts";
import { resolveSchema, schemaNamed, type Resolved } from "./resolve.ts";

/** How strictly to decode, and the text the value was parsed from, which alone can show duplicate fields. */
export interface DecodeOptions {
  readonly fieldValidation: "Strict" | "Warn" | "Ignore";
  readonly raw?: string;
}

/** A decoded object as the server would write it out again, and what it would warn of. */
export interface Decoded {
  readonly object: Readonly<Record<string, unknown>>;
  /** `unknown field "spec.foo"`, in the order met; empty with Ignore. */
  readonly warnings: readonly string[];
  /** Whether lists or maps that were given empty are still there: what is stored and answered leaves them out. */
  readonly hasEmpties: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a JSON value as an object of the named schema, the way the server's typed decoding does: wrong types and, with Strict, unknown or
 * duplicate fields are refused with a 400 StatusError in Go's words; what remains is pruned, given schema defaults and written in canonical form.
 * Models apimachinery serializer/json strict decoding and the encoding of its result.
 */
export function decodeObject(schemaName: string, value: unknown, options: DecodeOptions): Decoded {
  const found: Found = { unknown: [], hasEmpties: false };
  const place = Place.root(schemaName, found);
  const object = refusing(schemaName, () => decodeStruct(schemaName, value, place));
  const { unknown, hasEmpties } = found;
  if (options.fieldValidation === "Ignore") return { object, warnings: [], hasEmpties };
  const duplicates =
    options.raw === undefined
      ? []
      : duplicateFields(options.raw).map((path) => `duplicate field "${path}"`);
  const problems = [...duplicates, ...unknown.map((path) => `unknown field "${path}"`)];
  if (options.fieldValidation === "Strict" && problems.length > 0) {
    throw badRequest(`${refusalPrefix(schemaName)}strict decoding error: ${problems.join(", ")}`);
  }
  return { object, warnings: problems, hasEmpties };
}

/** Reads options that come as a body of their own. What cannot be read is the server's own mistake there, as upstream makes no Status of it. */
export function decodeOptions(schemaName: string, value: unknown): Json {
  const place = Place.root(schemaName, { unknown: [], hasEmpties: false });
  try {
    return decodeStruct(schemaName, value, place);
  } catch (error) {
    if (error instanceof DecodeFailure)
      throw new StatusError({ message: error.message, code: 500 });
    throw error;
  }
}

function refusing<T>(schemaName: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof DecodeFailure)
      throw badRequest(`${refusalPrefix(schemaName)}${error.message}`);
    throw error;
  }
}

function refusalPrefix(schemaName: string): string {
  const tag = schemaNamed(schemaName)?.["x-kubernetes-group-version-kind"]?.[0];
  const kind = tag?.kind ?? lastPart(schemaName);
  return `${kind} in version "${tag?.version ?? "v1"}" cannot be handled as a ${kind}: `;
}

function decodeStruct(schemaName: string, value: unknown, place: Place): Json {
  if (value !== null && value !== undefined && jsonTypeOf(value) !== "object")
    throw typeFailure(value, goStructName(schemaName), place);
  const given = (value ?? {}) as Json;
  const { byKey, inOrder } = plansOf(schemaName);
  const found: unknown[] = new Array<unknown>(inOrder.length);
  for (const key of Object.keys(given)) {
    const part = given[key];
    if (part === undefined) continue;
    const plan = byKey.get(key);
    const at = place.fieldOf(schemaName, key);
    if (!plan) place.found.unknown.push(at.path);
    else if (part !== null) found[plan.index] = decodeValue(plan.resolved, part, at);
  }
  return writeStruct(schemaName, inOrder, { values: found, found: place.found });
}

/** How one field is written, worked out once per schema. */
interface FieldPlan {
  readonly key: string;
  readonly index: number;
  readonly resolved: Resolved;
  readonly isPointer: boolean;
  readonly isAlways: boolean;
  /** What is written when the field is not set; undefined leaves it out. */
  readonly unset: unknown;
}

/** Nothing is found where nothing was given. */
const NOTHING: Found = { unknown: [], hasEmpties: false };

interface StructPlan {
  readonly inOrder: readonly FieldPlan[];
  readonly byKey: ReadonlyMap<string, FieldPlan>;
}

const plansBySchema = new Map<string, StructPlan>();

function plansOf(schemaName: string): StructPlan {
  const known = plansBySchema.get(schemaName);
  if (known) return known;
  const goFields = goFieldsOf(schemaName);
  const properties = schemaNamed(schemaName)?.properties ?? {};
  const inOrder = Object.entries(properties).map(([key, property], index): FieldPlan => {
    const resolved = resolveSchema(property);
    const isPointer = goFields.pointers?.includes(key) ?? false;
    const isAlways = goFields.written?.includes(key) ?? false;
    const isTold = isPointer || isUnion(resolved) || isAnything(resolved);
    const plan = { key, index, resolved, isPointer: isTold, isAlways };
    return { ...plan, unset: writtenValue(schemaName, plan, unsetValue(resolved, isPointer)) };
  });
  const plans = { inOrder, byKey: new Map(inOrder.map((plan) => [plan.key, plan])) };
  plansBySchema.set(schemaName, plans);
  return plans;
}

/**
 * Writes the fields in the schema's order, leaving out what Go's encoder leaves out and filling in what it fills in. Empty lists and maps stay
 * for now: validation tells them from absent ones.
 */
function writeStruct(
  schemaName: string,
  plans: readonly FieldPlan[],
  { values, found }: { readonly values: readonly unknown[]; readonly found: Found },
): Json {
  const written: Record<string, unknown> = {};
  for (const plan of plans) {
    const given = values[plan.index];
    // Without a pointer Go cannot tell an empty text from an absent one: both get the default.
    const value = given === "" && !plan.isPointer && plan.unset !== undefined ? undefined : given;
    if (value === undefined && plan.unset === undefined) continue;
    const kept =
      value === undefined ? cloneJson(plan.unset) : writtenValue(schemaName, plan, value);
    if (kept !== undefined) written[plan.key] = kept;
    else if (typeof value === "object") {
      written[plan.key] = value;
      found.hasEmpties = true;
    }
  }
  return written;
}

function writtenValue(schemaName: string, plan: Omit<FieldPlan, "unset">, value: unknown): unknown {
  const { key, resolved, isAlways } = plan;
  if (isKept(value, plan) || keepsEmpty(schemaName, key, resolved, value)) return value;
  if (isAlways) return zeroOf(resolved.schema);
  const struct = lastPart(schemaName);
  const isNullTime = resolved.schema.format === "date-time" && isTimeByValue(struct, key);
  const isNullList =
    resolved.schema.type === "array" && isWrittenList(struct, key, schemaNamed(schemaName));
  return isNullTime || isNullList ? null : undefined;
}

function unsetValue(resolved: Resolved, isPointer: boolean): unknown {
  if (resolved.isByValue)
    return writeStruct(resolved.name, plansOf(resolved.name).inOrder, {
      values: [],
      found: NOTHING,
    });
  const fallback = resolved.default;
  if (typeof fallback === "object" || fallback === undefined) return undefined;
  return isPointer || !isZero(fallback) ? fallback : undefined;
}

function isKept(
  value: unknown,
  { isPointer, isAlways }: { readonly isPointer: boolean; readonly isAlways: boolean },
): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  return isPointer || isAlways || !isZero(value);
}

/** Structs are kept even when empty, maps are not; lists Go always writes are kept too. */
function keepsEmpty(
  schemaName: string,
  key: string,
  { schema, name }: Resolved,
  value: unknown,
): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value))
    return isWrittenList(lastPart(schemaName), key, schemaNamed(schemaName));
  if (typeof value !== "object") return false;
  return schema.properties !== undefined || name !== "" || Object.keys(value as object).length > 0;
}

/** Any JSON value at all, such as a default in a schema: an empty text is one too. */
function isAnything({ schema }: Resolved): boolean {
  return schema.type === undefined && !schema.properties && !schema.oneOf;
}

function isUnion({ schema }: Resolved): boolean {
  return schema.format === "int-or-string" || schema.oneOf !== undefined;
}

function isZero(value: unknown): boolean {
  return (
    value === "" ||
    value === 0 ||
    value === false ||
    (typeof value === "object" && value !== null && Object.keys(value).length === 0)
  );
}

function zeroOf(schema: FieldSchema): unknown {
  if (schema.type === "string") return "";
  if (schema.type === "integer" || schema.type === "number") return 0;
  return schema.type === "boolean" ? false : null;
}

function decodeValue(resolved: Resolved, value: unknown, place: Place): unknown {
  const { schema, name } = resolved;
  if (schema.properties) return decodeStruct(name, value, place);
  if (isUnion(resolved))
    return schema.format === "int-or-string"
      ? decodeIntOrString(value, place)
      : decodeQuantity(value);
  if (isSchemaUnion(name))
    // The type decodes itself, so that strict decoding does not see into it.
    return decodeSchemaUnion(name, value, (props, part) =>
      decodeStruct(props, part, Place.root(props, { unknown: [], hasEmpties: false })),
    );
  switch (schema.type) {
    case "array":
      return decodeList(schema, value, place);
    case "string":
      return decodeString(resolved, value, place);
    case "integer":
    case "number":
      return decodeNumber(value, goNumberType(schema), place);
    case "boolean":
      if (typeof value !== "boolean") throw typeFailure(value, "bool", place);
      return value;
    default:
      return schema.additionalProperties ? decodeMap(schema, value, place) : value;
  }
}

function decodeString({ schema, name }: Resolved, value: unknown, place: Place): string {
  if (schema.format === "date-time")
    return decodeTime(value, { isMicro: name.endsWith(".MicroTime"), place });
  if (schema.format === "byte") return decodeBase64(value, place);
  // The Go type is looked up for an error only: nearly everything that is read is text.
  if (typeof value !== "string")
    throw typeFailure(value, goStringType(place.struct, place.field), place);
  return value;
}

function decodeList(schema: FieldSchema, value: unknown, place: Place): unknown[] {
  const items = resolveSchema(schema.items ?? {});
  if (!Array.isArray(value)) throw typeFailure(value, `[]${goTypeOf(items, place)}`, place);
  return value.map((item: unknown, i) => {
    const at = place.itemAt(`[${i}]`);
    if (item !== null) return decodeValue(items, item, at);
    return items.schema.properties ? decodeStruct(items.name, {}, at) : zeroOf(items.schema);
  });
}

function decodeMap(schema: FieldSchema, value: unknown, place: Place): Json {
  const values = resolveSchema(
    typeof schema.additionalProperties === "object" ? schema.additionalProperties : {},
  );
  if (jsonTypeOf(value) !== "object") throw typeFailure(value, mapType(values, place), place);
  const entries = Object.entries(value as Json).map(([key, part]) => {
    const at = place.itemAt(`.${key}`);
    return [key, part === null ? mapZero(values) : decodeValue(values, part, at)] as const;
  });
  if (entries.length > 1) entries.sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(entries);
}

function mapZero(values: Resolved): unknown {
  if (isUnion(values)) return "0";
  return values.schema.properties
    ? decodeStruct(values.name, {}, Place.root("", NOTHING))
    : zeroOf(values.schema);
}

function mapType(values: Resolved, place: Place): string {
  if (isUnion(values)) return "v1.ResourceList";
  return `map[string]${goTypeOf(values, place)}`;
}

function goTypeOf({ schema, name }: Resolved, place: Place): string {
  if (schema.properties) return goStructName(name);
  switch (schema.type) {
    case "string":
      return schema.format === "byte"
        ? "[]uint8"
        : schema.format === "date-time"
          ? goStructName(name)
          : goStringType(place.struct, place.field);
    case "integer":
    case "number":
      return goNumberType(schema);
    case "boolean":
      return "bool";
    case "array":
      return `[]${goTypeOf(resolveSchema(schema.items ?? {}), place)}`;
    default:
      if (schema.oneOf) return "resource.Quantity";
      return name === "" ? "interface {}" : goStructName(name);
  }
}

function goNumberType({ type, format = "int64" }: FieldSchema): string {
  return type === "number" ? "float64" : format;
}
