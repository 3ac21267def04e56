import { expect, test } from "vitest";
import { parseYaml, splitDocuments } from "./parse.ts";
import { printYaml } from "./print.ts";

const HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n";

// Recorded from a real kubectl.
test.each([
  ["data:\n\ta: b\n", "line 6: found character that cannot start any token"],
  ["data:\n  \ta: b\n", "line 6: found character that cannot start any token"],
  ["data:\n  a: b\n\tc: d\n", "line 7: found a tab character that violates indentation"],
  ["data:\n  a: b: c\n", "line 6: mapping values are not allowed in this context"],
  ["data:\n  a: b\n    c: d\n", "line 7: mapping values are not allowed in this context"],
  ["data:\n  a: [b\n", "line 6: did not find expected ',' or ']'"],
  ["data: [a, b\nc: d\n", "line 5: did not find expected ',' or ']'"],
  ["data: {a: b\nc: d\n", "line 5: did not find expected ',' or '}'"],
  ['data:\n  a: "b\n', "line 7: found unexpected end of stream"],
  [" data:\n  a: b\n", "line 4: did not find expected key"],
  ["data:\n   a: b\n  c: d\n", "line 6: did not find expected key"],
  ["data:\n  - a\n  b: c\n", "line 6: did not find expected '-' indicator"],
  ["data:\n- a: b\n  c\n", "line 8: could not find expected ':'"],
  ["data\n  a: b\n", "line 6: could not find expected ':'"],
  ["data:\n  a: @b\n", "line 6: found character that cannot start any token"],
  ["data: {a: 'b'}}\n", "line 4: did not find expected key"],
])("complaint about %j", (tail, complaint) => {
  expect(parseYaml(HEAD + tail)).toEqual({ complaint: `yaml: ${complaint}` });
});

test("an alias nobody defined has no line", () => {
  expect(parseYaml("a: *b\n")).toEqual({ complaint: "yaml: unknown anchor 'b' referenced" });
});

test.each([
  ["yes", true],
  ["off", false],
  ["y", true],
  ["N", false],
  ["010", 8],
  ["0o10", 8],
  ["0x1f", 31],
  ["0b11", 3],
  ["1_000", 1000],
  ["1e3", 1000],
  [".5", 0.5],
  ["12:30:45", "12:30:45"],
  ["2001-01-01", "2001-01-01"],
  ["~", null],
  ["'5'", "5"],
  ["!!str 5", "5"],
  ["=", "="],
])("plain scalar %s", (text, value) => {
  expect(parseYaml(`a: ${text}\n`)).toEqual({ value: { a: value } });
});

test("a document that repeats itself without end is refused at once", () => {
  const lists = Array.from({ length: 12 }, (_unused, level) => {
    const part = level === 0 ? "x" : `*b${level - 1}`;
    return `b${level}: &b${level} [${Array(9).fill(part).join(",")}]`;
  });
  const complaint = "yaml: document contains excessive aliasing";
  expect(parseYaml(`${HEAD}${lists.join("\n")}\n`)).toEqual({ complaint });
  expect(parseYaml("a: &a [*a]\n")).toHaveProperty("complaint");
  expect(parseYaml("a: &a [1, 2]\nb: *a\nc: *a\n")).toEqual({
    value: { a: [1, 2], b: [1, 2], c: [1, 2] },
  });
});

test("the last of two equal keys wins", () => {
  expect(parseYaml("a: 1\na: 2\n")).toEqual({ value: { a: 2 } });
});

test("documents end at lines that begin with three dashes", () => {
  expect(splitDocuments("a: 1\n--- # next\nb: 2\n")).toEqual(["a: 1", "b: 2\n"]);
});

test.each([
  ["yes", '"yes"'],
  ["1", '"1"'],
  ["1e3", '"1e3"'],
  ["0x1f", '"0x1f"'],
  ["08", '"08"'],
  ["12:30", '"12:30"'],
  ["2001-01-01", '"2001-01-01"'],
  ["", '""'],
  ["~", '"~"'],
  ["n", '"n"'],
  ["NaN", "NaN"],
  ["1e", "1e"],
  ["10Gi", "10Gi"],
  [" lead", "' lead'"],
  ["a: b", "'a: b'"],
  ["a #b", "'a #b'"],
  ["- a", "'- a'"],
  ["-a", "-a"],
  ["*x", "'*x'"],
  ["'x", "'''x'"],
  ["{a", "'{a'"],
  ["a]", "a]"],
  ["a:", "'a:'"],
  [":a", ":a"],
  ["-", "'-'"],
  ["---", "'---'"],
  ["tab\there", '"tab\\there"'],
  ["a\u0001b", '"a\\x01b"'],
  ["it's", "it's"],
  ["한글", "한글"],
  ["😀", '"\\U0001F600"'],
  ["l1\nl2", "|-\n  l1\n  l2"],
  ["l1\nl2\n", "|\n  l1\n  l2"],
  ["l1\n\nl2\n\n", "|+\n  l1\n\n  l2\n"],
  [" l1\nl2\n", "|2\n   l1\n  l2"],
  ["l1 \nl2\n", '"l1 \\nl2\\n"'],
  ["a\r\nb", '"a\\r\\nb"'],
])("text %j", (text, printed) => {
  expect(printYaml({ a: text })).toBe(`a: ${printed}\n`);
});

test("long lines break after eighty columns", () => {
  const phrase = "very long string ".repeat(7).trim();
  expect(printYaml({ data: { h1: phrase } })).toBe(
    "data:\n  h1: very long string very long string very long string very long string very long\n    string very long string very long string\n",
  );
});

test("lists stand under their key, keys are sorted", () => {
  expect(printYaml({ b: [{ z: 1, x: [] }, "s", [1, 2]], a: {} })).toBe(
    "a: {}\nb:\n- x: []\n  z: 1\n- s\n- - 1\n  - 2\n",
  );
});

test.each([
  [1.5, "1.5"],
  [1e20, "1e+20"],
  [0.000001, "1e-06"],
  [123456789012, "123456789012"],
])("number %d", (value, printed) => {
  expect(printYaml({ a: value })).toBe(`a: ${printed}\n`);
});
