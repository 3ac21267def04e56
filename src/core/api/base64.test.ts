import { expect, test } from "vitest";
import { base64Length, decodeBase64, encodeBase64 } from "./base64.ts";

test.each([
  ["", ""],
  ["a", "YQ=="],
  ["ab", "YWI="],
  ["abc", "YWJj"],
  ["비밀 🔑", "67mE67CAIPCflJE="],
])("%j is %j", (text, encoded) => {
  expect(encodeBase64(text)).toBe(encoded);
  expect(decodeBase64(encoded)).toBe(text);
});

test("the number of bytes is told without decoding", () => {
  expect(base64Length("YWI=")).toBe(2);
  expect(base64Length("67mE67CAIPCflJE=")).toBe(11);
});
