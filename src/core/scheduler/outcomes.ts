import type { Status } from "./framework.ts";

/** Why a node was turned down. */
export interface Refusal {
  readonly plugin: string;
  readonly status: Status;
}

/** What one node got in one cycle. */
export interface NodeOutcome {
  readonly node: string;
  /** Refusal, or undefined when it fits. */
  readonly refusal: Refusal | undefined;
  /** Weighted, normalised scores by plugin; empty when scoring was not needed, or from the 201st node on. */
  readonly scores: Readonly<Record<string, number>>;
  readonly total: number;
}

/** What all nodes got in one cycle, in columns: there are thousands of cycles to remember, and few are ever looked at. Plain data. */
export interface Outcomes {
  /** Nodes that fit. */
  readonly feasible: readonly string[];
  /** Of the nodes that fit, in their order. */
  readonly totals: readonly number[];
  /** By plugin, of the first nodes that fit; one number where all have the same. */
  readonly scores: readonly {
    readonly plugin: string;
    readonly values: readonly number[] | number;
  }[];
  /** Of how many of the nodes that fit scores are known. */
  readonly scored: number;
  readonly refused: readonly { readonly node: string; readonly refusal: Refusal }[];
}

/** Nobody was asked. */
export const NO_OUTCOMES: Outcomes = Object.freeze({
  feasible: [],
  totals: [],
  scores: [],
  scored: 0,
  refused: [],
});

/** The column of a plugin's scores: a copy, or the one score that all have. */
export function columnOf(scores: readonly number[], count: number): readonly number[] | number {
  const [first = 0] = scores;
  for (let i = 1; i < scores.length; i++) if (scores[i] !== first) return scores.slice(0, count);
  return first;
}

/** The columns with at most so many nodes. */
export function firstOutcomes(outcomes: Outcomes, count: number): Outcomes {
  const { feasible, totals, scores, scored, refused } = outcomes;
  if (feasible.length + refused.length <= count) return outcomes;
  return {
    feasible: feasible.slice(0, count),
    totals: totals.slice(0, count),
    scores,
    scored,
    refused: refused.slice(0, Math.max(0, count - feasible.length)),
  };
}

/** The columns as one outcome a node: nodes that fit first. */
export function outcomesByNode({
  feasible,
  totals,
  scores,
  scored,
  refused,
}: Outcomes): NodeOutcome[] {
  const fitting = feasible.map((node, i): NodeOutcome => {
    const own = (i < scored ? scores : []).map(({ plugin, values }): [string, number] => [
      plugin,
      typeof values === "number" ? values : (values[i] ?? 0),
    ]);
    return {
      node,
      refusal: undefined,
      scores: Object.fromEntries(own),
      total: totals[i] ?? 0,
    };
  });
  return [
    ...fitting,
    ...refused.map(({ node, refusal }): NodeOutcome => ({ node, refusal, scores: {}, total: 0 })),
  ];
}
