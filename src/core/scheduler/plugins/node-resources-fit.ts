import type { Pod } from "#core/api/schema/generated/types.ts";
import { definePlugin, SUCCESS, type Status } from "../framework.ts";
import type { NodeInfo } from "../node-info.ts";
import { podRequests, type Amounts } from "../resources.ts";
import { leastAllocated } from "./resource-scores.ts";

const FIRST = ["cpu", "memory", "ephemeral-storage"];

interface FitState {
  readonly requests: Amounts;
  /** What is asked for of each resource, as a list: it is gone through for every node. */
  readonly wanted: readonly (readonly [name: string, amount: number])[];
  readonly nonZeroRequests: Amounts;
}

/** Enough of every resource must be free; prefers the emptier node. Models plugins/noderesources Fit with LeastAllocated. */
export const nodeResourcesFit = definePlugin<FitState>({
  name: "NodeResourcesFit",
  weight: 1,
  isLocal: true,
  preFilter: (pod) => ({ status: SUCCESS, state: stateOf(pod) }),
  filter: (pod, node, state = stateOf(pod)) =>
    fits(state.wanted, node) ? SUCCESS : shortages(state.requests, node),
  preScore: (pod) => ({ status: SUCCESS, state: stateOf(pod) }),
  score: (pod, node, state) =>
    leastAllocated(
      state?.nonZeroRequests ?? podRequests(pod, { useDefaults: true }),
      node,
      DEFAULT_RESOURCES,
    ),
  requeueOn: ["Node", "AssignedPod"],
});

export const DEFAULT_RESOURCES = [
  { name: "cpu", weight: 1 },
  { name: "memory", weight: 1 },
] as const;

function stateOf(pod: Pod): FitState {
  const requests = podRequests(pod);
  const nonZeroRequests = podRequests(pod, { useDefaults: true });
  return { requests, wanted: wantedOf(requests), nonZeroRequests };
}

function wantedOf(requests: Amounts): FitState["wanted"] {
  return Object.entries(requests).filter(([name, amount]) => amount !== 0 && name !== "pods");
}

/** Everything that is short, in upstream's order. Models fitsRequest. */
export function fitStatus(requests: Amounts, node: NodeInfo): Status {
  return fits(wantedOf(requests), node) ? SUCCESS : shortages(requests, node);
}

/** Most nodes fit, and this runs for every pod and node: the answer in words is made only when it is needed. */
function fits(wanted: FitState["wanted"], { allocatable, requested, pods }: NodeInfo): boolean {
  if (pods.size + 1 > (allocatable["pods"] ?? 0)) return false;
  for (let i = 0; i < wanted.length; i++) {
    const [name, amount] = wanted[i] as FitState["wanted"][number];
    if (amount > (allocatable[name] ?? 0) - (requested[name] ?? 0)) return false;
  }
  return true;
}

function shortages(requests: Amounts, node: NodeInfo): Status {
  const hasRoom = node.pods.size + 1 <= (node.allocatable["pods"] ?? 0);
  if (hasRoom && fitsAll(requests, node)) return SUCCESS;
  const reasons: string[] = hasRoom ? [] : ["Too many pods"];
  let isHopeless = false;
  const others = Object.keys(requests).filter((name) => !FIRST.includes(name) && name !== "pods");
  for (const name of [...FIRST, ...others]) {
    if (isEnough(requests, node, name)) continue;
    const wanted = requests[name] ?? 0;
    const allocatable = node.allocatable[name] ?? 0;
    reasons.push(`Insufficient ${name}`);
    if (wanted > allocatable) isHopeless = true;
  }
  return { code: isHopeless ? "UnschedulableAndUnresolvable" : "Unschedulable", reasons };
}

function fitsAll(requests: Amounts, node: NodeInfo): boolean {
  for (const name of Object.keys(requests))
    if (name !== "pods" && !isEnough(requests, node, name)) return false;
  return true;
}

function isEnough(requests: Amounts, node: NodeInfo, name: string): boolean {
  const wanted = requests[name] ?? 0;
  return wanted === 0 || wanted <= (node.allocatable[name] ?? 0) - (node.requested[name] ?? 0);
}
