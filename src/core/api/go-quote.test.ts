import { expect, test } from "vitest";
import { goQuote, goQuoteBytes } from "./go-quote.ts";

test.each([
  ["plain", '"plain"'],
  ['a "b" \\', '"a \\"b\\" \\\\"'],
  ["line\nend\t", '"line\\nend\\t"'],
  ["\u0001\u007f", '"\\x01\\x7f"'],
  ["ünï 한글 😀", '"ünï 한글 😀"'],
  ["\u2028", '"\\u2028"'],
  ["\u{e0001}", '"\\U000e0001"'],
])("%j is quoted as strconv.Quote does", (text, quoted) => {
  expect(goQuote(text)).toBe(quoted);
});

test.each([
  ["2026", '"2026"'],
  ["ü", '"\\xc3\\xbc"'],
  ["\n", '"\\x0a"'],
  ['"', '"\\""'],
])("%j is quoted as package time does", (text, quoted) => {
  expect(goQuoteBytes(text)).toBe(quoted);
});
