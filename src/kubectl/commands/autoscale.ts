import { RECORD_FLAG, recorded } from "../record.ts";
import { parseQuantity } from "#core/api/quantity.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { createObject } from "../create-object.ts";
import { StatusError } from "#core/api/status.ts";
import { listAt } from "../json.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { failure, throwGathered } from "../failure.ts";
import { GENERATOR_FLAGS } from "../generator-flags.ts";
import { FILE_FLAGS, type Found, fetchTargets, targetsOf } from "../target.ts";

export const autoscale = defineCommand({
  name: "autoscale",
  flags: [
    ...GENERATOR_FLAGS,
    RECORD_FLAG,
    ...FILE_FLAGS,
    { name: "min", type: "int" },
    { name: "max", type: "int" },
    { name: "cpu", type: "text" },
    { name: "memory", type: "text" },
    {
      name: "cpu-percent",
      type: "int",
      deprecated:
        "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    },
    { name: "name", type: "text" },
  ],
  requiredFlags: ["max"],
  *run(invocation) {
    const { flags } = invocation;
    const [min, max] = [flags.int("min", -1), flags.int("max", -1)];
    if (max < 1)
      throw failure("--max=MAXPODS is required and must be at least 1, max: " + String(max));
    if (max < min)
      throw failure(
        `--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`,
      );
    const { found, failures } = yield* fetchTargets(targetsOf(invocation, invocation.args));
    throwGathered(failures);
    for (const one of found) {
      const { group, version, plural, kind, subresources } = one.resource;
      if (subresources?.scale === undefined)
        throw failure(
          `cannot autoscale a ${kind}: could not find scale subresource for ${group}/${version}, Resource=${plural} in discovery information`,
        );
      yield* createAutoscaler(invocation, one);
    }
  },
});

/** What the newer version refuses is tried in the older one, which knows nothing but cpu. Models AutoscaleOptions.Run. */
function* createAutoscaler(invocation: Invocation, one: Found): Steps<void> {
  const object = recorded(autoscalerFor(invocation, one), invocation);
  try {
    yield* createObject(invocation, {
      type: "horizontalpodautoscalers.autoscaling",
      object,
      fieldManager: "kubectl-autoscale",
      did: "autoscaled",
    });
  } catch (error) {
    const metrics = listAt(object, "spec", "metrics");
    if (!(error instanceof StatusError) || metrics.length > 0) throw error;
    throw failure(
      "failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input",
    );
  }
}

function autoscalerFor({ flags }: Invocation, { object }: Found): KubeObject {
  const percent = flags.int("cpu-percent", -1);
  const targets = [
    ...(flags.given("cpu")
      ? [metric("cpu", flags.text("cpu"))]
      : percent >= 0
        ? [metric("cpu", `${percent}%`)]
        : []),
    ...(flags.given("memory") ? [metric("memory", flags.text("memory"))] : []),
  ];
  const min = flags.int("min", -1);
  const autoscaler = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: flags.text("name", object.metadata.name ?? "") },
    spec: {
      maxReplicas: flags.int("max", 0),
      ...(targets.length > 0 && { metrics: targets }),
      ...(min > 0 && { minReplicas: min }),
      scaleTargetRef: {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name: object.metadata.name ?? "",
      },
    },
    status: { currentMetrics: null, desiredReplicas: 0 },
  };
  return autoscaler as unknown as KubeObject;
}

function metric(name: string, target: string): Record<string, unknown> {
  const percent = /^(\d+)%$/.exec(target)?.[1];
  // A bare number counts in the unit that people mean.
  const amount = /^\d+$/.test(target) ? `${target}${name === "cpu" ? "m" : "Mi"}` : target;
  if (percent === undefined && parseQuantity(target) === undefined)
    throw failure(`invalid resource ${name} value: ${target}`);
  const value =
    percent === undefined
      ? { averageValue: amount, type: "AverageValue" }
      : { averageUtilization: Number(percent), type: "Utilization" };
  return { resource: { name, target: value }, type: "Resource" };
}
