import type { Container, Pod } from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";
import type { CycleContext, PluginDefinition, PreFilterResult, Status } from "./framework.ts";
import type { NodeInfo } from "./node-info.ts";
import type { Outcomes, Refusal } from "./outcomes.ts";

/** A plugin in one cycle with what it prepared. */
export interface PreparedPlugin {
  readonly plugin: PluginDefinition;
  readonly state: unknown;
}

/** Some of the nodes, in an order. */
export interface Row {
  readonly places: readonly number[];
  readonly infos: readonly NodeInfo[];
  /** Frozen, since records hold them. */
  readonly names: readonly string[];
}

/** What one plugin says of the nodes of a row in the end: weighted and brought to 0 … 100 times its weight. */
export interface FinishedScores {
  readonly values: readonly number[];
  /** The same for people to read, and shared by all records of it. */
  readonly shown: Outcomes["scores"][number]["values"];
}

/** Raw scores of one plugin that had prepared one state, by place. */
interface Column {
  readonly state: unknown;
  readonly raw: number[];
  /** The node has changed since, or was never asked about. */
  readonly isStale: boolean[];
  /** What the scores came to for a row of nodes, while none of them is another. */
  finished: (FinishedScores & { readonly row: Row }) | undefined;
}

type Prepared = PreFilterResult & { readonly state?: unknown };
type PreScored = { readonly status: Status; readonly state?: unknown };

const MAX_SHAPES = 8;
/** States of one plugin whose scores are remembered: pods of several owners may ask the same in turn. */
const MAX_STATES = 16;

/** Whether two pods ask the same of any one node: plugins that look at nothing but the pod and the node then say the same. */
export function asksTheSame(a: Pod, b: Pod): boolean {
  const [left, right] = [a.spec, b.spec];
  return (
    left.nodeName === right.nodeName &&
    isEqual(left.nodeSelector, right.nodeSelector) &&
    isEqual(left.affinity, right.affinity) &&
    isEqual(left.tolerations, right.tolerations) &&
    isEqual(left.overhead, right.overhead) &&
    isEqual(left.resources, right.resources) &&
    areContainersAlike(left.initContainers, right.initContainers) &&
    areContainersAlike(left.containers, right.containers)
  );
}

function areContainersAlike(
  left: readonly Container[] = [],
  right: readonly Container[] = [],
): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) {
    const [a, b] = [left[i] as Container, right[i] as Container];
    const isAlike =
      isEqual(a.resources, b.resources) &&
      isEqual(a.ports, b.ports) &&
      a.restartPolicy === b.restartPolicy;
    if (!isAlike) return false;
  }
  return true;
}

/**
 * What local plugins said of pods that ask the same, by place of the node in its row, for as long as a node's mark is the one they saw.
 * Scheduling with a memory and without one gives the same results. Models the idea of upstream's opportunistic batching (KEP-5598).
 */
export class ShapeMemory {
  readonly nodes: readonly NodeInfo[];
  readonly pod: Pod;
  private readonly marks: (object | undefined)[];
  private readonly refusals: (Refusal | undefined)[];
  /** By plugin, the newest state first. */
  private readonly scores = new Map<PluginDefinition, Column[]>();
  private readonly prepared = new Map<PluginDefinition, Prepared | undefined>();
  private readonly preScored = new Map<PluginDefinition, PreScored | undefined>();
  /** Places of the nodes that fit, as a cycle finds them: one list for all cycles. */
  private readonly noted: Int32Array;
  private row: Row = { places: [], infos: [], names: [] };

  constructor(pod: Pod, nodes: readonly NodeInfo[]) {
    this.pod = pod;
    this.nodes = nodes;
    this.noted = new Int32Array(nodes.length);
    this.marks = new Array<object | undefined>(nodes.length).fill(undefined);
    this.refusals = new Array<Refusal | undefined>(nodes.length).fill(undefined);
  }

  /** The plugin's preFilter, remembered if the plugin is local. */
  preFilter(plugin: PluginDefinition, pod: Pod, context: CycleContext): Prepared | undefined {
    if (!plugin.preFilter || plugin.isLocal !== true) return plugin.preFilter?.(pod, context);
    let prepared = this.prepared.get(plugin);
    if (!prepared) {
      prepared = plugin.preFilter(pod, context);
      this.prepared.set(plugin, prepared);
    }
    return prepared;
  }

  /** The plugin's preScore, remembered if the plugin is local. */
  preScore(
    plugin: PluginDefinition,
    pod: Pod,
    context: CycleContext,
    feasible: readonly NodeInfo[],
  ): PreScored | undefined {
    if (!plugin.preScore || plugin.isLocal !== true)
      return plugin.preScore?.(pod, feasible, context);
    let preScored = this.preScored.get(plugin);
    if (!preScored) {
      preScored = plugin.preScore(pod, feasible, context);
      this.preScored.set(plugin, preScored);
    }
    return preScored;
  }

  /** What local filters have against the node at a place. The filters must be the same at every call. */
  refusalAt(
    place: number,
    pod: Pod,
    filters: readonly PreparedPlugin[],
    context: CycleContext,
  ): Refusal | undefined {
    const node = this.nodes[place] as NodeInfo;
    if (this.marks[place] === node.mark) return this.refusals[place];
    const refusal = refusalOf(pod, node, filters, context);
    this.marks[place] = node.mark;
    this.refusals[place] = refusal;
    for (const columns of this.scores.values())
      for (let i = 0; i < columns.length; i++) (columns[i] as Column).isStale[place] = true;
    return refusal;
  }

  /**
   * The scores of a plugin that is local but for its state, for a row of nodes whose refusals were asked for in this cycle.
   * `finish` makes them of the raw ones, and of nothing else but the row and the state.
   */
  scoresOf(
    row: Row,
    { plugin, state }: PreparedPlugin,
    {
      score,
      finish,
    }: {
      readonly score: (node: NodeInfo) => number;
      readonly finish: (raw: number[]) => FinishedScores;
    },
  ): FinishedScores {
    const column = this.columnOf(plugin, state);
    const { raw, isStale } = column;
    const { places, infos } = row;
    let isSame = column.finished?.row === row;
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as number;
      if (isStale[place] !== true) continue;
      const value = score(infos[i] as NodeInfo);
      isStale[place] = false;
      if (raw[place] === value) continue;
      raw[place] = value;
      isSame = false;
    }
    if (isSame && column.finished) return column.finished;
    const { values, shown } = finish(places.map((place) => raw[place] as number));
    column.finished = { values, shown, row };
    return column.finished;
  }

  private columnOf(plugin: PluginDefinition, state: unknown): Column {
    const columns = this.scores.get(plugin) ?? [];
    const [newest] = columns;
    if (newest && newest.state === state) return newest;
    const column = columns.find((each) => each.state === state) ?? this.newColumn(state);
    const others = columns.filter((each) => each !== column);
    this.scores.set(plugin, [column, ...others.slice(0, MAX_STATES - 1)]);
    return column;
  }

  private newColumn(state: unknown): Column {
    const count = this.nodes.length;
    const raw = new Array<number>(count).fill(0);
    return { state, raw, isStale: new Array<boolean>(count).fill(true), finished: undefined };
  }

  /** Writes down a place of a node that fits, as the one of this number. */
  note(place: number, number: number): void {
    this.noted[number] = place;
  }

  /** The first nodes written down; the same lists as long as they are the same nodes. */
  rowOf(count: number): Row {
    const { noted, row } = this;
    let isSame = row.places.length === count;
    for (let i = 0; isSame && i < count; i++) isSame = row.places[i] === noted[i];
    if (isSame) return row;
    const places = [...noted.subarray(0, count)];
    const infos = places.map((place) => this.nodes[place] as NodeInfo);
    this.row = { places, infos, names: Object.freeze(infos.map(({ name }) => name)) };
    return this.row;
  }
}

/** The memories of the shapes seen lately: the newest first. Not part of any state, since nothing depends on it. */
export class ShapeMemories {
  private memories: ShapeMemory[] = [];

  /** The memory of pods that ask what this one asks, over this row of nodes; an empty one if there is none yet. */
  of(pod: Pod, nodes: readonly NodeInfo[]): ShapeMemory {
    const { memories } = this;
    const i = memories.findIndex((each) => each.nodes === nodes && asksTheSame(each.pod, pod));
    const memory = i < 0 ? new ShapeMemory(pod, nodes) : (memories[i] as ShapeMemory);
    if (i === 0) return memory;
    const others = memories.filter((each) => each !== memory && each.nodes === nodes);
    this.memories = [memory, ...others.slice(0, MAX_SHAPES - 1)];
    return memory;
  }
}

/** The first thing that any of the filters has against a node. */
export function refusalOf(
  pod: Pod,
  node: NodeInfo,
  filters: readonly PreparedPlugin[],
  context: CycleContext,
): Refusal | undefined {
  for (const { plugin, state } of filters) {
    const status = plugin.filter?.(pod, node, state, context);
    if (status && status.code !== "Success") return { plugin: plugin.name, status };
  }
  return undefined;
}
