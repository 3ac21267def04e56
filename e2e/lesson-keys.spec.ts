import { expect, test } from "@playwright/test";
import { KeyPlayer, type Move } from "./support/lesson-keys.ts";
import { Lesson } from "./support/lesson.ts";
import { listen } from "./support/listen.ts";

interface Play {
  readonly id: string;
  readonly lang: "en" | "ko";
  /** Ten times as fast, where nothing is said. */
  readonly speed?: 10 | 100;
  /** What is done in each step. */
  readonly steps: readonly (readonly Move[])[];
}

const LINE: Move = { line: 0 };
const APPLY: Move = { chip: "apply" };
const IN_SERVER = ".era-box";
const ERAS = ".eras [role=tablist]";

/** Every lesson but L03 and L10, which have journeys of their own (lessons.spec.ts). */
const PLAYS: readonly Play[] = [
  {
    id: "L01",
    lang: "ko",
    steps: [
      [{ list: "master-1" }],
      [{ answer: "workers" }, { list: "worker-1" }],
      [{ list: "etcd-1" }],
      [LINE],
    ],
  },
  {
    id: "L02",
    lang: "en",
    steps: [
      [
        { press: '[data-era="add"]', times: 5 },
        { press: IN_SERVER },
        { press: '[data-era="greedy"]' },
      ],
      [
        { nextTab: ERAS },
        { press: '[data-era="add"]', times: 2 },
        { press: IN_SERVER },
        { press: '[data-era="greedy"]' },
        { press: '[data-era="windows"]' },
      ],
      [
        { nextTab: ERAS },
        { press: '[data-era="add"]', times: 12 },
        { answer: "refused" },
        { press: '[data-era="windows"]' },
      ],
      [{ nextTab: ERAS }, { press: ".era-power" }],
      ["iaas", "paas", "saas"].map((model) => ({ press: `[data-model="${model}"]` })),
    ],
  },
  {
    id: "L04",
    lang: "ko",
    steps: [[LINE], [{ list: "web" }], [LINE, { answer: "never" }]],
  },
  {
    id: "L05",
    lang: "en",
    steps: [[{ list: "leaky-" }], [LINE, { answer: "restart" }], [LINE]],
  },
  {
    id: "L06",
    lang: "ko",
    steps: [[LINE], [LINE, { answer: "itself" }], [LINE], [LINE, { guess: "4" }]],
  },
  {
    id: "L07",
    lang: "en",
    steps: [
      [APPLY],
      [{ chip: "tab" }, { chip: "indent" }, { chip: "name" }, APPLY],
      [{ chip: "four" }, APPLY],
      [LINE],
    ],
  },
  {
    id: "L08",
    lang: "ko",
    steps: [
      [{ press: ".node-parts-nodes button" }],
      [{ chip: "stop" }, { answer: "runs" }],
      [{ chip: "heal" }, { chip: "stop" }, LINE],
      [{ chip: "heal" }, { chip: "stop" }, LINE],
      [{ chip: "heal" }],
    ],
  },
  {
    id: "L09",
    lang: "en",
    steps: [
      [LINE, { node: "worker-3" }],
      [LINE, { node: "worker-1" }],
      [LINE, { list: "piano-" }],
      [LINE],
    ],
  },
  {
    id: "L11",
    lang: "ko",
    steps: [[LINE, { answer: "stalls" }], [LINE], [LINE]],
  },
  {
    id: "L12",
    lang: "en",
    steps: [
      [LINE, { answer: "stays" }],
      [LINE, { answer: "rolls" }],
      [LINE, { answer: "stays" }],
      [LINE, { answer: "rolls" }],
      [LINE],
    ],
  },
  {
    id: "L33",
    lang: "en",
    steps: [[{ chip: "left" }, { chip: "right" }, { answer: "right" }], [LINE], [LINE]],
  },
  {
    id: "L13",
    lang: "ko",
    steps: [[LINE], [{ list: "shop-" }], [{ chip: "crash" }, { answer: "shop" }], [LINE]],
  },
  {
    id: "L14",
    lang: "en",
    steps: [[{ chip: "describe" }], [LINE], [{ chip: "name" }, APPLY], [LINE]],
  },
  {
    id: "L25",
    lang: "ko",
    speed: 100,
    steps: [[{ chip: "plug" }], [{ answer: "five" }], [{ chip: "heal" }], [LINE]],
  },
  {
    id: "L29",
    lang: "en",
    steps: [[LINE], [{ line: 1 }], [{ chip: "line" }, APPLY], [LINE], [{ chip: "line" }, APPLY]],
  },
];

const WORDS = {
  en: { done: "Step done:", solved: "Solved:", question: "Question:" },
  ko: { done: "단계를 마쳤습니다:", solved: "레슨을 풀었습니다:", question: "질문입니다." },
} as const;

for (const { id, lang, speed = 10, steps } of PLAYS)
  test(`${id} is played to its end by keys alone, and its goals are told`, async ({ page }) => {
    // On a busy machine each key takes its time.
    test.slow();
    const told = await listen(page);
    await page.goto(`?lesson=${id}&lang=${lang}`);
    const lesson = new Lesson(page);
    const player = new KeyPlayer(page);
    await lesson.expectStep(1);
    const titles = await page
      .locator(".lesson-steps li > span:last-child > span:first-child")
      .allTextContents();
    await player.speedUpTo(speed);
    for (const [place, moves] of steps.entries()) {
      await lesson.expectStep(place + 1);
      for (const move of moves) await player.make(move);
    }
    const words = WORDS[lang];
    const title = (await page.locator("#lesson-title").textContent()) ?? "";
    await lesson.expectSolved(`${words.solved} ${title}`);
    await expect(page.locator("#lesson-debrief")).toBeVisible();

    const heard = await told();
    for (const step of titles.slice(0, -1))
      expect(
        heard.some((each) => each.startsWith(`${words.done} ${step}.`)),
        step,
      ).toBe(true);
    const asked = steps
      .flat()
      .filter((move) => /answer|guess|node/.test(Object.keys(move)[0] ?? ""));
    const questions = new Set(heard.filter((each) => each.includes(words.question)));
    expect(questions.size).toBe(asked.length);
  });
