import { describe, expect, test } from "vitest";
import { lessonCards, loadPlan } from "#lessons/load.ts";
import { courseOf } from "#lessons/plan.ts";
import type { ClassPlan, PlanLesson, PlanQuestion } from "#protocol/plan.ts";
import { planFile, takePlan } from "./own-plan.ts";
import {
  movePart,
  newPart,
  newQuestion,
  tidied,
  withoutPart,
  withPart,
  withParts,
  withSpan,
} from "./plan-edit.ts";
import { planFaults } from "./plan-faults.ts";

const cards = await lessonCards();
const course = courseOf(cards);
const found = await loadPlan("first-class");
if (!found) throw new Error("first-class");
const plan: ClassPlan = found;

const both = (text: string) => ({ en: text, ko: text });
const titles = ({ parts }: ClassPlan) => parts.map(({ title }) => title.en);
const words = (count: number) => Array.from({ length: count }, () => "word").join(" ");

describe("parts", () => {
  test("are moved up and down; a place beyond the ends changes nothing", () => {
    const [first, second, third, ...rest] = titles(plan);
    expect(titles(movePart(plan, 0, 2))).toEqual([second, third, first, ...rest]);
    expect(titles(movePart(plan, 2, 0))).toEqual([third, first, second, ...rest]);
    expect(movePart(plan, 0, -1)).toBe(plan);
    expect(movePart(plan, 0, plan.parts.length)).toBe(plan);
    expect(movePart(plan, 0, 2).minutes).toBe(plan.minutes);
  });

  test("add to the minutes of the plan and take from them; the last part stays", () => {
    const more = withParts(plan, [...plan.parts, newPart()]);
    expect(more.minutes).toBe(plan.minutes + 5);
    expect(withPart(more, 0, { minutes: 20 }).minutes).toBe(
      more.minutes - (plan.parts[0]?.minutes ?? 0) + 20,
    );
    const less = withoutPart(more, more.parts.length - 1);
    expect(less).toEqual(plan);
    const single = withParts(plan, plan.parts.slice(0, 1));
    expect(withoutPart(single, 0)).toBe(single);
  });

  test("of a lesson begin and end where one says, with at least one step", () => {
    const lesson: PlanLesson = { id: "L01", from: 0, to: 4 };
    expect(withSpan(lesson, { from: 2 })).toMatchObject({ from: 2, to: 4 });
    expect(withSpan({ ...lesson, to: 2 }, { from: 3 })).toMatchObject({ from: 3, to: 4 });
    expect(withSpan({ ...lesson, from: 3 }, { to: 1 })).toMatchObject({ from: 0, to: 1 });
  });

  test("captions and questions come back with their steps, and a file leaves them out until then", () => {
    const ask = newQuestion({ id: "L01", from: 3, to: 4 }, course);
    expect(ask?.step).toBe("order");
    if (!ask) return;
    const captions = { order: both("Mine") };
    const lesson: PlanLesson = { id: "L01", from: 0, to: 4, captions, ask };
    const short = withSpan(lesson, { to: 2 });
    expect(short).toMatchObject({ captions, ask });
    const one = withParts(plan, [{ ...newPart(), lesson: short }]);
    expect(tidied(one, course).parts[0]?.lesson).toEqual({ id: "L01", from: 0, to: 2 });
    expect(withSpan(short, { to: 4 })).toEqual(lesson);
  });

  test("a question is about a step that asks none; there may be no such step", () => {
    expect(newQuestion({ id: "L01", from: 0, to: 4 }, course)?.step).toBe("masters");
    expect(newQuestion({ id: "L01", from: 1, to: 2 }, course)).toBeUndefined();
  });
});

const ASK: PlanQuestion = {
  step: "order",
  question: both("What comes?"),
  options: [
    { text: both("six"), holds: "ready(deployment/shop) == 6" },
    { text: both("less"), holds: "ready(deployment/shop) < 6" },
  ],
};
const whole: PlanLesson = { id: "L01", from: 0, to: 4 };
const talk = { ...newPart(), title: both("Talk"), say: both("Say"), wall: both("Line") };
const shown = { ...talk, wall: both(""), lesson: { ...whole, ask: ASK } };
const oneOf = (part: ClassPlan["parts"][number]) => withParts(plan, [part]);

describe("faults", () => {
  test.each<[string, ClassPlan, readonly string[]]>([
    ["none in a plan of the course", plan, []],
    ["none with captions and a question", oneOf(shown), []],
    ["no title", { ...plan, title: { en: "", ko: "제목" } }, ["title empty"]],
    ["a title of blanks", { ...plan, title: { en: "A", ko: "  " } }, ["title empty"]],
    ["nothing to say", oneOf({ ...talk, say: both("") }), ["part.0.say empty", "part.0.say empty"]],
    ["too much to say", oneOf({ ...talk, say: { en: words(91), ko: "말" } }), ["part.0.say words"]],
    [
      "five lines on the wall",
      oneOf({ ...talk, wall: { en: "a\nb\nc\nd\ne", ko: "가" } }),
      ["part.0.wall lines"],
    ],
    ["a long line", oneOf({ ...talk, wall: { en: words(15), ko: "가" } }), ["part.0.wall words"]],
    ["no time", oneOf({ ...talk, minutes: 0 }), ["part.0.minutes minutes"]],
    ["too much time", oneOf({ ...talk, minutes: 241 }), ["part.0.minutes minutes"]],
    [
      "a caption in one language",
      oneOf({ ...shown, lesson: { ...whole, captions: { order: { en: "Mine", ko: "" } } } }),
      ["part.0.caption.order empty"],
    ],
    [
      "a long caption",
      oneOf({ ...shown, lesson: { ...whole, captions: { order: { en: words(15), ko: "가" } } } }),
      ["part.0.caption.order words"],
    ],
    [
      "a step that asks already",
      oneOf({ ...shown, lesson: { ...whole, ask: { ...ASK, step: "workers" } } }),
      ["part.0.ask.step asking"],
    ],
    [
      "a condition that cannot be read, and none",
      oneOf({
        ...shown,
        lesson: {
          ...whole,
          ask: {
            ...ASK,
            options: ASK.options.map(({ text }, i) => ({ text, holds: i === 0 ? "reddy(" : "" })),
          },
        },
      }),
      ["part.0.ask.holds.0 check", "part.0.ask.holds.1 empty"],
    ],
    [
      "one option",
      oneOf({ ...shown, lesson: { ...whole, ask: { ...ASK, options: ASK.options.slice(0, 1) } } }),
      ["part.0.ask options"],
    ],
  ])("are told, and a file is refused for them: %s", (_name, edited, told) => {
    const faults = planFaults(edited, course);
    expect(faults.map(({ field, kind }) => `${field} ${kind}`)).toEqual(told);
    const file = planFile(tidied(edited, course), cards);
    const taken = takePlan({ name: `${plan.id}.yaml`, text: file }, cards);
    expect(taken.ok).toBe(told.length === 0);
    if (taken.ok) expect(taken.plan).toEqual(JSON.parse(JSON.stringify(tidied(edited, course))));
  });
});
