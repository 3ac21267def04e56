import type { PodView } from "#core/view/rows.ts";
import type { Thrift } from "./frame-guard.ts";
import type { Place } from "./places.ts";

/** Length of each motion at speed 1, in ms. */
export const LENGTH = {
  flight: 450,
  appear: 200,
  leave: 220,
  pop: 160,
  shake: 120,
  retract: 160,
  trace: 2000,
  freed: 1500,
  bundle: 450,
  flash: 200,
} as const;

/** Wait between flights that begin together, and how many of them wait. */
const STAGGER_MS = 40;
const MAX_STAGGERED = 8;
/** Up to this many pods each flies by itself; up to the next figure those for one node fly together; beyond, cells only flash. */
const SINGLE_UP_TO = 400;
const BUNDLES_UP_TO = 1500;
const MAX_FLIGHTS = [24, 8, 4, 2] as const;
const MAX_BUNDLES = [24, 12, 6, 3] as const;
/** Until this share of its flight a bundle still takes in more pods for its node. */
const BUNDLE_OPEN = 0.3;
const MAX_FLASHES = 400;
const FASTEST_WITH_MOTION = 8;
const SHORTEST_MS = 120;

/** The flight path is drawn this long before the flight. */
const AHEAD_MS = 80;

export interface Tween {
  readonly kind: keyof typeof LENGTH;
  readonly uid: string;
  /** Motion time. */
  readonly start: number;
  readonly duration: number;
  /** The pod as it was before: what is shown while it leaves or holds its old face. */
  readonly pod: PodView;
  /** Where it was before. */
  readonly from: Place | null;
  /** Of a bundle: how many pods fly together. */
  readonly count?: number;
}

export interface Observation {
  readonly before: ReadonlyMap<string, PodView>;
  readonly after: ReadonlyMap<string, PodView>;
  readonly places: ReadonlyMap<string, Place>;
  readonly motion: number;
  readonly speed: number;
  readonly reduced: boolean;
  /** How much motion to save; none when absent. */
  readonly thrift?: Thrift;
}

/** Remembers what is in motion: turns changes of pods into tweens. */
export class MotionTracker {
  tweens: readonly Tween[] = [];
  /** Grows whenever the set of tweens changes. */
  version = 0;

  /** Forgets everything: after a jump in time, what moved before has no meaning. */
  clear(): void {
    if (this.tweens.length === 0) return;
    this.tweens = [];
    this.version += 1;
  }

  /** Takes in a change of pods. */
  observe(observation: Observation): void {
    if (observation.speed > FASTEST_WITH_MOTION) return this.clear();
    const begun = tweensOf(observation, this.tweens);
    if (begun.length === 0) return;
    const replaced = new Set(begun.map(keyOf));
    this.tweens = [
      ...this.tweens.filter(
        (tween) =>
          !replaced.has(keyOf(tween)) ||
          (tween.kind === "flight" && observation.after.has(tween.uid)),
      ),
      ...begun,
    ];
    this.version += 1;
  }

  /**
   * Drops what is over; true while anything is left. What is over by less than `lingerMs` waits for others to be dropped with it: each time
   * all that stands still is drawn again.
   */
  prune(motion: number, lingerMs = 0): boolean {
    const isOver = ({ start, duration }: Tween, afterMs: number) =>
      motion >= start + duration + afterMs;
    if (this.tweens.some((tween) => isOver(tween, lingerMs))) {
      this.tweens = this.tweens.filter((tween) => !isOver(tween, 0));
      this.version += 1;
    }
    return this.tweens.length > 0;
  }
}

/** Share of a tween that is over; negative before its start. */
export function progressOf(tween: Tween, motion: number): number {
  return Math.min(1, (motion - tween.start) / tween.duration);
}

/** A pod has one motion at a time; a bundle goes by its node and its start. */
function keyOf({ kind, uid, pod, start }: Tween): string {
  return kind === "bundle" ? `bundle ${pod.node} ${start}` : uid;
}

type Add = (
  kind: Tween["kind"],
  pod: PodView,
  more?: Partial<Pick<Tween, "start" | "from" | "count">>,
) => void;

function tweensOf(observation: Observation, running: readonly Tween[]): Tween[] {
  const { before, after, places, motion, speed, reduced, thrift = 0 } = observation;
  const tweens: Tween[] = [];
  const add: Add = (kind, pod, { start = motion, from = null, count } = {}) => {
    const duration = Math.max(LENGTH[kind], SHORTEST_MS * speed);
    tweens.push({
      kind,
      uid: pod.uid,
      start,
      duration,
      pod,
      from,
      ...(count !== undefined && { count }),
    });
  };
  if (after.size > BUNDLES_UP_TO) {
    if (!reduced) addFlashes(add, observation);
    return tweens;
  }
  const arrived: PodView[] = [];
  for (const pod of after.values()) {
    const old = before.get(pod.uid);
    if (old === pod) continue;
    if (pod.node !== "" && (old === undefined || old.node === "")) arrived.push(pod);
    else if (!old) add("appear", pod);
    else if (!reduced) addChange(add, old, pod);
  }
  if (reduced) for (const pod of arrived) add("trace", pod);
  else if (after.size <= SINGLE_UP_TO) addFlights(add, arrived, { observation, running });
  else addBundles(add, arrived, { observation, running });
  for (const pod of before.values()) {
    if (after.has(pod.uid)) continue;
    const from = places.get(pod.uid) ?? null;
    if (!reduced && thrift < 3) add("leave", pod, { from });
    if (pod.node !== "") add("freed", pod, { from });
  }
  return tweens;
}

interface Sky {
  readonly observation: Observation;
  readonly running: readonly Tween[];
}

function addFlights(add: Add, arrived: readonly PodView[], { observation, running }: Sky): void {
  const { before, places, motion, thrift = 0 } = observation;
  const most = MAX_FLIGHTS[thrift];
  let flights = 0;
  const flying = running.filter(({ kind }) => kind === "flight").length;
  for (const pod of arrived) {
    if (flying + flights >= most) {
      add("appear", pod);
      continue;
    }
    const { state } = before.get(pod.uid) ?? pod;
    const hasWaited = state === "unschedulable" || state === "gated";
    add("flight", pod, {
      start: motion + AHEAD_MS + Math.min(flights, MAX_STAGGERED) * STAGGER_MS,
      from: hasWaited ? (places.get(pod.uid) ?? null) : null,
    });
    flights += 1;
  }
}

/** Among many, the pods for one node fly as one figure with their number on it; each appears in its cell when it has landed. */
function addBundles(add: Add, arrived: readonly PodView[], { observation, running }: Sky): void {
  const { motion, speed, thrift = 0 } = observation;
  const byNode = new Map<string, PodView[]>();
  for (const pod of arrived) byNode.set(pod.node, [...(byNode.get(pod.node) ?? []), pod]);
  const open = new Map(
    running
      .filter((tween) => tween.kind === "bundle" && progressOf(tween, motion) < BUNDLE_OPEN)
      .map((tween) => [tween.pod.node, tween]),
  );
  const duration = Math.max(LENGTH.bundle, SHORTEST_MS * speed);
  let left = MAX_BUNDLES[thrift] - open.size;
  for (const [node, [first, ...others]] of byNode) {
    if (!first) continue;
    const joined = open.get(node);
    const flies = joined !== undefined || left > 0;
    if (!joined) left -= 1;
    const start = joined?.start ?? motion + AHEAD_MS;
    if (flies)
      add("bundle", joined?.pod ?? first, {
        start,
        count: (joined?.count ?? 0) + others.length + 1,
      });
    for (const pod of [first, ...others])
      add("appear", pod, flies ? { start: start + duration } : {});
  }
}

/** Among thousands a cell that changed lights up for a moment; nothing else moves. */
function addFlashes(add: Add, { before, after }: Observation): void {
  let left = MAX_FLASHES;
  for (const pod of after.values()) {
    const old = before.get(pod.uid);
    if (old === pod || old?.state === pod.state) continue;
    if (left-- <= 0) return;
    add("flash", pod);
  }
}

function addChange(add: Add, old: PodView, pod: PodView): void {
  if (old.state === pod.state) return;
  if (pod.state === "ready") add("pop", pod);
  else if (pod.family === "failing" && old.family !== "failing") add("shake", pod);
  else if (old.ready && pod.family === "leaving") add("retract", old);
}
