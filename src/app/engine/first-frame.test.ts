import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freshScenario } from "#protocol/starter.ts";
import { firstFrameOf } from "./first-frame.ts";

const FRAME = { seq: 1, at: 0 };

beforeEach(() => {
  const element = { textContent: JSON.stringify(FRAME) };
  vi.stubGlobal("document", {
    getElementById: (id: string) => (id === "first-frame" ? element : null),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const fresh = freshScenario("shop");

test.each([
  { what: "a fresh shop", scenario: fresh, isThere: true },
  { what: "in another language", scenario: { ...fresh, view: { language: "ko" } }, isThere: true },
  { what: "of another seed", scenario: freshScenario("shop", 2), isThere: false },
  { what: "an empty yard", scenario: freshScenario("empty"), isThere: false },
  { what: "at a later moment", scenario: { ...fresh, at: 5_000 }, isThere: false },
] as const)("$what begins with a picture: $isThere", ({ scenario, isThere }) => {
  expect(firstFrameOf(scenario)).toEqual(isThere ? FRAME : undefined);
});
