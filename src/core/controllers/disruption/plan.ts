import { parseTime } from "#core/base/time.ts";
import { resolveIntOrPercent, type IntOrString } from "#core/api/int-or-string.ts";
import { isBeingDeleted, nameOf } from "#core/api/meta.ts";
import type {
  Condition,
  Pod,
  PodDisruptionBudget,
  PodDisruptionBudgetStatus,
} from "#core/api/schema/generated/types.ts";
import { findCondition } from "../shared/conditions.ts";
import { isPodReady } from "../shared/pod-state.ts";

/** The condition of a budget that says whether anybody may be evicted. */
export const DISRUPTION_ALLOWED = "DisruptionAllowed";
/** An evicted pod that is still there after this long counts as healthy again. Models disruption.DeletionTimeout. */
const DELETION_TIMEOUT_MS = 120_000;

/** How many pods there should be, and how many of them have to be healthy. */
export interface Expectation {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

/** Whether a budget counts by the scale of its pods' controllers instead of by the pods that it finds. */
export function countsByScale({ spec }: PodDisruptionBudget): boolean {
  return (
    typeof (spec.maxUnavailable ?? spec.minAvailable ?? 0) === "string" ||
    spec.maxUnavailable !== undefined
  );
}

/** What a budget asks for. Percentages round up. Models getExpectedPodCount. */
export function planExpectation(
  { spec }: Pick<PodDisruptionBudget, "spec">,
  { scale, podCount }: { readonly scale: number; readonly podCount: number },
): Expectation {
  const share = (value: IntOrString) =>
    resolveIntOrPercent(value, { total: scale, round: "up" }) ?? 0;
  const { maxUnavailable, minAvailable } = spec;
  if (maxUnavailable !== undefined)
    return { expectedPods: scale, desiredHealthy: Math.max(0, scale - share(maxUnavailable)) };
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  if (typeof minAvailable === "number")
    return { expectedPods: podCount, desiredHealthy: minAvailable };
  return { expectedPods: scale, desiredHealthy: share(minAvailable) };
}

/** Which evicted pods are still to go. */
export interface Disrupted {
  readonly disruptedPods: Readonly<Record<string, string>>;
  /** Pods that were evicted long ago and are still there. */
  readonly notDeleted: readonly Pod[];
  /** When to look again, as Unix milliseconds. */
  readonly recheckAt: number | undefined;
}

/** Models buildDisruptedPodMap. */
export function planDisrupted(
  { status }: PodDisruptionBudget,
  pods: readonly Pod[],
  nowEpochMs: number,
): Disrupted {
  const disruptedPods: Record<string, string> = {};
  const notDeleted: Pod[] = [];
  let recheckAt: number | undefined;
  for (const pod of pods) {
    const since = status.disruptedPods?.[nameOf(pod)];
    if (since === undefined || isBeingDeleted(pod)) continue;
    const due = (parseTime(since) ?? 0) + DELETION_TIMEOUT_MS;
    if (due < nowEpochMs) {
      notDeleted.push(pod);
      continue;
    }
    disruptedPods[nameOf(pod)] = since;
    if (recheckAt === undefined || due < recheckAt) recheckAt = due;
  }
  return { disruptedPods, notDeleted, recheckAt };
}

/** How many pods are ready and not on their way out. Models countHealthyPods. */
export function countHealthy(
  pods: readonly Pod[],
  disruptedPods: Disrupted["disruptedPods"],
): number {
  return pods.filter(
    (pod) => !isBeingDeleted(pod) && disruptedPods[nameOf(pod)] === undefined && isPodReady(pod),
  ).length;
}

/** The status of a budget. Models updatePdbStatus and UpdateDisruptionAllowedCondition. */
export function planBudgetStatus(
  { metadata, status }: PodDisruptionBudget,
  {
    expectedPods,
    desiredHealthy,
    currentHealthy,
    disruptedPods,
    now,
  }: Expectation & {
    readonly currentHealthy: number;
    readonly disruptedPods: Disrupted["disruptedPods"];
    readonly now: string;
  },
): PodDisruptionBudgetStatus {
  const surplus = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const { generation = 0 } = metadata;
  return {
    observedGeneration: generation,
    disruptionsAllowed: surplus,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    conditions: withAllowed(status.conditions, {
      status: surplus > 0 ? "True" : "False",
      reason: surplus > 0 ? "SufficientPods" : "InsufficientPods",
      message: "",
      observedGeneration: generation,
      lastTransitionTime: now,
    }),
  };
}

/** The status of a budget that could not be worked out: nobody may be evicted. Models failSafe. */
export function planFailedStatus(
  { status }: PodDisruptionBudget,
  { message, now }: { readonly message: string; readonly now: string },
): PodDisruptionBudgetStatus {
  const { observedGeneration } = status;
  return {
    ...status,
    disruptionsAllowed: 0,
    conditions: withAllowed(status.conditions, {
      status: "False",
      reason: "SyncFailed",
      message,
      ...(observedGeneration !== undefined && { observedGeneration }),
      lastTransitionTime: now,
    }),
  };
}

function withAllowed(
  conditions: readonly Condition[] = [],
  given: Omit<Condition, "type">,
): readonly Condition[] {
  const before = findCondition(conditions, DISRUPTION_ALLOWED);
  const condition: Condition = {
    ...given,
    type: DISRUPTION_ALLOWED,
    lastTransitionTime:
      before?.status === given.status ? before.lastTransitionTime : given.lastTransitionTime,
  };
  return before
    ? conditions.map((each) => (each === before ? condition : each))
    : [...conditions, condition];
}
