import { expect, test } from "vitest";
import { intValueOf, resolveIntOrPercent } from "./int-or-string.ts";

test.each([
  [3, 10, "up", 3],
  ["25%", 10, "up", 3],
  ["25%", 10, "down", 2],
  ["100%", 7, "down", 7],
  ["0%", 7, "up", 0],
  ["29%", 100, "up", 29],
  ["abc", 10, "up", undefined],
  ["5", 10, "up", undefined],
] as const)("%s of %d rounded %s is %s", (value, total, round, wanted) => {
  expect(resolveIntOrPercent(value, { total, round })).toBe(wanted);
});

test("a named port counts as 0", () => {
  expect(intValueOf("http")).toBe(0);
  expect(intValueOf("8080")).toBe(8080);
});
