import { useEffect, useRef } from "react";
import { useText } from "#app/state/hooks.ts";
import { Painter } from "#app/stage/canvas/painter.ts";
import { podLook, type Detail } from "#app/stage/figures/pod-look.ts";
import { podOps } from "#app/stage/figures/pod.ts";
import { podFixture } from "#app/stage/fixtures.ts";
import { readPalette } from "#app/theme/tokens.ts";
import type { PodView } from "#core/view/rows.ts";

const OLD: Partial<PodView> = { revision: 3, revisionRole: "old" };
const NOW = 100_000;
const PODS: readonly PodView[] = [
  podFixture("k9j4f", "pending"),
  podFixture("w2rgx", "unschedulable"),
  podFixture("i7n1t", "init"),
  podFixture("cr3at", "creating"),
  podFixture("t5w9n", "pulling", { pullFrom: NOW - 6200, pullUntil: NOW + 3800 }),
  podFixture("v4r7g", "starting"),
  podFixture("q8d5x", "not-ready"),
  podFixture("x7k2p", "ready", OLD),
  podFixture("rep-28", "succeeded", { revision: 0, revisionRole: "none" }),
  podFixture("m4q9d", "crash-loop", { backoffFrom: NOW - 40_000, backoffUntil: NOW + 40_000 }),
  podFixture("c8v2t", "image-error", { backoffFrom: NOW - 80_000, backoffUntil: NOW + 80_000 }),
  podFixture("z2l6m", "oom-killed"),
  podFixture("e4r0r", "error"),
  podFixture("h2n8s", "terminating", { ...OLD, graceFrom: NOW - 8000, graceUntil: NOW + 22_000 }),
  podFixture("b6zrh", "evicted", OLD),
  podFixture("p5f7w", "unknown", { ...OLD, revisionRole: "older" }),
];
const ROWS: readonly { detail: Detail; y: number; w: number; h: number }[] = [
  { detail: "card", y: 16, w: 92, h: 56 },
  { detail: "tile", y: 88, w: 36, h: 36 },
  { detail: "cell", y: 140, w: 14, h: 14 },
  { detail: "dot", y: 165, w: 6, h: 6 },
  { detail: "big", y: 190, w: 92, h: 70 },
];

/** The alphabet of pods: every state at every level of detail. */
export function StatesSheet() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useText();
  useEffect(() => {
    const draw = () => {
      const target = canvas.current;
      const context = target?.getContext("2d");
      if (!target || !context) return;
      const ratio = Math.min(2, devicePixelRatio);
      target.width = 1700 * ratio;
      target.height = 280 * ratio;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const painter = new Painter(context, readPalette(target));
      PODS.forEach((pod, column) => {
        for (const { detail, y, w, h } of ROWS)
          painter.draw([
            podOps(podLook(pod, { now: NOW, text }), detail, { x: 12 + column * 104, y, w, h }),
          ]);
      });
    };
    const timer = setInterval(draw, 400);
    draw();
    return () => clearInterval(timer);
  }, [text]);
  return <canvas ref={canvas} style={{ width: 1700, height: 280 }} />;
}
