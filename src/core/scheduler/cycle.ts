import type { Pod } from "#core/api/schema/generated/types.ts";
import type { Random } from "#core/sim/random.ts";
import type { CycleContext, PluginDefinition, PreFilterResult, Status } from "./framework.ts";
import { fitErrorMessage, postFilterMessage } from "./message.ts";
import type { NodeInfo } from "./node-info.ts";

/** What one node got in one cycle. */
export interface NodeOutcome {
  readonly node: string;
  /** Refusal, or undefined when it fits. */
  readonly refusal: { readonly plugin: string; readonly status: Status } | undefined;
  /** Weighted, normalised scores by plugin; empty when scoring was not needed, or from the 201st node on. */
  readonly scores: Readonly<Record<string, number>>;
  readonly total: number;
}

/** The result of looking for a node. */
export interface CycleResult {
  /** Chosen node, "" when none fits. */
  readonly node: string;
  /** FailedScheduling text, "" on success. */
  readonly message: string;
  readonly outcomes: readonly NodeOutcome[];
  /** Several nodes had the best score; chance decided. */
  readonly isTieBroken: boolean;
  /** Plugins that refused some node: their events wake the pod. */
  readonly refusedBy: readonly string[];
  readonly nextStart: number;
}

interface PluginState {
  readonly plugin: PluginDefinition;
  readonly state: unknown;
}

const MIN_FEASIBLE_NODES = 100;
const MIN_PERCENTAGE = 5;
/** Scores of single plugins are kept for people to read, who do not read of more nodes than this. */
const MAX_SHOWN = 200;
const NO_SCORES: Readonly<Record<string, number>> = Object.freeze({});

/** One scheduling cycle for one pod over a snapshot of nodes. Pure but for the draws from `random`. Models scheduler schedulePod. */
export function runCycle(
  pod: Pod,
  profile: readonly PluginDefinition[],
  context: CycleContext,
  { random, start }: { readonly random: Random; readonly start: number },
): CycleResult {
  const { nodes } = context;
  if (nodes.length === 0)
    return failure({ message: "no nodes available to schedule pods", outcomes: [], start });
  const prepared = preFilter(pod, profile, context);
  if ("status" in prepared) return preFilterFailure(prepared, nodes, start);
  const candidates = prepared.nodeNames
    ? nodes.filter(({ name }) => prepared.nodeNames?.has(name))
    : nodes;
  const found = findFeasible(pod, prepared.filters, context, { candidates, start });
  const nextStart = (start + found.lookedAt) % Math.max(1, candidates.length);
  if (found.feasible.length === 0)
    return unfit(found.refused, prepared.nodeNames, nodes, nextStart);
  const outcomes =
    found.feasible.length === 1
      ? found.feasible.map((node) => outcome(node, {}))
      : score(pod, profile, context, found.feasible);
  let best = Number.NEGATIVE_INFINITY;
  for (const { total } of outcomes) if (total > best) best = total;
  const winners = outcomes.filter(({ total }) => total === best);
  const winner = winners.length === 1 ? winners[0] : random.pick(winners);
  return {
    node: winner?.node ?? "",
    message: "",
    outcomes: [...outcomes, ...found.refused],
    isTieBroken: winners.length > 1,
    refusedBy: [],
    nextStart,
  };
}

/** How many fitting nodes are enough. Models numFeasibleNodesToFind with percentageOfNodesToScore 0. */
export function feasibleNodesToFind(nodeCount: number): number {
  if (nodeCount < MIN_FEASIBLE_NODES) return nodeCount;
  const percentage = Math.max(MIN_PERCENTAGE, 50 - Math.trunc(nodeCount / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.trunc((nodeCount * percentage) / 100));
}

/** How many nodes would do, and the score of the chosen one. */
export function summaryOf({ outcomes, node }: CycleResult): { feasible: number; score: number } {
  let feasible = 0;
  let score = 0;
  for (const outcome of outcomes) {
    if (outcome.refusal !== undefined) continue;
    feasible += 1;
    if (outcome.node === node) score = outcome.total;
  }
  return { feasible, score };
}

interface Prepared {
  readonly filters: readonly PluginState[];
  readonly nodeNames: ReadonlySet<string> | undefined;
}

function preFilter(
  pod: Pod,
  profile: readonly PluginDefinition[],
  context: CycleContext,
): Prepared | { status: Status; plugin: string } {
  const filters: PluginState[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  for (const plugin of profile) {
    const result: (PreFilterResult & { readonly state?: unknown }) | undefined = plugin.preFilter?.(
      pod,
      context,
    );
    if (result?.status.code === "Skip") continue;
    if (result && result.status.code !== "Success")
      return { status: result.status, plugin: plugin.name };
    const named = result?.nodeNames;
    if (named)
      nodeNames = nodeNames ? new Set([...nodeNames].filter((name) => named.has(name))) : named;
    if (plugin.filter) filters.push({ plugin, state: result?.state });
  }
  return { filters, nodeNames };
}

function findFeasible(
  pod: Pod,
  filters: readonly PluginState[],
  context: CycleContext,
  { candidates, start }: { candidates: readonly NodeInfo[]; start: number },
): { feasible: NodeInfo[]; refused: NodeOutcome[]; lookedAt: number } {
  const wanted = feasibleNodesToFind(candidates.length);
  const feasible: NodeInfo[] = [];
  const refused: NodeOutcome[] = [];
  let lookedAt = 0;
  while (lookedAt < candidates.length && feasible.length < wanted) {
    const node = candidates[(start + lookedAt) % candidates.length] as NodeInfo;
    lookedAt += 1;
    const refusal = refuse(pod, node, filters, context);
    if (refusal) refused.push({ node: node.name, refusal, scores: {}, total: 0 });
    else feasible.push(node);
  }
  return { feasible, refused, lookedAt };
}

function refuse(
  pod: Pod,
  node: NodeInfo,
  filters: readonly PluginState[],
  context: CycleContext,
): NodeOutcome["refusal"] {
  for (const { plugin, state } of filters) {
    const status = plugin.filter?.(pod, node, state, context);
    if (status && status.code !== "Success") return { plugin: plugin.name, status };
  }
  return undefined;
}

function score(
  pod: Pod,
  profile: readonly PluginDefinition[],
  context: CycleContext,
  feasible: readonly NodeInfo[],
): NodeOutcome[] {
  const totals = feasible.map(() => 0);
  const shown = feasible.slice(0, MAX_SHOWN).map((): Record<string, number> => ({}));
  for (const plugin of profile) {
    if (!plugin.score) continue;
    const prepared = plugin.preScore?.(pod, feasible, context);
    if (prepared && prepared.status.code !== "Success") continue;
    const scores: number[] = [];
    for (const node of feasible) scores.push(plugin.score(pod, node, prepared?.state, context));
    plugin.normalize?.(scores, feasible, prepared?.state);
    for (let i = 0; i < scores.length; i++) {
      const weighted = (scores[i] as number) * plugin.weight;
      totals[i] = (totals[i] as number) + weighted;
      const byPlugin = shown[i];
      if (byPlugin) byPlugin[plugin.name] = weighted;
    }
  }
  return feasible.map((node, i) => ({
    node: node.name,
    refusal: undefined,
    scores: shown[i] ?? NO_SCORES,
    total: totals[i] as number,
  }));
}

function outcome(node: NodeInfo, scores: Readonly<Record<string, number>>): NodeOutcome {
  return { node: node.name, refusal: undefined, scores, total: 0 };
}

function unfit(
  refused: readonly NodeOutcome[],
  nodeNames: ReadonlySet<string> | undefined,
  nodes: readonly NodeInfo[],
  nextStart: number,
): CycleResult {
  const excluded = nodeNames ? nodes.filter(({ name }) => !nodeNames.has(name)) : [];
  const status: Status = {
    code: "UnschedulableAndUnresolvable",
    reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  };
  const outcomes = [
    ...refused,
    ...excluded.map(({ name }): NodeOutcome => ({
      node: name,
      refusal: { plugin: "NodeAffinity", status },
      scores: {},
      total: 0,
    })),
  ];
  const hopeless = outcomes.filter(
    ({ refusal }) => refusal?.status.code === "UnschedulableAndUnresolvable",
  ).length;
  const message = fitErrorMessage({
    numAllNodes: nodes.length,
    preFilterMessage: "",
    postFilterMessage: postFilterMessage({
      numAllNodes: nodes.length,
      hopeless,
      withoutVictims: outcomes.length - hopeless,
    }),
    nodeReasons: outcomes.map(({ refusal }) => refusal?.status.reasons ?? []),
  });
  return failure({ message, outcomes, start: nextStart });
}

function preFilterFailure(
  { status, plugin }: { status: Status; plugin: string },
  nodes: readonly NodeInfo[],
  start: number,
): CycleResult {
  const outcomes = nodes.map(({ name }): NodeOutcome => ({
    node: name,
    refusal: { plugin, status },
    scores: {},
    total: 0,
  }));
  // DynamicResources never came to its own PreFilter, and its PostFilter says that it finds no trace of it.
  const message = fitErrorMessage({
    numAllNodes: nodes.length,
    preFilterMessage: status.reasons.join(", "),
    postFilterMessage: "not found",
    nodeReasons: [],
  });
  return failure({ message, outcomes, start });
}

function failure({
  message,
  outcomes,
  start,
}: {
  message: string;
  outcomes: readonly NodeOutcome[];
  start: number;
}): CycleResult {
  const refusedBy = [
    ...new Set(outcomes.flatMap(({ refusal }) => (refusal ? [refusal.plugin] : []))),
  ];
  return { node: "", message, outcomes, isTieBroken: false, refusedBy, nextStart: start };
}
