import { describe, expect, test } from "vitest";
import type { Lesson, LessonText } from "#protocol/lesson.ts";
import { captionAt } from "./caption.ts";

describe("captionAt", () => {
  const lesson = { definition: { steps: [{ id: "one" }, { id: "two" }] } } as unknown as Lesson;
  const words = {
    steps: {
      one: { caption: "{마스터|컨트롤 플레인}은 관리만 합니다.", say: "x" },
      two: { say: "**Press** `x` now. Then wait." },
    },
    debrief: "It was counted. That is all.",
  } as unknown as LessonText;

  test.each([
    [0, true, "마스터은 관리만 합니다."],
    [0, false, "컨트롤 플레인은 관리만 합니다."],
    [1, false, "Press x now."],
    [2, false, "It was counted."],
  ])("step %d, class terms %s", (step, classTerms, caption) => {
    expect(captionAt(step, { lesson, words, classTerms })).toBe(caption);
  });
});
