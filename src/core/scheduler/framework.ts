import type { Selector } from "#core/api/label-selector.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from "#core/api/schema/generated/types.ts";
import type { NodeInfo } from "./node-info.ts";

/** Outcome of an extension point. Models framework.Code. */
export type Code = "Success" | "Skip" | "Unschedulable" | "UnschedulableAndUnresolvable" | "Error";

/** What a plugin says of a pod or of a node for it. Reasons are upstream's texts. */
export interface Status {
  readonly code: Code;
  readonly reasons: readonly string[];
}

/** Nothing against it. */
export const SUCCESS: Status = Object.freeze({ code: "Success", reasons: [] });
/** The plugin has nothing to say about this pod. */
export const SKIP: Status = Object.freeze({ code: "Skip", reasons: [] });

/** It does not fit now; preemption might help. */
export function unschedulable(...reasons: string[]): Status {
  return { code: "Unschedulable", reasons };
}

/** No preemption can help. */
export function unresolvable(...reasons: string[]): Status {
  return { code: "UnschedulableAndUnresolvable", reasons };
}

/** Everything a plugin may look at in one cycle. */
export interface CycleContext {
  readonly nodes: readonly NodeInfo[];
  /** Of these, the ones with a pod that names pod affinity or anti-affinity of any sort. */
  readonly nodesWithAffinity: readonly NodeInfo[];
  /** Whether any node carries a label of this name; a reader that cannot tell leaves it out. */
  isLabelUsed?(name: string): boolean;
  /** How many of the nodes hold an image. */
  countImageHolders(image: string): number;
  /** Labels of a namespace, for namespace selectors. */
  namespaceLabels(namespace: string): Readonly<Record<string, string>>;
  /** The claim called so, if it exists. */
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  /** The volume called so, if it exists, and all of them. */
  volume(name: string): PersistentVolume | undefined;
  volumes(): Iterable<PersistentVolume>;
  storageClass(name: string): StorageClass | undefined;
  /** What the Services and the controller of a pod select by, taken together; undefined when it belongs to none. */
  owningSelector(pod: Pod): Selector | undefined;
  /** Pods of a namespace on a node, not being deleted, that a selector matches. */
  countMatching(node: NodeInfo, namespace: string, selector: Selector): number;
}

/** A change in the cluster that may help a pod. `NodeLabels`: a new node, or one whose labels changed. */
export type Happening = "Node" | "NodeLabels" | "AssignedPod" | "Namespace" | "Claim";

/** What preFilter found. */
export interface PreFilterResult {
  readonly status: Status;
  /** Only these nodes can fit; undefined = all. */
  readonly nodeNames?: ReadonlySet<string>;
}

/**
 * One plugin. Data it computes in preFilter and preScore is handed back to it in the same cycle only (`State`), never kept.
 * A method that is absent is not an extension point of the plugin.
 */
export interface PluginDefinition<State = unknown> {
  readonly name: string;
  /** Of the score; 0 when it does not score. */
  readonly weight: number;
  /**
   * What it says follows from what a pod asks of any node (`asksTheSame`) and, in filter and score, from the node itself. Such answers are
   * remembered for as long as the node stays as it is.
   */
  readonly isLocal?: boolean;
  /** Its score follows from its state and the node alone, so that it is remembered for as long as both stay the same. */
  readonly scoresByState?: boolean;
  preFilter?(pod: Pod, context: CycleContext): PreFilterResult & { readonly state?: State };
  filter?(pod: Pod, node: NodeInfo, state: State | undefined, context: CycleContext): Status;
  preScore?(
    pod: Pod,
    feasible: readonly NodeInfo[],
    context: CycleContext,
  ): { readonly status: Status; readonly state?: State };
  score?(pod: Pod, node: NodeInfo, state: State | undefined, context: CycleContext): number;
  /** Brings raw scores to 0 … 100, in place, in the order of `nodes`. */
  normalize?(scores: number[], nodes: readonly NodeInfo[], state: State | undefined): void;
  /** Changes that may let a pod this plugin refused fit. */
  readonly requeueOn: readonly Happening[];
}

/** The best normalised score. */
export const MAX_NODE_SCORE = 100;

/** Checks the shape of a plugin at compile time; its state becomes opaque to the framework. */
export function definePlugin<State>(plugin: PluginDefinition<State>): PluginDefinition {
  return plugin as unknown as PluginDefinition;
}

/** Brings counts to 0 … 100; `isReversed` makes the greatest the worst. Models helper.DefaultNormalizeScore. */
export function normalizeByMax(scores: number[], isReversed: boolean): void {
  const max = greatestOf(scores);
  for (let i = 0; i < scores.length; i++) {
    const share = max === 0 ? 0 : Math.trunc((MAX_NODE_SCORE * (scores[i] as number)) / max);
    scores[i] = isReversed ? MAX_NODE_SCORE - share : share;
  }
}

/** The greatest of some numbers, at least 0. */
export function greatestOf(numbers: readonly number[]): number {
  let greatest = 0;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number > greatest) greatest = number;
  }
  return greatest;
}

/** The least of some numbers; there must be one. */
export function leastOf(numbers: readonly number[]): number {
  let least = numbers[0] as number;
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number < least) least = number;
  }
  return least;
}
