import { Inflate, strFromU8, strToU8 } from "fflate";
import type { Scenario } from "#protocol/scenario.ts";
import { fromBase64Url, numberToSigns } from "./base64url.ts";
import { crc16 } from "./crc16.ts";
import { DICTIONARY_1 } from "./dictionary.ts";
import { LINK_PREFIX } from "./encode.ts";
import { MAX_PACKED_CHARS, MAX_UNPACKED_BYTES } from "./limits.ts";
import { checkScenario } from "./check-scenario.ts";

/** What came of reading: a scenario that may be opened as it is, or one sentence why not. */
export type Decoded =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problem: string };

const CRC_CHARS = 3;
const CHUNK_BYTES = 4096;

/** Reads the text of a link. Never throws, whatever it is given. */
export function decodeScenario(text: string): Decoded {
  const version = /^s(\d+)\./.exec(text)?.[1];
  if (version === undefined) return refused("This is not a Podyard link.");
  if (!text.startsWith(LINK_PREFIX))
    return refused(
      `It was made by a newer Podyard (link version ${version.slice(0, 6)}; this one reads version 1).`,
    );
  if (text.length > MAX_PACKED_CHARS) return refused(`It is too long: ${text.length} characters.`);
  const payload = text.slice(LINK_PREFIX.length, -CRC_CHARS);
  if (
    text.length <= LINK_PREFIX.length + CRC_CHARS ||
    numberToSigns(crc16(payload)) !== text.slice(-CRC_CHARS)
  ) {
    return refused("It is damaged: a part is missing or changed. Copy it again, whole.");
  }
  const packed = fromBase64Url(payload);
  if (!packed) return refused("It is damaged: it has characters that do not belong there.");
  return unpack(packed);
}

/** Reads the text of a `.podyard.json` file. Never throws. */
export function decodeFile(text: string): Decoded {
  if (text.length > MAX_UNPACKED_BYTES)
    return refused(`The file is too large: ${text.length} characters.`);
  const value = parsed(text);
  if (value === undefined) return refused("The file is not JSON, or was cut off.");
  if (
    typeof value !== "object" ||
    value === null ||
    !("podyard" in value) ||
    !("scenario" in value)
  )
    return refused("The file was not made by Podyard.");
  if (value.podyard !== 1)
    return refused(
      `It was made by a newer Podyard (file version ${String(value.podyard).slice(0, 6)}; this one reads version 1).`,
    );
  return checkScenario(value.scenario);
}

function unpack(packed: Uint8Array): Decoded {
  const bytes = inflated(packed);
  if (bytes === "damaged") return refused("It is damaged: it cannot be unpacked.");
  if (bytes === "too-large")
    return refused(`It is too large when unpacked: more than ${MAX_UNPACKED_BYTES} bytes.`);
  const value = parsed(strFromU8(bytes));
  return value === undefined
    ? refused("It is damaged: what is inside is not JSON.")
    : checkScenario(value);
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function refused(problem: string): Decoded {
  return { ok: false, problem };
}
