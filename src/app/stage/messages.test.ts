import { describe, expect, test } from "vitest";
import type { MarkView } from "#core/view/rows.ts";
import { layoutStage } from "./layout.ts";
import { ControlMessages } from "./messages.ts";
import { opsToText } from "./ops.ts";

const layout = layoutStage({
  variant: "desktop",
  width: 792,
  height: 508,
  unit: 1,
  masters: [{ name: "master-1", slots: 0 }],
  workers: [{ name: "worker-1", slots: 4 }],
  etcd: ["etcd-1"],
  services: [],
});

function mark(id: number, more: Partial<MarkView>): MarkView {
  return {
    id,
    at: 0,
    lane: "controllers",
    actor: "replicaset-controller",
    verb: "create",
    kind: "Pod",
    namespace: "default",
    name: `pod-${id}`,
    uid: "",
    cause: 0,
    code: "",
    facts: {},
    ...more,
  };
}

/** The words that are on the way after these marks came. */
function shown(marks: readonly MarkView[], more: { isShown?: boolean; speed?: number } = {}) {
  const messages = new ControlMessages();
  const moment = { layout, motion: 0, leader: "master-1", speed: 1, isShown: true, ...more };
  messages.observe([mark(1, {})], moment);
  messages.observe([mark(1, {}), ...marks], moment);
  const drawn = opsToText(messages.ops(600, { unit: 1, isStill: false }));
  return [...drawn.matchAll(/text "([^"]+)"/g)].map(([, words]) => words);
}

describe("control messages", () => {
  test.each([
    ["a write of a controller", [mark(2, {})], ["CREATE Pod"]],
    ["the same again is counted", [mark(2, {}), mark(3, {})], ["CREATE Pod ×2"]],
    [
      "a binding",
      [mark(2, { actor: "default-scheduler", lane: "scheduler", verb: "create binding" })],
      ["BIND Pod"],
    ],
    [
      "a kubelet's report",
      [mark(2, { actor: "kubelet/worker-1", lane: "kubelets", verb: "patch status" })],
      ["PATCH Pod/status"],
    ],
    ["what is no write", [mark(2, { verb: "note" }), mark(3, { kind: "", verb: "input" })], []],
  ])("%s", (_name, marks, words) => {
    expect(shown(marks)).toEqual(words);
  });

  test("none are drawn while nobody asked, or in haste", () => {
    expect(shown([mark(2, {})], { isShown: false })).toEqual([]);
    expect(shown([mark(2, {})], { speed: 10 })).toEqual([]);
  });

  test("a message travels from its machine to the API server, rests, and is gone", () => {
    const messages = new ControlMessages();
    const moment = { layout, motion: 0, leader: "master-1", speed: 1, isShown: true };
    messages.observe([mark(1, {})], moment);
    messages.observe([mark(2, { actor: "kubelet/worker-1", lane: "kubelets" })], moment);
    const heightAt = (motion: number) =>
      Number(
        / at [\d.]+,([\d.]+)/.exec(
          opsToText(messages.ops(motion, { unit: 1, isStill: false })),
        )?.[1],
      );
    const box = layout.nodes.get("worker-1")?.rect.y ?? 0;
    expect(heightAt(0)).toBeCloseTo(box + 4, 0);
    expect(heightAt(700)).toBeLessThan(heightAt(350));
    expect(messages.ops(1100, { unit: 1, isStill: false })).toEqual([]);
  });
});
