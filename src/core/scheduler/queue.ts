import type { Millis } from "#core/base/time.ts";
import type { Happening } from "./framework.ts";
import { defaultProfile } from "./plugins/index.ts";

/** A pod that waits for its turn. Plain data. */
export interface QueuedPod {
  readonly uid: string;
  readonly priority: number;
  /** When it came into the active queue. */
  readonly since: Millis;
  /** Cycles it has been through. */
  readonly attempts: number;
  /** Trace id of what brought it here. */
  readonly cause: number;
}

interface ParkedPod extends QueuedPod {
  readonly refusedBy: readonly string[];
}

/** Everything the queue remembers. Plain data. */
export interface QueueState {
  /** priority -> pods in order of arrival. */
  active: Map<number, Map<string, QueuedPod>>;
  /** uid -> pod and the end of its back-off. */
  backoff: Map<string, { readonly pod: QueuedPod; readonly until: Millis }>;
  unschedulable: Map<string, ParkedPod>;
}

const INITIAL_BACKOFF_MS = 1_000;
const MAX_BACKOFF_MS = 10_000;
const MAX_PARKED_MS = 300_000;

/** Back-off after a number of failed attempts: 1 s doubling to 10 s. Models calculateBackoffDuration. */
export function backoffMs(attempts: number): Millis {
  return Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** Math.max(0, attempts - 1));
}

/** The three places of a pod without a node: active, backing off, unschedulable. Models backend/queue SchedulingQueue. */
export class SchedulingQueue {
  private readonly read: () => QueueState;

  /** `read` gives the state of now: a restored checkpoint replaces it. */
  constructor(read: () => QueueState) {
    this.read = read;
  }

  static empty(): QueueState {
    return { active: new Map(), backoff: new Map(), unschedulable: new Map() };
  }

  private get state(): QueueState {
    return this.read();
  }

  /** Puts a new or changed pod into the active queue. */
  add({
    uid,
    priority,
    now,
    cause,
  }: {
    uid: string;
    priority: number;
    now: Millis;
    cause: number;
  }): void {
    const attempts =
      this.state.unschedulable.get(uid)?.attempts ?? this.state.backoff.get(uid)?.pod.attempts ?? 0;
    this.remove(uid);
    this.activate({ uid, priority, since: now, attempts, cause });
  }

  remove(uid: string): void {
    for (const pods of this.state.active.values()) pods.delete(uid);
    this.state.backoff.delete(uid);
    this.state.unschedulable.delete(uid);
  }

  /** Takes the next pod: highest priority first, then longest waiting. Counts the attempt. */
  pop(now: Millis): QueuedPod | undefined {
    this.flushBackoff(now);
    const { active } = this.state;
    const priorities = active.size > 1 ? [...active.keys()].sort((a, b) => b - a) : active.keys();
    for (const priority of priorities) {
      const pods = this.state.active.get(priority);
      for (const pod of pods?.values() ?? []) {
        pods?.delete(pod.uid);
        return { ...pod, attempts: pod.attempts + 1 };
      }
      this.state.active.delete(priority);
    }
    return this.popFromBackoff();
  }

  /** With nothing else to do, back-off is not waited for. Models the gate SchedulerPopFromBackoffQ. */
  private popFromBackoff(): QueuedPod | undefined {
    let first: { readonly pod: QueuedPod; readonly until: Millis } | undefined;
    for (const waiting of this.state.backoff.values())
      if (!first || waiting.until < first.until) first = waiting;
    if (!first) return undefined;
    this.state.backoff.delete(first.pod.uid);
    return { ...first.pod, attempts: first.pod.attempts + 1 };
  }

  /** Puts a pod that fits nowhere aside until something happens that may help it. */
  park(
    pod: Pick<QueuedPod, "uid" | "attempts" | "cause" | "priority">,
    { now, refusedBy }: { now: Millis; refusedBy: readonly string[] },
  ): void {
    const { uid, attempts, cause, priority } = pod;
    this.state.unschedulable.set(uid, { uid, attempts, cause, priority, since: now, refusedBy });
  }

  /** Something of this sort happened: pods whose refusing plugins care go on, after their back-off. */
  moveFor(happening: Happening, now: Millis): void {
    if (this.state.unschedulable.size === 0) return;
    for (const parked of [...this.state.unschedulable.values()]) {
      const cares =
        parked.refusedBy.length === 0 ||
        defaultProfile.some(
          (plugin) =>
            parked.refusedBy.includes(plugin.name) && plugin.requeueOn.includes(happening),
        );
      if (cares) this.release(parked, now);
    }
  }

  /** Frees pods that no event has freed for five minutes. */
  flushForgotten(now: Millis): void {
    for (const parked of [...this.state.unschedulable.values()])
      if (now - parked.since > MAX_PARKED_MS) this.release(parked, now);
  }

  /** Whether a pod can be taken. */
  get isEmpty(): boolean {
    for (const pods of this.state.active.values()) if (pods.size > 0) return false;
    return this.state.backoff.size === 0;
  }

  private release(parked: ParkedPod, now: Millis): void {
    this.state.unschedulable.delete(parked.uid);
    const { uid, priority, attempts, cause, since } = parked;
    const pod: QueuedPod = { uid, priority, attempts, cause, since };
    const until = since + backoffMs(attempts);
    if (until <= now) this.activate({ ...pod, since: now });
    else this.state.backoff.set(uid, { pod, until });
  }

  private flushBackoff(now: Millis): void {
    if (this.state.backoff.size === 0) return;
    for (const [uid, { pod, until }] of [...this.state.backoff]) {
      if (until > now) continue;
      this.state.backoff.delete(uid);
      this.activate({ ...pod, since: now });
    }
  }

  private activate(pod: QueuedPod): void {
    const pods = this.state.active.get(pod.priority);
    if (pods) pods.set(pod.uid, pod);
    else this.state.active.set(pod.priority, new Map([[pod.uid, pod]]));
  }
}
