import { outcomesByNode } from "#core/scheduler/outcomes.ts";
import type { SchedulingRecord } from "#core/scheduler/records.ts";
import type { SchedulingExplanation } from "#core/view/explanation.ts";

/** A scheduler's record as the Explain panel shows it. */
export function schedulingExplanation(
  record: SchedulingRecord,
  zeroAt: number,
): SchedulingExplanation {
  const { namespace, name, uid, attempt, node, message } = record;
  return {
    pod: { namespace, name, uid },
    at: record.at - zeroAt,
    attempt,
    node,
    message,
    tieBroken: record.isTieBroken,
    verdicts: outcomesByNode(record.outcomes).map((outcome) => ({
      node: outcome.node,
      fits: outcome.refusal === undefined,
      plugin: outcome.refusal?.plugin ?? "",
      reasons: outcome.refusal?.status.reasons ?? [],
      scores: outcome.scores,
      total: outcome.total,
    })),
  };
}
