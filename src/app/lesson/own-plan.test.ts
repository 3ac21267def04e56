import { expect, test } from "vitest";
import { lessonCards, loadPlan, planCards } from "#lessons/load.ts";
import { planFile, takePlan } from "./own-plan.ts";

test("every plan of the course can be saved, changed and opened again", async () => {
  const cards = await lessonCards();
  for (const { id } of await planCards()) {
    const plan = await loadPlan(id);
    if (!plan) throw new Error(id);
    const text = planFile(plan, cards);
    expect(takePlan({ name: `${id}.yaml`, text }, cards)).toEqual({ ok: true, plan });
    const named = { ...plan, shop: "bakery" };
    expect(takePlan({ name: `${id}.yaml`, text: planFile(named, cards) }, cards)).toEqual({
      ok: true,
      plan: named,
    });
    const numbered = {
      ...plan,
      parts: plan.parts.map((part) =>
        part.lesson?.id === "L03"
          ? { ...part, lesson: { ...part.lesson, numbers: { pods: 9 } } }
          : part,
      ),
    };
    expect(takePlan({ name: `${id}.yaml`, text: planFile(numbered, cards) }, cards)).toEqual({
      ok: true,
      plan: numbered,
    });
    const later = text.replace(/^minutes: \d+/, "minutes: 7");
    expect(takePlan({ name: "mine.yaml", text: later }, cards)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^plans\/mine\.yaml:1:\d+: the parts take \d+ minutes/),
    });
  }
});
