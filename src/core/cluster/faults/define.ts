import type { KubeObject } from "#core/api/meta.ts";
import type { Kubelets } from "#core/kubelet/kubelets.ts";
import type { Traffic } from "#core/network/traffic.ts";

/** What can be broken: the machines with their kubelets, and the network between them. */
export interface FaultParts {
  readonly kubelets: Kubelets;
  readonly network: Traffic;
}

/** One way to break something on purpose. */
export interface FaultDefinition {
  readonly name: string;
  /** Kind of the object that a target names. */
  readonly targetKind: "Node" | "Pod";
  /** Breaks it, or makes it whole. What is broken already stays so. */
  set(parts: FaultParts, target: KubeObject, order: { readonly on: boolean }): void;
  /** It stands until it is healed; otherwise it is over as soon as it has struck. */
  readonly isLasting: boolean;
}

/** The definition as it is: for the compiler to check. */
export function defineFault(definition: FaultDefinition): FaultDefinition {
  return definition;
}
