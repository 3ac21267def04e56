import { describe, expect, test } from "vitest";
import type { GaugeView, NodeView, ServiceView, TrafficView } from "#core/view/rows.ts";
import type { LessonEvent } from "#protocol/lesson.ts";
import {
  accidentOf,
  curveOf,
  isServing,
  lastGap,
  takingsOf,
  withReadiness,
  type Readiness,
} from "./world-facts.ts";

const known = (...pairs: readonly (readonly [number, number])[]): readonly Readiness[] =>
  pairs.reduce<readonly Readiness[]>(
    (list, [at, missing]) => withReadiness(list, { at, missing }),
    [],
  );

describe("lastGap", () => {
  test.each([
    ["nothing was missing", known([0, 0]), null],
    ["one is still missing", known([0, 0], [10, 1]), { from: 10, until: null }],
    ["it came back", known([0, 0], [10, 1], [14, 0]), { from: 10, until: 14 }],
    [
      "more and more were missing",
      known([0, 0], [10, 1], [12, 3], [19, 0]),
      { from: 10, until: 19 },
    ],
    ["the last of two", known([0, 0], [10, 1], [14, 0], [30, 2], [41, 0]), { from: 30, until: 41 }],
  ])("%s", (_name, list, gap) => {
    expect(lastGap(list)).toEqual(gap);
  });

  test("going back in time forgets what has not happened yet", () => {
    expect(lastGap(withReadiness(known([0, 0], [10, 1], [14, 0]), { at: 5, missing: 0 }))).toBe(
      null,
    );
  });
});

test("the accident of a world is the lesson's first blow there, mended by its heal", () => {
  const power = (on: boolean, at: number): LessonEvent => ({
    at,
    world: "a",
    action: { type: "fault", name: "node-power", target: "worker-1", on },
  });
  const events: readonly LessonEvent[] = [
    power(true, 10_000),
    { at: 10_000, world: "b", action: { type: "kubectl", line: "delete pod x" } },
    power(false, 2_410_000),
  ];
  expect(accidentOf(events, "a")).toEqual({ at: 10_000, mendedAt: 2_410_000 });
  expect(accidentOf(events, "b")).toEqual({ at: 10_000, mendedAt: -1 });
  expect(accidentOf([], "a")).toEqual({ at: -1, mendedAt: -1 });
});

describe("curveOf", () => {
  const gauge = (at: number, ok: number, failed: number) => ({ at, ok, failed }) as GaugeView;

  test("moments without customers, before the start and after now are left out", () => {
    const gauges = [
      gauge(-500, 9, 0),
      gauge(0, 10, 0),
      gauge(500, 0, 0),
      gauge(30_000, 5, 5),
      gauge(50_000, 0, 9),
    ];
    expect(curveOf(gauges, 40_000)).toEqual({
      toMs: 60_000,
      points: [
        [0, 1],
        [0.5, 0.5],
      ],
    });
  });

  test("a long story is thinned, its end kept", () => {
    const gauges = Array.from({ length: 4800 }, (_unused, index) => gauge(index * 500, 1, 0));
    const { toMs, points } = curveOf(gauges, 2_399_500);
    expect(toMs).toBe(2_520_000);
    expect(points.length).toBeLessThanOrEqual(241);
    expect(points.at(-1)?.[0]).toBeCloseTo(2_399_500 / toMs);
  });
});

describe("what customers get", () => {
  const shop = { uid: "s", namespace: "default", name: "shop", rate: 24, endpoints: ["p"] };
  const services = new Map([["s", shop as unknown as ServiceView]]);
  const node = (powered: boolean) =>
    new Map([["n", { name: "worker-1", role: "worker", powered } as NodeView]]);

  test.each([
    [24, 0, 100],
    [23.9, 0.1, 99],
    [0.1, 23.9, 1],
    [0, 24, 0],
    [0, 0, null],
  ])("%d served and %d failed are %s percent", (okPerSecond, failedPerSecond, percent) => {
    const flow = { service: "s", okPerSecond, failedPerSecond } as TrafficView;
    const traffic = new Map([["s", flow]]);
    expect(takingsOf({ services, traffic, gauges: [], at: 0 }).success).toBe(percent);
  });

  test("orders are lost since the learner came, up to the moment shown", () => {
    const gauges = [-1000, 1000, 2000, 3000].map((at) => ({ at, ok: 1, failed: 5 }) as GaugeView);
    expect(takingsOf({ services, traffic: new Map(), gauges, at: 2000 }).lost).toBe(10);
  });

  test("a machine without power serves nobody, whatever the API believes", () => {
    expect(isServing({ services, nodes: node(true) })).toBe(true);
    expect(isServing({ services, nodes: node(false) })).toBe(false);
  });
});
