import type { KubeObject } from "#core/api/meta.ts";
import type { Event } from "#core/api/schema/generated/types.ts";
import { formatTime } from "#core/base/time.ts";
import type { Store } from "#core/store/store.ts";

/** How long an Event is kept. */
export const EVENT_TTL_MS = 3_600_000;
/** Events that are repeated often stay where they were born; a few of them must not hide the old ones behind them. */
const MAX_LOOKED_AT = 16;

/** Events whose hour is over, oldest first, a few at a time. Models the kube-apiserver's --event-ttl. */
export function expiredEvents(store: Store, nowEpochMs: number): readonly KubeObject[] {
  const limit = formatTime(nowEpochMs - EVENT_TTL_MS);
  const expired: KubeObject[] = [];
  let looked = 0;
  for (const { object: event } of store.state.objects.get("Event")?.values() ?? []) {
    if (lastWrittenOf(event as Event) < limit) expired.push(event);
    looked += 1;
    if (looked >= MAX_LOOKED_AT) break;
  }
  return expired;
}

/** The hour counts from the last write, which reporters note in one of these places. RFC 3339 texts in UTC sort as their times do. */
function lastWrittenOf({ series, lastTimestamp, eventTime, metadata }: Event): string {
  const seen = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? "";
  const created = metadata.creationTimestamp ?? "";
  return seen > created ? seen : created;
}
