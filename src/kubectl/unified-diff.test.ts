import { expect, test } from "vitest";
import { unifiedDiff } from "./unified-diff.ts";

const side = (name: string, lines: readonly string[]) => ({
  name,
  text: lines.map((line) => `${line}\n`).join(""),
});
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i + 1));

test("equal texts show nothing", () => {
  expect(unifiedDiff(side("a", ["x"]), side("b", ["x"]))).toBe("");
});

test("a change is shown with three lines around it", () => {
  const after = numbers(9).with(4, "five");
  expect(unifiedDiff(side("a", numbers(9)), side("b", after))).toBe(
    "diff -u -N a b\n--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
  );
});

test("changes far apart are shown apart, and what is new begins at nothing", () => {
  const after = ["zero", ...numbers(20), "end"];
  expect(unifiedDiff(side("a", numbers(20)), side("b", after))).toBe(
    "diff -u -N a b\n--- a\n+++ b\n@@ -1,3 +1,4 @@\n+zero\n 1\n 2\n 3\n@@ -18,3 +19,4 @@\n 18\n 19\n 20\n+end\n",
  );
  expect(unifiedDiff(side("a", []), side("b", ["x"]))).toContain("@@ -0,0 +1 @@\n+x\n");
});
