import { allKinds } from "#core/api/registry.ts";
import type { FileReport, Replayer } from "../replayer.ts";
import { traceChecks } from "./checks.ts";
import { play } from "./play.ts";
import type { Replay, Trace } from "./trace.ts";

/** Scenarios with real controllers: six comparisons each. */
export const traces: Replayer = {
  folder: "traces",
  pattern: /\.json$/,
  replay: (text) => replayTrace(JSON.parse(text) as Trace),
};

function replayTrace(trace: Trace): FileReport {
  const total = traceChecks.length;
  const missing = missingKindOf(trace);
  if (missing !== undefined)
    return { passed: 0, total, failures: [], missingKinds: new Map([[missing, total]]) };
  const replay = playSafely(trace);
  if (typeof replay === "string")
    return {
      passed: 0,
      total,
      failures: [{ name: trace.scenario, differences: [replay] }],
      missingKinds: new Map(),
    };
  const failures = traceChecks.flatMap(({ name, differences }) => {
    const found = differences(trace, replay);
    return found.length === 0 ? [] : [{ name: `${trace.scenario}, ${name}`, differences: found }];
  });
  return { passed: total - failures.length, total, failures, missingKinds: new Map() };
}

function playSafely(trace: Trace): Replay | string {
  try {
    return play(trace);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `threw ${text.split("\n").slice(0, 4).join(" | ")}`;
  }
}

function missingKindOf({ log }: Trace): string | undefined {
  const known = new Set(allKinds().map(({ kind }) => kind));
  return log.find(({ kind }) => !known.has(kind))?.kind;
}
