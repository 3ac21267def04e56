import { deflateSync, strToU8 } from "fflate";
import { numberToSigns, toBase64Url } from "./base64url.ts";
import { crc16 } from "./crc16.ts";
import { DICTIONARY_1 } from "./dictionary.ts";

/** A value as text for the fragment of an address: its prefix, what it packs to, and a check of that. */
export function packed(prefix: string, value: unknown): string {
  const bytes = deflateSync(strToU8(JSON.stringify(value)), {
    level: 9,
    dictionary: strToU8(DICTIONARY_1),
  });
  const payload = toBase64Url(bytes);
  return `${prefix}${payload}${numberToSigns(crc16(payload))}`;
}
