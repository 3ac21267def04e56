import type { Pod } from "#core/api/schema/generated/types.ts";
import type { Random } from "#core/sim/random.ts";
import type { CycleContext, PluginDefinition, Status } from "./framework.ts";
import { fitErrorMessage, postFilterMessage } from "./message.ts";
import type { NodeInfo } from "./node-info.ts";
import { columnOf, NO_OUTCOMES, type Outcomes, type Refusal } from "./outcomes.ts";
import {
  refusalOf,
  ShapeMemory,
  type FinishedScores,
  type PreparedPlugin,
  type Row,
} from "./shape-memory.ts";

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

const MIN_FEASIBLE_NODES = 100;
const MIN_PERCENTAGE = 5;
/** Scores of single plugins are kept for people to read, who do not read of more nodes than this. */
const MAX_SHOWN = 200;

/**
 * One scheduling cycle for one pod over a snapshot of nodes. Pure but for the draws from `random`: a `memory` of pods that asked the same over
 * the same row of nodes changes nothing but speed. Models scheduler schedulePod.
 */
export function runCycle(
  pod: Pod,
  profile: readonly PluginDefinition[],
  context: CycleContext,
  {
    random,
    start,
    memory = new ShapeMemory(pod, context.nodes),
  }: { readonly random: Random; readonly start: number; readonly memory?: ShapeMemory },
): CycleResult {
  const { nodes } = context;
  if (nodes.length === 0)
    return failure({
      message: "no nodes available to schedule pods",
      outcomes: NO_OUTCOMES,
      start,
    });
  const cycle: Cycle = { pod, profile, context, memory };
  const prepared = preFilter(cycle);
  if ("status" in prepared) return preFilterFailure(prepared, nodes, start);
  const candidates = prepared.nodeNames && placesOf(nodes, prepared.nodeNames);
  const found = findFeasible(cycle, prepared.filters, { candidates, start });
  const nextStart = (start + found.lookedAt) % Math.max(1, candidates?.length ?? nodes.length);
  if (found.feasible.places.length === 0)
    return unfit(found.refused, prepared.nodeNames, nodes, nextStart);
  const outcomes = outcomesOf(cycle, found);
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
  for (let i = 0; i < totals.length; i++)
    if ((totals[i] as number) > best) best = totals[i] as number;
  const places: number[] = [];
  for (let i = 0; i < totals.length; i++) if (totals[i] === best) places.push(i);
  return places;
}

/** How many fitting nodes are enough. Models numFeasibleNodesToFind with percentageOfNodesToScore 0. */
export function feasibleNodesToFind(nodeCount: number): number {
  if (nodeCount < MIN_FEASIBLE_NODES) return nodeCount;
  const percentage = Math.max(MIN_PERCENTAGE, 50 - Math.trunc(nodeCount / 125));
  return Math.max(MIN_FEASIBLE_NODES, Math.trunc((nodeCount * percentage) / 100));
}

/** What all steps of a cycle work on. */
interface Cycle {
  readonly pod: Pod;
  readonly profile: readonly PluginDefinition[];
  readonly context: CycleContext;
  readonly memory: ShapeMemory;
}

interface Prepared {
  readonly filters: readonly PreparedPlugin[];
  readonly nodeNames: ReadonlySet<string> | undefined;
}

function preFilter({
  pod,
  profile,
  context,
  memory,
}: Cycle): Prepared | { status: Status; plugin: string } {
  const filters: PreparedPlugin[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  for (const plugin of profile) {
    const result = memory.preFilter(plugin, pod, context);
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

function placesOf(nodes: readonly NodeInfo[], names: ReadonlySet<string>): readonly number[] {
  return nodes.flatMap(({ name }, place) => (names.has(name) ? [place] : []));
}

interface Found {
  /** The nodes that fit. */
  readonly feasible: Row;
  readonly refused: Outcomes["refused"];
  readonly lookedAt: number;
}

function findFeasible(
  { pod, profile, context, memory }: Cycle,
  filters: readonly PreparedPlugin[],
  { candidates, start }: { candidates: readonly number[] | undefined; start: number },
): Found {
  const { nodes } = context;
  const localCount = countLeadingLocal(profile, filters);
  const local = filters.slice(0, localCount);
  const others = filters.slice(localCount);
  const count = candidates?.length ?? nodes.length;
  const wanted = feasibleNodesToFind(count);
  let found = 0;
  const refused: { node: string; refusal: Refusal }[] = [];
  let lookedAt = 0;
  while (lookedAt < count && found < wanted) {
    const next = (start + lookedAt) % count;
    const place = candidates ? (candidates[next] as number) : next;
    lookedAt += 1;
    const refusal =
      memory.refusalAt(place, pod, local, context) ??
      (others.length === 0 ? undefined : refusalOf(pod, nodes[place] as NodeInfo, others, context));
    if (refusal) refused.push({ node: (nodes[place] as NodeInfo).name, refusal });
    else memory.note(place, found++);
  }
  return { feasible: memory.rowOf(found), refused, lookedAt };
}

/** How many of the filters are local and speak before any plugin of another sort could. */
function countLeadingLocal(
  profile: readonly PluginDefinition[],
  filters: readonly PreparedPlugin[],
): number {
  const firstOther = profile.findIndex(({ filter, isLocal }) => filter && isLocal !== true);
  const isLeading = ({ plugin }: PreparedPlugin) =>
    firstOther < 0 || profile.indexOf(plugin) < firstOther;
  const end = filters.findIndex((each) => !isLeading(each));
  return end < 0 ? filters.length : end;
}

/** Scores the nodes that fit; a single one needs none. */
function outcomesOf(cycle: Cycle, { feasible: row, refused }: Found): Outcomes {
  const count = row.places.length;
  const totals = new Array<number>(count).fill(0);
  const columns: Outcomes["scores"][number][] = [];
  for (const plugin of count === 1 ? [] : cycle.profile) {
    const scores = scoresOf(cycle, plugin, row);
    if (!scores) continue;
    const { values, shown } = scores;
    for (let i = 0; i < totals.length; i++)
      totals[i] = (totals[i] as number) + (values[i] as number);
    columns.push({ plugin: plugin.name, values: shown });
  }
  const scored = Math.min(count, MAX_SHOWN);
  return { feasible: row.names, totals, scores: columns, scored, refused };
}

/** The weighted, normalised scores of one plugin; undefined when it has nothing to say. */
function scoresOf(
  { pod, context, memory }: Cycle,
  plugin: PluginDefinition,
  row: Row,
): FinishedScores | undefined {
  const { score } = plugin;
  if (!score) return undefined;
  const { infos } = row;
  const prepared = memory.preScore(plugin, pod, context, infos);
  if (prepared && prepared.status.code !== "Success") return undefined;
  const state = prepared?.state;
  const scoreOf = (node: NodeInfo) => score(pod, node, state, context);
  const finish = (raw: number[]) => finished(raw, { plugin, state }, infos);
  return plugin.isLocal === true || plugin.scoresByState === true
    ? memory.scoresOf(row, { plugin, state }, { score: scoreOf, finish })
    : finish(infos.map(scoreOf));
}

/** What raw scores come to. Takes the list over. */
function finished(
  scores: number[],
  { plugin, state }: PreparedPlugin,
  infos: readonly NodeInfo[],
): FinishedScores {
  const { weight } = plugin;
  plugin.normalize?.(scores, infos, state);
  if (weight !== 1)
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) * weight;
  return { values: scores, shown: columnOf(scores, MAX_SHOWN) };
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
