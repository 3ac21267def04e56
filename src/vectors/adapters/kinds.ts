import { humanDuration, shortHumanDuration } from "#core/api/human-duration.ts";
import { formatTime } from "#core/base/time.ts";
import { pod } from "#core/api/kinds/core/pod.ts";
import { qosClassOf } from "#core/api/kinds/core/pod-qos.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { VectorAdapter, VectorCase, VectorOutcome } from "../adapter.ts";

function runHumanDuration(testCase: VectorCase): VectorOutcome {
  const { ns } = testCase.in as { readonly ns: number };
  const ms = ns / 1_000_000;
  return {
    got: testCase.name.startsWith("TestShort") ? shortHumanDuration(ms) : humanDuration(ms),
  };
}

function runQos(testCase: VectorCase): VectorOutcome {
  const { pod: subject } = testCase.in as { readonly pod: Pod };
  return { got: { qosClass: qosClassOf(subject.spec) } };
}

const NOW_EPOCH_MS = 1_000_000_000_000;

/** Instants are told as seconds before now. */
function withInstants(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withInstants);
  const parts = Object.entries(value).map(([key, part]): [string, unknown] =>
    key === "finishedSecondsAgo"
      ? ["finishedAt", formatTime(NOW_EPOCH_MS - Number(part) * 1000)]
      : [key, withInstants(part)],
  );
  return Object.fromEntries(parts);
}

/** The cells of one pod; its wide ones count only where the table asks for them. */
function runPodCells(testCase: VectorCase): VectorOutcome {
  const subject = withInstants(testCase.in) as Pod;
  const isWide = (testCase.want as readonly unknown[]).length > 5;
  const shown = pod.columns.filter((column) => isWide || column.priority === 0);
  return { got: shown.map((column) => column.cell(subject, { nowEpochMs: NOW_EPOCH_MS })) };
}

/** Tables about what a kind says of its objects. */
export const kindsAdapters: readonly VectorAdapter[] = [
  { file: "kubectl-human-duration.json", run: runHumanDuration },
  { file: "kubectl-pod-table-cells.json", run: runPodCells },
  { file: "qos.json", run: runQos },
];
