import { describe, expect, test } from "vitest";
import type { MarkView, NodeView, PodView } from "#core/view/rows.ts";
import type { Frame } from "#protocol/messages.ts";
import { applyFrame, EMPTY_CLUSTER } from "./apply-frame.ts";
import { recordSample } from "./history.ts";

const pod = (uid: string, ready = true) => ({ uid, ready }) as PodView;
const FRAME: Frame = {
  seq: 1,
  reset: true,
  at: 1000,
  revision: 5,
  playing: true,
  speed: 1,
  past: false,
  branch: "a",
  branches: [],
  inputs: [],
  ops: [],
  marks: [],
  traffic: [],
  requests: [],
  faults: [],
  pace: 1000,
};

describe("applyFrame", () => {
  const first = applyFrame(
    EMPTY_CLUSTER,
    {
      ...FRAME,
      ops: [
        { table: "pods", id: "1", row: pod("1") },
        { table: "pods", id: "2", row: pod("2") },
      ],
    },
    10,
  );

  test("a snapshot fills the tables", () => {
    expect([...first.pods.keys()]).toEqual(["1", "2"]);
    expect(first).toMatchObject({ at: 1000, receivedAt: 10, connection: "live", revision: 5 });
  });

  test("later frames change single rows and leave other tables alone", () => {
    const second = applyFrame(
      first,
      {
        ...FRAME,
        reset: false,
        ops: [
          { table: "pods", id: "1", row: pod("1", false) },
          { table: "pods", id: "2" },
        ],
      },
      20,
    );
    expect([...second.pods.values()]).toEqual([pod("1", false)]);
    expect(second.nodes).toBe(first.nodes);
    expect(first.pods.size).toBe(2);
  });

  test("a frame without changes keeps every table's identity", () => {
    const second = applyFrame(first, { ...FRAME, reset: false, at: 1050 }, 20);
    expect(second.pods).toBe(first.pods);
    expect(second.branches).toBe(first.branches);
    expect(second.marks).toBe(first.marks);
  });

  test("a reset forgets what was there", () => {
    const second = applyFrame(
      first,
      { ...FRAME, ops: [{ table: "pods", id: "9", row: pod("9") }] },
      20,
    );
    expect([...second.pods.keys()]).toEqual(["9"]);
  });

  test("marks are kept up to a limit", () => {
    const marks = Array.from({ length: 7000 }, (_unused, id) => ({ id }) as MarkView);
    const second = applyFrame(first, { ...FRAME, reset: false, marks }, 20);
    expect(second.marks.length).toBe(6000);
    expect(second.marks[5999]?.id).toBe(6999);
  });
});

test("curves: one sample each half second, a new branch begins with its parent's past", () => {
  const node = { role: "worker", cpuRequestedMilli: 100, cpuAllocatableMilli: 2000 } as NodeView;
  const at = (ms: number, branch: string) => ({
    ...EMPTY_CLUSTER,
    nodes: new Map([["n", node]]),
    at: ms,
    branch,
    branches: [
      { id: "a", name: "a", parent: "", forkedAt: 0, liveAt: 9000 },
      { id: "b", name: "b", parent: "a", forkedAt: 1000, liveAt: 9000 },
    ],
  });
  let history = {};
  for (const ms of [0, 100, 600, 1200, 2400]) history = recordSample(history, at(ms, "a"));
  history = recordSample(history, at(1500, "b"));
  expect(history).toMatchObject({
    a: [{ at: 0 }, { at: 600 }, { at: 1200 }, { at: 2400 }],
    b: [{ at: 0 }, { at: 600 }, { at: 1500 }],
  });
});
