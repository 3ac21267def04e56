import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { lessonFolders, readLesson } from "#hosts/cli/lesson-files.ts";
import { LANGUAGES, type LessonText } from "#protocol/lesson.ts";
import { cardOf, problemText } from "./folder.ts";
import { lintWords } from "./lint.ts";
import { planCards, loadPlan } from "./load.ts";
import { courseOf, parsePlan, planCardOf } from "./plan.ts";
import { wallLines } from "./plan-wall.ts";

const COURSE = {
  L03: { steps: ["accident", "herd", "learn"], asking: ["accident"] },
  L04: { steps: ["run"], asking: [] },
  L06: {
    steps: ["create"],
    asking: [],
    numbers: [{ name: "pods", own: 3, from: 3, to: 5, by: 1, label: { en: "Pods", ko: "파드" } }],
  },
};
const SOUND = `
minutes: 10
title: {en: Pets, ko: 펫}
about: {en: Short, ko: 짧게}
parts:
  - minutes: 2
    title: {en: Talk, ko: 이야기}
    wall: {en: "One line\\nAnother", ko: "한 줄\\n또 한 줄"}
    say: {en: Ask., ko: 물어보세요.}
  - minutes: 8
    title: {en: See it, ko: 봅니다}
    lesson: L03
    steps: [herd, learn]
    say: {en: Wait., ko: 기다리세요.}
homework:
  - lesson: L04
    say: {en: Alone, ko: 혼자}
`;

const problemsOf = (text: string) => parsePlan("try", text, COURSE).problems.map(problemText);
function swap(from: string, to: string): string {
  expect(SOUND).toContain(from);
  return SOUND.replace(from, to);
}

describe("a class plan", () => {
  test("is read whole", () => {
    const { plan, problems } = parsePlan("try", SOUND, COURSE);
    expect(problems).toEqual([]);
    expect(plan.parts.map(({ lesson }) => lesson)).toEqual([
      undefined,
      { id: "L03", from: 1, to: 3 },
    ]);
    expect(wallLines(plan.parts[0]?.wall.ko ?? "")).toEqual(["한 줄", "또 한 줄"]);
    expect(planCardOf(plan)).toMatchObject({ id: "try", minutes: 10, lessons: ["L03"] });
  });

  test("may call the shop of its lessons otherwise", () => {
    const { plan, problems } = parsePlan("try", swap("parts:", "shop: bakery\nparts:"), COURSE);
    expect([plan.shop, problems]).toEqual(["bakery", []]);
  });

  test("may give a lesson other numbers", () => {
    const text = SOUND.replace(
      "lesson: L03\n    steps: [herd, learn]",
      "lesson: L06\n    numbers: {pods: 5}",
    );
    const { plan, problems } = parsePlan("try", text, COURSE);
    expect([plan.parts[1]?.lesson?.numbers, problems]).toEqual([{ pods: 5 }, []]);
    const more = problemsOf(text.replace("pods: 5", "pods: 6"));
    expect(more).toEqual(["plans/try.yaml:13:21: pods is one of 3, 4, 5"]);
    const other = problemsOf(text.replace("pods: 5", "nodes: 5"));
    expect(other).toEqual(["plans/try.yaml:13:15: there is no key nodes; there are pods"]);
  });

  test.each([
    [
      "a number of a lesson that offers none",
      "steps: [herd, learn]",
      "numbers: {pods: 3}",
      "13:14: L03 has no numbers to change",
    ],
    [
      "minutes that do not add up",
      "minutes: 10",
      "minutes: 12",
      "2:10: the parts take 10 minutes, the plan says 12",
    ],
    ["a missing language", "{en: Ask., ko: 물어보세요.}", "{en: Ask.}", "9:10: ko is missing"],
    [
      "an empty text",
      "{en: Ask., ko: 물어보세요.}",
      "{en: Ask., ko: ''}",
      "9:10: nothing is said in ko",
    ],
    ["an unknown lesson", "lesson: L03", "lesson: L99", "12:13: there is no lesson L99"],
    [
      "an unknown step",
      "[herd, learn]",
      "[herd, lern]",
      "13:12: L03 has no step lern; it has accident, herd, learn",
    ],
    [
      "steps out of order",
      "[herd, learn]",
      "[learn, herd]",
      "13:12: steps of a part follow one another as in the lesson",
    ],
    ["unknown homework", "lesson: L04", "lesson: L40", "16:13: there is no lesson L40"],
    [
      "a key that there is not",
      "about:",
      "abuot:",
      "4:1: there is no key abuot; there are minutes, title, about, shop, parts, homework",
    ],
    [
      "a name of the shop that no object could have",
      "parts:",
      "shop: My Bakery\nparts:",
      "5:7: shop is a short name of lower-case letters, digits and -",
    ],
    [
      "a wall beside a lesson",
      "steps: [herd, learn]",
      "wall: {en: a, ko: b}",
      "13:11: the wall shows the lesson: wall is for a talk",
    ],
    [
      "a question about a step that asks already",
      "    steps: [herd, learn]",
      "    ask: {step: accident, question: {en: a, ko: b}, options: []}",
      "13:17: the step accident asks a question already",
    ],
    [
      "a question that cannot be decided",
      "    steps: [herd, learn]",
      "    ask: {step: herd, question: {en: a, ko: b}, options: [{text: {en: a, ko: b}, holds: reddy(x)}]}",
      "13:89: there is no function reddy",
    ],
    [
      "a question with one option",
      "    steps: [herd, learn]",
      "    ask: {step: herd, question: {en: a, ko: b}, options: [{text: {en: a, ko: b}, holds: time() > 1s}]}",
      "13:58: a question has 2 to 4 options",
    ],
    [
      "a caption for a step of another part",
      "steps: [herd, learn]",
      "steps: [herd]\n    captions: {learn: {en: a, ko: b}}",
      "14:16: there is no key learn; there are herd",
    ],
    [
      "a caption that nobody reads",
      "steps: [herd, learn]",
      "captions: {herd: {en: a b c d e f g h i j k l m n o, ko: b}}",
      "13:22: more than 14 words (en)",
    ],
    [
      "steps in a talk",
      '{en: "One line\\nAnother", ko: "한 줄\\n또 한 줄"}',
      "{en: a, ko: b}\n    steps: [herd]",
      "9:12: steps belongs to a lesson",
    ],
    [
      "too many lines",
      '"One line\\nAnother"',
      '"a\\nb\\nc\\nd\\ne"',
      "8:11: the wall has room for 4 lines (en)",
    ],
  ])("refuses %s", (_name, from, to, message) => {
    expect(problemsOf(swap(from, to))).toContain(`plans/try.yaml:${message}`);
  });
});

const FOLDER = fileURLToPath(new URL("plans/", import.meta.url));
const course = courseOf(lessonFolders().map((folder) => cardOf(readLesson(folder))));

describe.each(readdirSync(FOLDER).sort())("the plan %s", (file) => {
  const { plan, problems } = parsePlan(
    file.replace(".yaml", ""),
    readFileSync(FOLDER + file, "utf8"),
    course,
  );

  test("has nothing wrong in it and is what the page loads", async () => {
    expect(problems.map(problemText)).toEqual([]);
    expect(await planCards()).toContainEqual(planCardOf(plan));
    expect(await loadPlan(plan.id)).toEqual(JSON.parse(JSON.stringify(plan)));
  });

  test.each(LANGUAGES)("uses the words of the course (%s)", (language) => {
    const told = [
      plan.title,
      plan.about,
      ...plan.parts.flatMap(({ title, say, wall }) => [title, say, wall]),
      ...plan.homework.map(({ say }) => say),
    ].map((texts) => texts[language]);
    expect(lintWords(asText(language, told))).toEqual([]);
  });
});

/** The lint reads lessons: what a plan says, as the debrief of one. */
function asText(language: LessonText["language"], told: readonly string[]): LessonText {
  const nothing = { title: "", objective: "", official: "", thenNow: [] };
  const none = { steps: {}, predictions: {}, forbid: {}, worlds: {} };
  return { language, ...nothing, ...none, debrief: told.join("\n") };
}

test("there are no other plans", async () => {
  expect(await loadPlan("nothing")).toBeUndefined();
});
