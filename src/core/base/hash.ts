const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** FNV-1a, 32 bit, over the UTF-16 code units of a text; `seed` continues an earlier hash. Result is an unsigned integer. */
export function fnv1a(text: string, seed: number = FNV_OFFSET): number {
  let hash = seed >>> 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  }
  return hash >>> 0;
}

/** The hash of several texts and numbers with `|` between them, without putting them together first. */
export function fnv1aOf(parts: readonly (string | number)[], seed: number): number {
  let hash = seed;
  for (let i = 0; i < parts.length; i++) {
    if (i > 0) hash = fnv1a("|", hash);
    hash = fnv1a(String(parts[i]), hash);
  }
  return hash;
}

const SAFE_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** Replaces each character by one of 27 that cannot form bad words. Models apimachinery rand.SafeEncodeString. */
export function safeEncode(text: string): string {
  let encoded = "";
  for (let i = 0; i < text.length; i++)
    encoded += SAFE_ALPHABET[text.charCodeAt(i) % SAFE_ALPHABET.length];
  return encoded;
}

/** The alphabet of generated name suffixes. Models apimachinery rand.String. */
export const NAME_ALPHABET = SAFE_ALPHABET;
