import { resolveIntOrPercent } from "#core/api/int-or-string.ts";
import { isBeingDeleted, nameOf } from "#core/api/meta.ts";
import type { DaemonSet, DaemonSetStatus, Node, Pod } from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
import { omitZero } from "../shared/omit-zero.ts";
import { isPodAvailable, isPodReady, type AvailabilityRule } from "../shared/pod-state.ts";
import { isUpdatedPod, planPlacement, type Placement } from "./placement.ts";

/** One node and the daemon pods that are on it or on their way to it. */
export interface Place {
  readonly node: Node;
  readonly placement: Placement;
  readonly pods: readonly Pod[];
}

/** What a pass looks at. */
export interface Scene {
  readonly daemonSet: DaemonSet;
  readonly hash: string;
  readonly places: readonly Place[];
  /** Pods for nodes that do not exist. */
  readonly lost: readonly Pod[];
  readonly rule: AvailabilityRule;
}

/** Why a daemon pod goes. */
export type Removal =
  "failed" | "succeeded" | "surplus" | "not-wanted" | "replaced" | "outdated" | "node-gone";

/** What a pass intends. */
export interface DaemonPlan {
  /** Names of nodes that get a pod. */
  readonly create: readonly string[];
  readonly remove: readonly { readonly pod: Pod; readonly node: string; readonly why: Removal }[];
}

/** Looks at every node by itself. Models manage. */
export function planManage(scene: Scene): DaemonPlan {
  const create: string[] = [];
  const remove: DaemonPlan["remove"][number][] = scene.lost.map((pod) => ({
    pod,
    node: "",
    why: "node-gone",
  }));
  for (const place of scene.places) {
    const node = nameOf(place.node);
    const plan = planPlace(scene, place);
    if (plan.creates) create.push(node);
    for (const [pod, why] of plan.remove) remove.push({ pod, node, why });
  }
  return { create, remove };
}

interface PlacePlan {
  readonly creates: boolean;
  readonly remove: readonly (readonly [Pod, Removal])[];
}

/** Models podsShouldBeOnNode. */
function planPlace(scene: Scene, { placement, pods }: Place): PlacePlan {
  const { shouldRun, mayStay } = placement;
  if (shouldRun && pods.length === 0) return { creates: true, remove: [] };
  const staying = pods.filter((pod) => !isBeingDeleted(pod));
  if (!mayStay) return { creates: false, remove: staying.map((pod) => [pod, "not-wanted"]) };
  const remove: [Pod, Removal][] = [];
  const running: Pod[] = [];
  for (const pod of staying) {
    if (pod.status.phase === "Failed") remove.push([pod, "failed"]);
    else if (pod.status.phase === "Succeeded") remove.push([pod, "succeeded"]);
    else running.push(pod);
  }
  running.sort(compareAge);
  if (!allowsSurge(scene.daemonSet)) {
    remove.push(...running.slice(1).map((pod): [Pod, Removal] => [pod, "surplus"]));
    return { creates: false, remove };
  }
  if (running.length <= 1) return { creates: running.length === 0 && shouldRun, remove };
  return { creates: false, remove: [...remove, ...planSurged(scene, running)] };
}

/** Models util.AllowsSurge. */
function allowsSurge({ spec }: DaemonSet): boolean {
  const { type, rollingUpdate } = spec.updateStrategy;
  const surge = rollingUpdate?.maxSurge ?? 0;
  return (
    type === "RollingUpdate" && (resolveIntOrPercent(surge, { total: 1, round: "up" }) ?? 0) > 0
  );
}

/** Of several pods on a node the oldest of each template stays, and the old one until the new one is available. */
function planSurged({ daemonSet, hash, rule }: Scene, running: readonly Pod[]): [Pod, Removal][] {
  const isNew = (pod: Pod) => isUpdatedPod(daemonSet, hash, pod);
  const [newest, oldest] = [running.find(isNew), running.find((pod) => !isNew(pod))];
  const remove = running
    .filter((pod) => pod !== newest && pod !== oldest)
    .map((pod): [Pod, Removal] => [pod, "surplus"]);
  if (newest && oldest && (!isPodReady(oldest) || isPodAvailable(newest, rule)))
    remove.push([oldest, "replaced"]);
  return remove;
}

/** Scheduled pods first, then older ones. Models podByCreationTimestampAndPhase. */
function compareAge(a: Pod, b: Pod): number {
  const isBound = (pod: Pod) => (pod.spec.nodeName ? 0 : 1);
  return (
    isBound(a) - isBound(b) ||
    compareText(a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? "") ||
    compareText(nameOf(a), nameOf(b))
  );
}

/** How many nodes want a pod, and how far an update may go; both shares round up. Models updatedDesiredNodeCounts. */
export function updateNumbers({ daemonSet, places }: Pick<Scene, "daemonSet" | "places">): {
  readonly desired: number;
  readonly maxUnavailable: number;
  readonly maxSurge: number;
} {
  const desired = places.filter(({ placement }) => placement.shouldRun).length;
  const { type, rollingUpdate = {} } = daemonSet.spec.updateStrategy;
  if (type !== "RollingUpdate") return { desired, maxUnavailable: 0, maxSurge: 0 };
  const share = (value: number | string) =>
    resolveIntOrPercent(value, { total: desired, round: "up" }) ?? 0;
  const maxSurge = share(rollingUpdate.maxSurge ?? 0);
  const maxUnavailable = share(rollingUpdate.maxUnavailable ?? 1);
  const isStuck = desired > 0 && maxUnavailable === 0 && maxSurge === 0;
  return { desired, maxUnavailable: isStuck ? 1 : maxUnavailable, maxSurge };
}

/** Replaces pods of older templates, as many as may be missing or beside each other. Models rollingUpdate. */
export function planRollingUpdate(scene: Scene): DaemonPlan {
  const numbers = updateNumbers(scene);
  const places = scene.places.filter(
    ({ placement, pods }) => placement.shouldRun || pods.length > 0,
  );
  return numbers.maxSurge === 0
    ? planWithoutSurge(scene, places, numbers.maxUnavailable)
    : planWithSurge(scene, places, numbers);
}

/** The new and the old pod of a node; undefined when there is more than one of either. Models findUpdatedPodsOnNode. */
function pairOn(
  { daemonSet, hash }: Scene,
  { pods }: Place,
): { readonly newPod?: Pod; readonly oldPod?: Pod } | undefined {
  const staying = pods.filter((pod) => !isBeingDeleted(pod));
  const [newPod, secondNew] = staying.filter((pod) => isUpdatedPod(daemonSet, hash, pod));
  const [oldPod, secondOld] = staying.filter((pod) => !isUpdatedPod(daemonSet, hash, pod));
  if (secondNew || secondOld) return undefined;
  return { ...(newPod && { newPod }), ...(oldPod && { oldPod }) };
}

function planWithoutSurge(
  scene: Scene,
  places: readonly Place[],
  maxUnavailable: number,
): DaemonPlan {
  const outdated = (place: Place, pod: Pod) =>
    ({ pod, node: nameOf(place.node), why: "outdated" }) as const;
  const free: DaemonPlan["remove"][number][] = [];
  const candidates: DaemonPlan["remove"][number][] = [];
  let unavailable = 0;
  for (const place of places) {
    const pair = pairOn(scene, place);
    if (!pair || !pair.newPod === !pair.oldPod) unavailable += 1;
    else if (pair.newPod) unavailable += isPodAvailable(pair.newPod, scene.rule) ? 0 : 1;
    else if (pair.oldPod)
      (isPodAvailable(pair.oldPod, scene.rule) ? candidates : free).push(
        outdated(place, pair.oldPod),
      );
  }
  const remaining = Math.max(0, maxUnavailable - unavailable);
  return { create: [], remove: [...free, ...candidates.slice(0, remaining)] };
}

function planWithSurge(
  scene: Scene,
  places: readonly Place[],
  { desired, maxSurge }: { readonly desired: number; readonly maxSurge: number },
): DaemonPlan {
  const { rule } = scene;
  const remove: DaemonPlan["remove"][number][] = [];
  const unwanted: DaemonPlan["remove"][number][] = [];
  const free: string[] = [];
  const candidates: string[] = [];
  let surging = 0;
  let available = 0;
  for (const place of places) {
    const node = nameOf(place.node);
    const pair = pairOn(scene, place);
    const { newPod, oldPod } = pair ?? {};
    if (!pair) surging += 1;
    const counted = oldPod ?? newPod;
    if (counted && isPodAvailable(counted, rule)) available += 1;
    if (!oldPod) continue;
    if (!newPod && !place.placement.shouldRun)
      unwanted.push({ pod: oldPod, node, why: "not-wanted" });
    else if (!newPod) (isPodAvailable(oldPod, rule) ? candidates : free).push(node);
    else if (isPodAvailable(newPod, rule)) remove.push({ pod: oldPod, node, why: "replaced" });
    else surging += 1;
  }
  const spare = Math.max(0, available - desired);
  return {
    create: [...free, ...candidates.slice(0, Math.max(0, maxSurge - surging))],
    remove: [...remove, ...unwanted.slice(0, spare)],
  };
}

/** What is counted for the status; the oldest pod of a node decides. Models updateDaemonSetStatus. */
export function planDaemonSetStatus(scene: Scene): DaemonSetStatus {
  const { daemonSet, hash, places, rule } = scene;
  const count = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 };
  for (const { placement, pods } of places) {
    const [pod] = [...pods].sort(compareAge);
    if (!placement.shouldRun) {
      if (pod) count.misscheduled += 1;
      continue;
    }
    count.desired += 1;
    if (!pod) continue;
    count.current += 1;
    if (isPodReady(pod)) count.ready += 1;
    if (isPodAvailable(pod, rule)) count.available += 1;
    if (isUpdatedPod(daemonSet, hash, pod)) count.updated += 1;
  }
  const { collisionCount, conditions } = daemonSet.status;
  return {
    currentNumberScheduled: count.current,
    numberMisscheduled: count.misscheduled,
    desiredNumberScheduled: count.desired,
    numberReady: count.ready,
    observedGeneration: daemonSet.metadata.generation ?? 0,
    ...omitZero({
      updatedNumberScheduled: count.updated,
      numberAvailable: count.available,
      numberUnavailable: count.desired - count.available,
    }),
    ...(collisionCount !== undefined && { collisionCount }),
    ...(conditions && { conditions }),
  };
}

/** The nodes with their pods. */
export function placesOf(
  daemonSet: DaemonSet,
  nodes: readonly Node[],
  podsByNode: ReadonlyMap<string, readonly Pod[]>,
): readonly Place[] {
  return nodes.map((node) => ({
    node,
    placement: planPlacement(daemonSet, node),
    pods: podsByNode.get(nameOf(node)) ?? [],
  }));
}
