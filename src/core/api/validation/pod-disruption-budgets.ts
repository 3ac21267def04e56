import { invalid, type FieldError } from "../field-error.ts";
import type { IntOrString } from "../int-or-string.ts";
import type { PodDisruptionBudget } from "../schema/generated/types.ts";
import { validateConditions } from "./conditions.ts";
import { intOrPercent, notMoreThanAll, notNegative, unsupported } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { labelSelector } from "./labels.ts";

const EVICTION_POLICIES = ["AlwaysAllow", "IfHealthyBudget"];

/** Every mistake of a budget. Models policy validation.ValidatePodDisruptionBudget. */
export function validateDisruptionBudget({ spec }: PodDisruptionBudget): FieldError[] {
  const { minAvailable, maxUnavailable, selector, unhealthyPodEvictionPolicy: policy } = spec;
  const isBoth = minAvailable !== undefined && maxUnavailable !== undefined;
  const detail = "minAvailable and maxUnavailable cannot be both set";
  return [
    ...(isBoth ? [invalid("spec", internalStruct("DisruptionBudget", spec), detail)] : []),
    ...share("spec.minAvailable", minAvailable),
    ...share("spec.maxUnavailable", maxUnavailable),
    ...labelSelector("spec.selector", selector),
    ...(policy !== undefined && !EVICTION_POLICIES.includes(policy)
      ? [unsupported("spec.unhealthyPodEvictionPolicy", policy, EVICTION_POLICIES)]
      : []),
  ];
}

function share(field: string, value: IntOrString | undefined): FieldError[] {
  return value === undefined
    ? []
    : [...intOrPercent(field, value), ...notMoreThanAll(field, value)];
}

/** Every mistake of an observed status. Models policy validation.ValidatePodDisruptionBudgetStatusUpdate. */
export function validateDisruptionBudgetStatus({ status }: PodDisruptionBudget): FieldError[] {
  return [
    ...validateConditions("status.conditions", status.conditions ?? []),
    ...notNegative("status.disruptionsAllowed", status.disruptionsAllowed),
    ...notNegative("status.currentHealthy", status.currentHealthy),
    ...notNegative("status.desiredHealthy", status.desiredHealthy),
    ...notNegative("status.expectedPods", status.expectedPods),
  ];
}
