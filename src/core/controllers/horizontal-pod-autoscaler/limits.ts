import type { HPAScalingRules } from "#core/api/schema/generated/types.ts";

/** How many replicas were once thought right. */
export interface Recommendation {
  readonly replicas: number;
  readonly atEpochMs: number;
}

/** How much a target grew or shrank. */
export interface ScaleEvent {
  readonly change: number;
  readonly atEpochMs: number;
  /** No policy asks for it any more: the next event takes its place. */
  readonly isOutdated: boolean;
}

/** What an autoscaler remembers of its latest rescalings. */
export interface ScaleEvents {
  readonly ups: readonly ScaleEvent[];
  readonly downs: readonly ScaleEvent[];
}

/** What may be done of what is wanted. */
export interface Bounds {
  readonly currentReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** How many replicas there may be, and what kept it from being more or fewer. */
export interface Limited {
  readonly replicas: number;
  readonly reason: string;
  readonly message: string;
}

const MAX_INT32 = 2 ** 31 - 1;
const DOUBLING = 2;
const ALWAYS_ALLOWED = 4;
const WITHIN = {
  reason: "DesiredWithinRange",
  message: "the desired count is within the acceptable range",
};
const TOO_MANY = {
  reason: "TooManyReplicas",
  message: "the desired replica count is more than the maximum replica count",
};
const TOO_FEW = {
  reason: "TooFewReplicas",
  message: "the desired replica count is less than the minimum replica count",
};
const TOO_FAST_UP = {
  reason: "ScaleUpLimit",
  message: "the desired replica count is increasing faster than the maximum scale rate",
};
const TOO_FAST_DOWN = {
  reason: "ScaleDownLimit",
  message: "the desired replica count is decreasing faster than the maximum scale rate",
};

/** Keeps to the limits where no behavior is written. Models convertDesiredReplicasWithRules. */
export function limitPlainly(wanted: number, bounds: Bounds): Limited {
  const { currentReplicas, minReplicas, maxReplicas } = bounds;
  const fastest = Math.max(DOUBLING * currentReplicas, ALWAYS_ALLOWED);
  const most = Math.min(maxReplicas, fastest);
  if (wanted < minReplicas) return { replicas: minReplicas, ...TOO_FEW };
  if (wanted > most) return { replicas: most, ...(maxReplicas > fastest ? TOO_FAST_UP : TOO_MANY) };
  return { replicas: wanted, ...WITHIN };
}

/** Keeps to the limits and to how fast the policies let a target change. Models convertDesiredReplicasWithBehaviorRate. */
export function limitByBehavior(
  wanted: number,
  bounds: Bounds,
  {
    up,
    down,
    events,
    nowEpochMs,
  }: {
    readonly up: HPAScalingRules;
    readonly down: HPAScalingRules;
    readonly events: ScaleEvents;
    readonly nowEpochMs: number;
  },
): Limited {
  const { currentReplicas, minReplicas, maxReplicas } = bounds;
  if (wanted > currentReplicas) {
    const limit = scaleUpLimit(currentReplicas, up, { events, nowEpochMs });
    const fastest = Math.max(limit, currentReplicas);
    const most = Math.min(maxReplicas, fastest);
    if (wanted > most)
      return { replicas: most, ...(maxReplicas > fastest ? TOO_FAST_UP : TOO_MANY) };
  } else if (wanted < currentReplicas) {
    const limit = scaleDownLimit(currentReplicas, down, { events, nowEpochMs });
    const fastest = Math.min(limit, currentReplicas);
    const fewest = Math.max(minReplicas, fastest);
    if (wanted < fewest)
      return { replicas: fewest, ...(minReplicas < fastest ? TOO_FAST_DOWN : TOO_FEW) };
  }
  return { replicas: wanted, ...WITHIN };
}

interface Recent {
  readonly events: ScaleEvents;
  readonly nowEpochMs: number;
}

/** The most replicas that the policies let there be. Models calculateScaleUpLimitWithScalingRules. */
export function scaleUpLimit(
  currentReplicas: number,
  { selectPolicy, policies = [] }: HPAScalingRules,
  recent: Recent,
): number {
  if (selectPolicy === "Disabled") return currentReplicas;
  const isLowest = selectPolicy === "Min";
  let result = isLowest ? MAX_INT32 : -MAX_INT32;
  for (const { type, value, periodSeconds } of policies) {
    const before = replicasBefore(currentReplicas, periodSeconds, recent);
    // Rounded up: else a small target could never grow.
    const proposed = type === "Pods" ? before + value : Math.ceil(before * (1 + value / 100));
    result = isLowest ? Math.min(result, proposed) : Math.max(result, proposed);
  }
  return result;
}

/** The fewest replicas that the policies let there be. Models calculateScaleDownLimitWithBehaviors. */
export function scaleDownLimit(
  currentReplicas: number,
  { selectPolicy, policies = [] }: HPAScalingRules,
  recent: Recent,
): number {
  if (selectPolicy === "Disabled") return currentReplicas;
  const isSmallest = selectPolicy === "Min";
  let result = isSmallest ? -MAX_INT32 : MAX_INT32;
  for (const { type, value, periodSeconds } of policies) {
    const before = replicasBefore(currentReplicas, periodSeconds, recent);
    const proposed = type === "Pods" ? before - value : Math.trunc(before * (1 - value / 100));
    result = isSmallest ? Math.max(result, proposed) : Math.min(result, proposed);
  }
  return result;
}

/** The size a target had when a period began. */
function replicasBefore(
  currentReplicas: number,
  periodSeconds: number,
  { events, nowEpochMs }: Recent,
): number {
  const period = { periodSeconds, nowEpochMs };
  return currentReplicas - changeWithin(events.ups, period) + changeWithin(events.downs, period);
}

/** How much changed within a period. Models getReplicasChangePerPeriod. */
export function changeWithin(
  events: readonly ScaleEvent[],
  { periodSeconds, nowEpochMs }: { readonly periodSeconds: number; readonly nowEpochMs: number },
): number {
  const cutoff = nowEpochMs - periodSeconds * 1000;
  return events.reduce(
    (sum, { change, atEpochMs }) => (atEpochMs > cutoff ? sum + change : sum),
    0,
  );
}

/** Adds an event, in the place of one that no policy asks for any more. Models storeScaleEvent. */
export function withScaleEvent(
  events: readonly ScaleEvent[],
  change: number,
  {
    rules,
    nowEpochMs,
  }: { readonly rules: HPAScalingRules | undefined; readonly nowEpochMs: number },
): readonly ScaleEvent[] {
  if (!rules) return events;
  const longest = Math.max(0, ...(rules.policies ?? []).map(({ periodSeconds }) => periodSeconds));
  const cutoff = nowEpochMs - longest * 1000;
  const marked = events.map((each) =>
    each.atEpochMs < cutoff ? { ...each, isOutdated: true } : each,
  );
  const place = marked.findLastIndex(({ isOutdated }) => isOutdated);
  const event = { change, atEpochMs: nowEpochMs, isOutdated: false };
  return place < 0 ? [...marked, event] : marked.with(place, event);
}

/** A recommendation that recent ones have been allowed to change, and what is remembered from now on. */
export interface Stabilized {
  readonly replicas: number;
  readonly recommendations: readonly Recommendation[];
}

/** The highest recommendation of late. Models stabilizeRecommendation. */
export function stabilizePlainly(
  wanted: number,
  recommendations: readonly Recommendation[],
  { windowSeconds, nowEpochMs }: { readonly windowSeconds: number; readonly nowEpochMs: number },
): Stabilized {
  const cutoff = nowEpochMs - windowSeconds * 1000;
  const recent = recommendations.filter(({ atEpochMs }) => atEpochMs >= cutoff);
  return {
    replicas: Math.max(wanted, ...recent.map(({ replicas }) => replicas)),
    recommendations: replaced(recommendations, { replicas: wanted, atEpochMs: nowEpochMs }, cutoff),
  };
}

/** The current size, moved no farther than every recent recommendation agrees to. Models stabilizeRecommendationWithBehaviors. */
export function stabilizeByBehavior(
  wanted: number,
  recommendations: readonly Recommendation[],
  {
    currentReplicas,
    upWindowSeconds,
    downWindowSeconds,
    nowEpochMs,
  }: {
    readonly currentReplicas: number;
    readonly upWindowSeconds: number;
    readonly downWindowSeconds: number;
    readonly nowEpochMs: number;
  },
): Stabilized {
  const upCutoff = nowEpochMs - upWindowSeconds * 1000;
  const downCutoff = nowEpochMs - downWindowSeconds * 1000;
  const since = (cutoff: number) =>
    recommendations.filter(({ atEpochMs }) => atEpochMs > cutoff).map(({ replicas }) => replicas);
  const least = Math.min(wanted, ...since(upCutoff));
  const most = Math.max(wanted, ...since(downCutoff));
  return {
    replicas: Math.min(Math.max(currentReplicas, least), most),
    recommendations: replaced(
      recommendations,
      { replicas: wanted, atEpochMs: nowEpochMs },
      Math.min(upCutoff, downCutoff),
    ),
  };
}

/** The new one takes the place of the last that is too old to matter. */
function replaced(
  recommendations: readonly Recommendation[],
  newest: Recommendation,
  cutoff: number,
): readonly Recommendation[] {
  const place = recommendations.findLastIndex(({ atEpochMs }) => atEpochMs < cutoff);
  return place < 0 ? [...recommendations, newest] : recommendations.with(place, newest);
}
