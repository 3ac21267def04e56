import { compareText } from "#core/base/order.ts";
import { parseTime } from "#core/base/time.ts";
import { uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { isPodActive, isPodReady, readySince } from "../shared/pod-state.ts";

/** Why one pod is deleted before another: the first rule on which they differ. */
export type VictimRule =
  | "all"
  | "not-assigned"
  | "phase"
  | "not-ready"
  | "deletion-cost"
  | "doubled-up"
  | "ready-for-less-time"
  | "restarts"
  | "younger"
  | "equal";

/** What the order of deletion looks at. */
export interface RankedPod {
  readonly pod: Pod;
  readonly isAssigned: boolean;
  readonly phaseOrder: number;
  readonly isReady: boolean;
  readonly deletionCost: number;
  /** Active related pods on the same node. */
  readonly rank: number;
  readonly readySince: number | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly createdAt: number | undefined;
}

const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Which pods a scale-down takes, with the rule that decided for each. */
export interface Victim {
  readonly pod: Pod;
  readonly rule: VictimRule;
}

/** The `count` pods to delete first; sorted only when some survive. Models pkg/controller/replicaset getPodsToDelete. */
export function planVictims(request: {
  readonly pods: readonly Pod[];
  /** Pods of all sets with the same controller, this one's included. */
  readonly related: readonly Pod[];
  readonly count: number;
  readonly nowEpochMs: number;
}): Victim[] {
  const { pods, related, count, nowEpochMs } = request;
  if (count >= pods.length) return pods.map((pod) => ({ pod, rule: "all" }));
  const ranks = countByNode(related);
  const ranked = pods.map((pod) => rankPod(pod, ranks.get(pod.spec.nodeName ?? "") ?? 0));
  ranked.sort((a, b) => comparePods(a, b, nowEpochMs).order);
  const firstSurvivor = ranked[count];
  return ranked.slice(0, count).map((each) => ({
    pod: each.pod,
    rule: firstSurvivor ? comparePods(each, firstSurvivor, nowEpochMs).rule : "all",
  }));
}

function countByNode(related: readonly Pod[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pod of related) {
    if (!isPodActive(pod)) continue;
    const node = pod.spec.nodeName ?? "";
    counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

/** Reads of a pod what the order of deletion needs. */
export function rankPod(pod: Pod, rank: number): RankedPod {
  const { restarts, sidecarRestarts } = maxRestarts(pod);
  const created = pod.metadata.creationTimestamp;
  return {
    pod,
    isAssigned: (pod.spec.nodeName ?? "") !== "",
    phaseOrder: PHASE_ORDER[pod.status.phase ?? ""] ?? 0,
    isReady: isPodReady(pod),
    deletionCost: deletionCostOf(pod),
    rank,
    readySince: readySince(pod),
    restarts,
    sidecarRestarts,
    createdAt: created ? parseTime(created) : undefined,
  };
}

/**
 * Order of deletion: negative when `a` goes first; and the rule that decided.
 * Models controller.ActivePodsWithRanks.Less, with the gates LogarithmicScaleDown and PodDeletionCost on.
 */
export function comparePods(
  a: RankedPod,
  b: RankedPod,
  nowEpochMs: number,
): { readonly order: number; readonly rule: VictimRule } {
  if (a.isAssigned !== b.isAssigned) return { order: a.isAssigned ? 1 : -1, rule: "not-assigned" };
  if (a.phaseOrder !== b.phaseOrder) return { order: a.phaseOrder - b.phaseOrder, rule: "phase" };
  if (a.isReady !== b.isReady) return { order: a.isReady ? 1 : -1, rule: "not-ready" };
  if (a.deletionCost !== b.deletionCost)
    return { order: a.deletionCost - b.deletionCost, rule: "deletion-cost" };
  if (a.rank !== b.rank) return { order: b.rank - a.rank, rule: "doubled-up" };
  if (a.isReady && a.readySince !== b.readySince) {
    return {
      order: compareAges(a, b, { a: a.readySince, b: b.readySince, nowEpochMs }),
      rule: "ready-for-less-time",
    };
  }
  if (a.restarts !== b.restarts) return { order: b.restarts - a.restarts, rule: "restarts" };
  if (a.sidecarRestarts !== b.sidecarRestarts)
    return { order: b.sidecarRestarts - a.sidecarRestarts, rule: "restarts" };
  if (a.createdAt !== b.createdAt) {
    return {
      order: compareAges(a, b, { a: a.createdAt, b: b.createdAt, nowEpochMs }),
      rule: "younger",
    };
  }
  return { order: 0, rule: "equal" };
}

/** The younger one first, ages counted by powers of two; an unset time goes before any other. */
function compareAges(
  a: RankedPod,
  b: RankedPod,
  times: {
    readonly a: number | undefined;
    readonly b: number | undefined;
    readonly nowEpochMs: number;
  },
): number {
  if (times.a === undefined || times.b === undefined) return times.a === undefined ? -1 : 1;
  const difference = ageBucket(times.nowEpochMs - times.a) - ageBucket(times.nowEpochMs - times.b);
  return difference !== 0 ? difference : compareText(uidOf(a.pod), uidOf(b.pod));
}

function ageBucket(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1;
}

function deletionCostOf(pod: Pod): number {
  const text = pod.metadata.annotations?.[DELETION_COST];
  if (text === undefined || !/^(0|-?[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost >= -2_147_483_648 && cost <= 2_147_483_647 ? cost : 0;
}

function maxRestarts(pod: Pod): { restarts: number; sidecarRestarts: number } {
  let restarts = 0;
  for (const status of pod.status.containerStatuses ?? [])
    restarts = Math.max(restarts, status.restartCount);
  let sidecarRestarts = 0;
  const sidecars = new Set(
    (pod.spec.initContainers ?? [])
      .filter((each) => each.restartPolicy === "Always")
      .map((each) => each.name),
  );
  for (const status of pod.status.initContainerStatuses ?? []) {
    if (sidecars.has(status.name)) sidecarRestarts = Math.max(sidecarRestarts, status.restartCount);
  }
  return { restarts, sidecarRestarts };
}

/** Order of deletion among a Job's pods, which knows neither costs nor neighbours. Models controller.ActivePods.Less. */
export function compareActive(a: Pod, b: Pod, nowEpochMs: number): number {
  const plain = (pod: Pod) => ({ ...rankPod(pod, 0), deletionCost: 0 });
  return comparePods(plain(a), plain(b), nowEpochMs).order;
}
