import { assert, assertPresent } from "#core/base/assert.ts";
import { cloneState } from "#core/base/clone.ts";
import { Sharing } from "#core/base/sharing.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import { isStoredAsCustom } from "#core/api/stored-as.ts";
import type { Component, SimEvent, Simulation } from "#core/sim/simulation.ts";
import type { Because, TraceLog } from "#core/sim/trace.ts";
import { applyChange, emptyCache, listerOf, type CacheState } from "./cache.ts";
import { CHANGES, CUSTOM_RESOURCES, type Change } from "./changes.ts";
import type { Client } from "./client.ts";
import type { ControllerContext, ControllerDefinition, Lister, WatchedKind } from "./controller.ts";
import type { EventRecorder } from "./recorder.ts";
import type { WatchHub } from "./watch-hub.ts";

interface QueueState {
  /** Keys to reconcile -> trace id of what asked for it, in order of arrival. */
  queue: Map<string, number>;
  /** Failures in a row by key. */
  retries: Map<string, number>;
  /** Revision that the caches must have seen before the key may be reconciled again. */
  barriers: Map<string, number>;
  /** Tokens left by key, as of a time: see `takeToken`. */
  tokens: Map<string, { readonly count: number; readonly at: number }>;
  /** A round of work has been ordered and is still to come. */
  isWorkDue: boolean;
  memory: unknown;
}

/** A controller with what is made for it once. */
interface Running {
  readonly definition: ControllerDefinition;
  readonly context: ControllerContext;
  /** Where its events go. */
  readonly to: string;
}

/** A controller that must hear of the changes of one kind. */
interface Listener {
  readonly running: Running;
  /** Those of its watches that are of the kind. */
  readonly watches: readonly WatchedKind[];
  readonly isOwnKind: boolean;
}

interface ManagerState {
  caches: Map<string, CacheState>;
  seenRevision: number;
  /** Some key was not looked at because the caches had not seen its last writes. */
  isHolding: boolean;
  controllers: Map<string, QueueState>;
}

/** What the manager needs of the cluster. */
export interface ControllerManagerPorts {
  readonly simulation: Simulation;
  readonly trace: TraceLog;
  readonly hub: WatchHub;
  readonly controllers: readonly ControllerDefinition[];
  clientFor(agent: string): Client;
  recorderFor(agent: string): EventRecorder;
}

const WATCH_LAG_MS = 6;
const WORK_DELAY_MS = 2;
/** A key may be reconciled this often in a row, and this often a second after that: upstream's --kube-api-burst and --kube-api-qps. */
const BURST = 30;
const PER_SECOND = 20;
const MAX_IDLE_TOKENS = 10_000;
const RETRY_BASE_MS = 5;
const RETRY_CAP_MS = 1_000_000;

/**
 * Runs every controller over one set of shared caches: de-duplicated queues, retries with back-off (5 ms doubling to 1000 s),
 * timers, and the rule that a key is not looked at again before the caches have seen its own last writes.
 * Models kube-controller-manager, client-go shared informers and util/workqueue.
 */
export class ControllerManager implements Component {
  readonly name = "controller-manager";
  state: ManagerState;
  private readonly ports: ControllerManagerPorts;
  private readonly running = new Map<string, Running>();
  /** kind -> controllers that must hear of its changes. */
  private readonly interested = new Map<string, Listener[]>();
  private readonly listers = new Map<string, Lister>();
  private readonly sharing = new Sharing();

  constructor(ports: ControllerManagerPorts) {
    this.ports = ports;
    this.state = {
      caches: new Map(),
      seenRevision: 0,
      isHolding: false,
      controllers: new Map(),
    };
    for (const definition of ports.controllers) this.addController(definition);
    const kinds = [...this.state.caches.keys()];
    ports.simulation.register(this);
    ports.hub.subscribe({ to: this.name, kinds, lagMs: WATCH_LAG_MS, route: "all" });
  }

  /** A state that shares the caches until either changes. */
  copyState({ caches, ...rest }: ManagerState): ManagerState {
    return { ...cloneState(rest), caches: this.sharing.copyOf(caches) };
  }

  /** Starts the periodic work of the controllers. Call once, when the cluster starts. */
  start(): void {
    for (const { definition, to } of this.running.values()) {
      const { periodic } = definition;
      if (periodic)
        this.ports.simulation.schedule({ delayMs: periodic.everyMs, to, type: "periodic" });
    }
  }

  /** The cache of a kind, for readers outside the controllers (Explain, tests). */
  lister<T extends KubeObject>(kind: string): Lister<T> {
    let lister = this.listers.get(kind);
    if (!lister) {
      // Custom resources are cached from the first of their kind on.
      assert(
        this.state.caches.has(kind) || isStoredAsCustom(kind),
        `no controller watches ${kind}`,
      );
      lister = listerOf(() => this.state.caches.get(kind) ?? NO_CACHE);
      this.listers.set(kind, lister);
    }
    return lister as Lister<T>;
  }

  /** The memory of a controller as it stands, for readers that do not change it; undefined when it does not run. */
  memoryOf(name: string): unknown {
    return this.state.controllers.get(name)?.memory;
  }

  handle(event: SimEvent, instance: string): void {
    if (event.type === CHANGES) {
      this.takeChanges(event.payload as readonly Change[]);
      return;
    }
    const running = assertPresent(
      this.running.get(instance),
      `no controller is called ${instance}`,
    );
    if (event.type === "work") this.work(running);
    else if (event.type === "enqueue") this.enqueue(running, event.payload as string, event.cause);
    else if (event.type === "periodic") this.runPeriodic(running);
  }

  private addController(definition: ControllerDefinition): void {
    const { name } = definition;
    const memory = definition.initialState ? cloneState(definition.initialState()) : null;
    this.state.controllers.set(name, {
      queue: new Map(),
      retries: new Map(),
      barriers: new Map(),
      tokens: new Map(),
      isWorkDue: false,
      memory,
    });
    const context = this.createContext(definition);
    const running = { definition, context, to: `${this.name}/${name}` };
    this.running.set(name, running);
    const kinds = [definition.kind, ...definition.watches.map((watch) => watch.kind)];
    for (const kind of new Set(kinds)) {
      if (!this.state.caches.has(kind)) this.state.caches.set(kind, emptyCache());
      // Its watches fill the caches, but it hears of nothing.
      if (definition.isPeriodicOnly) continue;
      const watches = definition.watches.filter((watch) => watch.kind === kind);
      const listener = { running, watches, isOwnKind: kind === definition.kind };
      const list = this.interested.get(kind);
      if (list) list.push(listener);
      else this.interested.set(kind, [listener]);
    }
  }

  private createContext(definition: ControllerDefinition): ControllerContext {
    const { simulation } = this.ports;
    const { name } = definition;
    const recorder = this.ports.recorderFor(definition.eventSource ?? name);
    const queueOf = () => this.queueOf({ definition });
    return {
      client: this.ports.clientFor(name),
      lister: (kind) => this.lister(kind),
      record: (object, event) => recorder.record(object, event),
      because: (code, facts) => simulation.because(code, facts),
      reactingTo: (what, act) => this.reactingTo(what, act),
      get nowEpochMs() {
        return simulation.epochMs;
      },
      get random() {
        return simulation.random(`controller/${name}`);
      },
      get memory() {
        return queueOf().memory;
      },
      enqueueAfter: (key, delayMs) => this.enqueueAfter(this.runningOf(name), key, delayMs),
    };
  }

  private reactingTo<T>(what: Because, act: () => T): T {
    const { simulation, trace } = this.ports;
    const { cause, because } = simulation.state;
    const found = trace.newest(what);
    if (!found) return act();
    simulation.reactTo(found.id);
    try {
      return act();
    } finally {
      simulation.reactTo(cause);
      simulation.state.because = because;
    }
  }

  private takeChanges(changes: readonly Change[]): void {
    let kind: string | undefined;
    let cache = NO_CACHE;
    let listeners: readonly Listener[] = [];
    for (const change of changes) {
      if (change.kind !== kind) {
        ({ kind } = change);
        cache = this.sharing.own(this.state.caches, kind, copyCache);
        listeners = this.listenersTo(kind);
      }
      applyChange(cache, change);
      this.state.seenRevision = change.revision;
      for (let i = 0; i < listeners.length; i++) this.enqueueFor(listeners[i] as Listener, change);
    }
    if (!this.state.isHolding) return;
    this.state.isHolding = false;
    for (const running of this.running.values()) {
      const queue = this.queueOf(running);
      if (queue.queue.size > 0) this.scheduleWork(running, queue);
    }
  }

  private listenersTo(kind: string): readonly Listener[] {
    const family = isStoredAsCustom(kind) ? CUSTOM_RESOURCES : kind;
    return this.interested.get(family) ?? [];
  }

  private enqueueFor({ running, watches, isOwnKind }: Listener, change: Change): void {
    const { definition, context } = running;
    if (isOwnKind && isNews(definition, change) && concerns(running, change))
      this.enqueue(running, change.key, change.traceId);
    for (let i = 0; i < watches.length; i++) {
      const watch = watches[i] as WatchedKind;
      const keys = watch.keysFor(change.object, change.old, change.type, context);
      for (let k = 0; k < keys.length; k++)
        this.enqueue(running, keys[k] as string, change.traceId);
    }
  }

  private enqueue(running: Running, key: string, cause: number): void {
    const state = this.queueOf(running);
    state.queue.set(key, cause);
    this.scheduleWork(running, state);
  }

  private enqueueAfter(running: Running, key: string, delayMs: number): void {
    const { simulation } = this.ports;
    if (delayMs <= 0) {
      this.enqueue(running, key, simulation.state.cause);
      return;
    }
    const { to } = running;
    const due = simulation.timerTime({ to, key });
    if (due !== undefined && due <= simulation.now + delayMs) return;
    simulation.setTimer({ delayMs, to, key, type: "enqueue", payload: key });
  }

  private scheduleWork({ to }: Running, state: QueueState): void {
    if (state.isWorkDue) return;
    state.isWorkDue = true;
    this.ports.simulation.setTimer({ delayMs: WORK_DELAY_MS, to, key: "", type: "work" });
  }

  private work(running: Running): void {
    const state = this.queueOf(running);
    state.isWorkDue = false;
    for (const [key, cause] of [...state.queue]) {
      if ((state.barriers.get(key) ?? 0) > this.state.seenRevision) {
        this.state.isHolding = true;
        continue;
      }
      const waitMs = this.takeToken(state, key);
      if (waitMs > 0) {
        state.queue.delete(key);
        this.enqueueAfter(running, key, waitMs);
        continue;
      }
      state.queue.delete(key);
      state.barriers.delete(key);
      this.reconcile(running, state, key, cause);
    }
  }

  /** Takes a token of the key, or says how long until there is one. This is what keeps a key with thousands of objects from being looked at for each of them. */
  private takeToken({ tokens }: QueueState, key: string): number {
    const { now } = this.ports.simulation;
    if (tokens.size > MAX_IDLE_TOKENS) tokens.clear();
    const bucket = tokens.get(key);
    const gained = bucket ? ((now - bucket.at) * PER_SECOND) / 1_000 : BURST;
    const count = Math.min(BURST, (bucket?.count ?? 0) + gained);
    const isAllowed = count >= 1;
    tokens.set(key, Object.freeze({ count: isAllowed ? count - 1 : count, at: now }));
    return isAllowed ? 0 : Math.ceil(((1 - count) * 1_000) / PER_SECOND);
  }

  private reconcile(running: Running, state: QueueState, key: string, cause: number): void {
    const { definition, context } = running;
    const { simulation, hub } = this.ports;
    const before = hub.publishedRevision(this.name);
    simulation.reactTo(cause);
    try {
      const result = definition.reconcile(key, context);
      state.retries.delete(key);
      if (result) this.enqueueAfter(running, key, result.requeueAfterMs);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.retry(running, state, key);
    }
    const after = hub.publishedRevision(this.name);
    if (after > before) state.barriers.set(key, after);
  }

  private retry(running: Running, state: QueueState, key: string): void {
    const failures = state.retries.get(key) ?? 0;
    if (failures >= (running.definition.maxRetries ?? Number.POSITIVE_INFINITY)) {
      state.retries.delete(key);
      return;
    }
    state.retries.set(key, failures + 1);
    this.enqueueAfter(
      running,
      key,
      Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** Math.min(failures, 20)),
    );
  }

  private runPeriodic({ definition, context, to }: Running): void {
    const periodic = assertPresent(definition.periodic, `${definition.name} has periodic work`);
    this.ports.simulation.schedule({ delayMs: periodic.everyMs, to, type: "periodic" });
    try {
      periodic.run(context);
    } catch (error) {
      // The next round repeats the work, as upstream's wait.Until loops do.
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private runningOf(name: string): Running {
    return assertPresent(this.running.get(name), `no controller is called ${name}`);
  }

  private queueOf({ definition: { name } }: Pick<Running, "definition">): QueueState {
    return assertPresent(this.state.controllers.get(name), `no controller is called ${name}`);
  }
}

const NO_CACHE = emptyCache();

function copyCache(cache: CacheState | undefined): CacheState {
  return cache ? cloneState(cache) : emptyCache();
}

function concerns({ definition, context }: Running, { object }: Change): boolean {
  return definition.concerns?.(object, context) ?? true;
}

/** An object that comes or goes always is. */
function isNews(definition: ControllerDefinition, { type, object, old }: Change): boolean {
  return type !== "updated" || (definition.isNews?.(object, old) ?? true);
}
