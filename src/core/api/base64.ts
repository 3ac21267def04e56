const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Standard base64, padded, of a text's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  const bytes = utf8Bytes(text);
  let encoded = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1], bytes[i + 2]];
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded +=
      sextet(word, 18) +
      sextet(word, 12) +
      (b === undefined ? "=" : sextet(word, 6)) +
      (c === undefined ? "=" : sextet(word, 0));
  }
  return encoded;
}

function sextet(word: number, shift: number): string {
  return ALPHABET[(word >> shift) & 63] ?? "";
}

/** What Go says of a text that is no base64, undefined when it is. Models encoding/base64 CorruptInputError. */
export function base64Problem(text: string): string | undefined {
  const letters = text.replace(/[\r\n]/g, "");
  const bad = /[^A-Za-z0-9+/]/.exec(letters.replace(/={1,2}$/, ""));
  if (bad) return `illegal base64 data at input byte ${bad.index}`;
  return letters.length % 4 === 0
    ? undefined
    : `illegal base64 data at input byte ${letters.length - (letters.length % 4)}`;
}

/** How many bytes a well-formed base64 text stands for. */
export function base64Length(text: string): number {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return (text.length / 4) * 3 - padding;
}

/** The text whose UTF-8 bytes a base64 text stands for; bytes that are no UTF-8 come out as they are. */
export function decodeBase64(text: string): string {
  const bytes: number[] = [];
  let [word, bits] = [0, 0];
  for (const character of text.replace(/[=\r\n]/g, "")) {
    word = ((word << 6) | Math.max(0, ALPHABET.indexOf(character))) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((word >> bits) & 255);
    }
  }
  return textOf(bytes);
}

function textOf(bytes: readonly number[]): string {
  const escaped = bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(escaped);
  } catch {
    // Not UTF-8: each byte stands for itself, as a viewer of binary data would show it.
    return bytes.map((byte) => String.fromCharCode(byte)).join("");
  }
}

/** The UTF-8 bytes of a text. */
export function utf8Bytes(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000)
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return bytes;
}
