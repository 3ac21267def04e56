import { utf8Bytes } from "../base64.ts";
import { formatTime } from "#core/base/time.ts";
import type { Quantity } from "../quantity.ts";
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
  type CelType,
} from "./types.ts";

/** A value that an expression works with: int is a bigint, double a number. Texts, truth and null are themselves. */
export type CelValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly CelValue[]
  | CelMap
  | Uint
  | Bytes
  | Instant
  | Span
  | Optional
  | TypeValue
  | Opaque;

/** A map or an object. */
export type CelMap = ReadonlyMap<CelValue, CelValue>;

/** An unsigned whole number. */
export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    this.value = value;
  }
}

/** A row of bytes. */
export class Bytes {
  readonly bytes: readonly number[];
  constructor(bytes: readonly number[]) {
    this.bytes = bytes;
  }
}

/** A moment, in billionths of a second since 1970. */
export class Instant {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A length of time, in billionths of a second. */
export class Span {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}

/** A value that may be absent. */
export class Optional {
  readonly value: CelValue | undefined;
  constructor(value: CelValue | undefined) {
    this.value = value;
  }
}

/** A type as a value. */
export class TypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** What a value of one of Kubernetes' libraries holds. */
export type OpaqueData =
  | { readonly type: "quantity"; readonly quantity: Quantity }
  | { readonly type: "url"; readonly url: ParsedUrl }
  | { readonly type: "ip"; readonly text: string; readonly bytes: readonly number[] }
  | {
      readonly type: "cidr";
      readonly text: string;
      readonly bytes: readonly number[];
      readonly prefixBits: number;
    }
  | {
      readonly type: "semver";
      readonly text: string;
      readonly parts: readonly [bigint, bigint, bigint];
      readonly pre: readonly string[];
    }
  | {
      readonly type: "format";
      readonly name: string;
      readonly problems: (text: string) => string[];
    }
  | { readonly type: "authorizer"; readonly user: string | undefined }
  | { readonly type: "check"; readonly check: AccessCheck }
  | { readonly type: "decision"; readonly isAllowed: boolean; readonly reason: string };

/** The parts of an address on the web. */
export interface ParsedUrl {
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/** A question about what somebody may do. */
export interface AccessCheck {
  /** Undefined for the one who made the request. */
  readonly user: string | undefined;
  readonly path?: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** A value of one of Kubernetes' own types. */
export class Opaque {
  readonly typeName: string;
  readonly data: OpaqueData;
  constructor(typeName: string, data: OpaqueData) {
    this.typeName = typeName;
    this.data = data;
  }
}

/** Ends an evaluation; the message is cel-go's. */
export class CelError extends Error {}

/** Whether a value is a list. */
export function isList(value: CelValue): value is readonly CelValue[] {
  return Array.isArray(value);
}

/** Whether a value is a map or an object. */
export function isMap(value: CelValue): value is CelMap {
  return value instanceof Map;
}

/** The type of a value as far as it can be seen without looking into it. */
export function typeOfValue(value: CelValue): CelType {
  switch (typeof value) {
    case "boolean":
      return BOOL;
    case "bigint":
      return INT;
    case "number":
      return DOUBLE;
    case "string":
      return STRING;
  }
  if (value === null) return NULL;
  if (isList(value)) return listOf(DYN);
  if (isMap(value)) return mapOf(DYN, DYN);
  if (value instanceof Uint) return UINT;
  if (value instanceof Bytes) return BYTES;
  if (value instanceof Instant) return TIMESTAMP;
  if (value instanceof Span) return DURATION;
  if (value instanceof Optional) return optionalOf(DYN);
  if (value instanceof TypeValue) return TYPE;
  return { kind: "opaque", name: (value as Opaque).typeName };
}

/** The name that `type(value)` has. */
export function typeNameOf(value: CelValue): string {
  const type = typeOfValue(value);
  switch (type.kind) {
    case "list":
    case "map":
    case "type":
      return type.kind;
    case "optional":
      return "optional_type";
    default:
      return type === NULL ? "null_type" : "name" in type ? type.name : type.kind;
  }
}

const NUMBERS = (value: CelValue): bigint | number | undefined =>
  typeof value === "bigint" || typeof value === "number"
    ? value
    : value instanceof Uint
      ? value.value
      : undefined;

/** Whether two values are the same; numbers of different types are compared as numbers. Models cel-go's Equal. */
export function isEqualValue(a: CelValue, b: CelValue): boolean {
  if (a === b) return true;
  const [left, right] = [NUMBERS(a), NUMBERS(b)];
  if (left !== undefined && right !== undefined) return left == right; // eslint-disable-line eqeqeq
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((each, i) => isEqualValue(each, b[i] ?? null));
  if (isMap(a) && isMap(b))
    return (
      a.size === b.size &&
      [...a].every(([key, value]) => b.has(key) && isEqualValue(value, b.get(key) ?? null))
    );
  if (a instanceof Bytes && b instanceof Bytes)
    return a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
  if (a instanceof Instant && b instanceof Instant) return a.nanos === b.nanos;
  if (a instanceof Span && b instanceof Span) return a.nanos === b.nanos;
  if (a instanceof TypeValue && b instanceof TypeValue) return a.name === b.name;
  if (a instanceof Optional && b instanceof Optional)
    return a.value === undefined || b.value === undefined
      ? a.value === b.value
      : isEqualValue(a.value, b.value);
  return a instanceof Opaque && b instanceof Opaque && opaqueKey(a) === opaqueKey(b);
}

function opaqueKey({ data }: Opaque): string {
  switch (data.type) {
    case "quantity":
      return `quantity ${data.quantity.nano}`;
    case "url":
      return `url ${data.url.text}`;
    case "ip":
      return `ip ${data.bytes.join(".")}`;
    case "cidr":
      return `cidr ${data.bytes.join(".")}/${data.prefixBits}`;
    case "semver":
      return `semver ${data.parts.join(".")}-${data.pre.join(".")}`;
    case "format":
      return `format ${data.name}`;
    default:
      return JSON.stringify(data);
  }
}

/** Less than, equal to or greater than zero; undefined for values without an order between them. */
export function compareValues(a: CelValue, b: CelValue): number | undefined {
  const [left, right] = [NUMBERS(a), NUMBERS(b)];
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  const isTime =
    (a instanceof Instant && b instanceof Instant) || (a instanceof Span && b instanceof Span);
  if (isTime) return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  if (a instanceof Bytes && b instanceof Bytes) return compareBytes(a.bytes, b.bytes);
  return undefined;
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : compareBytes(utf8Bytes(a), utf8Bytes(b));
}

function compareBytes(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++)
    if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return a.length - b.length;
}

const SECOND = 1_000_000_000n;

/** `1970-01-01T00:00:00Z`: how a moment prints. */
export function instantText({ nanos }: Instant): string {
  const seconds = nanos / SECOND - (nanos % SECOND < 0n ? 1n : 0n);
  const rest = nanos - seconds * SECOND;
  const whole = formatTime(Number(seconds) * 1000);
  if (rest === 0n) return whole;
  return whole.replace("Z", `.${String(rest).padStart(9, "0").replace(/0+$/, "")}Z`);
}

/** `3600s`: how a length of time prints as a string. */
export function spanText({ nanos }: Span): string {
  const sign = nanos < 0n ? "-" : "";
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = size % SECOND;
  const rest = fraction === 0n ? "" : `.${String(fraction).padStart(9, "0").replace(/0+$/, "")}`;
  return `${sign}${size / SECOND}${rest}s`;
}
