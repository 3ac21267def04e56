import { expect, test } from "vitest";
import { timeScale } from "./time-scale.ts";

test.each([
  [0, 108],
  [30_000, 554],
  [60_000, 1000],
  [90_000, 1446],
])("time %i stands at %i px, and back", (at, x) => {
  const scale = timeScale([0, 60_000], [108, 1000]);
  expect([scale(at), scale.invert(x)]).toEqual([x, at]);
});

test("a span without length has one place", () => {
  const scale = timeScale([500, 500], [108, 1000]);
  expect([scale(500), scale(900), scale.invert(700)]).toEqual([108, 108, 500]);
});
