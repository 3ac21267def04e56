import { describe, expect, test } from "vitest";
import type { PodView } from "#core/view/rows.ts";
import { cellsOf } from "./canvas/layer.ts";
import { byUid, podFixture } from "./fixtures.ts";
import { MotionTracker, type Observation } from "./motion.ts";

function crowd(count: number): Map<string, PodView> {
  return byUid(
    Array.from({ length: count }, (_, index) =>
      podFixture(`p${index}`, "ready", { node: `worker-${index % 20}`, slot: index }),
    ),
  );
}

function arrivals(count: number, node: (index: number) => string, from = 0): PodView[] {
  return Array.from({ length: count }, (_, index) =>
    podFixture(`new-${from + index}`, "creating", { node: node(index), slot: 900 + index }),
  );
}

const joined = (pods: ReadonlyMap<string, PodView>, more: readonly PodView[]) =>
  new Map([...pods, ...byUid(more)]);

function seen(
  before: ReadonlyMap<string, PodView>,
  after: ReadonlyMap<string, PodView>,
  more: Partial<Observation> = {},
): Observation {
  return { before, after, places: new Map(), motion: 0, speed: 1, reduced: false, ...more };
}

const kinds = ({ tweens }: MotionTracker) => {
  const counts: Record<string, number> = {};
  for (const { kind } of tweens) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

describe("how many pods fly", () => {
  test.each([
    [10, 30, { flight: 24, appear: 6 }],
    [500, 30, { bundle: 3, appear: 30 }],
    [2000, 30, { flash: 30 }],
  ])("of %i pods with %i new ones", (size, fresh, expected) => {
    const before = crowd(size);
    const motion = new MotionTracker();
    motion.observe(
      seen(
        before,
        joined(
          before,
          arrivals(fresh, (index) => `worker-${index % 3}`),
        ),
      ),
    );
    expect(kinds(motion)).toEqual(expected);
  });

  test.each([
    [1, { flight: 8, appear: 22 }],
    [2, { flight: 4, appear: 26 }],
    [3, { flight: 2, appear: 28 }],
  ] as const)("slow frames of thrift %i leave fewer", (thrift, expected) => {
    const before = crowd(10);
    const motion = new MotionTracker();
    motion.observe(
      seen(
        before,
        joined(
          before,
          arrivals(30, () => "worker-1"),
        ),
        { thrift },
      ),
    );
    expect(kinds(motion)).toEqual(expected);
  });
});

describe("bundles", () => {
  const before = crowd(500);
  const first = joined(
    before,
    arrivals(12, () => "worker-1"),
  );
  const second = joined(
    first,
    arrivals(3, () => "worker-1", 12),
  );

  test("pods for one node fly as one, and appear when it has landed", () => {
    const motion = new MotionTracker();
    motion.observe(seen(before, first));
    const bundle = motion.tweens.find(({ kind }) => kind === "bundle");
    expect(bundle).toMatchObject({ count: 12, start: 80, duration: 450 });
    expect(motion.tweens.filter(({ kind }) => kind === "appear").map(({ start }) => start)).toEqual(
      Array(12).fill(530),
    );
  });

  test("one that has just begun takes in those that follow", () => {
    const motion = new MotionTracker();
    motion.observe(seen(before, first));
    motion.observe(seen(first, second, { motion: 100 }));
    const bundles = motion.tweens.filter(({ kind }) => kind === "bundle");
    expect(bundles.map(({ count, start }) => [count, start])).toEqual([[15, 80]]);
    motion.observe(
      seen(
        second,
        joined(
          second,
          arrivals(1, () => "worker-1", 20),
        ),
        { motion: 400 },
      ),
    );
    const flying = motion.tweens.filter(({ kind }) => kind === "bundle");
    expect(flying.map(({ count }) => count)).toEqual([15, 1]);
  });
});

test("what ends about the same time is taken off together, at the latest after the time it may linger", () => {
  const before = crowd(10);
  const motion = new MotionTracker();
  motion.observe(
    seen(
      before,
      joined(
        before,
        arrivals(3, () => "worker-1"),
      ),
    ),
  );
  const ends = motion.tweens.map(({ start, duration }) => start + duration);
  expect(ends).toEqual([530, 570, 610]);
  const versions = [520, 540, 575, 590, 615, 700].map((now) => {
    motion.prune(now, 48);
    return [motion.version, motion.tweens.length];
  });
  expect(versions).toEqual([
    [1, 3],
    [1, 3],
    [1, 3],
    [2, 1],
    [2, 1],
    [3, 0],
  ]);
});

test("with reduced motion nothing flies or flashes, however many there are", () => {
  for (const size of [10, 500, 2000]) {
    const before = crowd(size);
    const motion = new MotionTracker();
    const after = joined(
      before,
      arrivals(2, () => "worker-1"),
    );
    motion.observe(seen(before, after, { reduced: true }));
    expect(motion.tweens.every(({ kind }) => kind === "trace")).toBe(true);
  }
});

test("only a picture of cells alone is painted cell by cell", () => {
  const cell = (x: number) =>
    ({ op: "group", id: "", x, y: 0, scale: 1, alpha: 1, ops: [], sprite: 14 }) as const;
  expect(cellsOf([cell(0), cell(20)])?.size).toBe(2);
  expect(cellsOf([cell(0), cell(0)])).toBeNull();
  expect(cellsOf([cell(0), { op: "path", d: "M0 0" }])).toBeNull();
});
