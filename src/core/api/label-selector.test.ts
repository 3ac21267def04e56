import { describe, expect, test } from "vitest";
import {
  formatLabelSelector,
  formatSelector,
  matchesLabels,
  parseLabelSelector,
  selectorFromObject,
} from "./label-selector.ts";

describe("refusals use upstream's words", () => {
  test.each([
    ["a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    [
      "x=a||y=b",
      "unable to parse requirement: values[0][x]: Invalid value: \"a||y\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    ["!x=a", "found '=', expected: ',' or 'end of string'"],
    ["x,,y", "found ',', expected: identifier after ','"],
    ["(", "found '(', expected: !, identifier, or 'end of string'"],
    ["a notin(", "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    [
      "x<a",
      "unable to parse requirement: values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [
      "-a=b",
      "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ])("%s", (text, wanted) => {
    expect(() => parseLabelSelector(text)).toThrow(wanted);
  });
});

describe("LabelSelector objects", () => {
  test("missing selects nothing, empty selects everything", () => {
    expect(matchesLabels(selectorFromObject(undefined), {})).toBe(false);
    expect(matchesLabels(selectorFromObject({}), { any: "label" })).toBe(true);
  });

  test("NotIn also takes objects without the label", () => {
    const selector = selectorFromObject({
      matchExpressions: [{ key: "tier", operator: "NotIn", values: ["db"] }],
    });
    expect(matchesLabels(selector, {})).toBe(true);
    expect(matchesLabels(selector, { tier: "db" })).toBe(false);
  });

  test("print sorted by key, as kubectl does", () => {
    const expressions = [
      { key: "tier", operator: "In", values: ["b", "a"] },
      { key: "old", operator: "DoesNotExist" },
    ];
    expect(
      formatLabelSelector({ matchLabels: { app: "web" }, matchExpressions: expressions }),
    ).toBe("app=web,!old,tier in (a,b)");
    expect(formatLabelSelector(undefined)).toBe("<none>");
    expect(formatLabelSelector({ matchExpressions: [{ key: "a", operator: "Near" }] })).toBe(
      "<error>",
    );
  });
});

test("reading what was printed gives the same selector", () => {
  const text = "a==b,!gone,here,n>5,tier notin (x,y)";
  expect(formatSelector(parseLabelSelector(text))).toBe(text);
});

test("a label named like a built-in of objects is just a label", () => {
  expect(matchesLabels(parseLabelSelector("constructor"), {})).toBe(false);
});
