import { Inflate, strFromU8, strToU8 } from "fflate";
import { fromBase64Url, numberToSigns } from "./base64url.ts";
import { crc16 } from "./crc16.ts";
import { DICTIONARY_1 } from "./dictionary.ts";
import { MAX_PACKED_CHARS, MAX_UNPACKED_BYTES } from "./limits.ts";

/** What was packed, not yet looked at, or one sentence why it cannot be had. */
export type Unpacked =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const CRC_CHARS = 3;
const CHUNK_BYTES = 4096;

/** Reads a text that `packed` made with this prefix. Never throws, whatever it is given. */
export function unpack(prefix: string, text: string): Unpacked {
  if (text.length > MAX_PACKED_CHARS) return refused(`It is too long: ${text.length} characters.`);
  const payload = text.slice(prefix.length, -CRC_CHARS);
  if (
    text.length <= prefix.length + CRC_CHARS ||
    numberToSigns(crc16(payload)) !== text.slice(-CRC_CHARS)
  ) {
    return refused("It is damaged: a part is missing or changed. Copy it again, whole.");
  }
  const packed = fromBase64Url(payload);
  if (!packed) return refused("It is damaged: it has characters that do not belong there.");
  const bytes = inflated(packed);
  if (bytes === "damaged") return refused("It is damaged: it cannot be unpacked.");
  if (bytes === "too-large")
    return refused(`It is too large when unpacked: more than ${MAX_UNPACKED_BYTES} bytes.`);
  const value = parsed(strFromU8(bytes));
  return value === undefined
    ? refused("It is damaged: what is inside is not JSON.")
    : { ok: true, value };
}

/** Unpacks piece by piece, so that a small text that grows without end is stopped in time. */
function inflated(packed: Uint8Array): Uint8Array | "damaged" | "too-large" {
  const parts: Uint8Array[] = [];
  let total = 0;
  let done = false;
  const inflate = new Inflate({ dictionary: strToU8(DICTIONARY_1) }, (part, final) => {
    total += part.length;
    if (total <= MAX_UNPACKED_BYTES) parts.push(part);
    done = done || final;
  });
  try {
    for (let from = 0; from < packed.length && total <= MAX_UNPACKED_BYTES; from += CHUNK_BYTES) {
      inflate.push(packed.subarray(from, from + CHUNK_BYTES), from + CHUNK_BYTES >= packed.length);
    }
  } catch {
    // The unpacker throws on whatever is not deflated data: that is the answer, not a fault of ours.
    return total > MAX_UNPACKED_BYTES ? "too-large" : "damaged";
  }
  if (total > MAX_UNPACKED_BYTES) return "too-large";
  return done ? joined(parts, total) : "damaged";
}

function joined(parts: readonly Uint8Array[], total: number): Uint8Array {
  const all = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** The JSON value of a text, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refused(problem: string): Unpacked {
  return { ok: false, problem };
}
