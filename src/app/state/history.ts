import type { ClusterSlice } from "./yard-state.ts";

/** The figures of one moment, for curves. */
export interface Sample {
  readonly at: number;
  readonly ok: number;
  readonly failed: number;
  readonly p95Ms: number;
  readonly cpuAskedMilli: number;
  readonly cpuTotalMilli: number;
}

/** Curves by branch, oldest sample first. */
export type History = Readonly<Record<string, readonly Sample[]>>;

/** Samples stand at least this far apart in virtual time. */
const SAMPLE_EVERY_MS = 500;
const MAX_SAMPLES = 2400;

/** Adds the moment of `state` to the curve of its branch; a branch seen for the first time begins with its parent's past. */
export function recordSample(history: History, state: ClusterSlice): History {
  if (state.nodes.size === 0) return history;
  const before = history[state.branch] ?? inherited(history, state);
  const last = before[before.length - 1];
  if (last && state.at < last.at + SAMPLE_EVERY_MS && history[state.branch]) return history;
  const after = [...before, sampleOf(state)];
  const thinned =
    after.length > MAX_SAMPLES ? after.filter((_sample, index) => index % 2 === 0) : after;
  return { ...history, [state.branch]: thinned };
}

function inherited(history: History, state: ClusterSlice): readonly Sample[] {
  const branch = state.branches.find(({ id }) => id === state.branch);
  if (!branch) return [];
  return (history[branch.parent] ?? []).filter(({ at }) => at <= branch.forkedAt);
}

/** The figures of this moment. */
export function sampleOf(state: Pick<ClusterSlice, "at" | "traffic" | "nodes">): Sample {
  const traffic = [...state.traffic.values()];
  const workers = [...state.nodes.values()].filter(({ role }) => role === "worker");
  const busiest = Math.max(0, ...traffic.map(({ p95Ms }) => p95Ms));
  return {
    at: state.at,
    ok: sum(traffic.map(({ okPerSecond }) => okPerSecond)),
    failed: sum(traffic.map(({ failedPerSecond }) => failedPerSecond)),
    p95Ms: busiest,
    cpuAskedMilli: sum(workers.map(({ cpuRequestedMilli }) => cpuRequestedMilli)),
    cpuTotalMilli: sum(workers.map(({ cpuAllocatableMilli }) => cpuAllocatableMilli)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
