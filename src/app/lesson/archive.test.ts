import { expect, test } from "vitest";
import { unzipFolder, zipFolder } from "./archive.ts";

const FILES = [
  { name: "lesson.yaml", text: "id: own-1\n" },
  { name: "ko.md", text: "---\ntitle: 내 수업\n---\n" },
];

test("a folder comes back from its archive", () => {
  expect(unzipFolder(zipFolder("own-1", FILES))).toEqual(FILES);
});

test("what is no archive, or too large, is not read", () => {
  expect(unzipFolder(new Uint8Array([1, 2, 3]))).toBeUndefined();
  const bomb = zipFolder("x", [{ name: "a", text: "0".repeat(2_000_000) }]);
  expect(bomb.length).toBeLessThan(10_000);
  expect(unzipFolder(bomb)).toBeUndefined();
});
