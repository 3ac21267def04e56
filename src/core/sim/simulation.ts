import { assert, assertPresent } from "#core/base/assert.ts";
import { heapPop, heapPush } from "#core/base/heap.ts";
import type { Millis } from "#core/base/time.ts";
import type { Because } from "./trace.ts";
import { Random, seedRandom, type RandomState } from "./random.ts";

/** Something that will happen: plain data, handled by the component named in `to`. */
export interface SimEvent {
  /** Virtual time, ms since the cluster's start. */
  readonly at: Millis;
  /** Breaks ties: events of one instant run in the order they were scheduled. */
  readonly seq: number;
  /** Component name, optionally `/` and an instance: `scheduler`, `kubelet/worker-1`. */
  readonly to: string;
  readonly type: string;
  /** JSON only: no functions, no class instances. Frozen API objects may stand in it. */
  readonly payload: unknown;
  /** Trace id of what led to this event, 0 when nothing did. Set by the kernel. */
  readonly cause: number;
  /** Present on timers: the event is dropped unless it is still the newest one set by `to` under this key. */
  readonly timerKey: string | undefined;
}

/** A part of the machine. All that it remembers stands in `state`, as plain data. */
export interface Component {
  readonly name: string;
  /** Plain data: objects, arrays, Maps, Sets, scalars, frozen API objects. Replaced as a whole when a checkpoint is restored. */
  state: unknown;
  /** `instance` is what stood behind the `/` of `to`, or "". */
  handle(event: SimEvent, instance: string): void;
}

/** Everything the kernel remembers. */
export interface SimulationState {
  now: Millis;
  nextSeq: number;
  queue: SimEvent[];
  /** `to` -> timer key -> the event that counts. */
  timers: Map<string, Map<string, SimEvent>>;
  random: Map<string, RandomState>;
  handledCount: number;
  /** Trace id of what is being reacted to now; events scheduled now inherit it. */
  cause: number;
  /** Why the next write is made, if a component said so; forgotten with the event. */
  because: Because | null;
}

interface Address {
  readonly component: Component;
  readonly instance: string;
}

const MAX_EVENTS_PER_INSTANT = 2_000_000;

/** The discrete-event kernel: a virtual clock, a queue of plain-data events, named random streams. Synchronous. */
export class Simulation {
  readonly seed: number;
  /** Unix milliseconds at virtual time 0. */
  readonly startEpochMs: number;
  state: SimulationState;
  private readonly components = new Map<string, Component>();
  /** `to` -> who that is: taken apart once. */
  private readonly addresses = new Map<string, Address>();

  constructor({ seed, startEpochMs }: { seed: number; startEpochMs: number }) {
    this.seed = seed;
    this.startEpochMs = startEpochMs;
    this.state = {
      now: 0,
      nextSeq: 1,
      queue: [],
      timers: new Map(),
      random: new Map(),
      handledCount: 0,
      cause: 0,
      because: null,
    };
  }

  /** Virtual time, ms since the cluster's start. */
  get now(): Millis {
    return this.state.now;
  }

  /** The virtual time as Unix milliseconds: for timestamps in objects. */
  get epochMs(): number {
    return this.startEpochMs + this.state.now;
  }

  /** Adds a component; names are unique. */
  register(component: Component): void {
    assert(!this.components.has(component.name), `component ${component.name} is registered twice`);
    this.components.set(component.name, component);
  }

  /** Queues an event `delayMs` (>= 0) from now. */
  schedule(event: { delayMs: Millis; to: string; type: string; payload?: unknown }): void {
    this.push(event, undefined);
  }

  /** Sets the one timer `key` of the component; an earlier one under the same key is forgotten. */
  setTimer(timer: {
    delayMs: Millis;
    to: string;
    key: string;
    type: string;
    payload?: unknown;
  }): void {
    const { to, key } = timer;
    const event = this.push(timer, key);
    const own = this.state.timers.get(to);
    if (own) own.set(key, event);
    else this.state.timers.set(to, new Map([[key, event]]));
  }

  /** Forgets the timer `key` of the component, if it is set. */
  clearTimer({ to, key }: { to: string; key: string }): void {
    this.state.timers.get(to)?.delete(key);
  }

  /** Virtual time at which the timer `key` of the component is due, or undefined when it is not set. */
  timerTime({ to, key }: { to: string; key: string }): Millis | undefined {
    return this.state.timers.get(to)?.get(key)?.at;
  }

  /** The random stream of this name; its position is part of the state. */
  random(name: string): Random {
    let stream = this.state.random.get(name);
    if (!stream) {
      stream = seedRandom({ seed: this.seed, name });
      this.state.random.set(name, stream);
    }
    return new Random(stream);
  }

  /** Names what the code that follows reacts to: a trace id, such as that of the change just seen. Also forgets an earlier `because`. */
  reactTo(cause: number): void {
    this.state.cause = cause;
    this.state.because = null;
  }

  /** Says why the writes that follow in this event are made. The code and its facts end in the trace entries of those writes. */
  because(code: string, facts: Because["facts"]): void {
    this.state.because = { code, facts };
  }

  /** Hands an event to a component at once, in the middle of the current one. */
  dispatch(event: { to: string; type: string; payload: unknown }): void {
    const { now: at, cause } = this.state;
    const { to, type, payload } = event;
    this.deliver({ at, seq: 0, to, type, payload, cause, timerKey: undefined });
  }

  /** Virtual time of the next live event, or undefined when nothing is queued. */
  peekTime(): Millis | undefined {
    this.dropStale();
    return this.state.queue[0]?.at;
  }

  /** Runs all events of the next instant that has any, and returns that time; undefined when nothing is queued or it lies behind `limit`. */
  runInstant(limit: Millis = Number.POSITIVE_INFINITY): Millis | undefined {
    const at = this.peekTime();
    if (at === undefined || at > limit) return undefined;
    this.state.now = at;
    let handled = 0;
    while (this.peekTime() === at) {
      this.handleNext();
      handled += 1;
      assert(handled < MAX_EVENTS_PER_INSTANT, `the instant ${at} ms does not end`);
    }
    return at;
  }

  /** Runs every event up to and including `time`, then sets the clock to it. */
  runUntil(time: Millis): void {
    while (this.runInstant(time) !== undefined);
    if (time > this.state.now) this.state.now = time;
  }

  private handleNext(): void {
    const event = assertPresent(heapPop(this.state.queue, isEarlier), "the queue has an event");
    if (event.timerKey !== undefined) this.state.timers.get(event.to)?.delete(event.timerKey);
    this.state.handledCount += 1;
    this.reactTo(event.cause);
    this.deliver(event);
  }

  private deliver(event: SimEvent): void {
    const { component, instance } = this.addresses.get(event.to) ?? this.readAddress(event.to);
    component.handle(event, instance);
  }

  private readAddress(to: string): Address {
    const slash = to.indexOf("/");
    const name = slash < 0 ? to : to.slice(0, slash);
    const component = assertPresent(this.components.get(name), `no component is called ${name}`);
    const address = { component, instance: slash < 0 ? "" : to.slice(slash + 1) };
    this.addresses.set(to, address);
    return address;
  }

  private dropStale(): void {
    const { queue, timers } = this.state;
    for (;;) {
      const head = queue[0];
      if (head?.timerKey === undefined) return;
      if (timers.get(head.to)?.get(head.timerKey)?.seq === head.seq) return;
      heapPop(queue, isEarlier);
    }
  }

  private push(
    order: { delayMs: Millis; to: string; type: string; payload?: unknown },
    timerKey: string | undefined,
  ): SimEvent {
    const { delayMs, to, type, payload = null } = order;
    assert(delayMs >= 0, `event ${type} to ${to} lies in the past`);
    const at = this.state.now + delayMs;
    const seq = this.state.nextSeq;
    this.state.nextSeq += 1;
    const event = Object.freeze({ at, seq, to, type, payload, cause: this.state.cause, timerKey });
    heapPush(this.state.queue, event, isEarlier);
    return event;
  }
}

function isEarlier(a: SimEvent, b: SimEvent): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}
