/** One sampled request. Plain data. */
export interface RequestSample {
  readonly id: number;
  readonly service: string;
  /** uid of the pod asked, "" when there was none. */
  readonly pod: string;
  readonly sentAt: number;
  readonly doneAt: number;
  readonly outcome: "ok" | "error" | "refused" | "timeout";
  /** How many requests it stands for. */
  readonly weight: number;
}

/** What one Service has seen. Plain data. */
export interface ServiceCounters {
  totalOk: number;
  totalFailed: number;
  /** Samples of the last second and those still under way, oldest first. */
  recent: RequestSample[];
}

/** Figures of one Service over the last second. */
export interface ServiceFigures {
  readonly okPerSecond: number;
  readonly failedPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly totalOk: number;
  readonly totalFailed: number;
}

const WINDOW_MS = 1_000;
const MAX_RECENT = 400;

/** Counters of a Service nobody has asked yet. */
export function emptyCounters(): ServiceCounters {
  return { totalOk: 0, totalFailed: 0, recent: [] };
}

/** Takes one sample in. */
export function countSample(counters: ServiceCounters, sample: RequestSample): void {
  if (sample.outcome === "ok") counters.totalOk += sample.weight;
  else counters.totalFailed += sample.weight;
  counters.recent.push(sample);
}

/** Forgets samples that ended more than a second ago. */
export function forgetOld(counters: ServiceCounters, now: number): void {
  counters.recent = counters.recent
    .filter(({ doneAt }) => doneAt > now - WINDOW_MS)
    .slice(-MAX_RECENT);
}

/** Rates and latencies of the last second. Latencies are of answered requests; 0 when there are none. */
export function figuresOf(counters: ServiceCounters, now: number): ServiceFigures {
  const sent = counters.recent.filter(({ sentAt }) => sentAt > now - WINDOW_MS);
  const weightOf = (isWanted: (sample: RequestSample) => boolean) =>
    sent.reduce((total, sample) => total + (isWanted(sample) ? sample.weight : 0), 0);
  const latencies = sent
    .filter(({ outcome }) => outcome === "ok")
    .map(({ sentAt, doneAt }) => doneAt - sentAt)
    .sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  return {
    okPerSecond: weightOf(({ outcome }) => outcome === "ok"),
    failedPerSecond: weightOf(({ outcome }) => outcome !== "ok"),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    totalOk: counters.totalOk,
    totalFailed: counters.totalFailed,
  };
}
