import type { HPAScalingRules, Pod } from "#core/api/schema/generated/types.ts";
import {
  changeWithin,
  limitByBehavior,
  limitPlainly,
  scaleDownLimit,
  scaleUpLimit,
  stabilizeByBehavior,
  stabilizePlainly,
  withScaleEvent,
  type Recommendation,
  type ScaleEvent,
} from "#core/controllers/horizontal-pod-autoscaler/limits.ts";
import { DOWN_WINDOW_SECONDS } from "#core/controllers/horizontal-pod-autoscaler/plan.ts";
import { groupPods, type Samples } from "#core/controllers/horizontal-pod-autoscaler/pods.ts";
import {
  replicasForAverage,
  replicasForShare,
  replicasForUtilization,
  replicasForValue,
  type Proposal,
  type Sight,
} from "#core/controllers/horizontal-pod-autoscaler/replicas.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, list, NOW, text, timeAgo, type Fields } from "./controllers-given.ts";

/** The settings of upstream's tests. */
const PATIENCE = {
  nowEpochMs: NOW,
  cpuInitializationMs: 120_000,
  initialReadinessDelayMs: 10_000,
};
const TOLERANCES = { up: 0.1, down: 0.1 };
const WINDOW_SECONDS = 60;

export function runBehavior({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const bounds = {
    currentReplicas: count(given.currentReplicas),
    minReplicas: count(given.minReplicas),
    maxReplicas: count(given.maxReplicas),
  };
  const wanted = count(given.desiredReplicas);
  const up = given.scaleUp as HPAScalingRules;
  const down = given.scaleDown as HPAScalingRules;
  const events = { ups: eventsOf(given.scaleUpEvents), downs: eventsOf(given.scaleDownEvents) };
  const recent = { events, nowEpochMs: NOW };
  switch (given.op) {
    case "convertWithRules":
      return limited(limitPlainly(wanted, bounds));
    case "convertWithBehaviorRate":
      return limited(limitByBehavior(wanted, bounds, { up, down, ...recent }));
    case "scaleUpLimit":
      return { limit: scaleUpLimit(bounds.currentReplicas, up, recent) };
    case "scaleDownLimit":
      return { limit: scaleDownLimit(bounds.currentReplicas, down, recent) };
    case "stabilize":
      return stabilized(given, wanted);
    case "stabilizeWithBehavior":
      return {
        replicas: stabilizeByBehavior(wanted, recommendationsOf(given.recommendations), {
          currentReplicas: bounds.currentReplicas,
          upWindowSeconds: count(given.scaleUpWindowSeconds),
          downWindowSeconds: windowOf(given.scaleDownWindowSeconds),
          nowEpochMs: NOW,
        }).replicas,
      };
    default:
      return storedEvents(given);
  }
}

function limited({ replicas, reason }: { readonly replicas: number; readonly reason: string }) {
  return { replicas, scalingLimitedReason: reason };
}

function windowOf(seconds: unknown): number {
  return typeof seconds === "number" ? seconds : DOWN_WINDOW_SECONDS;
}

function stabilized(given: Fields, wanted: number): unknown {
  const { replicas, recommendations } = stabilizePlainly(
    wanted,
    recommendationsOf(given.recommendations),
    { windowSeconds: windowOf(given.downscaleStabilizationSeconds), nowEpochMs: NOW },
  );
  return { replicas, storedRecommendations: recommendations.length };
}

function storedEvents(given: Fields): unknown {
  const events = eventsOf(given.events);
  const rules = (given.rules ?? undefined) as HPAScalingRules | undefined;
  const period = { periodSeconds: count(given.queryPeriodSeconds), nowEpochMs: NOW };
  return {
    changeInPeriodBefore: changeWithin(events, period),
    events: withScaleEvent(events, count(given.newChange), { rules, nowEpochMs: NOW }).map(
      ({ change, isOutdated }) => ({ change, outdated: isOutdated }),
    ),
  };
}

function eventsOf(given: unknown): readonly ScaleEvent[] {
  return list(given).map(({ change, secondsAgo }) => ({
    change: count(change),
    atEpochMs: NOW - count(secondsAgo) * 1000,
    isOutdated: false,
  }));
}

function recommendationsOf(given: unknown): readonly Recommendation[] {
  return list(given).map(({ replicas, secondsAgo }) => ({
    replicas: count(replicas),
    atEpochMs: NOW - count(secondsAgo) * 1000,
  }));
}

export function runReplicas({ in: input, want }: VectorCase): unknown {
  const given = fields(input);
  const resource = text(given.resource);
  if (given.op === "groupPods") {
    const { readyCount, unready, missing } = groupPods(podsOf(given), samplesOf(given), {
      resource,
      patience: PATIENCE,
    });
    return { readyCount, ignored: unready, missing };
  }
  const proposal = proposalFor(given, resource);
  if (typeof proposal === "string") {
    const part = text(fields(want).errorContains);
    return { errorContains: part !== "" && proposal.includes(part) ? part : proposal };
  }
  const { replicas, utilization, milli } = proposal;
  const isWhole = typeof given.targetValueMilli === "number";
  return {
    replicas,
    ...(utilization !== undefined && { currentAverageUtilization: utilization }),
    [isWhole ? "currentValueMilli" : "currentAverageValueMilli"]: milli,
  };
}

function proposalFor(given: Fields, resource: string): Proposal {
  const value = { milli: count(given.metricValueMilli) };
  const sight: Sight = {
    pods: podsOf(given),
    currentReplicas: count(given.currentReplicas),
    tolerances: TOLERANCES,
    patience: PATIENCE,
  };
  const targetMilli = count(given.targetAverageValueMilli);
  if (typeof given.targetValueMilli === "number")
    return replicasForValue(sight, { ...value, targetMilli: given.targetValueMilli });
  if (typeof given.metricValueMilli === "number")
    return replicasForShare(
      { statusReplicas: count(given.statusReplicas), tolerances: TOLERANCES },
      { ...value, targetMilli },
    );
  const samples = samplesOf(given);
  return typeof given.targetAverageUtilization === "number"
    ? replicasForUtilization(sight, samples, {
        resource,
        percent: given.targetAverageUtilization,
      })
    : replicasForAverage(sight, samples, { resource, targetMilli });
}

function podsOf(given: Fields): readonly Pod[] {
  const ready = Array.from({ length: count(given.readyPods) }, (_, i) => ({
    name: `ready-${i}`,
    phase: "Running",
    ready: true,
  }));
  return [...list(given.pods), ...ready].map(podOf);
}

function podOf(given: Fields): Pod {
  const isDeleted = given.deletionTimestamp === true;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: text(given.name),
      ...(isDeleted && { deletionTimestamp: timeAgo(0) }),
    },
    spec: {
      containers: [
        {
          name: "c",
          ...(typeof given.requestMilli === "number" && {
            resources: {
              requests: { cpu: `${given.requestMilli}m`, memory: `${given.requestMilli}m` },
            },
          }),
        },
      ],
    },
    status: {
      phase: text(given.phase),
      startTime: timeAgo(given.startedSecondsAgo),
      conditions: [
        {
          type: "Ready",
          status: given.ready === true ? "True" : "False",
          lastTransitionTime: timeAgo(given.readyTransitionSecondsAgo),
        },
      ],
    },
  } as unknown as Pod;
}

function samplesOf(given: Fields): Samples {
  const age = count(given.metricAgeSeconds) * 1000;
  const window = given.metricWindowSeconds ?? WINDOW_SECONDS;
  const sample = (milli: unknown) => ({
    milli: count(milli),
    atEpochMs: NOW - age,
    windowMs: count(window) * 1000,
  });
  const known = list(given.pods).filter(({ usageMilli }) => typeof usageMilli === "number");
  const strange = (given.extraMetricsForUnknownPodsMilli ?? []) as readonly number[];
  return new Map([
    ...known.map(({ name, usageMilli }) => [text(name), sample(usageMilli)] as const),
    ...strange.map((milli, i) => [`unknown-${i}`, sample(milli)] as const),
  ]);
}
