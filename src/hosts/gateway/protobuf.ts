import { formatMicroTime, formatTime } from "#core/base/time.ts";
import { protoFields, type ProtoField, type ProtoMessage } from "./generated/proto-fields.ts";

/** Bytes that are no message of the kind they claim to be. */
export class ProtobufProblem extends Error {}

const MAGIC = [0x6b, 0x38, 0x73, 0x00];
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;
const MAX_DEPTH = 64;
const META = "meta.v1";

type JsonMap = Record<string, unknown>;

interface Wire {
  readonly tag: number;
  /** Bytes of a length-delimited field, else a number. */
  readonly value: Uint8Array | bigint;
}

/** Reads a body in Kubernetes' protobuf form as the JSON object it stands for. Throws a ProtobufProblem. Models runtime/serializer/protobuf. */
export function decodeProtobuf(bytes: Uint8Array): JsonMap {
  if (MAGIC.some((byte, i) => bytes[i] !== byte))
    throw new ProtobufProblem("provided data does not appear to be a protobuf message");
  let apiVersion = "";
  let kind = "";
  let raw = new Uint8Array();
  for (const { tag, value } of fieldsOf(bytes.subarray(MAGIC.length))) {
    if (tag === 2) raw = Uint8Array.from(asBytes(value));
    if (tag !== 1) continue;
    for (const part of fieldsOf(asBytes(value))) {
      if (part.tag === 1) apiVersion = asText(part.value);
      if (part.tag === 2) kind = asText(part.value);
    }
  }
  const message = messageOf(apiVersion, kind);
  if (message === undefined)
    throw new ProtobufProblem(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`,
    );
  return { kind, apiVersion, ...decodeMessage(message, raw, 0) };
}

/** Names of messages as `apps.v1.Deployment`, to save room. */
function messageOf(apiVersion: string, kind: string): string | undefined {
  const [first = "", second] = apiVersion.split("/");
  const group = second === undefined ? "core" : (first.split(".")[0] ?? first);
  const version = second ?? first;
  const candidates = [`${group}.${version}.${kind}`, `${META}.${kind}`];
  return candidates.find((name) => Object.hasOwn(protoFields, name));
}

function* fieldsOf(bytes: Uint8Array): Generator<Wire> {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const head = Number(readVarint(bytes, cursor));
    const tag = head >>> 3;
    switch (head & 7) {
      case VARINT:
        yield { tag, value: readVarint(bytes, cursor) };
        break;
      case BYTES: {
        const length = Number(readVarint(bytes, cursor));
        yield { tag, value: take(bytes, cursor, length) };
        break;
      }
      case FIXED64:
        yield { tag, value: littleEndian(take(bytes, cursor, 8)) };
        break;
      case FIXED32:
        yield { tag, value: littleEndian(take(bytes, cursor, 4)) };
        break;
      default:
        throw new ProtobufProblem("proto: illegal wireType");
    }
  }
}

interface Cursor {
  at: number;
}

function readVarint(bytes: Uint8Array, cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) throw new ProtobufProblem("unexpected EOF");
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  throw new ProtobufProblem("proto: integer overflow");
}

function take(bytes: Uint8Array, cursor: Cursor, length: number): Uint8Array {
  if (cursor.at + length > bytes.length) throw new ProtobufProblem("unexpected EOF");
  const part = bytes.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  return part;
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function asBytes(value: Wire["value"]): Uint8Array {
  if (typeof value === "bigint") throw new ProtobufProblem("proto: wrong wireType");
  return value;
}

function asText(value: Wire["value"]): string {
  return Buffer.from(asBytes(value)).toString("utf8");
}

function asNumber(value: Wire["value"]): number {
  if (typeof value !== "bigint") throw new ProtobufProblem("proto: wrong wireType");
  return Number(BigInt.asIntN(64, value));
}

function decodeMessage(name: string, bytes: Uint8Array, depth: number): JsonMap {
  if (depth > MAX_DEPTH) throw new ProtobufProblem("message nested too deeply");
  const message: ProtoMessage = protoFields[name] ?? {};
  const object: JsonMap = {};
  for (const { tag, value } of fieldsOf(bytes)) {
    const field = message[tag];
    if (field) addField(object, field, value, depth);
  }
  return object;
}

function addField(object: JsonMap, field: ProtoField, value: Wire["value"], depth: number): void {
  const [name, type, flag] = field;
  if (flag === "inline") {
    Object.assign(object, decodeMessage(type, asBytes(value), depth + 1));
  } else if (type === "map") {
    addEntry(object, field, asBytes(value), depth);
  } else if (flag === "r") {
    const list = (object[name] ??= []) as unknown[];
    list.push(decodeValue(type, value, depth));
  } else {
    const part = decodeValue(type, value, depth);
    // Scalars are always on the wire; where JSON leaves out zero, so do we.
    const isZero = part === "" || part === 0 || part === false;
    if (!isZero || flag === "p" || flag === "z") object[name] = part;
  }
}

function addEntry(object: JsonMap, field: ProtoField, bytes: Uint8Array, depth: number): void {
  const [name, , , , valueType = "string"] = field;
  const map = (object[name] ??= {}) as JsonMap;
  let key = "";
  let part: unknown = valueType === "string" ? "" : undefined;
  for (const { tag, value } of fieldsOf(bytes)) {
    if (tag === 1) key = asText(value);
    if (tag === 2) part = decodeValue(valueType, value, depth);
  }
  map[key] = part ?? {};
}

/** Values of types that JSON spells in another way. */
function decodeValue(type: string, value: Wire["value"], depth: number): unknown {
  switch (type) {
    case "string":
      return asText(value);
    case "bytes":
      return Buffer.from(asBytes(value)).toString("base64");
    case "bool":
      return asNumber(value) !== 0;
    case "int32":
    case "int64":
    case "uint32":
    case "uint64":
      return asNumber(value);
    case "double":
      return typeof value === "bigint" ? doubleOf(value) : 0;
    case "resource.Quantity":
      return textField(asBytes(value), 1);
    case "intstr.IntOrString":
      return intOrString(asBytes(value));
    case `${META}.Time`:
      return timeOf(asBytes(value), formatTime);
    case `${META}.MicroTime`:
      return timeOf(asBytes(value), formatMicroTime);
    case `${META}.Duration`:
      return durationText(numberField(asBytes(value), 1));
    case `${META}.FieldsV1`:
    case "runtime.RawExtension":
    case "v1.JSON":
      return rawJson(asBytes(value));
    default:
      return decodeMessage(type, asBytes(value), depth + 1);
  }
}

function doubleOf(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function textField(bytes: Uint8Array, wanted: number): string {
  for (const { tag, value } of fieldsOf(bytes)) if (tag === wanted) return asText(value);
  return "";
}

function numberField(bytes: Uint8Array, wanted: number): number {
  for (const { tag, value } of fieldsOf(bytes)) if (tag === wanted) return asNumber(value);
  return 0;
}

function intOrString(bytes: Uint8Array): number | string {
  return numberField(bytes, 1) === 0 ? numberField(bytes, 2) : textField(bytes, 3);
}

function timeOf(bytes: Uint8Array, format: (epochMs: number) => string): string | null {
  if (bytes.length === 0) return null;
  return format(numberField(bytes, 1) * 1000 + Math.floor(numberField(bytes, 2) / 1_000_000));
}

function durationText(nanos: number): string {
  return `${nanos / 1_000_000_000}s`;
}

function rawJson(bytes: Uint8Array): unknown {
  const text = textField(bytes, 1);
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ProtobufProblem("raw JSON inside the message cannot be read");
  }
}
