const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Bytes as base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const group =
      ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const signs = left >= 3 ? 4 : left + 1;
    for (let place = 0; place < signs; place += 1) text += SIGNS[(group >> (18 - 6 * place)) & 63];
  }
  return text;
}

/** The bytes of a base64url text; undefined when a character does not belong to it. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let value = 0;
  let place = 0;
  for (const sign of text) {
    const code = SIGNS.indexOf(sign);
    if (code === -1) return undefined;
    value = ((value << 6) | code) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[place] = (value >> bits) & 255;
    place += 1;
  }
  return bytes;
}

/** Three characters that carry a 16-bit number. */
export function numberToSigns(value: number): string {
  return [12, 6, 0].map((shift) => SIGNS[(value >> shift) & 63]).join("");
}
