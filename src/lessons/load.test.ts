import { expect, test } from "vitest";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import { LANGUAGES } from "#protocol/lesson.ts";
import { lessonCards, loadLesson, loadLessonText } from "./load.ts";

test("the shelf has every lesson of the course, in order", async () => {
  const folders = (await lessonCards()).map(({ folder }) => folder);
  expect([...folders].sort()).toEqual([...lessonFolders()].sort());
  const ids = (await lessonCards()).map(({ id }) => id);
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

test("what is built in is what is in the folders", async () => {
  for (const { id, folder } of await lessonCards()) {
    const { lesson, texts } = readLesson(folder);
    expect(await loadLesson(id)).toEqual(JSON.parse(JSON.stringify(lesson)));
    for (const language of LANGUAGES)
      expect(await loadLessonText(id, language)).toEqual(texts[language]);
  }
});

test("there are no others", async () => {
  expect(await loadLesson("L99")).toBeUndefined();
  expect(await loadLessonText("L99", "ko")).toBeUndefined();
});
