import { quantityMilli } from "#core/api/quantity.ts";
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HPAScalingRules,
} from "#core/api/schema/generated/types.ts";
import {
  limitByBehavior,
  limitPlainly,
  stabilizeByBehavior,
  stabilizePlainly,
  withScaleEvent,
  type Bounds,
  type Limited,
  type Recommendation,
  type ScaleEvents,
} from "./limits.ts";
import type { MetricOutcome } from "./proposals.ts";
import { DEFAULT_TOLERANCE, type Tolerances } from "./replicas.ts";

/** --horizontal-pod-autoscaler-downscale-stabilization */
export const DOWN_WINDOW_SECONDS = 300;

/** What the controller remembers of one autoscaler. */
export interface AutoscalerRecord {
  /** The pods it looks after, as query text; "" until it is known. */
  readonly selector: string;
  readonly recommendations: readonly Recommendation[];
  readonly events: ScaleEvents;
}

/** What all metrics of an autoscaler come to. Models computeReplicasForMetrics. */
export interface Verdict {
  /** Undefined when nothing can be done. */
  readonly wanted: { readonly replicas: number; readonly metric: string } | undefined;
  readonly condition: Condition;
  readonly error: string | undefined;
}

/** A condition without its time. */
export type Condition = Omit<HorizontalPodAutoscalerCondition, "lastTransitionTime">;

/** Takes the largest proposal; one that would shrink the target counts only when every metric could be read. */
export function verdictOf(outcomes: readonly MetricOutcome[], currentReplicas: number): Verdict {
  const failures = outcomes.flatMap((each) => ("problem" in each ? [each] : []));
  let wanted: Verdict["wanted"];
  for (const each of outcomes)
    if ("replicas" in each && (!wanted || wanted.replicas === 0 || each.replicas > wanted.replicas))
      wanted = { replicas: each.replicas, metric: each.name };
  const [first] = failures;
  const error =
    first &&
    `invalid metrics (${failures.length} invalid out of ${outcomes.length}), first error is: ${first.error}`;
  if (first && (!wanted || wanted.replicas < currentReplicas))
    return {
      wanted: undefined,
      condition: {
        type: "ScalingActive",
        status: "False",
        reason: first.reason,
        message: `the HPA was unable to compute the replica count: ${first.problem}`,
      },
      error,
    };
  return {
    wanted,
    condition: {
      type: "ScalingActive",
      status: "True",
      reason: "ValidMetricFound",
      message: `the HPA was able to successfully calculate a replica count from ${wanted?.metric ?? ""}`,
    },
    error,
  };
}

/** How far use may be from its target. */
export function tolerancesOf({ spec: { behavior } }: HorizontalPodAutoscaler): Tolerances {
  const of = (rules: HPAScalingRules | undefined) =>
    rules?.tolerance === undefined ? DEFAULT_TOLERANCE : quantityMilli(rules.tolerance) / 1000;
  return { up: of(behavior?.scaleUp), down: of(behavior?.scaleDown) };
}

/** What comes of a wish once windows, policies and limits have been heard. */
export interface Normalized {
  readonly replicas: number;
  readonly conditions: readonly Condition[];
  readonly recommendations: readonly Recommendation[];
}

/** Models normalizeDesiredReplicas and normalizeDesiredReplicasWithBehaviors. */
export function normalize(
  wanted: number,
  {
    autoscaler: { spec },
    bounds,
    record,
    nowEpochMs,
  }: {
    readonly autoscaler: HorizontalPodAutoscaler;
    readonly bounds: Bounds;
    readonly record: AutoscalerRecord;
    readonly nowEpochMs: number;
  },
): Normalized {
  const { currentReplicas } = bounds;
  const { scaleUp: up, scaleDown: down } = spec.behavior ?? {};
  const isPlain = !up || !down;
  const stable = isPlain
    ? stabilizePlainly(wanted, record.recommendations, {
        windowSeconds: DOWN_WINDOW_SECONDS,
        nowEpochMs,
      })
    : stabilizeByBehavior(wanted, record.recommendations, {
        currentReplicas,
        upWindowSeconds: up.stabilizationWindowSeconds ?? 0,
        downWindowSeconds: down.stabilizationWindowSeconds ?? DOWN_WINDOW_SECONDS,
        nowEpochMs,
      });
  const limited = isPlain
    ? limitPlainly(stable.replicas, bounds)
    : limitByBehavior(stable.replicas, bounds, { up, down, events: record.events, nowEpochMs });
  const isUp = !isPlain && wanted >= currentReplicas;
  return {
    replicas: limited.replicas,
    conditions: [
      stable.replicas === wanted ? READY_FOR_NEW_SCALE : isUp ? UP_STABILIZED : DOWN_STABILIZED,
      limitCondition(limited, stable.replicas),
    ],
    recommendations: stable.recommendations,
  };
}

const READY_FOR_NEW_SCALE: Condition = {
  type: "AbleToScale",
  status: "True",
  reason: "ReadyForNewScale",
  message: "recommended size matches current size",
};
const UP_STABILIZED: Condition = {
  type: "AbleToScale",
  status: "True",
  reason: "ScaleUpStabilized",
  message:
    "recent recommendations were lower than current one, applying the lowest recent recommendation",
};
const DOWN_STABILIZED: Condition = {
  type: "AbleToScale",
  status: "True",
  reason: "ScaleDownStabilized",
  message:
    "recent recommendations were higher than current one, applying the highest recent recommendation",
};

function limitCondition({ replicas, reason, message }: Limited, stable: number): Condition {
  return {
    type: "ScalingLimited",
    status: replicas === stable ? "False" : "True",
    reason,
    message,
  };
}

/** What is remembered after a rescaling. Models storeScaleEvent. */
export function withRescaling(
  events: ScaleEvents,
  { spec: { behavior } }: HorizontalPodAutoscaler,
  {
    from,
    to,
    nowEpochMs,
  }: { readonly from: number; readonly to: number; readonly nowEpochMs: number },
): ScaleEvents {
  return to > from
    ? {
        ...events,
        ups: withScaleEvent(events.ups, to - from, { rules: behavior?.scaleUp, nowEpochMs }),
      }
    : {
        ...events,
        downs: withScaleEvent(events.downs, from - to, { rules: behavior?.scaleDown, nowEpochMs }),
      };
}

/** The conditions with one set; its time changes with its status. Models setConditionInList. */
export function withCondition(
  conditions: readonly HorizontalPodAutoscalerCondition[],
  condition: Condition,
  now: string,
): readonly HorizontalPodAutoscalerCondition[] {
  const place = conditions.findIndex(({ type }) => type === condition.type);
  const before = conditions[place];
  const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : now;
  const next = {
    ...condition,
    ...(lastTransitionTime !== undefined && { lastTransitionTime }),
  };
  return before ? conditions.with(place, next) : [...conditions, next];
}
