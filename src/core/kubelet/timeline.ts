import type { Millis } from "#core/base/time.ts";
import type { CurvePoint, Timeline } from "./ports.ts";

/** The value of a curve at a time. */
export function valueAt(curve: readonly CurvePoint[], atMs: Millis): number {
  let before: CurvePoint | undefined;
  for (const point of curve) {
    if (point.atMs > atMs) {
      if (!before) return point.value;
      const share = (atMs - before.atMs) / (point.atMs - before.atMs);
      return before.value + share * (point.value - before.value);
    }
    before = point;
  }
  return before?.value ?? 0;
}

/** The first time at which a rising curve exceeds `limit`, or undefined. */
export function timeAbove(curve: readonly CurvePoint[], limit: number): Millis | undefined {
  let before: CurvePoint | undefined;
  for (const point of curve) {
    if (point.value > limit) {
      if (!before || before.value > limit) return point.atMs;
      const share = (limit - before.value) / (point.value - before.value);
      return Math.ceil(before.atMs + share * (point.atMs - before.atMs)) + 1;
    }
    before = point;
  }
  return undefined;
}

/** The next time after `sinceMs` at which anything a probe can see changes; Infinity when nothing ever does. */
export function nextChange(timeline: Timeline, sinceMs: Millis): Millis {
  let next = Number.POSITIVE_INFINITY;
  const consider = (atMs: Millis) => {
    if (atMs > sinceMs && atMs < next) next = atMs;
  };
  for (const listener of timeline.listeners) {
    consider(listener.fromMs);
    consider(listener.untilMs);
    for (const path of listener.paths) consider(path.fromMs);
  }
  for (const file of timeline.files) consider(file.atMs);
  return next;
}
