import { MAX_NODE_SCORE } from "../framework.ts";
import type { NodeInfo } from "../node-info.ts";
import type { Amounts } from "../resources.ts";

/** A resource and how much it counts. */
export interface WeightedResource {
  readonly name: string;
  readonly weight: number;
}

type ScoreOne = (used: number, allocatable: number) => number;

/** The more is free, the better, 0 … 100. Models noderesources leastResourceScorer. */
export function leastAllocated(
  requests: Amounts,
  node: NodeInfo,
  resources: readonly WeightedResource[],
): number {
  return weighted(requests, node, resources, (used, allocatable) =>
    used > allocatable ? 0 : Math.trunc(((allocatable - used) * MAX_NODE_SCORE) / allocatable),
  );
}

/** The fuller, the better: bin packing. Models noderesources mostResourceScorer. */
export function mostAllocated(
  requests: Amounts,
  node: NodeInfo,
  resources: readonly WeightedResource[],
): number {
  return weighted(requests, node, resources, (used, allocatable) =>
    Math.trunc((Math.min(used, allocatable) * MAX_NODE_SCORE) / allocatable),
  );
}

/** A point of a utilisation curve: utilisation 0 … 100, score 0 … 10. */
export interface ShapePoint {
  readonly utilization: number;
  readonly score: number;
}

/** Follows a curve of utilisation. Models noderesources requestedToCapacityRatioScorer. */
export function requestedToCapacity(
  requests: Amounts,
  node: NodeInfo,
  resources: readonly WeightedResource[],
  shape: readonly ShapePoint[],
): number {
  let total = 0;
  let weights = 0;
  const points = shape.map(({ utilization, score }) => ({ utilization, score: score * 10 }));
  for (const { name, weight } of resources) {
    if (!isCounted(requests, node, name)) continue;
    const allocatable = node.allocatable[name] ?? 0;
    const used = (node.nonZeroRequested[name] ?? 0) + (requests[name] ?? 0);
    const utilization = used > allocatable ? 100 : Math.trunc((used * 100) / allocatable);
    const score = onCurve(points, utilization);
    if (score <= 0) continue;
    total += score * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.round(total / weights);
}

/** The value of a broken line at a place, in whole numbers, constant outside the line. Models helper.BuildBrokenLinearFunction. */
export function onCurve(points: readonly ShapePoint[], utilization: number): number {
  for (let i = 0; i < points.length; i++) {
    const point = points[i] as ShapePoint;
    if (utilization > point.utilization) continue;
    const before = points[i - 1];
    if (!before) return point.score;
    const rise = (point.score - before.score) * (utilization - before.utilization);
    return before.score + Math.trunc(rise / (point.utilization - before.utilization));
  }
  return points.at(-1)?.score ?? 0;
}

/** The nearer the shares of the resources are to each other, the better. Models noderesources balancedResourceScorer. */
export function balancedAllocation(
  requests: Amounts,
  node: NodeInfo,
  resources: readonly WeightedResource[],
): number {
  const shareOf = (name: string) =>
    Math.min(
      1,
      ((node.requested[name] ?? 0) + (requests[name] ?? 0)) / (node.allocatable[name] ?? 1),
    );
  const [first, second] = resources;
  // The usual two, for thousands of nodes: without a list of shares.
  if (first && second && resources.length === 2) {
    const isBoth = isCounted(requests, node, first.name) && isCounted(requests, node, second.name);
    const apart = isBoth ? Math.abs((shareOf(first.name) - shareOf(second.name)) / 2) : 0;
    return Math.trunc((1 - apart) * MAX_NODE_SCORE);
  }
  const counted = resources.filter(({ name }) => isCounted(requests, node, name));
  return Math.trunc((1 - deviation(counted.map(({ name }) => shareOf(name)))) * MAX_NODE_SCORE);
}

function deviation(shares: readonly number[]): number {
  if (shares.length < 2) return 0;
  if (shares.length === 2) return Math.abs(((shares[0] as number) - (shares[1] as number)) / 2);
  const mean = shares.reduce((total, share) => total + share, 0) / shares.length;
  return Math.sqrt(shares.reduce((total, share) => total + (share - mean) ** 2, 0) / shares.length);
}

function weighted(
  requests: Amounts,
  node: NodeInfo,
  resources: readonly WeightedResource[],
  scoreOne: ScoreOne,
): number {
  let total = 0;
  let weights = 0;
  for (const { name, weight } of resources) {
    if (!isCounted(requests, node, name)) continue;
    const used = (node.nonZeroRequested[name] ?? 0) + (requests[name] ?? 0);
    total += scoreOne(used, node.allocatable[name] ?? 0) * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.trunc(total / weights);
}

/** Whether the node has the resource; extended ones count only when the pod asks for them. */
function isCounted(requests: Amounts, node: NodeInfo, name: string): boolean {
  if ((node.allocatable[name] ?? 0) <= 0) return false;
  const isBasic = name === "cpu" || name === "memory" || name === "ephemeral-storage";
  return isBasic || (requests[name] ?? 0) > 0;
}
