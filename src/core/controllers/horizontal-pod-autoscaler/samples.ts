import { podMetrics, type PodMetrics } from "#core/api/kinds/metrics/usage-kinds.ts";
import { nameOf } from "#core/api/meta.ts";
import { quantityMilli } from "#core/api/quantity.ts";
import { isStatusReason } from "#core/api/status.ts";
import { parseTime } from "#core/base/time.ts";
import type { Client } from "#core/client/client.ts";
import type { Sample, Samples } from "./pods.ts";

/** What is asked of a metrics server. */
export interface SampleQuery {
  readonly namespace: string;
  readonly labelSelector: string;
  readonly resource: string;
  /** "" means the whole pod. */
  readonly container: string;
}

/** Asks the metrics server; a text says why there are no samples. Models resourceMetricsClient GetResourceMetric. */
export function readSamples(client: Client, query: SampleQuery): Samples | string {
  const found = listed(client, query);
  if (typeof found === "string") return found;
  if (found.length === 0) return "no metrics returned from resource metrics API";
  const samples = new Map<string, Sample>();
  for (const each of found) {
    const milli = query.container === "" ? wholePod(each, query) : oneContainer(each, query);
    if (typeof milli === "string") return `failed to get container metrics: ${milli}`;
    if (milli === undefined) continue;
    samples.set(nameOf(each), {
      milli,
      atEpochMs: parseTime(each.timestamp) ?? 0,
      windowMs: Number.parseFloat(each.window) * 1000,
    });
  }
  return samples;
}

function listed(
  client: Client,
  { namespace, labelSelector }: SampleQuery,
): readonly PodMetrics[] | string {
  try {
    return client.list(podMetrics, { namespace, labelSelector });
  } catch (error) {
    const problem = isStatusReason(error, "NotFound")
      ? "the server could not find the requested resource (get pods.metrics.k8s.io)"
      : error instanceof Error
        ? error.message
        : String(error);
    return `unable to fetch metrics from resource metrics API: ${problem}`;
  }
}

/** Use of all containers, if each was measured. */
function wholePod({ containers }: PodMetrics, { resource }: SampleQuery): number | undefined {
  if (containers.length === 0) return undefined;
  let sum = 0;
  for (const { usage } of containers) {
    if (usage[resource] === undefined) return undefined;
    sum += quantityMilli(usage[resource]);
  }
  return sum;
}

function oneContainer(
  metrics: PodMetrics,
  { resource, container, namespace }: SampleQuery,
): number | string | undefined {
  const found = metrics.containers.find(({ name }) => name === container);
  if (!found)
    return `container ${container} not present in metrics for pod ${namespace}/${nameOf(metrics)}`;
  const amount = found.usage[resource];
  return amount === undefined ? undefined : quantityMilli(amount);
}
