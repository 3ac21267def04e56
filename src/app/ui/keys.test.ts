import { expect, test } from "vitest";
import { isComposing, signOf } from "./keys.ts";

test.each([
  { what: "a plain Enter", event: { isComposing: false, keyCode: 13 }, composing: false },
  { what: "a key within a syllable", event: { isComposing: true, keyCode: 13 }, composing: true },
  { what: "the Enter that Safari sends after it", event: { keyCode: 229 }, composing: true },
  {
    what: "the same, as React hands it on",
    event: { keyCode: 13, nativeEvent: { isComposing: true } },
    composing: true,
  },
])("$what belongs to a syllable: $composing", ({ event, composing }) => {
  expect(isComposing(event)).toBe(composing);
});

test.each([
  { key: "p", code: "KeyP", sign: "p" },
  { key: "ㅔ", code: "KeyP", sign: "p" },
  { key: "ㅖ", code: "KeyP", sign: "p" },
  { key: "가", code: "KeyR", sign: "가" },
  { key: "ㅁ", code: "", sign: "ㅁ" },
  { key: "Enter", code: "Enter", sign: "Enter" },
])("$key on $code counts as $sign", ({ key, code, sign }) => {
  expect(signOf({ key, code })).toBe(sign);
});
