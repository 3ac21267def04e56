import { cloneState } from "#core/base/clone.ts";
import { keyOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import type {
  Deployment,
  EndpointSlice,
  Event,
  Node,
  Pod,
  ReplicaSet,
  Service,
} from "#core/api/schema/generated/types.ts";

/** Kinds that the picture is made of. */
export interface ViewKinds {
  readonly Deployment: Deployment;
  readonly EndpointSlice: EndpointSlice;
  readonly Event: Event;
  readonly Node: Node;
  readonly Pod: Pod;
  readonly ReplicaSet: ReplicaSet;
  readonly Service: Service;
}

/** Name of a kind that the picture is made of. */
export type ViewKind = keyof ViewKinds;

/** Names of the kinds that the picture is made of. */
export const VIEW_KINDS: readonly ViewKind[] = [
  "Deployment",
  "EndpointSlice",
  "Event",
  "Node",
  "Pod",
  "ReplicaSet",
  "Service",
];

/** Kinds whose objects are looked up by their names. */
const KEYED: ReadonlySet<string> = new Set(["Node", "Service"]);

/** A span of virtual time, ms since the cluster's start. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What the picture shows that no API object says. Without a simulated machine behind it, answers are empty. */
export interface ViewFacts {
  /** Running image pull of a pod. */
  pull(podUid: string): Span | undefined;
  /** Running restart or pull back-off of a pod. */
  backoff(podUid: string): Span | undefined;
  isPowered(nodeName: string): boolean;
  usage(nodeName: string): { readonly cpuMilli: number; readonly memoryBytes: number };
  /** Requests a second sent to a Service. */
  rate(serviceUid: string): number;
}

/** The objects behind the picture, as plain data, with the indexes that rows need. */
export interface ViewObjects {
  byKind: Map<string, Map<string, KubeObject>>;
  podsByNode: Map<string, Set<string>>;
  podsByOwner: Map<string, Set<string>>;
  replicaSetsByOwner: Map<string, Set<string>>;
  slicesByService: Map<string, Set<string>>;
  /** kind/namespace/name -> uid. */
  uidByKey: Map<string, string>;
}

/** Nothing yet. */
export function emptyObjects(): ViewObjects {
  return {
    byKind: new Map(VIEW_KINDS.map((kind) => [kind, new Map<string, KubeObject>()])),
    podsByNode: new Map(),
    podsByOwner: new Map(),
    replicaSetsByOwner: new Map(),
    slicesByService: new Map(),
    uidByKey: new Map(),
  };
}

/** The same objects, which are frozen, under indexes of their own. */
export function copyObjects({ byKind, ...indexes }: ViewObjects): ViewObjects {
  return {
    byKind: new Map([...byKind].map(([kind, all]) => [kind, new Map(all)])),
    ...cloneState(indexes),
  };
}

/** All objects of a kind in order of arrival. */
export function objectsOf<Kind extends ViewKind>(
  objects: ViewObjects,
  kind: Kind,
): IterableIterator<ViewKinds[Kind]> {
  return (objects.byKind.get(kind) as Map<string, ViewKinds[Kind]>).values();
}

/** The object of this uid, if it exists. */
export function findObject<Kind extends ViewKind>(
  objects: ViewObjects,
  kind: Kind,
  uid: string,
): ViewKinds[Kind] | undefined {
  return objects.byKind.get(kind)?.get(uid) as ViewKinds[Kind] | undefined;
}

/** The object of this kind and key (`namespace/name`, or `name`), if it exists. */
export function findByKey<Kind extends ViewKind>(
  objects: ViewObjects,
  kind: Kind & ("Node" | "Service"),
  key: string,
): ViewKinds[Kind] | undefined {
  return findObject(objects, kind, objects.uidByKey.get(`${kind}/${key}`) ?? "");
}

/** Pods of a set of uids, in order of arrival. */
export function podsOf(
  objects: ViewObjects,
  index: ReadonlyMap<string, ReadonlySet<string>>,
  key: string,
): Pod[] {
  const pods: Pod[] = [];
  for (const uid of index.get(key) ?? []) {
    const pod = findObject(objects, "Pod", uid);
    if (pod) pods.push(pod);
  }
  return pods;
}

/** Takes one object in, out, or over. */
export function putObject(
  objects: ViewObjects,
  kind: ViewKind,
  object: KubeObject,
  isDeleted: boolean,
): void {
  const all = objects.byKind.get(kind) as Map<string, KubeObject>;
  const uid = uidOf(object);
  const before = all.get(uid);
  if (KEYED.has(kind)) {
    const key = `${kind}/${keyOf(object)}`;
    if (isDeleted) objects.uidByKey.delete(key);
    else objects.uidByKey.set(key, uid);
  }
  if (before) reindex(objects, kind, before, false);
  if (isDeleted) {
    all.delete(uid);
    return;
  }
  all.set(uid, object);
  reindex(objects, kind, object, true);
}

function reindex(objects: ViewObjects, kind: ViewKind, object: KubeObject, isAdded: boolean): void {
  const uid = uidOf(object);
  const owner =
    object.metadata.ownerReferences?.find((reference) => reference.controller === true)?.uid ?? "";
  if (kind === "Pod") {
    mark(objects.podsByNode, (object as Pod).spec.nodeName ?? "", uid, isAdded);
    mark(objects.podsByOwner, owner, uid, isAdded);
  } else if (kind === "ReplicaSet") mark(objects.replicaSetsByOwner, owner, uid, isAdded);
  else if (kind === "EndpointSlice") {
    const service = `${object.metadata.namespace ?? ""}/${object.metadata.labels?.["kubernetes.io/service-name"] ?? ""}`;
    mark(objects.slicesByService, service, uid, isAdded);
  }
}

function mark(index: Map<string, Set<string>>, key: string, uid: string, isAdded: boolean): void {
  if (key === "") return;
  const entries = index.get(key);
  if (!isAdded) {
    entries?.delete(uid);
    if (entries?.size === 0) index.delete(key);
  } else if (entries) entries.add(uid);
  else index.set(key, new Set([uid]));
}
