import type { DeploymentView, NodeView, PodView, ServiceView } from "#core/view/rows.ts";
import type { BranchView, InputView } from "#protocol/messages.ts";
import type {} from "#app/engine/test-hook.ts";

/** The rows of the page as a test reads them: plain lists. */
export interface WorldSnapshot {
  readonly at: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly past: boolean;
  readonly branch: string;
  readonly branches: readonly BranchView[];
  readonly inputs: readonly InputView[];
  readonly selection: string;
  readonly pods: readonly PodView[];
  readonly nodes: readonly NodeView[];
  readonly deployments: readonly DeploymentView[];
  readonly services: readonly ServiceView[];
}

/** Runs in the page: everything of the last frame that journeys look at; nothing before the cluster's thread has spoken. */
export function snapshotInPage(): WorldSnapshot | null {
  const state = window.__podyard?.store.getState();
  if (!state || state.connection === "starting") return null;
  const { at, playing, speed, past, branch, branches, inputs } = state;
  return {
    at,
    playing,
    speed,
    past,
    branch,
    branches,
    inputs,
    selection: state.selection?.name ?? "",
    pods: [...state.pods.values()],
    nodes: [...state.nodes.values()],
    deployments: [...state.deployments.values()],
    services: [...state.services.values()],
  };
}

/** Pods of a Deployment, those that are leaving left out. */
export function podsOf({ pods }: WorldSnapshot, deployment: string): readonly PodView[] {
  return pods.filter((pod) => pod.deployment === deployment && pod.family !== "leaving");
}

/** The Deployment of this name. */
export function deploymentOf(
  { deployments }: WorldSnapshot,
  name: string,
): DeploymentView | undefined {
  return deployments.find((row) => row.name === name);
}

/** The node of this name. */
export function nodeOf({ nodes }: WorldSnapshot, name: string): NodeView | undefined {
  return nodes.find((row) => row.name === name);
}

/** Whether all the pods that a Deployment wants are ready, on its newest template, and no other ones are left. */
export function isSettled(world: WorldSnapshot, name: string): boolean {
  const row = deploymentOf(world, name);
  if (!row || row.progress !== "complete" || row.ready !== row.desired) return false;
  return world.pods.filter((pod) => pod.deployment === name).length === row.desired;
}

/** Where everything stands, as two pages that show the same moment must agree: names, places, states, clock. */
export function placesOf(world: WorldSnapshot): readonly string[] {
  return world.pods
    .map((pod) => `${pod.namespace}/${pod.name} ${pod.uid} ${pod.node}[${pod.slot}] ${pod.status}`)
    .sort();
}
