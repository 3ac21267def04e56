import type { Check } from "./define.ts";
import { deletionIsFinal } from "./deletion-is-final.ts";
import { endpointsAreReady } from "./endpoints-are-ready.ts";
import { nodeNotOvercommitted } from "./node-not-overcommitted.ts";
import { nothingIsOrphaned } from "./nothing-is-orphaned.ts";
import { observedGeneration } from "./observed-generation.ts";
import { podAddressesAreUnique } from "./pod-addresses-are-unique.ts";
import { podPhaseGoesForward } from "./pod-phase-goes-forward.ts";
import { podStaysOnNode } from "./pod-stays-on-node.ts";
import { replicaCountsSettle } from "./replica-counts-settle.ts";
import { restartsGrow } from "./restarts-grow.ts";
import { revisionsGrow } from "./revisions-grow.ts";
import { rolloutStaysBelowCeiling } from "./rollout-stays-below-ceiling.ts";
import { slotsAreUnique } from "./slots-are-unique.ts";

/** Everything that must be true of a cluster, in alphabetical order. */
export const checks: readonly Check[] = [
  deletionIsFinal,
  endpointsAreReady,
  nodeNotOvercommitted,
  nothingIsOrphaned,
  observedGeneration,
  podAddressesAreUnique,
  podPhaseGoesForward,
  podStaysOnNode,
  replicaCountsSettle,
  restartsGrow,
  revisionsGrow,
  rolloutStaysBelowCeiling,
  slotsAreUnique,
];
