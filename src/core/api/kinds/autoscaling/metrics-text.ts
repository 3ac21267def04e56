import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "../../schema/generated/types.ts";

const MAX_SHOWN = 2;
const UNKNOWN = "<unknown>";

/** The targets of an autoscaler beside what is measured, two at most. Models printers.formatHPAMetrics. */
export function metricsText({ spec, status }: HorizontalPodAutoscaler): string {
  const metrics = spec.metrics ?? [];
  if (metrics.length === 0) return "<none>";
  const measured = (status.currentMetrics as readonly MetricStatus[] | null | undefined) ?? [];
  const texts = metrics.map((metric, i) => metricText(metric, measured[i]));
  const shown = texts.slice(0, MAX_SHOWN).join(", ");
  const more = texts.length - MAX_SHOWN;
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

function metricText(metric: MetricSpec, measured: MetricStatus | undefined): string {
  switch (metric.type) {
    case "External":
      return valueText(metric.external?.target, measured?.external?.current);
    case "Object":
      return valueText(metric.object?.target, measured?.object?.current);
    case "Pods": {
      const current = measured?.pods?.current.averageValue ?? UNKNOWN;
      return `${current}/${metric.pods?.target.averageValue ?? ""}`;
    }
    case "Resource":
      return resourceText(metric.resource, measured?.resource?.current);
    case "ContainerResource":
      return resourceText(metric.containerResource, measured?.containerResource?.current);
    default:
      return "<unknown type>";
  }
}

function valueText(
  target: MetricTarget | undefined,
  current: MetricValueStatus | undefined,
): string {
  if (target?.averageValue !== undefined)
    return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${current?.value ?? UNKNOWN}/${target?.value ?? ""}`;
}

function resourceText(
  source: { readonly name: string; readonly target: MetricTarget } | undefined,
  current: MetricValueStatus | undefined,
): string {
  const { name = "", target } = source ?? {};
  if (target?.averageValue !== undefined)
    return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const percent = (value: number | undefined, absent: string) =>
    value === undefined ? absent : `${value}%`;
  const wanted = percent(target?.averageUtilization, "<auto>");
  return `${name}: ${percent(current?.averageUtilization, UNKNOWN)}/${wanted}`;
}
