import { encode } from "uqr";

/** A QR code: dark modules by row, the quiet zone of four modules around it included. */
export type QrCode = readonly (readonly boolean[])[];

/** What the largest code of the lowest level of error correction holds (ISO/IEC 18004, version 40-L). */
const MOST_BYTES = 2953;

/** The smallest QR code that holds this text; undefined when none does. */
export function qrCode(text: string): QrCode | undefined {
  if (new TextEncoder().encode(text).length > MOST_BYTES) return undefined;
  return encode(text, { ecc: "L", border: 4 }).data;
}
