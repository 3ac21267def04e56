import type { ServiceTraffic } from "../world-view.ts";
import type { TrafficSample } from "./facts.ts";

/** `traffic(…, 'ok')` looks back this far. */
export const TRAFFIC_WINDOW_MS = 10_000;

/** A figure of the requests to one Service: `ok` percent of the last ten seconds, `failed` and `dropped` since the lesson began, `p95` ms. */
export function trafficValue(
  measure: string,
  {
    now,
    figures,
    samples = [],
  }: {
    readonly now: number;
    readonly figures: ServiceTraffic | undefined;
    readonly samples: readonly TrafficSample[] | undefined;
  },
): number {
  if (!figures) return 0;
  if (measure === "p95") return figures.p95Ms;
  const first = samples[0];
  if (measure !== "ok") return figures.totalFailed - (first?.failed ?? 0);
  const from = samples.findLast(({ at }) => at <= now - TRAFFIC_WINDOW_MS) ?? first;
  const ok = figures.totalOk - (from?.ok ?? 0);
  const failed = figures.totalFailed - (from?.failed ?? 0);
  if (ok + failed > 0) return (ok * 100) / (ok + failed);
  const perSecond = figures.okPerSecond + figures.failedPerSecond;
  return perSecond === 0 ? 0 : (figures.okPerSecond * 100) / perSecond;
}
