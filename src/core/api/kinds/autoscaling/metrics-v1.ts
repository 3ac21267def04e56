import type {
  CrossVersionObjectReference,
  LabelSelector,
  MetricIdentifier,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "../../schema/generated/types.ts";

/** A source of a metric in the flat form of autoscaling/v1, which only annotations still hold. */
interface FlatSource {
  readonly name?: string;
  readonly container?: string;
  readonly target?: CrossVersionObjectReference;
  readonly metricName?: string;
  readonly selector?: LabelSelector;
  readonly metricSelector?: LabelSelector;
  readonly targetValue?: string;
  readonly averageValue?: string;
  readonly targetAverageValue?: string;
  readonly targetAverageUtilization?: number;
  readonly currentValue?: string;
  readonly currentAverageValue?: string;
  readonly currentAverageUtilization?: number;
}

interface FlatMetric {
  readonly type: string;
  readonly object?: FlatSource;
  readonly pods?: FlatSource;
  readonly resource?: FlatSource;
  readonly containerResource?: FlatSource;
  readonly external?: FlatSource;
}

/** A metric as autoscaling/v1 notes it. Models v1 Convert_autoscaling_MetricSpec_To_v1_MetricSpec. */
export function metricToV1(metric: MetricSpec): FlatMetric {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        target: reference(object.describedObject),
        metricName: object.metric.name,
        targetValue: object.target.value ?? "0",
        ...selectorOf(object.metric, "selector"),
        ...(object.target.averageValue !== undefined && {
          averageValue: object.target.averageValue,
        }),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        targetAverageValue: pods.target.averageValue ?? "0",
        ...selectorOf(pods.metric, "selector"),
      },
    }),
    ...(resource && { resource: { name: resource.name, ...averages(resource.target, "target") } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        ...averages(containerResource.target, "target"),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...selectorOf(external.metric, "metricSelector"),
        ...(external.target.value !== undefined && { targetValue: external.target.value }),
        ...(external.target.averageValue !== undefined && {
          targetAverageValue: external.target.averageValue,
        }),
      },
    }),
  };
}

/** What is measured, as autoscaling/v1 notes it. Models v1 Convert_autoscaling_MetricStatus_To_v1_MetricStatus. */
export function metricStatusToV1(metric: MetricStatus): FlatMetric {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        target: reference(object.describedObject),
        metricName: object.metric.name,
        currentValue: object.current.value ?? "0",
        ...selectorOf(object.metric, "selector"),
        ...(object.current.averageValue !== undefined && {
          averageValue: object.current.averageValue,
        }),
      },
    }),
    ...(pods && {
      pods: {
        metricName: pods.metric.name,
        currentAverageValue: pods.current.averageValue ?? "0",
        ...selectorOf(pods.metric, "selector"),
      },
    }),
    ...(resource && {
      resource: { name: resource.name, ...averages(resource.current, "current") },
    }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name,
        ...averages(containerResource.current, "current"),
        container: containerResource.container,
      },
    }),
    ...(external && {
      external: {
        metricName: external.metric.name,
        ...selectorOf(external.metric, "metricSelector"),
        currentValue: external.current.value ?? "0",
        ...(external.current.averageValue !== undefined && {
          currentAverageValue: external.current.averageValue,
        }),
      },
    }),
  };
}

function reference({ kind, name, apiVersion }: CrossVersionObjectReference) {
  return { kind, name, ...(apiVersion && { apiVersion }) };
}

function selectorOf({ selector }: MetricIdentifier, field: "selector" | "metricSelector") {
  return selector && { [field]: selector };
}

function averages(
  { averageUtilization, averageValue }: MetricTarget | MetricValueStatus,
  prefix: "target" | "current",
) {
  return {
    ...(averageUtilization !== undefined && {
      [`${prefix}AverageUtilization`]: averageUtilization,
    }),
    ...(averageValue !== undefined && { [`${prefix}AverageValue`]: averageValue }),
    ...(averageValue === undefined && prefix === "current" && { currentAverageValue: "0" }),
  };
}

function identifier({ metricName = "", selector, metricSelector }: FlatSource): MetricIdentifier {
  const chosen = selector ?? metricSelector;
  return { name: metricName, ...(chosen && { selector: chosen }) };
}

/** A metric out of its note. Models v1 Convert_v1_MetricSpec_To_autoscaling_MetricSpec. */
export function metricFromV1(metric: FlatMetric): MetricSpec {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        describedObject: object.target ?? { kind: "", name: "" },
        target: object.averageValue
          ? { type: "AverageValue", averageValue: object.averageValue }
          : { type: "Value", value: object.targetValue ?? "0" },
        metric: identifier(object),
      },
    }),
    ...(pods && {
      pods: {
        metric: identifier(pods),
        target: { type: "AverageValue", averageValue: pods.targetAverageValue ?? "0" },
      },
    }),
    ...(resource && { resource: { name: resource.name ?? "", target: resourceTarget(resource) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name ?? "",
        target: resourceTarget(containerResource),
        container: containerResource.container ?? "",
      },
    }),
    ...(external && {
      external: {
        metric: identifier(external),
        target: external.targetValue
          ? { type: "Value", value: external.targetValue }
          : { type: "AverageValue", averageValue: external.targetAverageValue ?? "0" },
      },
    }),
  };
}

function resourceTarget(source: FlatSource): MetricTarget {
  const { targetAverageUtilization: percent, targetAverageValue: amount } = source;
  return {
    type: percent === undefined ? "AverageValue" : "Utilization",
    ...(percent !== undefined && { averageUtilization: percent }),
    ...(amount !== undefined && { averageValue: amount }),
  };
}

/** What is measured, out of its note. Models v1 Convert_v1_MetricStatus_To_autoscaling_MetricStatus. */
export function metricStatusFromV1(metric: FlatMetric): MetricStatus {
  const { type, object, pods, resource, containerResource, external } = metric;
  return {
    type,
    ...(object && {
      object: {
        metric: identifier(object),
        current: values({ value: object.currentValue, averageValue: object.averageValue }),
        describedObject: object.target ?? { kind: "", name: "" },
      },
    }),
    ...(pods && {
      pods: {
        metric: identifier(pods),
        current: values({ averageValue: pods.currentAverageValue }),
      },
    }),
    ...(resource && { resource: { name: resource.name ?? "", current: resourceValues(resource) } }),
    ...(containerResource && {
      containerResource: {
        name: containerResource.name ?? "",
        current: resourceValues(containerResource),
        container: containerResource.container ?? "",
      },
    }),
    ...(external && {
      external: {
        metric: identifier(external),
        current: values({
          value: external.currentValue,
          averageValue: external.currentAverageValue,
        }),
      },
    }),
  };
}

function resourceValues(source: FlatSource): MetricValueStatus {
  const { currentAverageUtilization, currentAverageValue } = source;
  return {
    ...values({ averageValue: currentAverageValue }),
    ...(currentAverageUtilization !== undefined && {
      averageUtilization: currentAverageUtilization,
    }),
  };
}

function values({
  value,
  averageValue,
}: {
  readonly value?: string | undefined;
  readonly averageValue?: string | undefined;
}): MetricValueStatus {
  return {
    ...(value !== undefined && { value }),
    ...(averageValue !== undefined && { averageValue }),
  };
}
