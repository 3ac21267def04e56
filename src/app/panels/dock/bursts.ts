import type { EventView } from "#core/view/rows.ts";

/** Events of one reason and kind that came right after each other, told as one. */
export interface Burst {
  readonly key: string;
  readonly newest: EventView;
  /** Objects the burst speaks of. */
  readonly objects: number;
  /** How often it happened, repeats counted. */
  readonly count: number;
}

/** Newest first; neighbours with the same type, reason, kind and source within `withinMs` become one. */
export function burstsOf(events: readonly EventView[], withinMs = 10_000): readonly Burst[] {
  const sorted = [...events].sort((a, b) => b.at - a.at);
  const bursts: Burst[] = [];
  for (const event of sorted) {
    const last = bursts[bursts.length - 1];
    if (last && isSameStory(last.newest, event) && last.newest.at - event.at <= withinMs) {
      bursts[bursts.length - 1] = {
        ...last,
        objects: last.objects + 1,
        count: last.count + event.count,
      };
    } else {
      bursts.push({ key: event.uid, newest: event, objects: 1, count: event.count });
    }
  }
  return bursts;
}

function isSameStory(a: EventView, b: EventView): boolean {
  return a.type === b.type && a.reason === b.reason && a.kind === b.kind && a.source === b.source;
}
