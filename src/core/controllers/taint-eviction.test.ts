import { expect, test } from "vitest";
import type { Taint, Toleration } from "#core/api/schema/generated/types.ts";
import { planEviction, toleratedFor } from "./taint-eviction/plan.ts";

const unreachable: Taint = { key: "node.kubernetes.io/unreachable", effect: "NoExecute" };
const custom: Taint = { key: "gpu", value: "broken", effect: "NoExecute" };
const tolerate = (key: string, more: Toleration = {}): Toleration => ({
  key,
  operator: "Exists",
  effect: "NoExecute",
  ...more,
});

test.each<[string, Taint[], Toleration[], number]>([
  ["no toleration", [unreachable], [], 0],
  ["tolerated for ever", [unreachable], [tolerate(unreachable.key)], Number.POSITIVE_INFINITY],
  [
    "tolerated for a while",
    [unreachable],
    [tolerate(unreachable.key, { tolerationSeconds: 300 })],
    300_000,
  ],
  [
    "the shortest counts",
    [unreachable, custom],
    [
      tolerate(unreachable.key, { tolerationSeconds: 300 }),
      tolerate("gpu", { tolerationSeconds: 5 }),
    ],
    5000,
  ],
  ["one of two is not tolerated", [unreachable, custom], [tolerate(unreachable.key)], 0],
  [
    "a negative time is none",
    [unreachable],
    [tolerate(unreachable.key, { tolerationSeconds: -1 })],
    0,
  ],
  [
    "an empty key with Exists bears everything",
    [custom],
    [{ operator: "Exists" }],
    Number.POSITIVE_INFINITY,
  ],
  ["the value must be equal", [custom], [{ key: "gpu", value: "slow" }], 0],
  [
    "another effect does not help",
    [custom],
    [{ key: "gpu", operator: "Exists", effect: "NoSchedule" }],
    0,
  ],
])("%s", (_name, taints, tolerations, wait) => {
  expect(toleratedFor(taints, tolerations)).toBe(wait);
});

test("a deletion that waits keeps its time, and is dropped with the taint", () => {
  const tolerations = [tolerate(unreachable.key, { tolerationSeconds: 300 })];
  const pending = { createdAt: 1000, fireAt: 301_000 };
  expect(planEviction({ taints: [unreachable], tolerations }, undefined, 1000)).toEqual({
    action: "evict",
    at: 301_000,
    createdAt: 1000,
  });
  expect(planEviction({ taints: [unreachable], tolerations }, pending, 200_000)).toEqual({
    action: "evict",
    at: 301_000,
    createdAt: 1000,
  });
  expect(planEviction({ taints: [custom], tolerations }, pending, 200_000)).toEqual({
    action: "evict",
    at: 200_000,
    createdAt: 200_000,
  });
  expect(planEviction({ taints: [], tolerations }, pending, 200_000)).toEqual({ action: "stay" });
});
