import { canonicalQuantity } from "#core/api/quantity.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, longTime } from "./text.ts";
import { writeName } from "./workload.ts";
import type {
  HorizontalPodAutoscaler,
  HPAScalingRules,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from "./unlisted-kinds.ts";

/** Models describe.HorizontalPodAutoscalerDescriber (autoscaling/v2). */
export const horizontalPodAutoscalerDescriber = defineDescriber<HorizontalPodAutoscaler>({
  group: "autoscaling",
  kind: "HorizontalPodAutoscaler",
  *describe(autoscaler, context) {
    const { metadata, spec, status } = autoscaler;
    const events = yield* eventsOf(autoscaler, context);
    const text = new DescribeText();
    writeName(text, autoscaler);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}`);
    const { kind = "", name = "" } = spec?.scaleTargetRef ?? {};
    text.line(0, `Reference:\t${kind}/${name}`);
    text.line(0, "Metrics:\t( current / target )");
    (spec?.metrics ?? []).forEach((metric, i) =>
      text.line(1, metricText(metric, status?.currentMetrics?.[i])),
    );
    text.line(0, `Min replicas:\t${spec?.minReplicas ?? "<unset>"}`);
    text.line(0, `Max replicas:\t${spec?.maxReplicas ?? 0}`);
    if (spec?.behavior) {
      text.line(0, "Behavior:");
      writeDirection(text, "Scale Up", spec.behavior.scaleUp);
      writeDirection(text, "Scale Down", spec.behavior.scaleDown);
    }
    text.line(
      0,
      `${kind} pods:\t${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`,
    );
    const conditions = status?.conditions ?? [];
    if (conditions.length > 0) {
      text.put("Conditions:\n");
      text.line(1, "Type\tStatus\tReason\tMessage");
      text.line(1, "----\t------\t------\t-------");
      for (const { type, status: value, reason = "", message = "" } of conditions) {
        text.line(1, `${type}\t${value}\t${reason}\t${message}`);
      }
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeDirection(
  text: DescribeText,
  title: string,
  rules: HPAScalingRules | undefined,
): void {
  if (!rules) return;
  text.line(1, `${title}:`);
  if (rules.stabilizationWindowSeconds !== undefined) {
    text.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`);
  }
  const policies = rules.policies ?? [];
  if (policies.length === 0) return;
  text.line(2, `Select Policy: ${rules.selectPolicy ?? "Max"}`);
  text.line(2, "Policies:");
  for (const { type, value, periodSeconds } of policies) {
    text.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
  }
}

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  const { resource, containerResource, pods, object, external } = metric;
  if (resource)
    return resourceText(
      `resource ${resource.name} on pods `,
      resource.target,
      status?.resource?.current,
    );
  if (containerResource) {
    const { name, container, target } = containerResource;
    return resourceText(
      `resource ${name} of container ${JSON.stringify(container)} on pods `,
      target,
      status?.containerResource?.current,
    );
  }
  if (pods)
    return `${JSON.stringify(pods.metric.name)} on pods:\t${amount(status?.pods?.current?.averageValue)} / ${amount(pods.target.averageValue)}`;
  if (object) {
    const place = `${JSON.stringify(object.metric.name)} on ${object.describedObject.kind}/${object.describedObject.name}`;
    return `${place} ${targetText(object.target, status?.object?.current)}`;
  }
  return external
    ? `${JSON.stringify(external.metric.name)} ${targetText(external.target, status?.external?.current)}`
    : "<unknown metric type>";
}

function targetText(target: MetricTarget, current: MetricValueStatus | undefined): string {
  if (target.averageValue !== undefined)
    return `(target average value):\t${amount(current?.averageValue)} / ${amount(target.averageValue)}`;
  return `(target value):\t${amount(current?.value)} / ${amount(target.value)}`;
}

function resourceText(
  title: string,
  target: MetricTarget,
  current: MetricValueStatus | undefined,
): string {
  if (target.averageValue !== undefined)
    return `${title.trimEnd()}:\t${amount(current?.averageValue)} / ${amount(target.averageValue)}`;
  const percent = current?.averageUtilization;
  const now =
    percent === undefined ? "<unknown>" : `${percent}% (${amount(current?.averageValue)})`;
  const wanted =
    target.averageUtilization === undefined ? "<auto>" : `${target.averageUtilization}%`;
  return `${title} (as a percentage of request):\t${now} / ${wanted}`;
}

function amount(text: string | undefined): string {
  return text === undefined ? "<unknown>" : canonicalQuantity(String(text));
}
