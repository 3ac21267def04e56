import { expect, test } from "vitest";
import { splitWords } from "./words.ts";

test.each([
  ["kubectl  get pods", ["kubectl", "get", "pods"]],
  [`kubectl patch x -p '{"a": "b c"}'`, ["kubectl", "patch", "x", "-p", '{"a": "b c"}']],
  [`a "b \\"c\\" \\n" d\\ e`, ["a", 'b "c" \\n', "d e"]],
  ["a '' b # rest", ["a", "", "b"]],
  ["a=b'c d'e", ["a=bc de"]],
])("%j", (line, words) => {
  expect(splitWords(line)).toEqual({ words });
});

test("an open quote", () => {
  expect(splitWords("a 'b")).toEqual({
    error: "unexpected end of line while looking for matching '",
  });
});
