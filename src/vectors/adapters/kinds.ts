import { humanDuration } from "#core/api/human-duration.ts";
import { pod } from "#core/api/kinds/core/pod.ts";
import { qosClassOf } from "#core/api/kinds/core/pod-qos.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { VectorAdapter, VectorCase, VectorOutcome } from "../adapter.ts";

function runHumanDuration(testCase: VectorCase): VectorOutcome {
  const { ns } = testCase.in as { readonly ns: number };
  return { got: humanDuration(ns / 1_000_000) };
}

function runQos(testCase: VectorCase): VectorOutcome {
  const { pod: subject } = testCase.in as { readonly pod: Pod };
  return { got: { qosClass: qosClassOf(subject.spec) } };
}

/** The cells shown without `-o wide`; the tables' pods were never created, so their age is unknown. */
function runPodCells(testCase: VectorCase): VectorOutcome {
  const subject = testCase.in as Pod;
  const shown = pod.columns.filter((column) => column.priority === 0);
  return { got: shown.map((column) => column.cell(subject, { nowEpochMs: 0 })) };
}

/** Tables about what a kind says of its objects. */
export const kindsAdapters: readonly VectorAdapter[] = [
  { file: "kubectl-human-duration.json", run: runHumanDuration },
  { file: "kubectl-pod-table-cells.json", run: runPodCells },
  { file: "qos.json", run: runQos },
];
