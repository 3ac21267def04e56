import { decodeUtf8 } from "./text.ts";
import { utf8Bytes } from "../base64.ts";
import { overloadsOf, type CelFunction, type Overload } from "./overloads.ts";
import {
  Bytes,
  CelError,
  compareValues,
  instantText,
  Instant,
  isEqualValue,
  isList,
  isMap,
  Span,
  spanText,
  typeNameOf,
  TypeValue,
  Uint,
  type CelMap,
  type CelValue,
} from "./values.ts";
import { doubleText } from "./text.ts";

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

/** A whole number that fits. */
export function checkedInt(value: bigint): bigint {
  if (value > MAX_INT || value < MIN_INT) throw new CelError("integer overflow");
  return value;
}

function checkedUint(value: bigint): Uint {
  if (value > MAX_UINT || value < 0n) throw new CelError("unsigned integer overflow");
  return new Uint(value);
}

function whole(
  run: (a: bigint, b: bigint) => bigint,
): Readonly<Record<"int" | "uint", CelFunction>> {
  return {
    int: ([a, b]) => checkedInt(run(a as bigint, b as bigint)),
    uint: ([a, b]) => checkedUint(run((a as Uint).value, (b as Uint).value)),
  };
}

const plus = whole((a, b) => a + b);
const minus = whole((a, b) => a - b);
const times = whole((a, b) => a * b);
const divide = whole((a, b) => {
  if (b === 0n) throw new CelError("division by zero");
  return a / b;
});
const modulo = whole((a, b) => {
  if (b === 0n) throw new CelError("modulus by zero");
  return a % b;
});

function double(run: (a: number, b: number) => number): CelFunction {
  return ([a, b]) => run(a as number, b as number);
}

const nanosOf = (value: CelValue | undefined) => (value as Span | Instant).nanos;
const textOf = (value: CelValue | undefined) => value as string;

const arithmetic = overloadsOf({
  "_+_(int, int): int": plus.int,
  "_+_(uint, uint): uint": plus.uint,
  "_+_(double, double): double": double((a, b) => a + b),
  "_+_(string, string): string": ([a, b]) => `${textOf(a)}${textOf(b)}`,
  "_+_(bytes, bytes): bytes": ([a, b]) => new Bytes([...(a as Bytes).bytes, ...(b as Bytes).bytes]),
  "_+_(list<A>, list<A>): list<A>": ([a, b]) => [
    ...(a as readonly CelValue[]),
    ...(b as readonly CelValue[]),
  ],
  "_+_(duration, duration): duration": ([a, b]) => new Span(nanosOf(a) + nanosOf(b)),
  "_+_(timestamp, duration): timestamp | _+_(duration, timestamp): timestamp": ([a, b]) =>
    new Instant(nanosOf(a) + nanosOf(b)),
  "_-_(int, int): int": minus.int,
  "_-_(uint, uint): uint": minus.uint,
  "_-_(double, double): double": double((a, b) => a - b),
  "_-_(duration, duration): duration | _-_(timestamp, timestamp): duration": ([a, b]) =>
    new Span(nanosOf(a) - nanosOf(b)),
  "_-_(timestamp, duration): timestamp": ([a, b]) => new Instant(nanosOf(a) - nanosOf(b)),
  "_*_(int, int): int": times.int,
  "_*_(uint, uint): uint": times.uint,
  "_*_(double, double): double": double((a, b) => a * b),
  "_/_(int, int): int": divide.int,
  "_/_(uint, uint): uint": divide.uint,
  "_/_(double, double): double": double((a, b) => a / b),
  "_%_(int, int): int": modulo.int,
  "_%_(uint, uint): uint": modulo.uint,
  "-_(int): int": ([a]) => checkedInt(-(a as bigint)),
  "-_(double): double": ([a]) => -(a as number),
  "!_(bool): bool": ([a]) => a !== true,
});

const ORDERED = [
  ...["bool", "string", "bytes", "timestamp", "duration"].map((type) => `${type}, ${type}`),
  ...["int", "uint", "double"].flatMap((a) => ["int", "uint", "double"].map((b) => `${a}, ${b}`)),
];

function order(sign: string, isMet: (compared: number) => boolean): readonly Overload[] {
  const signatures = ORDERED.map((types) => `_${sign}_(${types}): bool`).join(" | ");
  return overloadsOf({
    [signatures]: ([a = null, b = null]) => isMet(compareValues(a, b) ?? Number.NaN),
  });
}

/** The value at an index of a list or a key of a map, undefined when it is not there. */
export function valueAt(container: CelValue, index: CelValue): CelValue | undefined {
  if (isMap(container)) return container.get(keyOf(index));
  if (!isList(container)) throw new CelError("no such overload");
  const at =
    typeof index === "bigint" ? Number(index) : index instanceof Uint ? Number(index.value) : index;
  return typeof at === "number" && Number.isInteger(at) ? container[at] : undefined;
}

/** The key as maps hold it: numbers are the same whatever their type. */
export function keyOf(key: CelValue): CelValue {
  if (key instanceof Uint) return key.value;
  return typeof key === "number" && Number.isInteger(key) ? BigInt(key) : key;
}

const at: CelFunction = ([container = null, index = null]) => {
  const value = valueAt(container, index);
  if (value !== undefined) return value;
  const text = typeof index === "string" ? index : plainText(index);
  throw new CelError(isList(container) ? `index out of bounds: ${text}` : `no such key: ${text}`);
};

const relations: readonly Overload[] = [
  ...order("<", (compared) => compared < 0),
  ...order("<=", (compared) => compared <= 0),
  ...order(">", (compared) => compared > 0),
  ...order(">=", (compared) => compared >= 0),
  ...overloadsOf({
    "_==_(A, A): bool": ([a = null, b = null]) => isEqualValue(a, b),
    "_!=_(A, A): bool": ([a = null, b = null]) => !isEqualValue(a, b),
    "@in(A, list<A>): bool": ([a = null, list]) =>
      (list as readonly CelValue[]).some((each) => isEqualValue(each, a)),
    "@in(A, map<A, B>): bool": ([a = null, map]) => (map as CelMap).has(keyOf(a)),
    "_[_](list<A>, int): A | _[_](map<A, B>, A): B": at,
  }),
];

const size: CelFunction = ([value = null]) => {
  if (typeof value === "string") return BigInt([...value].length);
  if (value instanceof Bytes) return BigInt(value.bytes.length);
  return BigInt(isList(value) ? value.length : (value as CelMap).size);
};

/** How values print where a string is asked for. */
export function plainText(value: CelValue): string {
  if (value === null) return "null";
  if (typeof value === "number") return doubleText(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Instant) return instantText(value);
  if (value instanceof Span) return spanText(value);
  if (value instanceof Bytes) return decodeUtf8(value.bytes);
  if (value instanceof TypeValue) return value.name;
  return typeof value === "object" ? typeNameOf(value) : String(value);
}

function parsedInt(text: string): bigint {
  if (!/^[-+]?\d+$/.test(text))
    throw new CelError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  const value = BigInt(text);
  if (value > MAX_INT || value < MIN_INT)
    throw new CelError(`strconv.ParseInt: parsing ${JSON.stringify(text)}: value out of range`);
  return value;
}

function truncated(value: number): bigint {
  if (!Number.isFinite(value)) throw new CelError("integer overflow");
  return BigInt(Math.trunc(value));
}

const TRUE_WORDS: ReadonlySet<string> = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE_WORDS: ReadonlySet<string> = new Set(["0", "f", "F", "false", "FALSE", "False"]);

function parsedBool(text: string): boolean {
  if (TRUE_WORDS.has(text)) return true;
  if (FALSE_WORDS.has(text)) return false;
  throw new CelError(`strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function parsedDouble(text: string): number {
  const isNumber = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text);
  if (!isNumber)
    throw new CelError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

const same: CelFunction = ([value = null]) => value;

const conversions = overloadsOf({
  ".size(string): int | .size(bytes): int | .size(list<A>): int | .size(map<A, B>): int": size,
  "string.size(): int | bytes.size(): int | list<A>.size(): int | map<A, B>.size(): int": size,
  "int(int): int | uint(uint): uint | double(double): double | string(string): string | bytes(bytes): bytes | bool(bool): bool | dyn(A): dyn":
    same,
  "int(uint): int": ([a]) => checkedInt((a as Uint).value),
  "int(double): int": ([a]) => checkedInt(truncated(a as number)),
  "int(string): int": ([a]) => parsedInt(textOf(a)),
  "int(timestamp): int": ([a]) => nanosOf(a) / 1_000_000_000n,
  "int(duration): int": ([a]) => nanosOf(a),
  "uint(int): uint": ([a]) => checkedUint(a as bigint),
  "uint(double): uint": ([a]) => checkedUint(truncated(a as number)),
  "uint(string): uint": ([a]) => checkedUint(parsedInt(textOf(a))),
  "double(int): double": ([a]) => Number(a as bigint),
  "double(uint): double": ([a]) => Number((a as Uint).value),
  "double(string): double": ([a]) => parsedDouble(textOf(a)),
  "bool(string): bool": ([a]) => parsedBool(textOf(a)),
  "bytes(string): bytes": ([a]) => new Bytes(utf8Bytes(textOf(a))),
  "string(int): string | string(uint): string | string(double): string | string(bool): string | string(bytes): string | string(timestamp): string | string(duration): string":
    ([a = null]) => plainText(a),
  "type(A): type": ([a = null]) => new TypeValue(typeNameOf(a)),
});

/** The functions and operators of the language itself. Models cel-go's standard library. */
export const standardLibrary: readonly Overload[] = [...arithmetic, ...relations, ...conversions];
