import { formatSelector, matchesLabels, type Selector } from "#core/api/label-selector.ts";
import { rememberByIdentity } from "#core/base/remember.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { NodeInfo } from "./node-info.ts";

/** How many pods of a namespace match a selector, by node. Plain data. */
export interface PodCounter {
  readonly namespace: string;
  readonly selector: Selector;
  readonly byNode: Map<string, number>;
}

const MAX_COUNTERS = 32;
const textOf = rememberByIdentity((selector: Selector) =>
  selector.matchesNothing ? "-" : formatSelector(selector),
);

/** Whether a pod counts for a selector: pods being deleted do not. Models podtopologyspread countPodsMatchSelector. */
export function isCounted(pod: Pod, namespace: string, selector: Selector): boolean {
  const { metadata } = pod;
  if (metadata?.deletionTimestamp !== undefined || (metadata?.namespace ?? "") !== namespace)
    return false;
  return matchesLabels(selector, metadata?.labels ?? {});
}

/** Counts a node's pods one by one: for tests and for selectors asked for once. */
export function countMatching(node: NodeInfo, namespace: string, selector: Selector): number {
  if (selector.matchesNothing) return 0;
  let count = 0;
  for (const { pod } of node.pods.values()) if (isCounted(pod, namespace, selector)) count += 1;
  return count;
}

/** The counter of a selector, made by counting once and kept up to date by `shiftCounters`. The least used goes when there are too many. */
export function counterOf(
  counters: Map<string, PodCounter>,
  query: { readonly namespace: string; readonly selector: Selector },
  nodes: Iterable<NodeInfo>,
): PodCounter {
  const key = `${query.namespace}|${textOf(query.selector)}`;
  const known = counters.get(key);
  // Who was asked for last matters only once somebody may have to go.
  if (known && counters.size <= MAX_COUNTERS / 2) return known;
  if (known) counters.delete(key);
  const counter = known ?? newCounter(query, nodes);
  counters.set(key, counter);
  if (counters.size <= MAX_COUNTERS) return counter;
  for (const oldest of counters.keys()) {
    if (counters.size <= MAX_COUNTERS) break;
    counters.delete(oldest);
  }
  return counter;
}

function newCounter(
  query: { readonly namespace: string; readonly selector: Selector },
  nodes: Iterable<NodeInfo>,
): PodCounter {
  const { namespace, selector } = query;
  const byNode = new Map<string, number>();
  // Pods of one template have their labels in common, and so one look does for all of them.
  const answers = new Map<Pod["metadata"]["labels"], boolean>();
  const isMeant = (pod: Pod): boolean => {
    const { labels, namespace: home, deletionTimestamp } = pod.metadata;
    if (home !== namespace || deletionTimestamp !== undefined)
      return isCounted(pod, namespace, selector);
    let answer = answers.get(labels);
    if (answer === undefined) {
      answer = isCounted(pod, namespace, selector);
      answers.set(labels, answer);
    }
    return answer;
  };
  for (const { name, pods } of nodes) {
    let count = 0;
    for (const { pod } of pods.values()) if (isMeant(pod)) count += 1;
    byNode.set(name, selector.matchesNothing ? 0 : count);
  }
  return { namespace, selector, byNode };
}

/** Tells every counter that a pod came to a node (1) or went (-1). */
export function shiftCounters(
  counters: ReadonlyMap<string, PodCounter>,
  pod: Pod,
  node: string,
  sign: 1 | -1,
): void {
  for (const { namespace, selector, byNode } of counters.values()) {
    if (isCounted(pod, namespace, selector)) byNode.set(node, (byNode.get(node) ?? 0) + sign);
  }
}
