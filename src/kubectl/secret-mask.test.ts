import { expect, test } from "vitest";
import { masked } from "./secret-mask.ts";

const secret = (data: Readonly<Record<string, string>>) => ({ kind: "Secret", data });

test("values are told apart and not told", () => {
  expect(masked(secret({ a: "1", b: "2", c: "3" }), secret({ a: "1", b: "9", d: "4" }))).toEqual([
    secret({ a: "***", b: "*** (before)", c: "***" }),
    secret({ a: "***", b: "*** (after)", d: "***" }),
  ]);
});

test("a Secret that is not there yet is null", () => {
  expect(masked(undefined, secret({ a: "1" }))).toEqual([null, secret({ a: "***" })]);
});
