import type { Pod } from "#core/api/schema/generated/types.ts";
import type { Random } from "#core/sim/random.ts";
import type { CycleContext, PluginDefinition, PreFilterResult, Status } from "./framework.ts";
import { fitErrorMessage, postFilterMessage } from "./message.ts";
import type { NodeInfo } from "./node-info.ts";
import { columnOf, NO_OUTCOMES, type Outcomes, type Refusal } from "./outcomes.ts";

/** The result of looking for a node. */
export interface CycleResult {
  /** Chosen node, "" when none fits. */
  readonly node: string;
  /** FailedScheduling text, "" on success. */
  readonly message: string;
  readonly outcomes: Outcomes;
  /** Score of the chosen node. */
  readonly score: number;
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

/** One scheduling cycle for one pod over a snapshot of nodes. Pure but for the draws from `random`. Models scheduler schedulePod. */
export function runCycle(
  pod: Pod,
  profile: readonly PluginDefinition[],
  context: CycleContext,
  { random, start }: { readonly random: Random; readonly start: number },
): CycleResult {
  const { nodes } = context;
  if (nodes.length === 0)
    return failure({
      message: "no nodes available to schedule pods",
      outcomes: NO_OUTCOMES,
      start,
    });
  const prepared = preFilter(pod, profile, context);
  if ("status" in prepared) return preFilterFailure(prepared, nodes, start);
  const candidates = prepared.nodeNames
    ? nodes.filter(({ name }) => prepared.nodeNames?.has(name))
    : nodes;
  const found = findFeasible(pod, prepared.filters, context, { candidates, start });
  const nextStart = (start + found.lookedAt) % Math.max(1, candidates.length);
  if (found.feasible.length === 0)
    return unfit(found.refused, prepared.nodeNames, nodes, nextStart);
  const outcomes = outcomesOf(pod, profile, context, found);
  const winners = bestOf(outcomes.totals);
  const winner = (winners.length === 1 ? winners[0] : random.pick(winners)) as number;
  return {
    node: outcomes.feasible[winner] as string,
    message: "",
    outcomes,
    score: outcomes.totals[winner] as number,
    isTieBroken: winners.length > 1,
    refusedBy: [],
    nextStart,
  };
}

/** Places of the greatest number. */
function bestOf(totals: readonly number[]): number[] {
  let best = Number.NEGATIVE_INFINITY;
  let places: number[] = [];
  for (let i = 0; i < totals.length; i++) {
    const total = totals[i] as number;
    if (total < best) continue;
    if (total > best) places = [];
    best = total;
    places.push(i);
  }
  return places;
}

/** How many fitting nodes are enough. Models numFeasibleNodesToFind with percentageOfNodesToScore 0. */
export function feasibleNodesToFind(nodeCount: number): number {
  if (nodeCount < MIN_FEASIBLE_NODES) return nodeCount;
  const percentage = Math.max(MIN_PERCENTAGE, 50 - Math.trunc(nodeCount / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.trunc((nodeCount * percentage) / 100));
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

interface Found {
  readonly feasible: readonly NodeInfo[];
  readonly refused: Outcomes["refused"];
  readonly lookedAt: number;
}

function findFeasible(
  pod: Pod,
  filters: readonly PluginState[],
  context: CycleContext,
  { candidates, start }: { candidates: readonly NodeInfo[]; start: number },
): Found {
  const wanted = feasibleNodesToFind(candidates.length);
  const feasible: NodeInfo[] = [];
  const refused: { node: string; refusal: Refusal }[] = [];
  let lookedAt = 0;
  while (lookedAt < candidates.length && feasible.length < wanted) {
    const node = candidates[(start + lookedAt) % candidates.length] as NodeInfo;
    lookedAt += 1;
    const refusal = refuse(pod, node, filters, context);
    if (refusal) refused.push({ node: node.name, refusal });
    else feasible.push(node);
  }
  return { feasible, refused, lookedAt };
}

function refuse(
  pod: Pod,
  node: NodeInfo,
  filters: readonly PluginState[],
  context: CycleContext,
): Refusal | undefined {
  for (const { plugin, state } of filters) {
    const status = plugin.filter?.(pod, node, state, context);
    if (status && status.code !== "Success") return { plugin: plugin.name, status };
  }
  return undefined;
}

/** Scores the nodes that fit; a single one needs none. */
function outcomesOf(
  pod: Pod,
  profile: readonly PluginDefinition[],
  context: CycleContext,
  { feasible, refused }: Found,
): Outcomes {
  const totals = feasible.map(() => 0);
  const columns: Outcomes["scores"][number][] = [];
  for (const plugin of feasible.length === 1 ? [] : profile) {
    const values = scoresOf(pod, plugin, context, feasible);
    if (!values) continue;
    for (let i = 0; i < values.length; i++)
      totals[i] = (totals[i] as number) + (values[i] as number);
    columns.push({ plugin: plugin.name, values: columnOf(values, MAX_SHOWN) });
  }
  const scored = Math.min(feasible.length, MAX_SHOWN);
  return { feasible: feasible.map(({ name }) => name), totals, scores: columns, scored, refused };
}

/** Weighted, normalised scores of one plugin; undefined when it has nothing to say. */
function scoresOf(
  pod: Pod,
  plugin: PluginDefinition,
  context: CycleContext,
  feasible: readonly NodeInfo[],
): number[] | undefined {
  const { score } = plugin;
  if (!score) return undefined;
  const prepared = plugin.preScore?.(pod, feasible, context);
  if (prepared && prepared.status.code !== "Success") return undefined;
  const scores = feasible.map((node) => score(pod, node, prepared?.state, context));
  plugin.normalize?.(scores, feasible, prepared?.state);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) * plugin.weight;
  return scores;
}

function unfit(
  found: Outcomes["refused"],
  nodeNames: ReadonlySet<string> | undefined,
  nodes: readonly NodeInfo[],
  nextStart: number,
): CycleResult {
  const excluded = nodeNames ? nodes.filter(({ name }) => !nodeNames.has(name)) : [];
  const status: Status = {
    code: "UnschedulableAndUnresolvable",
    reasons: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  };
  const refusal: Refusal = { plugin: "NodeAffinity", status };
  const refused = [...found, ...excluded.map(({ name }) => ({ node: name, refusal }))];
  const hopeless = refused.filter(
    (each) => each.refusal.status.code === "UnschedulableAndUnresolvable",
  ).length;
  const message = fitErrorMessage({
    numAllNodes: nodes.length,
    preFilterMessage: "",
    postFilterMessage: postFilterMessage({
      numAllNodes: nodes.length,
      hopeless,
      withoutVictims: refused.length - hopeless,
    }),
    nodeReasons: refused.map((each) => each.refusal.status.reasons),
  });
  return failure({ message, outcomes: { ...NO_OUTCOMES, refused }, start: nextStart });
}

function preFilterFailure(
  { status, plugin }: { status: Status; plugin: string },
  nodes: readonly NodeInfo[],
  start: number,
): CycleResult {
  const refused = nodes.map(({ name }) => ({ node: name, refusal: { plugin, status } }));
  // DynamicResources never came to its own PreFilter, and its PostFilter says that it finds no trace of it.
  const message = fitErrorMessage({
    numAllNodes: nodes.length,
    preFilterMessage: status.reasons.join(", "),
    postFilterMessage: "not found",
    nodeReasons: [],
  });
  return failure({ message, outcomes: { ...NO_OUTCOMES, refused }, start });
}

function failure({
  message,
  outcomes,
  start,
}: {
  message: string;
  outcomes: Outcomes;
  start: number;
}): CycleResult {
  const refusedBy = [...new Set(outcomes.refused.map(({ refusal }) => refusal.plugin))];
  return { node: "", message, outcomes, score: 0, isTieBroken: false, refusedBy, nextStart: start };
}
