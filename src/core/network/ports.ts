import type { Simulation } from "#core/sim/simulation.ts";

/** How a pod answers a request at this moment. */
export type PodAnswer =
  /** `serviceMs` is the time one request takes while the pod has nothing else to do. */
  | { readonly outcome: "ok" | "error"; readonly serviceMs: number }
  /** Nothing listens there. */
  | { readonly outcome: "refused" }
  /** Nobody is there to refuse: the machine is dead. */
  | { readonly outcome: "timeout" };

/** What the network needs of the machines behind it. */
export interface TrafficPorts {
  readonly simulation: Simulation;
  /** How the pod with this uid answers on a port. */
  answer(podUid: string, port: number): PodAnswer;
  /** Machines that customers come in by: each connection follows the rules that kube-proxy has there. */
  entryNodes(): readonly string[];
}
