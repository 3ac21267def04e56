import { assert } from "#core/base/assert.ts";
import { deepFreeze } from "#core/base/freeze.ts";
import { fnv1a, fnv1aOf } from "#core/base/hash.ts";
import { Sharing } from "#core/base/sharing.ts";
import type { Millis } from "#core/base/time.ts";
import type { WriteLog } from "#core/api/managed-fields/write-log.ts";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import type { Change } from "#core/client/changes.ts";

/** An object with who wrote it, if that is kept. Never written into: checkpoints share it. */
export interface Stored {
  readonly object: KubeObject;
  readonly log: WriteLog | undefined;
}

/** Everything the store remembers. Plain data; objects are frozen and shared between checkpoints. */
export interface StoreState {
  /** Of the newest write. Grows by one with every write, whatever the kind. */
  revision: number;
  /** Oldest revision whose changes are still in the log. */
  compactedRevision: number;
  /** kind -> key -> object, in order of creation. */
  objects: Map<string, Map<string, Stored>>;
  /** kind -> namespace -> keys, for namespaced kinds. */
  namespaces: Map<string, Map<string, Set<string>>>;
  /** node -> keys of pods bound to it. */
  podsByNode: Map<string, Set<string>>;
  /** The newest changes, oldest first. */
  log: Change[];
  /** Running hash over the history: the proof that two runs were the same. */
  hash: number;
}

/** One write: what becomes of one object. A draft is handed over: it is frozen, and nobody may write into it any more. */
export interface Write {
  readonly type: "put" | "delete";
  /** What objects of its kind are stored as. */
  readonly kind: string;
  readonly object: KubeObject;
  /** Who has written the object by now; without, that stays as it was. */
  readonly log?: WriteLog | undefined;
}

/** When and by what a write is made. */
export interface WriteContext {
  readonly at: Millis;
  readonly agent: string;
  /** Trace entry of the write; it is decided before the write because changes carry it. */
  readonly traceId: number;
}

const MAX_LOG = 8_000;
const KEPT_LOG = 5_000;
const FIRST_REVISION = 1;
const NO_KEYS: ReadonlySet<string> = new Set();

/** An etcd-like store: one revision for all, the newest state of every object, and a bounded log for watches. */
export class Store {
  state: StoreState;
  private readonly hashesBodies: boolean;
  private readonly sharing = new Sharing();

  constructor({ hashesBodies }: { readonly hashesBodies: boolean }) {
    this.hashesBodies = hashesBodies;
    this.state = {
      revision: FIRST_REVISION,
      compactedRevision: FIRST_REVISION,
      objects: new Map(),
      namespaces: new Map(),
      podsByNode: new Map(),
      log: [],
      hash: fnv1a("podyard"),
    };
  }

  /** A state that shares the objects and changes, which are frozen, and the indexes until either changes. */
  copyState(state: StoreState): StoreState {
    const { sharing } = this;
    const { objects, namespaces, podsByNode, log } = state;
    return {
      ...state,
      objects: sharing.copyOf(objects),
      namespaces: new Map([...namespaces].map(([kind, all]) => [kind, sharing.copyOf(all)])),
      podsByNode: sharing.copyOf(podsByNode),
      log: log.slice(),
    };
  }

  /** The object of this kind and key, frozen. */
  get(kind: string, key: string): KubeObject | undefined {
    return this.state.objects.get(kind)?.get(key)?.object;
  }

  /** Who wrote the object of this kind and key. */
  logOf(kind: string, key: string): WriteLog | undefined {
    return this.state.objects.get(kind)?.get(key)?.log;
  }

  /** Objects of a kind, of one namespace when it is not "", in order of creation. */
  list(kind: string, namespace: string): readonly KubeObject[] {
    const all = this.state.objects.get(kind);
    if (!all) return [];
    const objects: KubeObject[] = [];
    if (namespace === "") for (const { object } of all.values()) objects.push(object);
    else
      for (const key of this.state.namespaces.get(kind)?.get(namespace) ?? NO_KEYS)
        objects.push((all.get(key) as Stored).object);
    return objects;
  }

  /** How many objects of a kind a namespace holds. */
  count(kind: string, namespace: string): number {
    return this.state.namespaces.get(kind)?.get(namespace)?.size ?? 0;
  }

  /** Pods bound to a node. */
  podsOnNode(nodeName: string): readonly KubeObject[] {
    return [...(this.state.podsByNode.get(nodeName) ?? NO_KEYS)].map(
      (key) => this.get("Pod", key) as KubeObject,
    );
  }

  /** Makes one write at the next revision, stamps it on the object, freezes it and returns the change that watchers see. */
  commit(write: Write, context: WriteContext): Change {
    const { state } = this;
    const { kind } = write;
    state.revision += 1;
    const object = deepFreeze(stamped(write.object, String(state.revision)));
    const key = keyOf(object);
    const before = state.objects.get(kind)?.get(key);
    const old = before?.object;
    assert(
      write.type === "put" || old !== undefined,
      `${kind} ${key} is deleted but does not exist`,
    );
    const oldLog = before?.log;
    const log = write.log ?? oldLog;
    if (write.type === "put") this.put(kind, key, { object, log }, old);
    else this.remove(kind, key, object);
    const type = write.type === "delete" ? "deleted" : old ? "updated" : "added";
    const change: Change = Object.freeze({
      type,
      kind,
      key,
      object,
      old,
      revision: state.revision,
      at: context.at,
      traceId: context.traceId,
      log,
      oldLog,
    });
    this.remember(change, context);
    return change;
  }

  /** Changes after a revision, oldest first; undefined when the log no longer reaches back that far. */
  changesSince(revision: number): readonly Change[] | undefined {
    const { log, compactedRevision } = this.state;
    if (revision < compactedRevision) return undefined;
    const first = log[0];
    if (!first) return [];
    return log.slice(Math.max(0, revision + 1 - first.revision));
  }

  private put(kind: string, key: string, stored: Stored, old: KubeObject | undefined): void {
    this.sharing.ownMap(this.state.objects, kind).set(key, stored);
    if (!old) this.index(kind, key, stored.object);
    if (kind === "Pod") this.indexPod(stored.object, key, old);
  }

  private index(kind: string, key: string, { metadata }: KubeObject): void {
    if (!metadata.namespace) return;
    let byNamespace = this.state.namespaces.get(kind);
    if (!byNamespace) {
      byNamespace = new Map();
      this.state.namespaces.set(kind, byNamespace);
    }
    this.sharing.ownSet(byNamespace, metadata.namespace).add(key);
  }

  private indexPod(object: KubeObject, key: string, old: KubeObject | undefined): void {
    const node = nodeNameOf(object);
    if (node === "" || (old && nodeNameOf(old) === node)) return;
    this.sharing.ownSet(this.state.podsByNode, node).add(key);
  }

  private remove(kind: string, key: string, object: KubeObject): void {
    const { metadata } = object;
    const { objects, namespaces, podsByNode } = this.state;
    this.sharing.ownMap(objects, kind).delete(key);
    const byNamespace = namespaces.get(kind);
    if (byNamespace && metadata.namespace)
      this.sharing.ownSet(byNamespace, metadata.namespace).delete(key);
    const node = kind === "Pod" ? nodeNameOf(object) : "";
    if (node !== "") this.sharing.ownSet(podsByNode, node).delete(key);
  }

  private remember(change: Change, { at, agent }: WriteContext): void {
    const { state } = this;
    state.log.push(change);
    if (state.log.length > MAX_LOG) {
      state.log = state.log.slice(-KEPT_LOG);
      state.compactedRevision = (state.log[0]?.revision ?? state.revision) - 1;
    }
    const { revision, type, kind, key, object } = change;
    const body = this.hashesBodies ? JSON.stringify(object) : "";
    state.hash = fnv1aOf([revision, at, type, kind, key, agent, body], state.hash);
  }
}

/** The object with its new version: a draft that nobody froze is the writer's own, and takes it as it is. */
function stamped(object: KubeObject, resourceVersion: string): KubeObject {
  if (Object.isFrozen(object) || Object.isFrozen(object.metadata))
    return { ...object, metadata: { ...object.metadata, resourceVersion } };
  (object.metadata as { resourceVersion?: string }).resourceVersion = resourceVersion;
  return object;
}

function nodeNameOf(pod: KubeObject): string {
  return (pod as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName ?? "";
}
