import { describe, expect, test } from "vitest";
import type { ColourBy } from "#app/state/yard-state.ts";
import { tonesOf } from "./colour-by.ts";
import { byUid, nodeFixture, podFixture } from "./fixtures.ts";

const pods = byUid([
  podFixture("a", "ready", { revision: 10, app: "shop", node: "worker-1", createdAt: 95_000 }),
  podFixture("b", "ready", { revision: 9, app: "shop", node: "worker-2", createdAt: 0 }),
  podFixture("c", "crash-loop", { revision: 0, app: "", node: "", createdAt: 99_000 }),
]);
const nodes = byUid([
  nodeFixture("worker-1", { zone: "b" }),
  nodeFixture("worker-2", { zone: "a" }),
]);
const tones = (colourBy: ColourBy) => tonesOf({ pods, nodes, at: 100_000, colourBy });

describe("what the hue tells", () => {
  test("state is told by the families' own hues", () => {
    expect(tones("state")).toBeNull();
  });

  test.each([
    ["revision", ["r9 hue-1", "r10 hue-2", " border"]],
    ["app", ["shop hue-1", " border"]],
    ["zone", ["a hue-1", "b hue-2", " border"]],
    ["age", ["minute hue-1", "ten hue-2"]],
  ] as const)("by %s", (by, expected) => {
    expect(tones(by)?.list.map(({ value, hue }) => `${value} ${hue}`)).toEqual(expected);
  });

  test("each pod finds its tone, and the counts add up", () => {
    const found = tones("app");
    for (const pod of pods.values()) expect(found?.of(pod)?.value).toBe(pod.app);
    expect(found?.list.reduce((total, { count }) => total + count, 0)).toBe(3);
  });

  test("more values than hues share a grey", () => {
    const many = byUid(
      Array.from({ length: 9 }, (_, index) =>
        podFixture(`p${index}`, "ready", { app: `app-${index}` }),
      ),
    );
    const list = tonesOf({ pods: many, nodes, at: 0, colourBy: "app" })?.list ?? [];
    expect(list.map(({ hue }) => hue).slice(5)).toEqual(["hue-6", "border", "border", "border"]);
  });
});
