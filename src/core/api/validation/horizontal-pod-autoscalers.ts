import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import { parseQuantity } from "../quantity.ts";
import type {
  CrossVersionObjectReference,
  HPAScalingPolicy,
  HPAScalingRules,
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
} from "../schema/generated/types.ts";
import { notNegative } from "./fields.ts";
import { invalidFor, pathSegmentProblems } from "./problems.ts";

const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;
const SELECT_POLICIES = ["Disabled", "Max", "Min"];
const POLICY_TYPES = ["Percent", "Pods"];
const TARGET_TYPES = ["Utilization", "Value", "AverageValue"];

/** Sources in the order upstream looks at them. */
const SOURCES = ["object", "external", "pods", "resource", "containerResource"] as const;
type Source = (typeof SOURCES)[number];
const SOURCE_OF_TYPE: Readonly<Record<string, Source>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};

interface Rules {
  /** 0 where the autoscaler had it before; scaling to zero is behind a gate that is off. */
  readonly minReplicas: number;
  /** Whether the old target was malformed already. */
  readonly allowsAnyApiVersion: boolean;
}

/** Every mistake of a new autoscaler. Models autoscaling validation.ValidateHorizontalPodAutoscaler. */
export function validateAutoscaler({ spec }: HorizontalPodAutoscaler): FieldError[] {
  return validateSpec(spec, { minReplicas: 1, allowsAnyApiVersion: false });
}

/** Every mistake of a changed autoscaler; what was malformed before may stay. Models ValidateHorizontalPodAutoscalerUpdate. */
export function validateAutoscalerUpdate(
  autoscaler: HorizontalPodAutoscaler,
  old: HorizontalPodAutoscaler,
): FieldError[] {
  const wasMalformed = apiVersionErrors("", old.spec.scaleTargetRef.apiVersion, {
    needsGroup: true,
  });
  return validateSpec(autoscaler.spec, {
    minReplicas: old.spec.minReplicas === 0 ? 0 : 1,
    allowsAnyApiVersion: wasMalformed.length > 0,
  });
}

/** Every mistake of an observed status. Models ValidateHorizontalPodAutoscalerStatusUpdate. */
export function validateAutoscalerStatus({ status }: HorizontalPodAutoscaler): FieldError[] {
  return [
    ...notNegative("status.currentReplicas", status.currentReplicas),
    ...notNegative("status.desiredReplicas", status.desiredReplicas),
  ];
}

function validateSpec(spec: HorizontalPodAutoscalerSpec, rules: Rules): FieldError[] {
  const { minReplicas, maxReplicas, scaleTargetRef, behavior } = spec;
  const errors: FieldError[] = [];
  if (minReplicas !== undefined && minReplicas < rules.minReplicas) {
    const detail = `must be greater than or equal to ${rules.minReplicas}`;
    errors.push(invalid("spec.minReplicas", minReplicas, detail));
  }
  if (maxReplicas < 1)
    errors.push(invalid("spec.maxReplicas", maxReplicas, "must be greater than 0"));
  if (minReplicas !== undefined && maxReplicas < minReplicas) {
    const detail = "must be greater than or equal to `minReplicas`";
    errors.push(invalid("spec.maxReplicas", maxReplicas, detail));
  }
  return [
    ...errors,
    ...objectReference("spec.scaleTargetRef", scaleTargetRef),
    ...(rules.allowsAnyApiVersion
      ? []
      : apiVersionErrors("spec.scaleTargetRef.apiVersion", scaleTargetRef.apiVersion, {
          needsGroup: true,
        })),
    ...validateMetrics("spec.metrics", spec.metrics ?? [], minReplicas),
    ...scalingRules("spec.behavior.scaleUp", behavior?.scaleUp),
    ...scalingRules("spec.behavior.scaleDown", behavior?.scaleDown),
  ];
}

function objectReference(path: string, { kind, name }: CrossVersionObjectReference): FieldError[] {
  const segment = (field: string, text: string) =>
    text === "" ? [required(field)] : invalidFor(field, text, pathSegmentProblems(text));
  return [...segment(`${path}.kind`, kind), ...segment(`${path}.name`, name)];
}

/** Models autoscaling validation.ValidateAPIVersion. */
function apiVersionErrors(
  field: string,
  apiVersion = "",
  { needsGroup }: { readonly needsGroup: boolean },
): FieldError[] {
  const parts = apiVersion.split("/");
  if (parts.length > 2)
    return [invalid(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const group = parts.length === 2 ? (parts[0] ?? "") : "";
  return needsGroup && group === ""
    ? [invalid(field, apiVersion, "apiVersion must specify API group")]
    : [];
}

function validateMetrics(
  path: string,
  metrics: readonly MetricSpec[],
  minReplicas: number | undefined,
): FieldError[] {
  const errors = metrics.flatMap((metric, i) => validateMetric(`${path}[${i}]`, metric));
  const wakesFromZero = metrics.some(({ type }) => type === "Object" || type === "External");
  if (minReplicas !== 0 || wakesFromZero) return errors;
  const detail =
    "must specify at least one Object or External metric to support scaling to zero replicas";
  return [...errors, forbiddenField(path, detail)];
}

function validateMetric(path: string, metric: MetricSpec): FieldError[] {
  const { type } = metric;
  const types = Object.keys(SOURCE_OF_TYPE);
  const expected = Object.hasOwn(SOURCE_OF_TYPE, type) ? SOURCE_OF_TYPE[type] : undefined;
  const unknown = notSupported(`${path}.type`, type, types);
  const present = SOURCES.filter((source) => metric[source] !== undefined);
  const errors = [
    ...(type === "" ? [required(`${path}.type`, "must specify a metric source type")] : []),
    ...(expected === undefined ? [unknown] : []),
    ...(present[0] ? validateSource(`${path}.${present[0]}`, present[0], metric) : []),
  ];
  if (expected === undefined) errors.push(unknown);
  else if (metric[expected] === undefined) {
    const detail = "must populate information for the given metric source";
    errors.push(required(`${path}.${expected}`, detail));
  }
  if (present.length === 1) return errors;
  return [
    ...errors,
    ...present
      .filter((source) => source !== expected)
      .map((source) =>
        forbiddenField(`${path}.${source}`, "must populate the given metric source only"),
      ),
  ];
}

function validateSource(path: string, source: Source, metric: MetricSpec): FieldError[] {
  const { object, external, pods, resource, containerResource } = metric;
  if (source === "object" && object) {
    const { value, averageValue } = object.target;
    const { apiVersion } = object.describedObject;
    return [
      ...objectReference(`${path}.describedObject`, object.describedObject),
      ...apiVersionErrors(`${path}.describedObject.apiVersion`, apiVersion, { needsGroup: false }),
      ...identifier(`${path}.metric`, object.metric),
      ...target(`${path}.target`, object.target),
      ...(value === undefined && averageValue === undefined
        ? [
            required(
              `${path}.target.averageValue`,
              "must set either a target value or averageValue",
            ),
          ]
        : []),
    ];
  }
  if (source === "external" && external)
    return [
      ...identifier(`${path}.metric`, external.metric),
      ...target(`${path}.target`, external.target),
      ...valueOrAverage(`${path}.target`, external.target),
    ];
  if (source === "pods" && pods)
    return [
      ...identifier(`${path}.metric`, pods.metric),
      ...target(`${path}.target`, pods.target),
      ...(pods.target.averageValue === undefined
        ? [required(`${path}.target.averageValue`, "must specify a positive target averageValue")]
        : []),
    ];
  if (source === "containerResource" && containerResource) {
    const container = containerResource.container
      ? []
      : [required(`${path}.container`, "must specify a container")];
    return [...container, ...resourceSource(path, containerResource)];
  }
  return resource ? resourceSource(path, resource) : [];
}

function valueOrAverage(path: string, { value, averageValue }: MetricTarget): FieldError[] {
  if (value === undefined && averageValue === undefined) {
    const detail = "must set either a target value for metric or a per-pod target";
    return [required(`${path}.averageValue`, detail)];
  }
  if (value === undefined || averageValue === undefined) return [];
  const detail = "may not set both a target value for metric and a per-pod target";
  return [forbiddenField(`${path}.value`, detail)];
}

function resourceSource(
  path: string,
  { name, target: wanted }: { readonly name: string; readonly target: MetricTarget },
): FieldError[] {
  const { averageUtilization, averageValue } = wanted;
  const errors = [
    ...(name ? [] : [required(`${path}.name`, "must specify a resource name")]),
    ...target(`${path}.target`, wanted),
  ];
  if (averageUtilization === undefined && averageValue === undefined) {
    const detail = "must set either a target raw value or a target utilization";
    errors.push(required(`${path}.target.averageUtilization`, detail));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const detail = "may not set both a target raw value and a target utilization";
    errors.push(forbiddenField(`${path}.target.averageValue`, detail));
  }
  return errors;
}

function target(path: string, wanted: MetricTarget): FieldError[] {
  const { type, value, averageValue, averageUtilization } = wanted;
  const notPositive = (field: string, text: string | undefined) =>
    text !== undefined && (parseQuantity(text)?.nano ?? 1n) <= 0n
      ? [invalid(field, text, "must be positive")]
      : [];
  return [
    ...(type === "" ? [required(`${path}.type`, "must specify a metric target type")] : []),
    ...(TARGET_TYPES.includes(type)
      ? []
      : [invalid(`${path}.type`, type, "must be either Utilization, Value, or AverageValue")]),
    ...notPositive(`${path}.value`, value),
    ...notPositive(`${path}.averageValue`, averageValue),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalid(`${path}.averageUtilization`, averageUtilization, "must be greater than 0")]
      : []),
  ];
}

function identifier(path: string, { name }: MetricIdentifier): FieldError[] {
  return name === ""
    ? [required(`${path}.name`, "must specify a metric name")]
    : invalidFor(`${path}.name`, name, pathSegmentProblems(name));
}

function scalingRules(path: string, rules: HPAScalingRules | undefined): FieldError[] {
  if (!rules) return [];
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  const field = `${path}.stabilizationWindowSeconds`;
  return [
    ...(window !== undefined && window < 0
      ? [invalid(field, window, "must be greater than or equal to zero")]
      : []),
    ...(window !== undefined && window > MAX_WINDOW_SECONDS
      ? [invalid(field, window, `must be less than or equal to ${MAX_WINDOW_SECONDS}`)]
      : []),
    ...(selectPolicy !== undefined && !SELECT_POLICIES.includes(selectPolicy)
      ? [notSupported(`${path}.selectPolicy`, selectPolicy, SELECT_POLICIES)]
      : []),
    ...(policies.length === 0
      ? [required(`${path}.policies`, "must specify at least one Policy")]
      : []),
    ...policies.flatMap((policy, i) => scalingPolicy(`${path}.policies[${i}]`, policy)),
    ...(tolerance !== undefined && (parseQuantity(tolerance)?.nano ?? 0n) < 0n
      ? [invalid(`${path}.tolerance`, tolerance, "must be greater than or equal to 0")]
      : []),
  ];
}

function scalingPolicy(
  path: string,
  { type, value, periodSeconds }: HPAScalingPolicy,
): FieldError[] {
  const field = `${path}.periodSeconds`;
  return [
    ...(POLICY_TYPES.includes(type) ? [] : [notSupported(`${path}.type`, type, POLICY_TYPES)]),
    ...(value <= 0 ? [invalid(`${path}.value`, value, "must be greater than zero")] : []),
    ...(periodSeconds <= 0 ? [invalid(field, periodSeconds, "must be greater than zero")] : []),
    ...(periodSeconds > MAX_PERIOD_SECONDS
      ? [invalid(field, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`)]
      : []),
  ];
}
