import { StatusError } from "#core/api/status.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import {
  definePlugin,
  MAX_NODE_SCORE,
  SKIP,
  SUCCESS,
  unresolvable,
  unschedulable,
  type CycleContext,
  type Status,
} from "../framework.ts";
import type { NodeInfo } from "../node-info.ts";
import {
  matchesTerm,
  preferredTerms,
  requiredTerms,
  type AffinityTerm,
  type WeightedTerm,
} from "./affinity-terms.ts";

export const REASON_POD_AFFINITY = "node(s) didn't match pod affinity rules";
export const REASON_POD_ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";
export const REASON_EXISTING_ANTI_AFFINITY =
  "node(s) didn't satisfy existing pods anti-affinity rules";

/** `key=value` of a node label -> a number. */
type PairCounts = Map<string, number>;

interface FilterState {
  readonly affinity: readonly AffinityTerm[];
  readonly antiAffinity: readonly AffinityTerm[];
  readonly affinityCounts: PairCounts;
  readonly antiAffinityCounts: PairCounts;
  readonly existingAntiAffinityCounts: PairCounts;
}

/** topology key -> value -> score. */
type ScoreState = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Weight of a required affinity term of a running pod that means the new one. Models InterPodAffinityArgs.HardPodAffinityWeight. */
export const HARD_AFFINITY_WEIGHT = 1;

/** Pods that want to be near or far from others. Models plugins/interpodaffinity. */
export const interPodAffinity = createInterPodAffinity({
  hardWeight: HARD_AFFINITY_WEIGHT,
  ignoresPreferredOfExisting: false,
});

/** The plugin with other arguments than the default profile's. */
export function createInterPodAffinity(args: {
  readonly hardWeight: number;
  readonly ignoresPreferredOfExisting: boolean;
}) {
  return definePlugin<FilterState | ScoreState>({
    name: "InterPodAffinity",
    weight: 2,
    preFilter: (pod, context) => {
      if (isNobodyChoosy(pod, context)) return NOTHING_TO_SAY;
      try {
        const state = filterState(pod, context);
        const isIdle =
          state.affinity.length +
            state.antiAffinity.length +
            state.existingAntiAffinityCounts.size ===
          0;
        return { status: isIdle ? SKIP : SUCCESS, state };
      } catch (error) {
        return { status: parseFailure(error) };
      }
    },
    filter: (pod, node, state, context) =>
      state ? filterNode(pod, node, state as FilterState, context) : SUCCESS,
    preScore: (pod, _feasible, context) => {
      if (isNobodyChoosy(pod, context)) return NOTHING_TO_SAY;
      try {
        const state = scoreState(pod, context, args);
        return { status: state.size === 0 ? SKIP : SUCCESS, state };
      } catch (error) {
        return { status: { ...parseFailure(error), code: "Error" } };
      }
    },
    score: (_pod, { node }, state) => {
      let total = 0;
      for (const [key, values] of state as ScoreState)
        total += values.get(node.metadata?.labels?.[key] ?? "\0") ?? 0;
      return total;
    },
    normalize: (scores) => {
      const max = Math.max(...scores);
      const min = Math.min(...scores);
      for (let i = 0; i < scores.length; i++) {
        scores[i] =
          max === min
            ? 0
            : Math.trunc((MAX_NODE_SCORE * ((scores[i] as number) - min)) / (max - min));
      }
    },
    requeueOn: ["Node", "AssignedPod", "Namespace"],
  });
}

const NOTHING_TO_SAY = Object.freeze({ status: SKIP });

/** Neither the pod nor any that runs names other pods: so it is nearly always. */
function isNobodyChoosy({ spec }: Pod, { nodesWithAffinity }: CycleContext): boolean {
  return (
    nodesWithAffinity.length === 0 &&
    spec.affinity?.podAffinity === undefined &&
    spec.affinity?.podAntiAffinity === undefined
  );
}

function parseFailure(error: unknown): Status {
  if (!(error instanceof StatusError)) throw error;
  return unresolvable(`parsing pod: ${error.message}`);
}

function filterState(pod: Pod, context: CycleContext): FilterState {
  const affinity = labelled("requiredAffinityTerms", () => requiredTerms(pod, "podAffinity"));
  const antiAffinity = labelled("requiredAntiAffinityTerms", () =>
    requiredTerms(pod, "podAntiAffinity"),
  );
  const state: FilterState = {
    affinity,
    antiAffinity,
    affinityCounts: new Map(),
    antiAffinityCounts: new Map(),
    existingAntiAffinityCounts: new Map(),
  };
  for (const node of context.nodesWithAffinity) {
    for (const { pod: existing } of node.podsWithAffinity.values()) {
      countTerms(state.existingAntiAffinityCounts, requiredTerms(existing, "podAntiAffinity"), {
        node,
        isMet: (term) => matchesTerm(term, pod, context),
      });
    }
  }
  if (affinity.length + antiAffinity.length > 0)
    for (const node of context.nodes) countIncoming(state, node, context);
  return state;
}

function labelled<T>(part: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    throw new StatusError({ message: `${part}: ${error.message}`, code: error.code });
  }
}

function countIncoming(state: FilterState, node: NodeInfo, context: CycleContext): void {
  for (const { pod: existing } of node.pods.values()) {
    const isMet = (term: AffinityTerm) => matchesTerm(term, existing, context);
    if (state.affinity.length > 0 && state.affinity.every(isMet))
      countTerms(state.affinityCounts, state.affinity, { node, isMet: () => true });
    countTerms(state.antiAffinityCounts, state.antiAffinity, { node, isMet });
  }
}

function countTerms(
  counts: PairCounts,
  terms: readonly AffinityTerm[],
  { node, isMet }: { node: NodeInfo; isMet: (term: AffinityTerm) => boolean },
): void {
  for (const term of terms) {
    const pair = pairOf(node, term.topologyKey);
    if (pair !== undefined && isMet(term)) counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
}

function pairOf({ node }: NodeInfo, topologyKey: string): string | undefined {
  const value = node.metadata?.labels?.[topologyKey];
  return value === undefined ? undefined : `${topologyKey}=${value}`;
}

function filterNode(pod: Pod, node: NodeInfo, state: FilterState, context: CycleContext): Status {
  if (!satisfiesAffinity(pod, node, state, context)) return unresolvable(REASON_POD_AFFINITY);
  const isNear = (term: AffinityTerm) =>
    (state.antiAffinityCounts.get(pairOf(node, term.topologyKey) ?? "") ?? 0) > 0;
  if (state.antiAffinity.some(isNear)) return unschedulable(REASON_POD_ANTI_AFFINITY);
  for (const [key, value] of Object.entries(node.node.metadata?.labels ?? {})) {
    if ((state.existingAntiAffinityCounts.get(`${key}=${value}`) ?? 0) > 0)
      return unschedulable(REASON_EXISTING_ANTI_AFFINITY);
  }
  return SUCCESS;
}

function satisfiesAffinity(
  pod: Pod,
  node: NodeInfo,
  state: FilterState,
  context: CycleContext,
): boolean {
  const pairs = state.affinity.map((term) => pairOf(node, term.topologyKey));
  if (pairs.some((pair) => pair === undefined)) return false;
  if (pairs.every((pair) => (state.affinityCounts.get(pair ?? "") ?? 0) > 0)) return true;
  // The first pod of a group that wants its own company may go anywhere.
  return (
    state.affinityCounts.size === 0 &&
    state.affinity.every((term) => matchesTerm(term, pod, context))
  );
}

function scoreState(
  pod: Pod,
  context: CycleContext,
  args: { readonly hardWeight: number; readonly ignoresPreferredOfExisting: boolean },
): ScoreState {
  const affinity = preferredTerms(pod, "podAffinity");
  const antiAffinity = preferredTerms(pod, "podAntiAffinity");
  const hasPreferred = affinity.length + antiAffinity.length > 0;
  const scores = new Map<string, Map<string, number>>();
  if (!hasPreferred && args.ignoresPreferredOfExisting && args.hardWeight === 0) return scores;
  for (const node of hasPreferred ? context.nodes : context.nodesWithAffinity) {
    for (const { pod: existing } of (hasPreferred ? node.pods : node.podsWithAffinity).values()) {
      addScores(scores, affinity, {
        node,
        sign: 1,
        isMet: (term) => matchesTerm(term, existing, context),
      });
      addScores(scores, antiAffinity, {
        node,
        sign: -1,
        isMet: (term) => matchesTerm(term, existing, context),
      });
      addExisting(scores, existing, {
        node,
        pod,
        context,
        args: {
          ...args,
          ignoresPreferredOfExisting: args.ignoresPreferredOfExisting && !hasPreferred,
        },
      });
    }
  }
  return scores;
}

function addExisting(
  scores: Map<string, Map<string, number>>,
  existing: Pod,
  {
    node,
    pod,
    context,
    args,
  }: {
    node: NodeInfo;
    pod: Pod;
    context: CycleContext;
    args: { readonly hardWeight: number; readonly ignoresPreferredOfExisting: boolean };
  },
): void {
  const isMet = (term: AffinityTerm) => matchesTerm(term, pod, context);
  if (args.hardWeight > 0) {
    const hard = requiredTerms(existing, "podAffinity").map((term) => ({
      ...term,
      weight: args.hardWeight,
    }));
    addScores(scores, hard, { node, sign: 1, isMet });
  }
  if (args.ignoresPreferredOfExisting) return;
  addScores(scores, preferredTerms(existing, "podAffinity"), { node, sign: 1, isMet });
  addScores(scores, preferredTerms(existing, "podAntiAffinity"), { node, sign: -1, isMet });
}

function addScores(
  scores: Map<string, Map<string, number>>,
  terms: readonly WeightedTerm[],
  { node, sign, isMet }: { node: NodeInfo; sign: 1 | -1; isMet: (term: AffinityTerm) => boolean },
): void {
  for (const term of terms) {
    const value = node.node.metadata?.labels?.[term.topologyKey];
    if (value === undefined || term.weight === 0 || !isMet(term)) continue;
    let values = scores.get(term.topologyKey);
    if (!values) {
      values = new Map();
      scores.set(term.topologyKey, values);
    }
    values.set(value, (values.get(value) ?? 0) + sign * term.weight);
  }
}
