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
