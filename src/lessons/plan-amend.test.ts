import { describe, expect, test } from "vitest";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import { playLesson } from "#hosts/cli/lesson-run.ts";
import type { PlanLesson, PlanQuestion } from "#protocol/plan.ts";
import { cardOf } from "./folder.ts";
import { amendLesson, amendText, PLAN_QUESTION } from "./plan-amend.ts";

const texts = (text: string) => ({ en: text, ko: text });

function asking(step: string, holds: readonly [string, string]): PlanQuestion {
  const options = holds.map((each) => ({ text: texts(each), holds: each }));
  return { step, question: texts("What comes?"), options };
}

const all = lessonFolders().map((folder) => readLesson(folder));
const places = all.flatMap((parsed) => {
  const { id, steps, asking: own } = cardOf(parsed);
  const step = steps.find((each) => !own.includes(each));
  return step === undefined ? [] : [{ id, step, parsed }];
});

describe("a question of one's own", () => {
  test.each(places)("is asked and answered in $id $step, and the lesson is solved", (place) => {
    const { id, step, parsed } = place;
    const ask = asking(step, ["time() < 0s", "time() >= 0s"]);
    const amended = amendLesson(parsed.lesson, { id, from: 0, to: 1, ask });
    const { progress, problems } = playLesson(amended, "solution");
    expect(problems).toEqual([]);
    expect(progress.status).toBe("solved");
    const asked = progress.predictions.find((each) => each.id === PLAN_QUESTION);
    expect(asked).toMatchObject({ state: "told", guess: "option-1", answer: "option-2" });
  });

  test("is decided by the cluster as it is when the step is done", () => {
    const parsed = all.find(({ lesson }) => lesson.definition.id === "L01");
    if (!parsed) throw new Error("L01");
    const ask = asking("order", ["ready(deployment/shop) == 3", "ready(deployment/shop) == 6"]);
    const amended = amendLesson(parsed.lesson, { id: "L01", from: 0, to: 4, ask });
    const { progress } = playLesson(amended, "solution");
    expect(progress.predictions.at(-1)).toMatchObject({ guess: "option-1", answer: "option-2" });
  });

  test.each([
    ["a step that asks already", asking("workers", ["time() < 0s", "time() >= 0s"])],
    ["an expression that cannot be read", asking("order", ["reddy(", "time() >= 0s"])],
    ["a step that there is not", asking("nothing", ["time() < 0s", "time() >= 0s"])],
  ])("is left out: %s", (_name, ask) => {
    const parsed = all.find(({ lesson }) => lesson.definition.id === "L01");
    if (!parsed) throw new Error("L01");
    expect(amendLesson(parsed.lesson, { id: "L01", from: 0, to: 4, ask })).toBe(parsed.lesson);
  });
});

test("lines of one's own stand on the wall instead of the lesson's; an empty one does not", () => {
  const [parsed] = all;
  if (!parsed) throw new Error("no lessons");
  const [first = "", second = ""] = parsed.lesson.definition.steps.map(({ id }) => id);
  const captions = { [first]: { en: "Mine", ko: "내 말" }, [second]: texts("") };
  const part: PlanLesson = {
    id: parsed.lesson.definition.id,
    from: 0,
    to: 2,
    captions,
    ask: asking(first, ["time() < 0s", "time() >= 0s"]),
  };
  const said = amendText(parsed.texts.ko, part);
  expect(said.steps[first]?.caption).toBe("내 말");
  expect(said.steps[second]).toEqual(parsed.texts.ko.steps[second]);
  expect(said.predictions[PLAN_QUESTION]).toMatchObject({
    question: "What comes?",
    options: { "option-1": "time() < 0s", "option-2": "time() >= 0s" },
    why: "정답: {answer}.",
  });
});
