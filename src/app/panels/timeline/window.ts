import type { MarkView } from "#core/view/rows.ts";
import { timeScale, type TimeScale } from "./time-scale.ts";

/** The lanes of the picture, top to bottom. */
export const LANES = ["you", "controllers", "kubelets", "faults", "traffic"] as const;
export type Lane = (typeof LANES)[number];

export const AXIS_HEIGHT = 24;
export const LANE_HEIGHT = 16;
/** Room for the lane names at the left, and for the last clock at the right. */
export const LABEL_WIDTH = 108;
export const RIGHT_MARGIN = 16;

const STEPS_MS: readonly number[] = [
  60, 90, 120, 180, 240, 300, 450, 600, 1200, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800,
].map((s) => s * 1000);
const LONGEST_SLIDING_MS = 600_000;
const NOW_AT = 0.78;

/** The span of time that is drawn: grows with the history up to ten minutes, then slides along; `whole` shows everything. */
export function windowOf({
  at,
  live,
  whole,
}: {
  readonly at: number;
  readonly live: number;
  readonly whole: boolean;
}): readonly [number, number] {
  const wanted = live / NOW_AT;
  const length = STEPS_MS.find((step) => step >= wanted) ?? wanted;
  if (whole || length <= LONGEST_SLIDING_MS) return [0, length];
  const start = Math.max(0, at - LONGEST_SLIDING_MS * NOW_AT);
  return [start, start + LONGEST_SLIDING_MS];
}

/** Time to pixels. */
export function scaleOf(span: readonly [number, number], width: number): TimeScale {
  return timeScale(
    [span[0], span[1]],
    [LABEL_WIDTH, Math.max(LABEL_WIDTH + 40, width - RIGHT_MARGIN)],
  );
}

const TICK_STEPS_MS: readonly number[] = [
  1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400,
].map((s) => s * 1000);

/** Clocks on the axis: at least 90 pixels apart. */
export function ticksOf(scale: TimeScale): readonly number[] {
  const [from = 0, to = 0] = scale.domain();
  const [left = 0, right = 0] = scale.range();
  const leastMs = ((to - from) / Math.max(1, right - left)) * 90;
  const step = TICK_STEPS_MS.find((candidate) => candidate >= leastMs) ?? to - from;
  const first = Math.ceil(from / step) * step;
  const count = Math.floor((to - first) / step) + 1;
  return Array.from({ length: Math.min(count, 60) }, (_unused, index) => first + index * step);
}

/** The lane a mark is drawn in; the scheduler is one of the control plane's hands. */
export function laneOf(mark: MarkView): Lane {
  if (mark.lane === "scheduler") return "controllers";
  if (mark.lane === "network") return "traffic";
  return mark.lane;
}

/** Middle of a lane, in pixels from the top. */
export function laneY(lane: Lane): number {
  return AXIS_HEIGHT + LANES.indexOf(lane) * LANE_HEIGHT + LANE_HEIGHT / 2;
}

const REACH_PX = 7;

/** The mark under a point, the nearest one first; undefined when none is close. */
export function markAt(
  marks: readonly MarkView[],
  scale: TimeScale,
  point: { readonly x: number; readonly y: number },
): MarkView | undefined {
  const lane = LANES[Math.floor((point.y - AXIS_HEIGHT) / LANE_HEIGHT)];
  if (!lane) return undefined;
  let nearest: MarkView | undefined;
  let distance = REACH_PX;
  for (const mark of marks) {
    if (laneOf(mark) !== lane) continue;
    const away = Math.abs(scale(mark.at) - point.x);
    if (away > distance) continue;
    nearest = mark;
    distance = away;
  }
  return nearest;
}
