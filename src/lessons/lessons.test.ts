import { describe, expect, test } from "vitest";
import { fileURLToPath } from "node:url";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import type { LessonPlayer } from "#hosts/cli/lesson-player.ts";
import { playLesson } from "#hosts/cli/lesson-run.ts";
import { LANGUAGES, type Lesson } from "#protocol/lesson.ts";
import { problemText } from "./folder.ts";
import { lintWords } from "./lint.ts";
import { wordCount, MAX_STEP_WORDS } from "./words.ts";

const TRY_ROOT = fileURLToPath(new URL("testdata/", import.meta.url));

const all = [
  ...lessonFolders(TRY_ROOT).map((folder) => ({ folder, root: TRY_ROOT })),
  ...lessonFolders().map((folder) => ({ folder, root: undefined })),
];

describe.each(all)("the lesson $folder", ({ folder, root }) => {
  const { lesson, texts, problems } = readLesson(folder, root);

  test("has nothing wrong in its folder", () => {
    expect(problems.map(problemText)).toEqual([]);
  });

  test("says everything in both languages, briefly", () => {
    for (const language of LANGUAGES) {
      const text = texts[language];
      expect(Object.keys(text.steps)).toEqual(lesson.definition.steps.map(({ id }) => id));
      for (const { say } of Object.values(text.steps))
        expect(wordCount(say)).toBeLessThanOrEqual(MAX_STEP_WORDS);
    }
  });

  test.each(LANGUAGES)("uses the words of the course (%s)", (language) => {
    expect(lintWords(texts[language])).toEqual([]);
  });

  test("is solved by its solution, step after step, and not before", () => {
    const { progress, doneDuring, problems: found } = playLesson(lesson, "solution");
    expect(found).toEqual([]);
    expect(progress.status).toBe("solved");
    const ids = lesson.definition.steps.map(({ id }) => id);
    expect(doneDuring).toEqual(Object.fromEntries(ids.map((id) => [id, id])));
    const times = progress.steps.map(({ doneAt }) => doneAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(progress.inputs).toBeLessThanOrEqual(lesson.definition.budget.inputs);
    for (const { state, answer } of progress.predictions)
      expect([state, answer === ""]).toEqual(["told", false]);
  });

  test("is not solved by nothing, nor by the wrong run", () => {
    expect(playLesson(idle(lesson), "solution").progress.status).not.toBe("solved");
    expect(playLesson(lesson, "wrong").progress.status).not.toBe("solved");
  });

  test("is the same twice, and after going back and forth", () => {
    const [first, second] = [playLesson(lesson, "solution"), playLesson(lesson, "solution")];
    const end = stateOf(first.player);
    expect(stateOf(second.player)).toEqual(end);
    const { history } = first.player;
    const { at } = history;
    for (const share of [0.5, 0.2, 0.8]) {
      history.seek(Math.floor(at * share));
      const there = stateOf(first.player);
      history.seek(at);
      expect(stateOf(first.player)).toEqual(end);
      history.seek(Math.floor(at * share));
      expect(stateOf(first.player)).toEqual(there);
      history.seek(at);
    }
  });
});

/** The lesson with nothing done in it for a minute of virtual time. */
function idle(lesson: Lesson): Lesson {
  const first = lesson.definition.steps[0]?.id ?? "";
  return { ...lesson, solution: { [first]: ["tick 60s"] } };
}

/** All that must be the same when a moment is reached in another way. */
function stateOf({ history, progress }: LessonPlayer) {
  return {
    at: history.at,
    progress,
    hashes: history.clusters.map(({ store }) => store.state.hash),
    happenings: history.clusters.map(({ happenings }) => happenings),
  };
}
