const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The text behind a base64 value, read as UTF-8. */
export function decodeBase64(value: string): string {
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const letter of value) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) continue;
    buffer = ((buffer << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((buffer >> bits) & 0xff);
    }
  }
  const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    // Binary values have no text; a byte a character is as good as any.
    return String.fromCharCode(...bytes);
  }
}
