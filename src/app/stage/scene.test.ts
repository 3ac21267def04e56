import { describe, expect, test } from "vitest";
import { loadTexts, textOf } from "#app/i18n/text.ts";
import type { PodView } from "#core/view/rows.ts";
import { podLook, type StageText } from "./figures/pod-look.ts";
import { podOps } from "./figures/pod.ts";
import { byUid, crowdState, podFixture, rolloutPods, rolloutState } from "./fixtures.ts";
import { slotRect } from "./boxes.ts";
import { layoutStage, type LayoutInput, type StageLayout } from "./layout.ts";
import { MotionTracker } from "./motion.ts";
import { opsToText } from "./ops.ts";
import { placePods } from "./places.ts";
import { movingOps, stillOps } from "./scene.ts";
import { movedPoint } from "./use-zoom.ts";

await loadTexts("en", "ko");

const text: StageText = (key, values) => textOf("en", key, values);
const names = (prefix: string, count: number, slots: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${prefix}-${index + 1}`, slots }));

function layoutOf(more: Partial<LayoutInput> = {}): StageLayout {
  return layoutStage({
    variant: "desktop",
    width: 792,
    height: 508,
    unit: 1,
    masters: names("master", 3, 0),
    workers: names("worker", 3, 4),
    etcd: ["etcd-1", "etcd-2", "etcd-3"],
    services: ["service-shop"],
    ...more,
  });
}

describe("layout", () => {
  test("the desktop page of the design: lanes and boxes stand on its grid", () => {
    const layout = layoutOf();
    expect(layout.lanes.control).toEqual({ x: 72, y: 16, w: 704, h: 80 });
    expect(layout.lanes.workers).toEqual({ x: 72, y: 184, w: 704, h: 252 });
    expect(layout.lanes.etcd).toEqual({ x: 72, y: 452, w: 704, h: 40 });
    const box = layout.nodes.get("worker-2");
    expect(box?.rect).toEqual({ x: 312, y: 184, w: 224, h: 252 });
    expect(box && slotRect(box, 3)).toEqual({ x: 428, y: 284, w: 92, h: 56 });
    expect(box?.slots).toBe(6);
  });

  test.each([
    { workers: 3, slots: 6, detail: "card" },
    { workers: 3, slots: 10, detail: "slim" },
    { workers: 3, slots: 16, detail: "tile" },
    { workers: 6, slots: 12, detail: "cell" },
    { workers: 100, slots: 30, detail: "dot" },
  ])("$workers workers of $slots pods are drawn as $detail", ({ workers, slots, detail }) => {
    expect(layoutOf({ workers: names("worker", workers, slots) }).fit.detail).toBe(detail);
  });

  test.each([
    { what: "the page of a lesson, one card in a row", width: 734, slots: 2, perRow: 1 },
    { what: "the page of the design", width: 792, slots: 4, perRow: 2 },
    { what: "a wide window", width: 1272, slots: 6, perRow: 3 },
    { what: "slim cards", width: 792, slots: 10, perRow: 2 },
  ])("cards stand from edge to edge of their box: $what", ({ width, slots, perRow }) => {
    const layout = layoutOf({ width, workers: names("worker", 3, slots) });
    const box = layout.nodes.get("worker-1");
    if (!box) throw new Error("worker-1 has a box");
    expect(box.perRow).toBe(perRow);
    const first = slotRect(box, 0);
    const last = slotRect(box, box.perRow - 1);
    const right = box.rect.x + box.rect.w - (last.x + last.w);
    expect(first.x - box.rect.x).toBe(16);
    expect(Math.abs(right - 16)).toBeLessThan(2);
  });

  test("a point on a machine stays on it when the picture is enlarged", () => {
    const old = layoutOf();
    const larger = layoutOf({ zoom: 2 });
    const from = old.nodes.get("worker-2")?.rect;
    const to = larger.nodes.get("worker-2")?.rect;
    if (!from || !to) throw new Error("worker-2 has a box");
    const corner = { x: from.x + from.w, y: from.y + from.h };
    expect(movedPoint(corner, { old, layout: larger })).toEqual({ x: to.x + to.w, y: to.y + to.h });
    const margin = movedPoint({ x: old.width, y: old.height }, { old, layout: larger });
    expect(margin).toEqual({ x: larger.width, y: larger.height });
  });

  test.each([1, 2, 4, 7, 25])("%i workers never overlap and never leave the stage", (count) => {
    const layout = layoutOf({ workers: names("worker", count, 5) });
    const boxes = [...layout.nodes.values()].map(({ rect }) => rect);
    for (const [index, a] of boxes.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.x + a.w).toBeLessThanOrEqual(792);
      for (const b of boxes.slice(index + 1)) {
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect(apart).toBe(true);
      }
    }
  });

  test("every pod of a large cluster has a place inside the box of its node", () => {
    const state = crowdState({ workers: 100, podsPerWorker: 30 });
    const layout = layoutOf({ workers: names("worker", 100, 30) });
    const places = placePods(state.pods, layout);
    expect(places.size).toBe(3000);
    for (const pod of state.pods.values()) {
      const box = layout.nodes.get(pod.node)?.rect;
      const rect = places.get(pod.uid)?.rect;
      if (!box || !rect) throw new Error(`${pod.name} has no place`);
      expect(
        rect.x >= box.x &&
          rect.x + rect.w <= box.x + box.w &&
          rect.y >= box.y &&
          rect.y + rect.h <= box.y + box.h,
      ).toBe(true);
    }
  });
});

describe("pods", () => {
  const NOW = 100_000;
  const drawn = (pod: PodView, detail: "card" | "tile" | "cell" = "card") =>
    opsToText([
      podOps(podLook(pod, { now: NOW, text }), detail, {
        x: 0,
        y: 0,
        w: detail === "card" ? 92 : detail === "tile" ? 36 : 14,
        h: 56,
      }),
    ]);

  test("a waiting retry shows its ring and the seconds left", () => {
    const pod = podFixture("m4q9d", "crash-loop", {
      backoffFrom: NOW - 40_000,
      backoffUntil: NOW + 40_000,
    });
    expect(drawn(pod)).toContain('text "Retry in 40 s"');
    expect(podLook(pod, { now: NOW, text }).ring).toBeCloseTo(0.5);
  });

  test("pulling shows how much of the image is here", () => {
    expect(
      drawn(podFixture("t5w9n", "pulling", { pullFrom: NOW - 6200, pullUntil: NOW + 3800 })),
    ).toContain('text "Pulling 62 %"');
  });

  test("families differ in border or silhouette, not in colour alone", () => {
    const outlines = (["pending", "starting", "ready", "crash-loop", "terminating"] as const).map(
      (state) =>
        drawn(podFixture("abcde", state))
          .split("\n")
          .filter((line) => / stroke (waiting|progress|healthy|failing|leaving) /.test(line))[0]
          ?.replace(/waiting|progress|healthy|failing|leaving/g, "hue"),
    );
    expect(new Set(outlines).size).toBe(5);
    const cells = (["pending", "starting", "ready", "crash-loop", "terminating"] as const).map(
      (state) =>
        drawn(podFixture("abcde", state), "cell").replace(
          /waiting|progress|healthy|failing|leaving/g,
          "hue",
        ),
    );
    expect(new Set(cells).size).toBe(5);
  });

  test("an old revision is striped, a new one solid, the oldest grey", () => {
    expect(drawn(podFixture("a", "ready"))).toContain("fill revision-a clipped");
    expect(drawn(podFixture("a", "ready", { revision: 3, revisionRole: "old" }), "tile")).toContain(
      "fill stripes revision-b clipped",
    );
    expect(drawn(podFixture("a", "ready", { revision: 2, revisionRole: "older" }))).toContain(
      "fill line clipped",
    );
  });
});

describe("motion", () => {
  const layout = layoutOf();
  const after = byUid(rolloutPods());
  const before = new Map([...after].filter(([uid]) => uid !== "pod-k9j4f"));
  const tracker = () => {
    const motion = new MotionTracker();
    motion.observe({
      before,
      after,
      places: placePods(before, layout),
      motion: 1000,
      speed: 1,
      reduced: false,
    });
    return motion;
  };
  const scene = (tweens: MotionTracker["tweens"], motion: number) => ({
    layout,
    pods: after,
    places: placePods(after, layout),
    tweens,
    motion,
    now: 46_200,
    text,
    scheduler: { x: 170, y: 96 },
    dots: [],
    selected: null,
    hovered: null,
  });

  test("a newly bound pod flies to its cell, which is reserved before it arrives", () => {
    const { tweens } = tracker();
    expect(
      tweens.map(({ kind, uid, start, duration }) => ({ kind, uid, start, duration })),
    ).toEqual([{ kind: "flight", uid: "pod-k9j4f", start: 1080, duration: 450 }]);
    const still = opsToText(stillOps(scene(tweens, 1000)));
    expect(still).toContain('text "reserved"');
    expect(still).not.toContain("pod k9j4f");
    const ends = [1080, 1305, 1530].map((motion) =>
      /pod k9j4f at ([\d.]+),([\d.]+)/
        .exec(opsToText(movingOps(scene(tweens, motion))))
        ?.slice(1)
        .map(Number),
    );
    expect(ends[0]).toEqual([124, 68]);
    expect(ends[2]).toEqual([428, 220]);
    expect(opsToText(movingOps(scene(tweens, 1305)))).toContain('text "to worker-2"');
  });

  test("motion lasts at least 120 ms of wall time and is left out above speed 8", () => {
    const fast = new MotionTracker();
    fast.observe({ before, after, places: new Map(), motion: 0, speed: 6, reduced: false });
    expect(fast.tweens[0]?.duration).toBe(720);
    fast.observe({ before, after, places: new Map(), motion: 0, speed: 30, reduced: false });
    expect(fast.tweens).toEqual([]);
  });

  test("with reduced motion nothing flies: a still line says where the pod came from", () => {
    const calm = new MotionTracker();
    calm.observe({ before, after, places: new Map(), motion: 0, speed: 1, reduced: true });
    expect(calm.tweens.map(({ kind }) => kind)).toEqual(["trace"]);
    expect(opsToText(stillOps(scene(calm.tweens, 10)))).toContain("pod k9j4f");
  });

  test("a pod that is gone fades, and its cell says so for a while", () => {
    const gone = new MotionTracker();
    gone.observe({
      before: after,
      after: before,
      places: placePods(after, layout),
      motion: 0,
      speed: 1,
      reduced: false,
    });
    expect(gone.tweens.map(({ kind }) => kind)).toEqual(["leave", "freed"]);
    expect(opsToText(stillOps({ ...scene(gone.tweens, 10), pods: before }))).toContain(
      'text "just freed"',
    );
    expect(gone.prune(10_000)).toBe(false);
  });
});

test("the whole picture has each pod once", () => {
  const state = rolloutState();
  const layout = layoutOf();
  const scene = {
    layout,
    pods: state.pods,
    places: placePods(state.pods, layout),
    tweens: [],
    motion: 0,
    now: state.at,
    text,
    scheduler: { x: 0, y: 0 },
    dots: [],
    selected: null,
    hovered: null,
  };
  const drawn = opsToText([...stillOps(scene), ...movingOps(scene)]);
  for (const { shortName } of state.pods.values())
    expect(drawn.split(`pod ${shortName} at`).length).toBe(2);
});
