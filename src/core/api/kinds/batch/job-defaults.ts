import type { Draft } from "../../define.ts";
import type { PodFailurePolicy } from "../../schema/generated/types.ts";

/** A pattern means conditions that are true, unless it says otherwise. Models v1.SetDefaults_PodFailurePolicyOnPodConditionsPattern. */
export function defaultFailurePolicy(policy: Draft<PodFailurePolicy> | undefined): void {
  for (const rule of policy?.rules ?? [])
    for (const pattern of rule.onPodConditions ?? []) if (!pattern.status) pattern.status = "True";
}
