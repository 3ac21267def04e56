import type { Selector } from "#core/api/label-selector.ts";
import { isEqual } from "#core/base/equal.ts";
import { uidOf } from "#core/api/meta.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import type { CycleContext } from "./framework.ts";
import {
  addPod,
  createNodeInfo,
  createPodInfo,
  isCountedAlike,
  removePod,
  replacePod,
  setNode,
  type NodeInfo,
} from "./node-info.ts";
import { counterOf, shiftCounters, type PodCounter } from "./pod-counters.ts";

/** Everything the scheduler remembers of nodes and of the pods on them. Plain data. */
export interface NodeCacheState {
  nodes: Map<string, NodeInfo>;
  /** pod uid -> node it is counted on (assumed or bound). */
  placed: Map<string, string>;
  /** Pods by node for selectors asked for lately, kept up to date; oldest use first. */
  counters: Map<string, PodCounter>;
  /** image name -> how many nodes hold it. */
  imageHolders: Map<string, number>;
  /** Nodes with a pod that names pod affinity. */
  affineNodes: Set<string>;
}

/** What a node has to give and what pods on it ask for. */
export type NodeAmounts = Pick<NodeInfo, "requested" | "allocatable">;

const NO_NODES: readonly NodeInfo[] = Object.freeze([]);
const NO_COUNTS: ReadonlyMap<string, number> = new Map();

/** Knows what runs where, with every sum a cycle asks for kept up to date. Models scheduler backend/cache. */
export class NodeCache {
  private readonly read: () => NodeCacheState;
  /** The nodes in a row, while the set of them stays the same. */
  private row: {
    readonly of: NodeCacheState["nodes"];
    readonly nodes: readonly NodeInfo[];
  } | null = null;

  /** Names of the labels that nodes carry, while the nodes keep their labels. */
  private labels: {
    readonly of: NodeCacheState["nodes"];
    readonly names: ReadonlySet<string>;
  } | null = null;

  /** `read` gives the state of now: a restored checkpoint replaces it. */
  constructor(read: () => NodeCacheState) {
    this.read = read;
  }

  static empty(): NodeCacheState {
    return {
      nodes: new Map(),
      placed: new Map(),
      counters: new Map(),
      imageHolders: new Map(),
      affineNodes: new Set(),
    };
  }

  get size(): number {
    return this.read().nodes.size;
  }

  /** The node a pod is counted on. */
  nodeOf(podUid: string): string | undefined {
    return this.read().placed.get(podUid);
  }

  amountsOf(node: string): NodeAmounts | undefined {
    return this.read().nodes.get(node);
  }

  /** Takes over a new or changed node. */
  set(node: Node): void {
    const { nodes } = this.read();
    const name = node.metadata.name ?? "";
    const info = nodes.get(name);
    if (!isEqual(info?.node.metadata.labels, node.metadata.labels)) this.labels = null;
    if (info) {
      this.shiftImages(info, -1);
      setNode(info, node);
      this.shiftImages(info, 1);
      return;
    }
    const created = createNodeInfo(node);
    nodes.set(name, created);
    this.row = null;
    this.shiftImages(created, 1);
  }

  delete(name: string): void {
    const { nodes, affineNodes } = this.read();
    const info = nodes.get(name);
    if (!info) return;
    this.shiftImages(info, -1);
    nodes.delete(name);
    affineNodes.delete(name);
    this.row = null;
    this.labels = null;
  }

  /** Counts a pod on a node, and no longer where it was counted before; returns what was known of it on that node. */
  place(pod: Pod, node: string): Pod | undefined {
    const { nodes, placed } = this.read();
    const uid = uidOf(pod);
    const info = nodes.get(node);
    const before = placed.get(uid) === node ? info?.pods.get(uid) : undefined;
    if (info && before && isCountedAlike(before.pod, pod)) {
      replacePod(info, uid, pod);
      return before.pod;
    }
    this.remove(uid);
    placed.set(uid, node);
    if (!info) return before?.pod;
    addPod(info, before?.pod.spec === pod.spec ? { ...before, pod } : createPodInfo(pod));
    this.noteAffinity(info);
    shiftCounters(this.read().counters, pod, node, 1);
    return before?.pod;
  }

  /** Counts a pod out; false when it was counted nowhere. */
  remove(podUid: string): boolean {
    const { nodes, placed, counters } = this.read();
    const node = placed.get(podUid);
    if (node === undefined) return false;
    placed.delete(podUid);
    const info = nodes.get(node);
    const removed = info && removePod(info, podUid);
    if (!removed) return true;
    this.noteAffinity(info);
    shiftCounters(counters, removed.pod, node, -1);
    return true;
  }

  /** The nodes that have a pod that names pod affinity. */
  nodesWithAffinity(): readonly NodeInfo[] {
    const { nodes, affineNodes } = this.read();
    return affineNodes.size === 0
      ? NO_NODES
      : [...affineNodes].flatMap((name) => nodes.get(name) ?? []);
  }

  /** Whether any node carries a label of this name. */
  isLabelUsed(name: string): boolean {
    const { nodes } = this.read();
    if (this.labels?.of !== nodes) this.labels = { of: nodes, names: labelNamesOf(nodes) };
    return this.labels.names.has(name);
  }

  countImageHolders(image: string): number {
    return this.read().imageHolders.get(image) ?? 0;
  }

  /** Counts pods by node, for as long as no pod comes or goes. */
  matchCounter(): CycleContext["countMatching"] {
    const { nodes, counters } = this.read();
    let known: Map<Selector, PodCounter> | undefined;
    // Asked of every node in a row, nearly always with the same selector.
    let last: Selector | undefined;
    let counts: ReadonlyMap<string, number> = NO_COUNTS;
    return (node, namespace, selector) => {
      if (selector !== last) {
        known ??= new Map();
        const counter =
          known.get(selector) ?? counterOf(counters, { namespace, selector }, nodes.values());
        known.set(selector, counter);
        last = selector;
        counts = counter.byNode;
      }
      return counts.get(node.name) ?? 0;
    };
  }

  /** The nodes in order of arrival; the same list as long as it is the same nodes. */
  nodesInRow(): readonly NodeInfo[] {
    const { nodes } = this.read();
    if (this.row?.of !== nodes) this.row = { of: nodes, nodes: [...nodes.values()] };
    return this.row.nodes;
  }

  private noteAffinity({ name, podsWithAffinity }: NodeInfo): void {
    const { affineNodes } = this.read();
    if (podsWithAffinity.size > 0) affineNodes.add(name);
    else affineNodes.delete(name);
  }

  private shiftImages({ images }: NodeInfo, sign: 1 | -1): void {
    const { imageHolders } = this.read();
    for (const image of images.keys()) {
      const count = (imageHolders.get(image) ?? 0) + sign;
      if (count === 0) imageHolders.delete(image);
      else imageHolders.set(image, count);
    }
  }
}

function labelNamesOf(nodes: NodeCacheState["nodes"]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { node } of nodes.values())
    for (const name of Object.keys(node.metadata.labels ?? {})) names.add(name);
  return names;
}

/** Whether a change of a node can let in a pod that did not fit. */
export function isFitRelevant(old: Node | undefined, node: Node): boolean {
  if (!old) return true;
  return (
    old.spec !== node.spec ||
    old.metadata.labels !== node.metadata.labels ||
    old.status.allocatable !== node.status.allocatable
  );
}
