import type { Millis } from "#core/base/time.ts";

/** One entry of a back-off: how long, and when it was last lengthened. Models client-go util/flowcontrol backoffEntry. */
export interface BackoffEntry {
  readonly delayMs: Millis;
  readonly updatedAt: Millis;
}

/** First and longest delay. */
export interface BackoffLimits {
  readonly initialMs: Millis;
  readonly maxMs: Millis;
}

/** Container restarts and image pulls: 10 s doubling to 5 minutes. Models kubelet backOffPeriod and MaxContainerBackOff. */
export const KUBELET_BACKOFF: BackoffLimits = { initialMs: 10_000, maxMs: 300_000 };

/** Idle for longer than twice the longest delay: the next one begins at the start again. */
function isExpired(entry: BackoffEntry, eventAt: Millis, { maxMs }: BackoffLimits): boolean {
  return eventAt - entry.updatedAt > 2 * maxMs;
}

/** The entry after one more failure seen at `eventAt`. Models Backoff.Next. */
export function lengthenBackoff(
  entry: BackoffEntry | null,
  { eventAt, now }: { readonly eventAt: Millis; readonly now: Millis },
  limits: BackoffLimits,
): BackoffEntry {
  if (!entry || isExpired(entry, eventAt, limits))
    return { delayMs: limits.initialMs, updatedAt: now };
  return { delayMs: Math.min(entry.delayMs * 2, limits.maxMs), updatedAt: now };
}

/** When the delay counted from `eventAt` ends; `eventAt` itself when there is none. Models Backoff.IsInBackOffSince. */
export function backoffEnd(
  entry: BackoffEntry | null,
  eventAt: Millis,
  limits: BackoffLimits,
): Millis {
  if (!entry || isExpired(entry, eventAt, limits)) return eventAt;
  return eventAt + entry.delayMs;
}

/** When the delay counted from the entry's last change ends, or undefined when there is no entry. Models Backoff.IsInBackOffSinceUpdate. */
export function backoffEndSinceUpdate(
  entry: BackoffEntry | null,
  now: Millis,
  limits: BackoffLimits,
): Millis | undefined {
  if (!entry || isExpired(entry, now, limits)) return undefined;
  return entry.updatedAt + entry.delayMs;
}
