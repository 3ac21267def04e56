import { defineKind, type Column, type Draft } from "../../define.ts";
import {
  validateAutoscaler,
  validateAutoscalerStatus,
  validateAutoscalerUpdate,
} from "../../validation/horizontal-pod-autoscalers.ts";
import type { HorizontalPodAutoscaler, HPAScalingRules } from "../../schema/generated/types.ts";
import { ageColumn, integerColumn, nameColumn, textColumn } from "../columns.ts";
import { metricsText } from "./metrics-text.ts";

/** HorizontalPodAutoscaler in the version that is stored. Models pkg/registry/autoscaling/horizontalpodautoscaler and pkg/apis/autoscaling/v2. */
export const horizontalPodAutoscaler = defineKind<HorizontalPodAutoscaler>({
  group: "autoscaling",
  version: "v2",
  kind: "HorizontalPodAutoscaler",
  plural: "horizontalpodautoscalers",
  shortNames: ["hpa"],
  categories: ["all"],
  schemaName: "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
  subresources: {
    status: {
      validateUpdate: validateAutoscalerStatus,
    },
  },
  setDefaults({ spec }) {
    spec.minReplicas ??= 1;
    if (!spec.metrics?.length) spec.metrics = [cpuMetric(DEFAULT_CPU_PERCENT)];
    if (!spec.behavior) return;
    spec.behavior.scaleUp = withDefaults(spec.behavior.scaleUp, {
      stabilizationWindowSeconds: 0,
      selectPolicy: "Max",
      policies: [
        { type: "Pods", value: 4, periodSeconds: 15 },
        { type: "Percent", value: 100, periodSeconds: 15 },
      ],
    });
    spec.behavior.scaleDown = withDefaults(spec.behavior.scaleDown, {
      selectPolicy: "Max",
      policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
    });
  },
  newStatus: emptyStatus,
  validate: validateAutoscaler,
  validateUpdate: validateAutoscalerUpdate,
  columns: columns(),
});

/** What an autoscaler aims at unless it says otherwise. */
export const DEFAULT_CPU_PERCENT = 80;

/** A metric that keeps the processors of the pods this busy. */
export function cpuMetric(percent: number) {
  return {
    type: "Resource",
    resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } },
  };
}

type RulesDraft = Draft<HPAScalingRules>;

/** Models v2 GenerateHPAScaleUpRules and GenerateHPAScaleDownRules: each field given replaces the default one. */
function withDefaults(rules: RulesDraft | undefined, defaults: RulesDraft): RulesDraft {
  return { ...defaults, ...rules };
}

/** The server always writes the list of metrics, as null while there are none. */
function emptyStatus(): Draft<HorizontalPodAutoscaler>["status"] {
  return {
    desiredReplicas: 0,
    currentMetrics: null,
  } as unknown as Draft<HorizontalPodAutoscaler>["status"];
}

function columns(): Column<HorizontalPodAutoscaler>[] {
  return [
    nameColumn,
    textColumn(
      "Reference",
      "scaleTargetRef points to the target resource to scale, and is used to the pods for which metrics should be collected, as well as to " +
        "actually change the replica count.",
      ({ spec: { scaleTargetRef } }) => `${scaleTargetRef.kind}/${scaleTargetRef.name}`,
    ),
    textColumn(
      "Targets",
      "metrics contains the specifications for which to use to calculate the desired replica count (the maximum replica count across all " +
        "metrics will be used).  The desired replica count is calculated multiplying the ratio between the target value and the current value " +
        "by the current number of pods.  Ergo, metrics used must decrease as the pod count is increased, and vice-versa.  See the individual " +
        "metric source types for more information about how each type of metric must respond.",
      metricsText,
    ),
    textColumn(
      "MinPods",
      "minReplicas is the lower limit for the number of replicas to which the autoscaler can scale down.  It defaults to 1 pod.  minReplicas " +
        "is allowed to be 0 if the alpha feature gate HPAScaleToZero is enabled and at least one Object or External metric is configured.  " +
        "Scaling is active as long as at least one metric value is available.",
      (each) => (each.spec.minReplicas === undefined ? "<unset>" : String(each.spec.minReplicas)),
    ),
    {
      ...integerColumn<HorizontalPodAutoscaler>(
        "MaxPods",
        "maxReplicas is the upper limit for the number of replicas to which the autoscaler can scale up. It cannot be less that minReplicas.",
        (each) => each.spec.maxReplicas,
      ),
      type: "string",
    },
    {
      ...integerColumn<HorizontalPodAutoscaler>(
        "Replicas",
        "currentReplicas is current number of replicas of pods managed by this autoscaler, as last seen by the autoscaler.",
        (each) => each.status.currentReplicas ?? 0,
      ),
      type: "string",
    },
    ageColumn,
  ];
}
