import { resolveIntOrPercent } from "#core/api/int-or-string.ts";
import { isBeingDeleted } from "#core/api/meta.ts";
import type { Pod, StatefulSet, StatefulSetStatus } from "#core/api/schema/generated/types.ts";
import {
  isPodAvailable,
  isPodReady,
  isPodTerminal,
  type AvailabilityRule,
} from "../shared/pod-state.ts";
import { omitZero } from "../shared/omit-zero.ts";
import { revisionHashOf } from "../shared/revisions.ts";
import { hasIdentity, isInRange, ordinalOf, startOrdinal } from "./identity.ts";

/** What a pass looks at. */
export interface Scene {
  readonly set: StatefulSet;
  /** Names of the revisions that pods have, and are to have. */
  readonly currentRevision: string;
  readonly updateRevision: string;
  readonly pods: readonly Pod[];
  readonly rule: AvailabilityRule;
  /** Whether a pod's claims lack the owners that the retention policy asks for. */
  hasClaimsToFix(pod: Pod): boolean;
}

/** One thing to do. */
export type Step =
  | { readonly type: "create"; readonly ordinal: number; readonly revision: string }
  | { readonly type: "delete"; readonly pod: Pod; readonly why: "ended" | "scaled" | "outdated" }
  /** Creates claims that are missing; gives back labels; sets owners of claims. */
  | { readonly type: "claims" | "identity" | "claim-owners"; readonly pod: Pod };

/** What a pass intends; pods that go for an update no longer count as current. */
export interface StatefulPlan {
  readonly steps: readonly Step[];
}

type Slot = Pod | { readonly ordinal: number };

/** Decides from what is there: pods in order of their numbers, then those beyond the range, then those of older templates. Models updateStatefulSet. */
export function planStatefulSet(scene: Scene): StatefulPlan {
  const { set, rule } = scene;
  const isOrdered = set.spec.podManagementPolicy !== "Parallel";
  const slots = slotsOf(scene);
  const condemned = scene.pods
    .filter((pod) => ordinalOf(pod) >= 0 && !isInRange(set, ordinalOf(pod)))
    .sort((a, b) => ordinalOf(b) - ordinalOf(a));
  const steps: Step[] = [];
  for (const slot of slots) {
    const { steps: own, isBlocking } = planSlot(scene, slot, isOrdered);
    steps.push(...own);
    if (isBlocking && isOrdered) return { steps };
  }
  for (const pod of condemned)
    if (scene.hasClaimsToFix(pod)) steps.push({ type: "claim-owners", pod });
  const firstUnavailable = [...slots, ...[...condemned].reverse()].find(
    (slot) => !isThere(slot) || isUnavailable(slot, rule),
  );
  for (const pod of condemned) {
    const isWaiting = isBeingDeleted(pod) || (isUnavailable(pod, rule) && pod !== firstUnavailable);
    if (isOrdered && isWaiting) return { steps };
    if (isBeingDeleted(pod)) continue;
    steps.push({ type: "delete", pod, why: "scaled" });
    if (isOrdered) return { steps };
  }
  if (set.spec.updateStrategy.type === "OnDelete") return { steps };
  return { steps: [...steps, ...planUpdate(scene, slots)] };
}

function slotsOf({ set, pods }: Scene): readonly Slot[] {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  const start = startOrdinal(set);
  return Array.from(
    { length: set.spec.replicas ?? 1 },
    (_, i) => byOrdinal.get(start + i) ?? { ordinal: start + i },
  );
}

function isThere(slot: Slot): slot is Pod {
  return "metadata" in slot;
}

interface SlotPlan {
  readonly steps: readonly Step[];
  /** Whether those with higher numbers have to wait. */
  readonly isBlocking: boolean;
}

/** Models processReplica. */
function planSlot(scene: Scene, slot: Slot, isOrdered: boolean): SlotPlan {
  if (!isThere(slot)) {
    const revision = revisionFor(scene, slot.ordinal);
    return { steps: [{ type: "create", ordinal: slot.ordinal, revision }], isBlocking: true };
  }
  if (isPodTerminal(slot))
    return {
      steps: isBeingDeleted(slot) ? [] : [{ type: "delete", pod: slot, why: "ended" }],
      isBlocking: true,
    };
  const steps: Step[] = slot.status.phase === "Pending" ? [{ type: "claims", pod: slot }] : [];
  if (isOrdered && isUnavailable(slot, scene.rule)) return { steps, isBlocking: true };
  if (!hasIdentity(slot)) steps.push({ type: "identity", pod: slot });
  if (scene.hasClaimsToFix(slot)) steps.push({ type: "claim-owners", pod: slot });
  return { steps, isBlocking: false };
}

/** Which revision a new pod of this number gets. Models newVersionedStatefulSetPod. */
function revisionFor({ set, currentRevision, updateRevision }: Scene, ordinal: number): string {
  const { type, rollingUpdate } = set.spec.updateStrategy;
  if (type !== "RollingUpdate") return updateRevision;
  const kept = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status.currentReplicas ?? 0);
  return ordinal < startOrdinal(set) + kept ? currentRevision : updateRevision;
}

/** Not ready for long enough, or on its way out. */
function isUnavailable(pod: Pod, rule: AvailabilityRule): boolean {
  return isBeingDeleted(pod) || pod.status.phase !== "Running" || !isPodAvailable(pod, rule);
}

/** How many pods may be missing in an update; shares round down, and one always may. Models getStatefulSetMaxUnavailable. */
export function maxUnavailableOf({ spec }: StatefulSet): number {
  const { maxUnavailable = 1 } = spec.updateStrategy.rollingUpdate ?? {};
  const total = spec.replicas ?? 1;
  return Math.max(1, resolveIntOrPercent(maxUnavailable, { total, round: "down" }) ?? 1);
}

/** From the highest number down to the partition, while not too many are missing. */
function planUpdate(scene: Scene, slots: readonly Slot[]): readonly Step[] {
  const { set, updateRevision, rule } = scene;
  const steps: Step[] = [];
  const partition = set.spec.updateStrategy.rollingUpdate?.partition ?? 0;
  let left = maxUnavailableOf(set);
  for (let i = slots.length - 1; i >= partition && left > 0; i--) {
    const slot = slots[i];
    if (!slot || !isThere(slot)) left -= 1;
    else if (revisionHashOf(slot) !== updateRevision && !isBeingDeleted(slot)) {
      steps.push({ type: "delete", pod: slot, why: "outdated" });
      left -= 1;
    } else if (isUnavailable(slot, rule)) left -= 1;
  }
  return steps;
}

/** The status, in which an update that is over makes its revision the current one. Models updateStatus and completeRollingUpdate. */
export function planStatefulSetStatus(
  { set, currentRevision, updateRevision, pods, rule }: Scene,
  steps: readonly Step[],
  collisionCount: number,
): StatefulSetStatus {
  const count = { replicas: 0, ready: 0, available: 0, current: 0, updated: 0 };
  for (const pod of pods) {
    if (ordinalOf(pod) < 0) continue;
    count.replicas += 1;
    const isReady = pod.status.phase === "Running" && isPodReady(pod);
    if (isReady) count.ready += 1;
    if (isReady && isPodAvailable(pod, rule)) count.available += 1;
    if (isBeingDeleted(pod)) continue;
    if (revisionHashOf(pod) === currentRevision) count.current += 1;
    if (revisionHashOf(pod) === updateRevision) count.updated += 1;
  }
  for (const step of steps)
    if (step.type === "delete" && step.why === "outdated") count.current -= 1;
  const wanted = set.spec.replicas ?? 1;
  const isComplete =
    set.spec.updateStrategy.type === "RollingUpdate" &&
    [count.updated, count.ready, count.replicas].every((each) => each === wanted);
  const { conditions } = set.status;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: count.replicas,
    ...omitZero({
      readyReplicas: count.ready,
      currentReplicas: isComplete ? count.updated : count.current,
      updatedReplicas: count.updated,
    }),
    currentRevision: isComplete ? updateRevision : currentRevision,
    updateRevision,
    collisionCount,
    availableReplicas: count.available,
    ...(conditions && { conditions }),
  };
}
