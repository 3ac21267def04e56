import { describe, expect, test } from "vitest";
import type { GaugeView, MarkView, PodView } from "#core/view/rows.ts";
import type { Frame } from "#protocol/messages.ts";
import { applyFrame, EMPTY_CLUSTER } from "./apply-frame.ts";

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
  gauges: [],
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

test("curves: what is known of the future stays on its branch and goes with it", () => {
  const gauge = (at: number, ok = 0) => ({ at, ok }) as GaugeView;
  const times = ({ gauges }: { readonly gauges: readonly GaugeView[] }) =>
    gauges.map(({ at, ok }) => (ok === 0 ? at : [at, ok]));
  const frame = (change: Partial<Frame>) => ({ ...FRAME, reset: false, ...change });
  let state = applyFrame(
    EMPTY_CLUSTER,
    { ...FRAME, gauges: [gauge(-1000), gauge(0), gauge(1000)] },
    0,
  );
  state = applyFrame(state, frame({ at: 2100, gauges: [gauge(2000)] }), 0);
  expect(times(state)).toEqual([-1000, 0, 1000, 2000]);
  state = applyFrame(state, frame({ reset: true, at: 500, gauges: [gauge(-1000), gauge(0)] }), 0);
  expect(times(state)).toEqual([-1000, 0, 1000, 2000]);
  state = applyFrame(state, frame({ at: 600, branch: "b" }), 0);
  expect(times(state)).toEqual([-1000, 0]);
  state = applyFrame(state, frame({ at: 1100, branch: "b", gauges: [gauge(1000, 5)] }), 0);
  expect(times(state)).toEqual([-1000, 0, [1000, 5]]);
});
