import type { KubeObject } from "#core/api/meta.ts";
import type { Change } from "./changes.ts";
import type { Lister } from "./controller.ts";

/** What a process remembers of one kind: the objects and the indexes its listers need. Plain data. */
export interface CacheState {
  objects: Map<string, KubeObject>;
  byNamespace: Map<string, Map<string, KubeObject>>;
  byOwner: Map<string, Map<string, KubeObject>>;
  byNode: Map<string, Map<string, KubeObject>>;
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
    if (!isKnown) cache.keyByUid.set(object.metadata.uid ?? "", key);
    index(cache, key, object);
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
  addTo(cache.byNamespace, object.metadata.namespace ?? "", key, object);
  for (const owner of object.metadata.ownerReferences ?? [])
    addTo(cache.byOwner, owner.uid, key, object);
  const node = nodeNameOf(object);
  if (node !== "") addTo(cache.byNode, node, key, object);
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

function addTo(
  indexes: Map<string, Map<string, KubeObject>>,
  value: string,
  key: string,
  object: KubeObject,
): void {
  const entries = indexes.get(value);
  if (entries) entries.set(key, object);
  else indexes.set(value, new Map([[key, object]]));
}

function removeFrom(
  indexes: Map<string, Map<string, KubeObject>>,
  value: string,
  key: string,
): void {
  const entries = indexes.get(value);
  entries?.delete(key);
  if (entries?.size === 0) indexes.delete(value);
}

const NOTHING: readonly never[] = Object.freeze([]);

/** A lister over a cache. `read` returns the cache of now, since a restored checkpoint replaces it. */
export function listerOf<T extends KubeObject>(read: () => CacheState): Lister<T> {
  const values = (map: Map<string, KubeObject> | undefined) =>
    map && map.size > 0 ? ([...map.values()] as unknown as readonly T[]) : NOTHING;
  return {
    get: (key) => read().objects.get(key) as T | undefined,
    list: () => values(read().objects),
    inNamespace: (namespace) => values(read().byNamespace.get(namespace)),
    ownedBy: (ownerUid) => values(read().byOwner.get(ownerUid)),
    onNode: (nodeName) => values(read().byNode.get(nodeName)),
    byUid: (uid) => {
      const key = read().keyByUid.get(uid);
      return key === undefined ? undefined : (read().objects.get(key) as T | undefined);
    },
  };
}
