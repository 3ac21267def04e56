/** Where a type error happened, as Go's message names it. */
export interface GoPlace {
  readonly struct: string;
  readonly goPath: readonly string[];
}

/** Decoding stopped; the message is what Go's decoder says. Becomes a 400 StatusError at the edge of decoding. */
export class DecodeFailure extends Error {
  override readonly name = "DecodeFailure";
}

/** The word Go's decoder has for a JSON value. */
export function jsonTypeOf(value: unknown): "array" | "bool" | "number" | "object" | "string" {
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
      return "number";
    case "string":
      return "string";
    default:
      return "object";
  }
}

/** `json: cannot unmarshal string into Go struct field PodSpec.spec.x of type int32`. Models json.UnmarshalTypeError. */
export function typeFailure(value: unknown, goType: string, place: GoPlace): DecodeFailure {
  return failureFor(jsonTypeOf(value), goType, place);
}

function failureFor(valueText: string, goType: string, { struct, goPath }: GoPlace): DecodeFailure {
  const target =
    goPath.length === 0
      ? `Go value of type ${goType}`
      : `Go struct field ${struct}.${goPath.join(".")} of type ${goType}`;
  return new DecodeFailure(`json: cannot unmarshal ${valueText} into ${target}`);
}

/** The text, or a type failure naming the Go type wanted. */
export function decodeText(value: unknown, goType: string, place: GoPlace): string {
  if (typeof value !== "string") throw typeFailure(value, goType, place);
  return value;
}

const INT32_LIMIT = 2 ** 31;
const INT64_LIMIT = 2 ** 63;

/** The number when it fits the Go integer type (or is for a float), else Go's failure, which shows the number. */
export function decodeNumber(value: unknown, goType: string, place: GoPlace): number {
  if (typeof value !== "number") throw typeFailure(value, goType, place);
  if (goType === "float64") return value;
  const limit = goType === "int32" ? INT32_LIMIT : INT64_LIMIT;
  if (!Number.isInteger(value) || value >= limit || value < -limit)
    throw failureFor(`number ${value}`, goType, place);
  return value;
}
