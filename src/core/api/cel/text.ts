/** The text of UTF-8 bytes; what is no UTF-8 shows as a replacement mark. */
export function decodeUtf8(bytes: readonly number[]): string {
  const encoded = bytes.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Bytes that are no text at all are shown one by one.
    return bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : "\uFFFD")).join("");
  }
}

/** How a number with a fraction prints: as few digits as tell it apart, never an exponent. Models strconv.FormatFloat(f, 'f', -1, 64). */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([-+]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = "", first = "", rest = "", power = "0"] = match;
  const digits = `${first}${rest}`;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}
