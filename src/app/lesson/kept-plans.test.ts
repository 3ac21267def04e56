import { expect, test } from "vitest";
import { loadPlan } from "#lessons/load.ts";
import { asOwn, dropPlan, isOwnPlan, keepPlan, keptPlans, readKeptPlans } from "./kept-plans.ts";

const plan = await loadPlan("pet-cattle");
if (!plan) throw new Error("pet-cattle");

test("copies get names of their own, half-written ones are kept, and what changed last comes first", () => {
  const first = asOwn(plan);
  keepPlan({ ...first, title: { en: "", ko: "" } });
  const second = asOwn(first);
  keepPlan(second);
  expect([first.id, second.id]).toEqual(["pet-cattle-own-1", "pet-cattle-own-2"]);
  expect([isOwnPlan(plan), isOwnPlan(first)]).toEqual([false, true]);
  keepPlan({ ...first, minutes: 12 });
  expect(keptPlans.getState().map(({ id, minutes }) => `${id} ${minutes}`)).toEqual([
    "pet-cattle-own-1 12",
    "pet-cattle-own-2 10",
  ]);
  dropPlan(first.id);
  expect(keptPlans.getState().map(({ id }) => id)).toEqual(["pet-cattle-own-2"]);
});

test.each([
  ["nothing", "", 0],
  ["no JSON", "{", 0],
  ["no list", "{}", 0],
  ["a plan and rubbish", JSON.stringify([plan, null, 3, { id: "x" }]), 1],
  ["a plan without parts", JSON.stringify([{ ...plan, parts: [] }]), 0],
  ["a part without words", JSON.stringify([{ ...plan, parts: [{ minutes: 3 }] }]), 0],
  [
    "a number that is none",
    JSON.stringify([
      {
        ...plan,
        parts: plan.parts.map((part) => ({
          ...part,
          lesson: { id: "L03", from: 0, to: 1, numbers: { pods: "9" } },
        })),
      },
    ]),
    0,
  ],
  [
    "a question without options",
    JSON.stringify([
      {
        ...plan,
        parts: plan.parts.map((part) => ({
          ...part,
          lesson: { id: "L03", from: 0, to: 1, ask: {} },
        })),
      },
    ]),
    0,
  ],
])("of what was kept the sound plans are read: %s", (_name, text, count) => {
  expect(readKeptPlans(text)).toHaveLength(count);
});
