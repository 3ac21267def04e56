import { expect, test } from "vitest";
import { lineDiff } from "./line-diff.ts";

const LINES = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];

test("a changed line is shown with three lines around it", () => {
  const after = LINES.map((line) => (line === "8" ? "eight" : line));
  expect(lineDiff(LINES, after)).toBe("@@ -5,7 +5,7 @@\n 5\n 6\n 7\n-8\n+eight\n 9\n 10\n 11\n");
});

test("changes far apart make two hunks", () => {
  const after = LINES.filter((line) => line !== "2").concat("16");
  expect(lineDiff(LINES, after)).toBe(
    "@@ -1,5 +1,4 @@\n 1\n-2\n 3\n 4\n 5\n@@ -13,3 +12,4 @@\n 13\n 14\n 15\n+16\n",
  );
});

test("nothing changed, nothing shown", () => {
  expect(lineDiff(LINES, LINES)).toBe("");
});

test("the longest run is kept, even where more lines could be", () => {
  const before = ["a", "x", "b", "y", "c", "1", "2", "3"];
  const after = ["1", "2", "3", "a", "b", "c"];
  expect(lineDiff(before, after)).toBe(
    "@@ -1,8 +1,6 @@\n-a\n-x\n-b\n-y\n-c\n 1\n 2\n 3\n+a\n+b\n+c\n",
  );
});

test("a line that is everywhere in a long list begins no match", () => {
  const long = Array.from({ length: 200 }, (_, i) => (i % 20 === 0 ? "{" : String(i)));
  const before = ["{", "old", "{", ...long];
  const after = ["new", "{", "{", ...long];
  expect(lineDiff(before, after)).toBe("@@ -1,5 +1,5 @@\n-{\n-old\n+new\n+{\n {\n {\n 1\n");
});
