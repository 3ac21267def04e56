import { servedVersion, type Draft } from "../../define.ts";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerV1,
  MetricSpec,
  MetricStatus,
} from "../../schema/generated/types.ts";
import { internalStruct } from "../../validation/internal-structs.ts";
import {
  cpuMetric,
  DEFAULT_CPU_PERCENT,
  horizontalPodAutoscaler,
} from "./horizontal-pod-autoscaler.ts";
import { metricFromV1, metricStatusFromV1, metricStatusToV1, metricToV1 } from "./metrics-v1.ts";

/** What autoscaling/v1 has no fields for travels in these annotations. */
const METRICS = "autoscaling.alpha.kubernetes.io/metrics";
const CURRENT_METRICS = "autoscaling.alpha.kubernetes.io/current-metrics";
const CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
const BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior";
const CARRIERS = [METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR];

/** HorizontalPodAutoscaler in its old version. Models pkg/apis/autoscaling/v1, conversions and all. */
export const horizontalPodAutoscalerV1 = servedVersion<
  HorizontalPodAutoscalerV1,
  HorizontalPodAutoscaler
>(horizontalPodAutoscaler, {
  group: "autoscaling",
  version: "v1",
  schemaName: "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
  setDefaults({ spec }) {
    spec.minReplicas ??= 1;
  },
  toStored,
  fromStored,
});

type Annotations = Readonly<Record<string, string>> | undefined;

function carried(annotations: Annotations, key: string): unknown {
  const text = annotations?.[key];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // A note that nobody can read is as good as none.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toStored(draft: Draft<HorizontalPodAutoscalerV1>): Draft<HorizontalPodAutoscaler> {
  const { annotations, ...metadata } = draft.metadata;
  const { targetCPUUtilizationPercentage: percent, ...spec } = draft.spec;
  const { currentCPUUtilizationPercentage: current, ...status } = draft.status;
  const list = (key: string) => {
    const value = carried(annotations, key);
    return Array.isArray(value) ? (value as never[]) : undefined;
  };
  const metrics = [
    ...(percent === undefined ? [] : [cpuMetric(percent)]),
    ...(list(METRICS) ?? []).map(metricFromV1),
  ];
  const measured =
    list(CURRENT_METRICS)?.map(metricStatusFromV1) ??
    (current === undefined ? [] : [cpuStatus(current)]);
  const conditions = list(CONDITIONS) as HorizontalPodAutoscalerCondition[] | undefined;
  const behavior = behaviorFrom(carried(annotations, BEHAVIOR));
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !CARRIERS.includes(key));
  return {
    ...draft,
    metadata: { ...metadata, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
    spec: {
      ...spec,
      metrics: metrics.length > 0 ? metrics : [cpuMetric(DEFAULT_CPU_PERCENT)],
      ...(behavior && { behavior }),
    },
    status: {
      ...status,
      currentMetrics: measured.length > 0 ? measured : null,
      ...(conditions && { conditions }),
    },
  } as Draft<HorizontalPodAutoscaler>;
}

function cpuStatus(percent: number): MetricStatus {
  return { type: "Resource", resource: { name: "cpu", current: { averageUtilization: percent } } };
}

function fromStored(object: HorizontalPodAutoscaler): HorizontalPodAutoscalerV1 {
  const { metrics = [], behavior, ...spec } = object.spec;
  const { currentMetrics, conditions, ...status } = object.status;
  const measured = (currentMetrics as readonly MetricStatus[] | null | undefined) ?? [];
  const cpu = metrics.find(isCpu);
  const others = metrics.filter((metric) => metric !== cpu && !isCpuPercent(metric));
  const current = measured.find(isCpu)?.resource?.current.averageUtilization;
  const percent = cpu?.resource?.target.averageUtilization;
  const notes = {
    ...(others.length > 0 && { [METRICS]: JSON.stringify(others.map(metricToV1)) }),
    ...(measured.length > 0 && {
      [CURRENT_METRICS]: JSON.stringify(measured.map(metricStatusToV1)),
    }),
    ...(conditions?.length && { [CONDITIONS]: JSON.stringify(conditions.map(conditionInOrder)) }),
    ...(behavior && { [BEHAVIOR]: JSON.stringify(internalStruct("Behavior", behavior)) }),
  };
  const annotations = { ...object.metadata.annotations, ...notes };
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    spec: { ...spec, ...(percent !== undefined && { targetCPUUtilizationPercentage: percent }) },
    status: {
      ...status,
      currentReplicas: status.currentReplicas ?? 0,
      ...(current !== undefined && { currentCPUUtilizationPercentage: current }),
    },
  };
}

interface OnResource {
  readonly type: string;
  readonly resource?: { readonly name: string };
}

function isCpu({ type, resource }: OnResource): boolean {
  return type === "Resource" && resource?.name === "cpu";
}

function isCpuPercent(metric: MetricSpec): boolean {
  return isCpu(metric) && metric.resource?.target.averageUtilization !== undefined;
}

function conditionInOrder(condition: HorizontalPodAutoscalerCondition): unknown {
  const { type, status, lastTransitionTime, reason, message } = condition;
  return { type, status, lastTransitionTime: lastTransitionTime ?? null, reason, message };
}

/** The note is written with Go's names, and read whatever their case. */
function behaviorFrom(value: unknown): HorizontalPodAutoscalerBehavior | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return lowerNames(value) as HorizontalPodAutoscalerBehavior;
}

function lowerNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== null)
      .map(([key, part]) => [key.slice(0, 1).toLowerCase() + key.slice(1), lowerNames(part)]),
  );
}
