import type { KubeObject } from "#core/api/meta.ts";
import type { Change } from "./changes.ts";
import type { Lister } from "./controller.ts";

/** What a process remembers of one kind: the objects and the indexes its listers need. Plain data. */
export interface CacheState {
  objects: Map<string, KubeObject>;
  /** Keys, so that an object whose place stays the same is written down once for each of its states. */
  byNamespace: Map<string, Set<string>>;
  byOwner: Map<string, Set<string>>;
  byNode: Map<string, Set<string>>;
  keyByUid: Map<string, string>;
}

/** A cache that has seen nothing. */
export function emptyCache(): CacheState {
  return {
    objects: new Map(),
    byNamespace: new Map(),
    byOwner: new Map(),
    byNode: new Map(),
    keyByUid: new Map(),
  };
}

/** Brings one watched change into a cache. An object that changes keeps its place among the others. */
export function applyChange(cache: CacheState, { key, type, object }: Change): void {
  const before = cache.objects.get(key);
  const isKnown = before !== undefined && type !== "deleted" && isIndexedAlike(before, object);
  if (before && !isKnown) unindex(cache, key, before);
  if (type === "deleted") cache.objects.delete(key);
  else {
    cache.objects.set(key, object);
    if (!isKnown) index(cache, key, object);
  }
}

function isIndexedAlike(before: KubeObject, after: KubeObject): boolean {
  return (
    before.metadata.uid === after.metadata.uid &&
    before.metadata.ownerReferences === after.metadata.ownerReferences &&
    nodeNameOf(before) === nodeNameOf(after)
  );
}

function index(cache: CacheState, key: string, object: KubeObject): void {
  cache.keyByUid.set(object.metadata.uid ?? "", key);
  addTo(cache.byNamespace, object.metadata.namespace ?? "", key);
  for (const owner of object.metadata.ownerReferences ?? []) addTo(cache.byOwner, owner.uid, key);
  const node = nodeNameOf(object);
  if (node !== "") addTo(cache.byNode, node, key);
}

function unindex(cache: CacheState, key: string, object: KubeObject): void {
  cache.keyByUid.delete(object.metadata.uid ?? "");
  removeFrom(cache.byNamespace, object.metadata.namespace ?? "", key);
  for (const owner of object.metadata.ownerReferences ?? [])
    removeFrom(cache.byOwner, owner.uid, key);
  const node = nodeNameOf(object);
  if (node !== "") removeFrom(cache.byNode, node, key);
}

function nodeNameOf(object: KubeObject): string {
  if (object.kind !== "Pod") return "";
  return (object as { readonly spec?: { readonly nodeName?: string } }).spec?.nodeName ?? "";
}

function addTo(indexes: Map<string, Set<string>>, value: string, key: string): void {
  const keys = indexes.get(value);
  if (keys) keys.add(key);
  else indexes.set(value, new Set([key]));
}

function removeFrom(indexes: Map<string, Set<string>>, value: string, key: string): void {
  const keys = indexes.get(value);
  keys?.delete(key);
  if (keys?.size === 0) indexes.delete(value);
}

const NOTHING: readonly never[] = Object.freeze([]);

/** A lister over a cache. `read` returns the cache of now, since a restored checkpoint replaces it. */
export function listerOf<T extends KubeObject>(read: () => CacheState): Lister<T> {
  const all = () => {
    const { objects } = read();
    return objects.size > 0 ? ([...objects.values()] as unknown as readonly T[]) : NOTHING;
  };
  const under = (index: "byNamespace" | "byOwner" | "byNode", value: string): readonly T[] => {
    const cache = read();
    const keys = cache[index].get(value);
    if (!keys) return NOTHING;
    const found: T[] = [];
    for (const key of keys) found.push(cache.objects.get(key) as T);
    return found;
  };
  return {
    get: (key) => read().objects.get(key) as T | undefined,
    list: all,
    inNamespace: (namespace) => under("byNamespace", namespace),
    ownedBy: (ownerUid) => under("byOwner", ownerUid),
    onNode: (nodeName) => under("byNode", nodeName),
    byUid: (uid) => {
      const key = read().keyByUid.get(uid);
      return key === undefined ? undefined : (read().objects.get(key) as T | undefined);
    },
  };
}
