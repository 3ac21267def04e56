import { expect, test } from "vitest";
import { beatAfter, beatBefore, leader, withHand, type Beat, firstBeat } from "./beats.ts";

const WHOLE = { from: 0, to: 2 };

test("a step is told, done, then comes the next; the end stays the end", () => {
  const beats: Beat[] = [{ step: 0, phase: "say" }];
  for (let index = 0; index < 5; index += 1)
    beats.push(beatAfter(beats.at(-1) ?? { step: 0, phase: "say" }, WHOLE));
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
  const { step, phase } = beatBefore(beat, WHOLE);
  expect(`${step} ${phase}`).toBe(before);
});

test("a part of a lesson begins at its first step, or where one is, and goes no further back", () => {
  const part = { from: 1, to: 3 };
  const steps = [0, 1, 2, 3, 4].map((done) => firstBeat(done, part).step);
  expect(steps).toEqual([1, 1, 2, 3, 3]);
  expect(beatBefore({ step: 1, phase: "say" }, part).step).toBe(1);
  expect(beatAfter({ step: 2, phase: "run" }, part)).toEqual({ step: 3, phase: "say" });
});

test("hands are counted, and most hands speak for the class", () => {
  const none = [0, 0, 0];
  const tally = [1, 2, 2, 0, 7].reduce<readonly number[]>(withHand, none);
  expect(tally).toEqual([1, 1, 2]);
  expect([leader(none), leader(tally), leader([2, 2, 1])]).toEqual([-1, 2, 0]);
});
