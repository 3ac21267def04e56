import { defineKind } from "../../define.ts";
import {
  validateDisruptionBudget,
  validateDisruptionBudgetStatus,
} from "../../validation/pod-disruption-budgets.ts";
import type { PodDisruptionBudget } from "../../schema/generated/types.ts";
import { ageColumn, integerColumn, nameColumn, textColumn } from "../columns.ts";

/** PodDisruptionBudget. Models pkg/registry/policy/poddisruptionbudget. */
export const podDisruptionBudget = defineKind<PodDisruptionBudget>({
  group: "policy",
  version: "v1",
  kind: "PodDisruptionBudget",
  plural: "poddisruptionbudgets",
  shortNames: ["pdb"],
  metadataOnUpdate: [],
  schemaName: "io.k8s.api.policy.v1.PodDisruptionBudget",
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  subresources: {
    status: {
      validateUpdate: validateDisruptionBudgetStatus,
    },
  },
  newStatus: () => ({
    disruptionsAllowed: 0,
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
  }),
  validate: validateDisruptionBudget,
  columns: [
    nameColumn,
    textColumn("Min Available", "The minimum number of pods that must be available.", (each) =>
      String(each.spec.minAvailable ?? "N/A"),
    ),
    textColumn("Max Unavailable", "The maximum number of pods that may be unavailable.", (each) =>
      String(each.spec.maxUnavailable ?? "N/A"),
    ),
    integerColumn(
      "Allowed Disruptions",
      "Calculated number of pods that may be disrupted at this time.",
      (each) => each.status.disruptionsAllowed,
    ),
    ageColumn,
  ],
});
