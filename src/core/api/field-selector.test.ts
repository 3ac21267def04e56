import { describe, expect, test } from "vitest";
import { formatFieldSelector, matchesFields, parseFieldSelector } from "./field-selector.ts";

const fields: Readonly<Record<string, string>> = {
  "metadata.name": "web",
  "status.phase": "Running",
};
const read = (field: string): string => fields[field] ?? "";

describe("field selectors", () => {
  test.each([
    ["metadata.name=web", true],
    ["metadata.name==web,status.phase!=Running", false],
    ["status.phase!=Pending", true],
    ["spec.nodeName=", true],
    ["", true],
  ])("%s", (text, wanted) => {
    expect(matchesFields(parseFieldSelector(text), read)).toBe(wanted);
  });

  test("backslashes protect commas and signs", () => {
    expect(parseFieldSelector("a=x\\,y,b=1\\=2")).toEqual([
      { field: "a", operator: "=", value: "x,y" },
      { field: "b", operator: "=", value: "1=2" },
    ]);
    expect(formatFieldSelector(parseFieldSelector("a==x\\,y"))).toBe("a=x\\,y");
  });

  test("a term without an operator is refused with upstream's words", () => {
    expect(() => parseFieldSelector("a=b,nonsense")).toThrow(
      "invalid selector: 'a=b,nonsense'; can't understand 'nonsense'",
    );
  });
});
