import { definePlugin, SKIP, SUCCESS } from "../framework.ts";
import { podRequests, type Amounts } from "../resources.ts";
import { DEFAULT_RESOURCES } from "./node-resources-fit.ts";
import { balancedAllocation } from "./resource-scores.ts";

/** Prefers nodes whose cpu and memory fill evenly; says nothing of pods that ask for nothing. Models plugins/noderesources BalancedAllocation. */
export const nodeResourcesBalancedAllocation = definePlugin<Amounts>({
  name: "NodeResourcesBalancedAllocation",
  weight: 1,
  isLocal: true,
  preScore: (pod) => {
    const state = podRequests(pod);
    const isBestEffort = DEFAULT_RESOURCES.every(({ name }) => (state[name] ?? 0) === 0);
    return { status: isBestEffort ? SKIP : SUCCESS, state };
  },
  score: (pod, node, state = podRequests(pod)) =>
    balancedAllocation(state, node, DEFAULT_RESOURCES),
  requeueOn: [],
});
