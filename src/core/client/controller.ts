import { controllerOf, type KubeObject, type ObjectKey } from "#core/api/meta.ts";
import type { Random } from "#core/sim/random.ts";
import type { Because } from "#core/sim/trace.ts";
import type { Millis } from "#core/base/time.ts";
import type { Client } from "./client.ts";

const NO_KEYS: readonly string[] = Object.freeze([]);

/** A read-only view of what a process has seen of one kind. Lags behind the server. Objects are frozen. */
export interface Lister<T extends KubeObject = KubeObject> {
  /** `key` is `namespace/name`, or `name` for cluster-scoped kinds. */
  get(key: string): T | undefined;
  /** All objects in order of arrival. */
  list(): readonly T[];
  inNamespace(namespace: string): readonly T[];
  /** Objects whose ownerReferences name this uid (controller or not). */
  ownedBy(ownerUid: string): readonly T[];
  /** Pods whose spec.nodeName is this node; empty for other kinds. */
  onNode(nodeName: string): readonly T[];
  byUid(uid: string): T | undefined;
}

/** What a controller is given. */
export interface ControllerContext {
  readonly client: Client;
  /** The cache of a kind the controller watches; asking for another kind is a mistake of ours. */
  lister<T extends KubeObject>(kind: string): Lister<T>;
  /** Writes an Event about an object. `message` is upstream's text. */
  record(
    object: KubeObject,
    event: { type: "Normal" | "Warning"; reason: string; message: string },
  ): void;
  /** Says why the writes that follow in this reconcile are made; shown by the Explain panel. */
  because(code: string, facts: Readonly<Record<string, string | number | boolean>>): void;
  /**
   * What `act` writes and enqueues is a reaction to the newest thing that happened for this reason and with these facts, and not to what
   * woke the controller: a periodic look is nobody's cause. When nothing such is known, it stays a reaction to what woke the controller.
   */
  reactingTo<T>(what: Because, act: () => T): T;
  /** Virtual time as Unix milliseconds. */
  readonly nowEpochMs: number;
  /** The controller's own random stream. */
  readonly random: Random;
  /** Reconcile this key after a delay, in addition to any other cause. */
  enqueueAfter(key: string, delayMs: Millis): void;
  /** The controller's own memory: what `initialState` returned, plain data, kept in checkpoints. */
  readonly memory: unknown;
}

/** Another kind whose changes concern the controller. */
export interface WatchedKind {
  readonly kind: string;
  /**
   * Which keys to reconcile when an object of this kind was added, changed or deleted (`object` is the last known state then).
   * `old` is the previous state seen, undefined when added.
   */
  keysFor(
    object: KubeObject,
    old: KubeObject | undefined,
    change: "added" | "updated" | "deleted",
    context: ControllerContext,
  ): readonly string[];
}

/** One controller: reads listers, decides purely, acts through the client. */
export interface ControllerDefinition {
  /** As upstream's event source: `replicaset-controller`. */
  readonly name: string;
  /** The source its events name, where that is another. */
  readonly eventSource?: string;
  /** The kind whose keys are reconciled; each change of one enqueues its own key. */
  readonly kind: string;
  readonly watches: readonly WatchedKind[];
  /** Which changes of the controller's own kind enqueue the object's key; default: all. */
  isNews?(object: KubeObject, old: KubeObject | undefined): boolean;
  /** Whether it may have anything to do for this object of its own kind, as the caches stand: when not, a change of it enqueues nothing. Default: always. */
  concerns?(object: KubeObject, context: ControllerContext): boolean;
  /** Give up a failing key after this many retries in a row; default: never. */
  readonly maxRetries?: number;
  /** All work is periodic: changes are cached, but enqueue nothing. */
  readonly isPeriodicOnly?: boolean;
  /** First value of the controller's memory. */
  initialState?(): unknown;
  /** Called every so often with the context, for work that has no key (node monitor). */
  readonly periodic?: { readonly everyMs: Millis; run(context: ControllerContext): void };
  /**
   * Brings the world nearer to what the object of this key asks for. Must be idempotent.
   * Throws StatusError to be retried with back-off. The runner does not call it again for a key before its caches
   * have seen every write the last call made (this replaces upstream's expectations).
   */
  reconcile(
    key: string,
    context: ControllerContext,
  ): { readonly requeueAfterMs: Millis } | undefined;
}

/** Checks the shape of a controller at compile time and returns it. */
export function defineController(definition: ControllerDefinition): ControllerDefinition {
  return definition;
}

/** Keys of the controlling owner of this kind, for `keysFor`. */
export function controllerKey(object: KubeObject, ownerKind: string): readonly string[] {
  const owner = controllerOf(object);
  if (owner?.kind !== ownerKind) return NO_KEYS;
  const namespace = object.metadata.namespace ?? "";
  return [namespace === "" ? owner.name : `${namespace}/${owner.name}`];
}

/** The key parts of an object. */
export function objectKeyOf(object: KubeObject): ObjectKey {
  return { namespace: object.metadata.namespace ?? "", name: object.metadata.name ?? "" };
}
