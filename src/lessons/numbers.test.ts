import { describe, expect, test } from "vitest";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import { playLesson } from "#hosts/cli/lesson-run.ts";
import type { LessonNumber } from "#protocol/lesson.ts";
import { problemText } from "./folder.ts";
import { lintWords } from "./lint.ts";
import { loadLesson, loadLessonText } from "./load.ts";
import { fillNumbers, numbersWith } from "./numbers.ts";
import { MAX_STEP_WORDS, wordCount } from "./words.ts";

const PODS: LessonNumber = {
  name: "pods",
  own: 8,
  from: 4,
  to: 12,
  by: 4,
  label: { en: "Pods", ko: "파드" },
};

const changed = lessonFolders().flatMap((folder) => {
  const { id, numbers = [] } = readLesson(folder).lesson.definition;
  // The ends, and the lesson's neighbour: what lies between differs by a pod.
  return numbers.flatMap(({ name, own, from, to, by }) =>
    [...new Set([from, own + by, to])]
      .filter((value) => value !== own)
      .map((value) => ({ id, folder, name, value })),
  );
});

describe("a lesson with another number", () => {
  test("can be had of several lessons", () => {
    expect(new Set(changed.map(({ id }) => id)).size).toBeGreaterThan(2);
  });

  test.each(changed)("$id with $name $value is sound and solved", ({ folder, name, value }) => {
    const { lesson, texts, problems } = readLesson(folder, undefined, { [name]: value });
    expect(problems.map(problemText)).toEqual([]);
    const { progress, doneDuring, problems: found } = playLesson(lesson, "solution");
    expect([found, progress.status]).toEqual([[], "solved"]);
    const ids = lesson.definition.steps.map(({ id }) => id);
    expect(doneDuring).toEqual(Object.fromEntries(ids.map((id) => [id, id])));
    // A number is answered with what the cluster really comes to.
    for (const { kind, id } of lesson.definition.predictions) {
      const told = progress.predictions.find((each) => each.id === id);
      if (kind === "number") expect(told?.guess).toBe(told?.answer);
    }
    expect(playLesson(lesson, "wrong").progress.status).not.toBe("solved");
    for (const text of Object.values(texts)) {
      expect(lintWords(text)).toEqual([]);
      expect(JSON.stringify(text)).not.toContain("{{");
      for (const { say } of Object.values(text.steps))
        expect(wordCount(say)).toBeLessThanOrEqual(MAX_STEP_WORDS);
    }
  });

  test("comes to a class as its plan wants it", async () => {
    const [lesson, text] = await Promise.all([
      loadLesson("L06", { pods: 5 }),
      loadLessonText("L06", "ko", { pods: 5 }),
    ]);
    expect(lesson?.files[0]?.text).toContain("replicas: 5");
    expect(text?.steps["create"]?.say).toContain("파드 5개");
  });
});

describe("numbers", () => {
  test.each([
    ["{{pods}} of {{ pods }}", "12 of 12"],
    ["{{pods*3/4}} to {{pods+2}}", "9 to 14"],
    ["{{pods / 4 - 1}}", "2"],
    ["{pod[app=shop]} {{.items}} }}", "{pod[app=shop]} {{.items}} }}"],
    [
      "{{range .items}}{{.kind}}{{else}}none{{end}}",
      "{{range .items}}{{.kind}}{{else}}none{{end}}",
    ],
  ])("%s is written out", (text, filled) => {
    expect(fillNumbers({ name: "a", text }, [PODS], { pods: 12 })).toEqual({
      text: filled,
      problems: [],
    });
  });

  test.each([
    ["one\n  {{pots}}", "a:2:3: there is no number pots; there are pods"],
    ["{{pods/8}}", "a:1:1: {{pods/8}} is no whole number when pods is 4"],
    ["{{pods-5}}", "a:1:1: {{pods-5}} is no whole number when pods is 4"],
  ])("%s cannot be written out", (text, problem) => {
    const { problems } = fillNumbers({ name: "a", text }, [PODS], { pods: 8 });
    expect(problems.map(problemText)).toEqual([problem]);
  });

  test("that are not allowed leave the lesson's own", () => {
    expect(numbersWith([PODS], { pods: 5, other: 1 })).toEqual({ pods: 8 });
    expect(numbersWith([PODS], { pods: 4 })).toEqual({ pods: 4 });
  });
});
