import {
  matchesLabels,
  NOTHING,
  selectorFromObject,
  type Selector,
} from "#core/api/label-selector.ts";
import { matchesRequiredAffinity } from "#core/api/node-affinity.ts";
import { rememberByIdentity } from "#core/base/remember.ts";
import type { Pod, TopologySpreadConstraint } from "#core/api/schema/generated/types.ts";
import {
  definePlugin,
  greatestOf,
  leastOf,
  MAX_NODE_SCORE,
  SKIP,
  SUCCESS,
  unresolvable,
  unschedulable,
  type CycleContext,
} from "../framework.ts";
import type { NodeInfo } from "../node-info.ts";
import { toleratesTaint } from "./tolerations.ts";

export const REASON_SPREAD = "node(s) didn't match pod topology spread constraints";
export const REASON_SPREAD_LABEL = `${REASON_SPREAD} (missing required label)`;
const HOSTNAME = "kubernetes.io/hostname";

interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly selector: Selector;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

interface FilterState {
  readonly constraints: readonly Constraint[];
  /** By constraint: domain -> matching pods, for domains with an eligible node. */
  readonly counts: readonly ReadonlyMap<string, number>[];
}

interface ScoreState {
  /** Of the pods that are counted. */
  readonly namespace: string;
  readonly constraints: readonly Constraint[];
  readonly counts: readonly ReadonlyMap<string, number>[];
  readonly weights: readonly number[];
  readonly ignored: ReadonlySet<string>;
}

/** Spreads pods over domains: hard constraints filter by skew, soft ones score. Models plugins/podtopologyspread with system defaulting. */
export const podTopologySpread = definePlugin<FilterState | ScoreState>({
  name: "PodTopologySpread",
  weight: 2,
  preFilter: (pod, context) => {
    const constraints = constraintsOf(pod, "DoNotSchedule");
    if (constraints.length === 0) return { status: SKIP };
    return {
      status: SUCCESS,
      state: { constraints, counts: countDomains(pod, constraints, context) },
    };
  },
  filter: (pod, node, state) => {
    for (const [i, constraint] of (state?.constraints ?? []).entries()) {
      const domain = node.node.metadata?.labels?.[constraint.topologyKey];
      if (domain === undefined) return unresolvable(REASON_SPREAD_LABEL);
      const counts = (state as FilterState).counts[i] ?? new Map<string, number>();
      const self = matchesLabels(constraint.selector, pod.metadata?.labels ?? {}) ? 1 : 0;
      const least = counts.size < constraint.minDomains ? 0 : Math.min(...counts.values());
      if ((counts.get(domain) ?? 0) + self - least > constraint.maxSkew)
        return unschedulable(REASON_SPREAD);
    }
    return SUCCESS;
  },
  preScore: (pod, feasible, context) => {
    const state = scoreState(pod, feasible, context);
    return state ? { status: SUCCESS, state } : { status: SKIP };
  },
  scoresByState: true,
  score: (_pod, node, state, context) => scoreNode(node, state as ScoreState, context),
  normalize: (scores, nodes, state) => normalize(scores, nodes, (state as ScoreState).ignored),
  requeueOn: ["NodeLabels", "AssignedPod"],
});

function constraintsOf(pod: Pod, whenUnsatisfiable: string): Constraint[] {
  const own = (pod.spec?.topologySpreadConstraints ?? []).filter(
    (each) => each.whenUnsatisfiable === whenUnsatisfiable,
  );
  return own.map((constraint) => ({
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    selector: selectorOfConstraint(constraint, pod),
    honorsAffinity: (constraint.nodeAffinityPolicy ?? "Honor") === "Honor",
    honorsTaints: constraint.nodeTaintsPolicy === "Honor",
  }));
}

function selectorOfConstraint(constraint: TopologySpreadConstraint, pod: Pod): Selector {
  if (!constraint.labelSelector) return NOTHING;
  const selector = selectorFromObject(constraint.labelSelector);
  const labels = pod.metadata?.labels ?? {};
  const extra = (constraint.matchLabelKeys ?? []).flatMap((key) => {
    const value = labels[key];
    return value === undefined ? [] : [{ key, operator: "in" as const, values: [value] }];
  });
  return extra.length === 0
    ? selector
    : { ...selector, requirements: [...selector.requirements, ...extra] };
}

function isEligible(pod: Pod, { node }: NodeInfo, constraint: Constraint): boolean {
  if (constraint.honorsAffinity && !matchesRequiredAffinity(pod, node)) return false;
  if (!constraint.honorsTaints) return true;
  const hard = (node.spec?.taints ?? []).filter(
    ({ effect }) => effect === "NoSchedule" || effect === "NoExecute",
  );
  return hard.every((taint) => toleratesTaint(pod.spec?.tolerations, taint));
}

function hasKeys(node: NodeInfo, constraints: readonly Constraint[]): boolean {
  const labels = node.node.metadata?.labels ?? {};
  return constraints.every(({ topologyKey }) => labels[topologyKey] !== undefined);
}

function countDomains(
  pod: Pod,
  constraints: readonly Constraint[],
  context: CycleContext,
): Map<string, number>[] {
  const namespace = pod.metadata?.namespace ?? "";
  const counts = constraints.map(() => new Map<string, number>());
  for (const node of context.nodes) {
    if (!hasKeys(node, constraints)) continue;
    constraints.forEach((constraint, i) => {
      if (!isEligible(pod, node, constraint)) return;
      const domain = node.node.metadata?.labels?.[constraint.topologyKey] ?? "";
      const here = context.countMatching(node, namespace, constraint.selector);
      counts[i]?.set(domain, (counts[i].get(domain) ?? 0) + here);
    });
  }
  return counts;
}

function scoreState(
  pod: Pod,
  feasible: readonly NodeInfo[],
  context: CycleContext,
): ScoreState | undefined {
  const isOwn = (pod.spec?.topologySpreadConstraints ?? []).length > 0;
  const constraints = isOwn
    ? constraintsOf(pod, "ScheduleAnyway")
    : defaultsFor(context.owningSelector(pod));
  if (constraints.length === 0) return undefined;
  const ignored = isOwn
    ? new Set(feasible.filter((node) => !hasKeys(node, constraints)).map(({ name }) => name))
    : NOBODY;
  const considered =
    ignored.size === 0 ? feasible : feasible.filter(({ name }) => !ignored.has(name));
  const counts = constraints.map((constraint) => domainsOf(considered, constraint, context));
  const namespace = pod.metadata?.namespace ?? "";
  if (!isOwn && counts.every(({ size }) => size === 0))
    return hostState(constraints, { namespace, nodeCount: considered.length });
  const weights = constraints.map(({ topologyKey }, i) =>
    Math.log((topologyKey === HOSTNAME ? considered.length : (counts[i]?.size ?? 0)) + 2),
  );
  fillCounts(pod, { constraints, counts, isOwn }, context);
  return { namespace, constraints, counts, weights, ignored };
}

/** What the defaults come to where no node has a zone. The same as long as it is asked for the same, so that scores can be remembered. */
function hostState(
  constraints: readonly Constraint[],
  { namespace, nodeCount }: { readonly namespace: string; readonly nodeCount: number },
): ScoreState {
  const known = hostStates.get(constraints);
  if (known?.namespace === namespace && known.nodeCount === nodeCount) return known.state;
  const counts = constraints.map(() => NO_COUNTS);
  const weights = constraints.map(({ topologyKey }) =>
    Math.log((topologyKey === HOSTNAME ? nodeCount : 0) + 2),
  );
  const state = { namespace, constraints, counts, weights, ignored: NOBODY };
  hostStates.set(constraints, { namespace, nodeCount, state });
  return state;
}

/** The newest state by constraints. */
const hostStates = new WeakMap<
  readonly Constraint[],
  { readonly namespace: string; readonly nodeCount: number; readonly state: ScoreState }
>();
const NO_COUNTS: ReadonlyMap<string, number> = new Map();

const NOBODY: ReadonlySet<string> = new Set();

function defaultsFor(selector: Selector | undefined): readonly Constraint[] {
  return selector ? systemDefaults(selector) : [];
}

function domainsOf(
  nodes: readonly NodeInfo[],
  { topologyKey }: Constraint,
  { isLabelUsed }: CycleContext,
): Map<string, number> {
  const domains = new Map<string, number>();
  // Most clusters have no zones, and looking for one on every node is most of the work of a large one.
  if (topologyKey === HOSTNAME || isLabelUsed?.(topologyKey) === false) return domains;
  for (const { node } of nodes) {
    const domain = node.metadata?.labels?.[topologyKey];
    if (domain !== undefined) domains.set(domain, 0);
  }
  return domains;
}

function fillCounts(
  pod: Pod,
  {
    constraints,
    counts,
    isOwn,
  }: { constraints: readonly Constraint[]; counts: Map<string, number>[]; isOwn: boolean },
  context: CycleContext,
): void {
  const namespace = pod.metadata?.namespace ?? "";
  if (constraints.every(({ topologyKey }) => topologyKey === HOSTNAME)) return;
  for (const node of context.nodes) {
    if (isOwn && !hasKeys(node, constraints)) continue;
    constraints.forEach((constraint, i) => {
      const domain = node.node.metadata?.labels?.[constraint.topologyKey] ?? "";
      const before = counts[i]?.get(domain);
      if (before === undefined || !isEligible(pod, node, constraint)) return;
      counts[i]?.set(domain, before + context.countMatching(node, namespace, constraint.selector));
    });
  }
}

/** At most 3 apart by host and 5 by zone, wished for, not demanded. Models podtopologyspread systemDefaultConstraints. */
const systemDefaults = rememberByIdentity((selector: Selector): readonly Constraint[] => {
  const common = { minDomains: 1, selector, honorsAffinity: true, honorsTaints: false };
  return [
    { topologyKey: HOSTNAME, maxSkew: 3, ...common },
    { topologyKey: "topology.kubernetes.io/zone", maxSkew: 5, ...common },
  ];
});

function scoreNode(node: NodeInfo, state: ScoreState, context: CycleContext): number {
  const { namespace, constraints, counts, weights, ignored } = state;
  if (ignored.size > 0 && ignored.has(node.name)) return 0;
  const labels = node.node.metadata?.labels;
  let score = 0;
  for (let i = 0; i < constraints.length; i++) {
    const { topologyKey, selector, maxSkew } = constraints[i] as Constraint;
    const domain = labels?.[topologyKey];
    if (domain === undefined) continue;
    const count =
      topologyKey === HOSTNAME
        ? context.countMatching(node, namespace, selector)
        : (counts[i]?.get(domain) ?? 0);
    score += count * (weights[i] ?? 0) + (maxSkew - 1);
  }
  return Math.round(score);
}

function normalize(
  scores: number[],
  nodes: readonly NodeInfo[],
  ignored: ReadonlySet<string>,
): void {
  const counted =
    ignored.size === 0 ? scores : scores.filter((_, i) => !ignored.has(nodes[i]?.name ?? ""));
  const max = greatestOf(counted);
  const min = counted.length === 0 ? 0 : leastOf(counted);
  for (let i = 0; i < scores.length; i++) {
    if (ignored.size > 0 && ignored.has(nodes[i]?.name ?? "")) scores[i] = 0;
    else if (max === 0) scores[i] = MAX_NODE_SCORE;
    else scores[i] = Math.trunc((MAX_NODE_SCORE * (max + min - (scores[i] as number))) / max);
  }
}
