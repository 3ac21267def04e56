import { selectorGoText } from "#core/api/label-selector.ts";
import { assertPresent } from "#core/base/assert.ts";
import { formatQuantity, quantityFromMilli, quantityMilli } from "#core/api/quantity.ts";
import type {
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "#core/api/schema/generated/types.ts";
import type { Samples } from "./pods.ts";
import {
  replicasForAverage,
  replicasForShare,
  replicasForUtilization,
  replicasForValue,
  type Proposal,
  type Sight,
} from "./replicas.ts";

/** Where an autoscaler's figures come from. A text says why there is none. */
export interface MetricSource {
  samples(query: { readonly resource: string; readonly container: string }): Samples | string;
  /** A value of the custom metrics API: of each pod, or of one object. */
  custom(metric: string): { readonly milli: number; readonly samples: Samples } | string;
  /** A value of the external metrics API. */
  external(metric: string): { readonly milli: number } | string;
}

/** What one metric of an autoscaler comes to. */
export type MetricOutcome =
  | {
      readonly replicas: number;
      /** How reasons call the metric. */
      readonly name: string;
      readonly status: MetricStatus;
    }
  | {
      /** What the event and the condition say. */
      readonly reason: string;
      readonly problem: string;
      /** What the autoscaler's failure as a whole says. */
      readonly error: string;
    };

type Sources = Sight & { readonly namespace: string; readonly statusReplicas: number };

/** Replicas for one metric. Models computeReplicasForMetric. */
export function outcomeOf(spec: MetricSpec, sight: Sources, source: MetricSource): MetricOutcome {
  switch (spec.type) {
    case "Resource":
      return ofResource(assertPresent(spec.resource, "resource"), "", sight, source);
    case "ContainerResource": {
      const { container, ...rest } = assertPresent(spec.containerResource, "containerResource");
      return ofResource(rest, container, sight, source);
    }
    case "Pods":
      return ofPods(assertPresent(spec.pods, "pods"), sight, source);
    case "Object":
      return ofObject(assertPresent(spec.object, "object"), sight, source);
    case "External":
      return ofExternal(assertPresent(spec.external, "external"), sight, source);
    default: {
      const problem = `unknown metric source type ${JSON.stringify(spec.type)}`;
      return { reason: "InvalidMetricSourceType", problem, error: problem };
    }
  }
}

function ofResource(
  { name, target }: { readonly name: string; readonly target: MetricTarget },
  container: string,
  sight: Sources,
  source: MetricSource,
): MetricOutcome {
  const isWhole = container === "";
  const { averageValue, averageUtilization: percent } = target;
  const failed = (problem: string): MetricOutcome => ({
    reason: isWhole ? "FailedGetResourceMetric" : "FailedGetContainerResourceMetric",
    problem,
    error: isWhole
      ? `failed to get ${name} resource metric value: ${problem}`
      : `failed to get ${container} container metric value: ${problem}`,
  });
  if (averageValue === undefined && percent === undefined)
    return failed(
      "invalid resource metric source: neither an average utilization target nor an average value (usage) target was set",
    );
  const read = source.samples({ resource: name, container });
  const proposal =
    typeof read === "string"
      ? `unable to get metrics for resource ${name}: ${read}`
      : averageValue !== undefined
        ? replicasForAverage(sight, read, {
            resource: name,
            targetMilli: quantityMilli(averageValue),
          })
        : replicasForUtilization(sight, read, { resource: name, container, percent: percent ?? 0 });
  if (typeof proposal === "string")
    return failed(
      `failed to get ${name} ${averageValue === undefined ? "utilization" : "usage"}: ${proposal}`,
    );
  const current = valueStatus(proposal, "averageValue");
  return {
    replicas: proposal.replicas,
    name:
      averageValue !== undefined
        ? `${name} resource`
        : `${name} ${isWhole ? "" : "container "}resource utilization (percentage of request)`,
    status: isWhole
      ? { type: "Resource", resource: { name, current } }
      : { type: "ContainerResource", containerResource: { name, container, current } },
  };
}

function ofPods(
  { metric, target }: NonNullable<MetricSpec["pods"]>,
  sight: Sources,
  source: MetricSource,
): MetricOutcome {
  const read = source.custom(metric.name);
  const proposal =
    typeof read === "string"
      ? `unable to get metric ${metric.name}: ${read}`
      : replicasForAverage(sight, read.samples, {
          resource: "",
          targetMilli: quantityMilli(target.averageValue),
        });
  if (typeof proposal === "string")
    return {
      reason: "FailedGetPodsMetric",
      problem: proposal,
      error: `failed to get pods metric value: ${proposal}`,
    };
  return {
    replicas: proposal.replicas,
    name: `pods metric ${metric.name}`,
    status: { type: "Pods", pods: { metric, current: valueStatus(proposal, "averageValue") } },
  };
}

function ofObject(
  { metric, target, describedObject }: NonNullable<MetricSpec["object"]>,
  sight: Sources,
  source: MetricSource,
): MetricOutcome {
  const read = source.custom(metric.name);
  const { kind, name } = describedObject;
  const proposal =
    typeof read === "string"
      ? // Upstream mixes up the places of its sentence.
        `unable to get metric ${metric.name}: ${kind} on ${sight.namespace} ${name}/${read}`
      : forWhole(sight, target, read.milli);
  if (typeof proposal === "string")
    return {
      reason: "FailedGetObjectMetric",
      problem: proposal,
      error: `failed to get object metric value: ${proposal}`,
    };
  return {
    replicas: proposal.replicas,
    name:
      target.type === "Value"
        ? `${kind} metric ${metric.name}`
        : `external metric ${metric.name}(${selectorGoText(metric.selector)})`,
    status: {
      type: "Object",
      object: { metric, describedObject, current: valueStatus(proposal, fieldFor(target)) },
    },
  };
}

function ofExternal(
  { metric, target }: NonNullable<MetricSpec["external"]>,
  sight: Sources,
  source: MetricSource,
): MetricOutcome {
  const read = source.external(metric.name);
  const proposal =
    typeof read === "string"
      ? `unable to get external metric ${sight.namespace}/${metric.name}/${selectorGoText(metric.selector)}: ${read}`
      : forWhole(sight, target, read.milli);
  if (typeof proposal === "string") {
    const problem =
      target.averageValue === undefined
        ? `failed to get external metric ${metric.name}: ${proposal}`
        : `failed to get ${metric.name} external metric: ${proposal}`;
    return {
      reason: "FailedGetExternalMetric",
      problem,
      error: `failed to get ${metric.name} external metric value: ${problem}`,
    };
  }
  return {
    replicas: proposal.replicas,
    name: `external metric ${metric.name}(${selectorGoText(metric.selector)})`,
    status: {
      type: "External",
      external: { metric, current: valueStatus(proposal, fieldFor(target)) },
    },
  };
}

function forWhole(sight: Sources, target: MetricTarget, milli: number): Proposal {
  return target.averageValue === undefined
    ? replicasForValue(sight, { milli, targetMilli: quantityMilli(target.value) })
    : replicasForShare(sight, { milli, targetMilli: quantityMilli(target.averageValue) });
}

function fieldFor(target: MetricTarget): "averageValue" | "value" {
  return target.averageValue === undefined ? "value" : "averageValue";
}

function valueStatus(
  { milli, utilization }: Exclude<Proposal, string>,
  field: "averageValue" | "value",
): MetricValueStatus {
  return {
    ...(utilization !== undefined && { averageUtilization: utilization }),
    [field]: formatQuantity(quantityFromMilli(milli)),
  };
}
