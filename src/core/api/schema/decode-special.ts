import { rememberByText } from "#core/base/remember.ts";
import { formatQuantity, parseQuantity, quantityProblem, roundUpToMilli } from "../quantity.ts";
import {
  DecodeFailure,
  decodeNumber,
  decodeText,
  typeFailure,
  type GoPlace,
} from "./decode-scalar.ts";
import { canonicalTime, timeProblem } from "./time-text.ts";

/** A number within int32 or any text. Models intstr.IntOrString.UnmarshalJSON. */
export function decodeIntOrString(value: unknown, place: GoPlace): number | string {
  return typeof value === "string" ? value : decodeNumber(value, "int32", place);
}

/** Canonical quantity text of a text or number; thousandths are the least the API keeps. Models resource.Quantity.UnmarshalJSON. */
export function decodeQuantity(value: unknown): string {
  return canonicalQuantity(typeof value === "string" ? value.trim() : JSON.stringify(value));
}

const canonicalQuantity = rememberByText((text) => {
  const quantity = parseQuantity(text);
  if (!quantity) throw new DecodeFailure(quantityProblem(text) ?? "");
  return formatQuantity(roundUpToMilli(quantity));
});

/** RFC 3339 text in UTC with whole seconds, or microseconds. Models metav1.Time.UnmarshalJSON and MarshalJSON. */
export function decodeTime(
  value: unknown,
  { isMicro, place }: { readonly isMicro: boolean; readonly place: GoPlace },
): string {
  const text = decodeText(value, "string", place);
  const problem = timeProblem(text, { isMicro });
  if (problem !== undefined) throw new DecodeFailure(problem);
  return canonicalTime(text, { isMicro });
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 text as Go writes it again: no line breaks, spare bits cleared. Models encoding/base64.StdEncoding. */
export function decodeBase64(value: unknown, place: GoPlace): string {
  if (Array.isArray(value) && value.length > 0) throw typeFailure(value[0], "uint8", place);
  if (Array.isArray(value)) return "";
  const text = decodeText(value, "[]uint8", place);
  const problem = corruptAt(text);
  if (problem !== undefined)
    throw new DecodeFailure(`illegal base64 data at input byte ${problem}`);
  const clean = text.replace(/[\r\n]/g, "");
  const padding = clean.endsWith("==") ? 2 : clean.endsWith("=") ? 1 : 0;
  if (padding === 0) return clean;
  const lastAt = clean.length - padding - 1;
  const spareMask = padding === 2 ? 0b110000 : 0b111100;
  const last = BASE64.charAt(BASE64.indexOf(clean.charAt(lastAt)) & spareMask);
  return clean.slice(0, lastAt) + last + "=".repeat(padding);
}

/** The offset at which Go's decoder gives up, or undefined for good text. */
function corruptAt(text: string): number | undefined {
  let inQuantum = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === "\n" || character === "\r") continue;
    if (character === "=") return paddingProblem(text, i, inQuantum);
    if (!BASE64.includes(character)) return i;
    inQuantum = (inQuantum + 1) % 4;
  }
  return inQuantum === 0 ? undefined : text.length - inQuantum;
}

function paddingProblem(text: string, at: number, inQuantum: number): number | undefined {
  if (inQuantum < 2) return at;
  let next = skipBreaks(text, at + 1);
  if (inQuantum === 2) {
    if (next >= text.length) return text.length;
    if (text.charAt(next) !== "=") return next - 1;
    next = skipBreaks(text, next + 1);
  }
  return next < text.length ? next : undefined;
}

function skipBreaks(text: string, from: number): number {
  let i = from;
  while (text.charAt(i) === "\n" || text.charAt(i) === "\r") i++;
  return i;
}
