const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  '"': '\\"',
  "\\": "\\\\",
};
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const ONE_BYTE = 0x80;
const TWO_BYTES = 0x10000;

/** A text in double quotes as Go shows it: what cannot be printed is escaped, everything else stands as it is. Models strconv.Quote. */
export function goQuote(text: string): string {
  // Nearly every text is plain; JSON then says the same.
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  return `"${[...text].map(quotedRune).join("")}"`;
}

function quotedRune(rune: string): string {
  const short = SHORT_ESCAPES[rune];
  if (short !== undefined) return short;
  if (PRINTABLE.test(rune)) return rune;
  const code = rune.codePointAt(0) ?? 0;
  const hex = (digits: number) => code.toString(16).padStart(digits, "0");
  if (code < ONE_BYTE) return `\\x${hex(2)}`;
  return code < TWO_BYTES ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}

/** A text in double quotes with every byte beyond ASCII in hexadecimal, as Go's package time shows what it cannot parse. Models time.quote. */
export function goQuoteBytes(text: string): string {
  const bytes = [...text].map((rune) => {
    if (rune === '"' || rune === "\\") return `\\${rune}`;
    return rune >= " " && rune < "\u0080" ? rune : utf8Of(rune);
  });
  return `"${bytes.join("")}"`;
}

function utf8Of(rune: string): string {
  const code = rune.codePointAt(0) ?? 0;
  // encodeURIComponent knows UTF-8; a lone half of a pair counts as U+FFFD.
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  if (code < ONE_BYTE) return `\\x${code.toString(16).padStart(2, "0")}`;
  return encodeURIComponent(isHalf ? "\ufffd" : rune)
    .toLowerCase()
    .replaceAll("%", "\\x");
}
