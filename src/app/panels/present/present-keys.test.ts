import { describe, expect, test } from "vitest";
import { FIRST_VIEW, PRESENT_KEYS, stepBack, type PresentView } from "./present-keys.ts";

function pressed(view: PresentView, ...names: readonly string[]): PresentView {
  return names.reduce(
    (before, name) =>
      PRESENT_KEYS.find(({ keys }) => keys.includes(name))?.change?.(before) ?? before,
    view,
  );
}

describe("keys of present mode", () => {
  test("no key means two things", () => {
    const all = PRESENT_KEYS.flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
  });

  const CASES: readonly (readonly [readonly string[], Partial<PresentView>])[] = [
    [["b"], { blank: true }],
    [["b", "b"], {}],
    [["l", "d"], { spotlight: true, pen: true }],
    [["t"], { overlay: "terminal" }],
    [["t", "y"], { overlay: "yaml" }],
    [["w", "w"], {}],
    [["c"], { captions: "one" }],
    [["c", "c", "c"], {}],
    [["+"], { size: 1.1 }],
    [["+", "+", "+", "+", "+"], { size: 1.35 }],
    [["-", "-", "-"], { size: 0.8 }],
    [["+", "0"], {}],
    [["k", "h"], { legend: true, darkHall: true }],
  ];
  test.each(CASES)("%j", (names, change) => {
    expect(pressed(FIRST_VIEW, ...names)).toEqual({ ...FIRST_VIEW, ...change });
  });

  test("Escape takes away what lies on top, one thing at a time, and leaves at last", () => {
    let view: PresentView | null = pressed(FIRST_VIEW, "l", "d", "t", "b");
    const left: string[] = [];
    for (; view; view = stepBack(view))
      left.push(
        [view.blank && "blank", view.overlay, view.pen && "pen", view.spotlight && "spotlight"]
          .filter(Boolean)
          .join(" "),
      );
    expect(left).toEqual([
      "blank terminal pen spotlight",
      "terminal pen spotlight",
      "pen spotlight",
      "spotlight",
      "",
    ]);
  });
});
