import { expect, test } from "vitest";
import { beatAfter, beatBefore, leader, withHand, type Beat } from "./beats.ts";

test("a step is told, done, then comes the next; the end stays the end", () => {
  const beats: Beat[] = [{ step: 0, phase: "say" }];
  for (let index = 0; index < 5; index += 1)
    beats.push(beatAfter(beats.at(-1) ?? { step: 0, phase: "say" }, 2));
  expect(beats.map(({ step, phase }) => `${step} ${phase}`)).toEqual([
    "0 say",
    "0 run",
    "1 say",
    "1 run",
    "2 say",
    "2 say",
  ]);
});

test.each([
  [{ step: 1, phase: "run" }, "1 say"],
  [{ step: 1, phase: "say" }, "0 say"],
  [{ step: 0, phase: "say" }, "0 say"],
] as const)("back from %o", (beat, before) => {
  const { step, phase } = beatBefore(beat);
  expect(`${step} ${phase}`).toBe(before);
});

test("hands are counted, and most hands speak for the class", () => {
  const none = [0, 0, 0];
  const tally = [1, 2, 2, 0, 7].reduce<readonly number[]>(withHand, none);
  expect(tally).toEqual([1, 1, 2]);
  expect([leader(none), leader(tally), leader([2, 2, 1])]).toEqual([-1, 2, 0]);
});
