import { describe, expect, test } from "vitest";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import { playLesson } from "#hosts/cli/lesson-run.ts";
import { canBeRenamed, isShopName, textWithShopName, withShopName } from "./shop-name.ts";

const all = lessonFolders().map((folder) => readLesson(folder));
const own = all.filter(
  ({ lesson }) =>
    canBeRenamed(lesson) && lesson.files.some(({ text }) => /name: shop\b/.test(text)),
);

describe("a shop under another name", () => {
  test.each(own.map((parsed) => ({ id: parsed.lesson.definition.id, parsed })))(
    "$id is solved, and its wrong try is not",
    ({ parsed }) => {
      const renamed = withShopName(parsed.lesson, "bakery");
      const { progress, problems } = playLesson(renamed, "solution");
      expect([problems, progress.status]).toEqual([[], "solved"]);
      expect(playLesson(renamed, "wrong").progress.status).not.toBe("solved");
      const files = renamed.files.map(({ text }) => text).join("\n");
      expect(files).toMatch(/name: bakery\b/);
      expect(files).not.toMatch(/name: shop\b/);
    },
  );

  test("most lessons with a shop can have another", () => {
    expect(own.length).toBeGreaterThan(5);
  });

  test("images, paths and files keep their names, and so do parts of the lesson", () => {
    const lesson = own[0]?.lesson;
    if (!lesson) throw new Error("no lesson");
    const text =
      'image: jangteo/shop:v1\ncommand: ["/shop"]\nname: shop\nrun: kubectl apply -f shop.yaml deployment/shop -l app=shop shop-\n';
    const renamed = withShopName({ ...lesson, files: [{ name: "shop.yaml", text }] }, "bakery");
    expect(renamed.files).toEqual([
      {
        name: "shop.yaml",
        text: 'image: jangteo/shop:v1\ncommand: ["/shop"]\nname: bakery\nrun: kubectl apply -f shop.yaml deployment/bakery -l app=bakery bakery-\n',
      },
    ]);
    expect(renamed.definition.steps.map(({ id }) => id)).toEqual(
      lesson.definition.steps.map(({ id }) => id),
    );
  });

  test("prose speaks of a shop, code calls it by its name", () => {
    const text = own[0]?.texts.en;
    if (!text) throw new Error("no text");
    const said = { ...text, debrief: "The shop runs: `kubectl get deployment shop`." };
    expect(textWithShopName(said, "bakery").debrief).toBe(
      "The shop runs: `kubectl get deployment bakery`.",
    );
  });
});

test.each([
  ["bakery", true],
  ["jangteo-2", true],
  ["Bakery", false],
  ["빵집", false],
  ["-a", false],
  ["a-", false],
  ["", false],
  ["a".repeat(21), false],
])("%s as a name: %s", (name, isOne) => {
  expect(isShopName(name)).toBe(isOne);
});
