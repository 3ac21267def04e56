import type { PodView } from "#core/view/rows.ts";
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
} as const;

/** Wait between flights that begin together, and how many of them wait. */
const STAGGER_MS = 40;
const MAX_STAGGERED = 8;
/** The more pods, the fewer of them fly. */
const MAX_FLIGHTS = [
  { upTo: 400, flights: 24 },
  { upTo: 1500, flights: 6 },
] as const;
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
}

export interface Observation {
  readonly before: ReadonlyMap<string, PodView>;
  readonly after: ReadonlyMap<string, PodView>;
  readonly places: ReadonlyMap<string, Place>;
  readonly motion: number;
  readonly speed: number;
  readonly reduced: boolean;
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
    const begun = tweensOf(observation, this.tweens.filter(({ kind }) => kind === "flight").length);
    if (begun.length === 0) return;
    const replaced = new Set(begun.map(({ uid }) => uid));
    this.tweens = [
      ...this.tweens.filter(
        (tween) =>
          !replaced.has(tween.uid) || (tween.kind === "flight" && observation.after.has(tween.uid)),
      ),
      ...begun,
    ];
    this.version += 1;
  }

  /** Drops what is over; true while anything is left. */
  prune(motion: number): boolean {
    const left = this.tweens.filter((tween) => motion < tween.start + tween.duration);
    if (left.length !== this.tweens.length) {
      this.tweens = left;
      this.version += 1;
    }
    return left.length > 0;
  }
}

/** Share of a tween that is over; negative before its start. */
export function progressOf(tween: Tween, motion: number): number {
  return Math.min(1, (motion - tween.start) / tween.duration);
}

function tweensOf(observation: Observation, flying: number): Tween[] {
  const { before, after, places, motion, speed, reduced } = observation;
  const tweens: Tween[] = [];
  let flights = 0;
  const most = MAX_FLIGHTS.find(({ upTo }) => after.size <= upTo)?.flights ?? 0;
  const add = (
    kind: Tween["kind"],
    pod: PodView,
    more: { start?: number; from?: Place | null } = {},
  ) => {
    const duration = Math.max(LENGTH[kind], SHORTEST_MS * speed);
    tweens.push({
      kind,
      uid: pod.uid,
      start: more.start ?? motion,
      duration,
      pod,
      from: more.from ?? null,
    });
  };
  for (const pod of after.values()) {
    const old = before.get(pod.uid);
    if (old === pod) continue;
    if (pod.node !== "" && (old === undefined || old.node === "")) {
      if (reduced) add("trace", pod);
      else if (flying + flights < most) {
        const start = motion + AHEAD_MS + Math.min(flights, MAX_STAGGERED) * STAGGER_MS;
        const hasWaited = old?.state === "unschedulable" || old?.state === "gated";
        add("flight", pod, { start, from: hasWaited ? (places.get(pod.uid) ?? null) : null });
        flights += 1;
      } else add("appear", pod);
    } else if (!old) add("appear", pod);
    else if (!reduced) addChange(add, old, pod);
  }
  for (const pod of before.values()) {
    if (after.has(pod.uid)) continue;
    const from = places.get(pod.uid) ?? null;
    if (!reduced) add("leave", pod, { from });
    if (pod.node !== "") add("freed", pod, { from });
  }
  return tweens;
}

function addChange(
  add: (kind: Tween["kind"], pod: PodView) => void,
  old: PodView,
  pod: PodView,
): void {
  if (old.state === pod.state) return;
  if (pod.state === "ready") add("pop", pod);
  else if (pod.family === "failing" && old.family !== "failing") add("shake", pod);
  else if (old.ready && pod.family === "leaving") add("retract", old);
}
