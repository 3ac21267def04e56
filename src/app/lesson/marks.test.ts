import { describe, expect, test } from "vitest";
import { blocksOf, chooseTerms, runsOf } from "./marks.ts";

test.each([
  [true, "마스터는 일하지 않습니다"],
  [false, "컨트롤 플레인은 일하지 않습니다"],
])("class terms %s: one of the two words is shown", (classTerms, shown) => {
  const text = "{마스터는|컨트롤 플레인은} 일하지 않습니다";
  expect(chooseTerms(text, { classTerms })).toBe(shown);
});

test("other braces stay", () => {
  expect(chooseTerms("{guess} and {a|b}", { classTerms: false })).toBe("{guess} and b");
});

test("bold and code are runs of their own", () => {
  expect(runsOf("Run **now** `kubectl get pods`.")).toEqual([
    { strong: false, code: false, text: "Run " },
    { strong: true, code: false, text: "now" },
    { strong: false, code: false, text: " " },
    { strong: false, code: true, text: "kubectl get pods" },
    { strong: false, code: false, text: "." },
  ]);
});

test("code may stand inside bold", () => {
  expect(runsOf("**Apply `web.yaml`.**")).toEqual([
    { strong: true, code: false, text: "Apply " },
    { strong: true, code: true, text: "web.yaml" },
    { strong: true, code: false, text: "." },
  ]);
});

describe("blocksOf", () => {
  test("lines of a paragraph are joined, an empty line begins the next", () => {
    expect(blocksOf("one\ntwo\n\nthree")).toEqual([
      { type: "paragraph", runs: [{ strong: false, code: false, text: "one two" }] },
      { type: "paragraph", runs: [{ strong: false, code: false, text: "three" }] },
    ]);
  });

  test("dashes are a list", () => {
    expect(blocksOf("- a\n- b\n  more")).toEqual([
      {
        type: "list",
        items: [
          [{ strong: false, code: false, text: "a" }],
          [{ strong: false, code: false, text: "b more" }],
        ],
      },
    ]);
  });

  test("a fence is code as it stands", () => {
    expect(blocksOf("```yaml\na:\n  b: 1\n```")).toEqual([{ type: "code", text: "a:\n  b: 1" }]);
  });
});
