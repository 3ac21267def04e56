import type { ObjectMeta, OwnerReference } from "./schema/generated/types.ts";

/** Any API object. Stored objects are deep-frozen plain JSON. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** The fields of ObjectMeta in upstream's order, which texts that quote an object or name several fields show. */
export const METADATA_ORDER = [
  "name",
  "generateName",
  "namespace",
  "selfLink",
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "labels",
  "annotations",
  "ownerReferences",
  "finalizers",
  "managedFields",
] as const satisfies readonly (keyof ObjectMeta)[];

/** The place of an object: namespace is "" for cluster-scoped kinds. */
export interface ObjectKey {
  readonly namespace: string;
  readonly name: string;
}

/** `namespace/name`, or `name` for a cluster-scoped object: the key of caches and work queues. */
export function keyOf(object: KubeObject): string {
  const { namespace, name = "" } = object.metadata;
  return namespace ? keyIn(namespace, name) : name;
}

/** The newest key: whoever handles an object asks for its key again and again, and a text that is the same object is looked up sooner. */
let latest = { namespace: "", name: "", key: "/" };

/** `namespace/name`. */
export function keyIn(namespace: string, name: string): string {
  if (latest.name !== name || latest.namespace !== namespace)
    latest = { namespace, name, key: `${namespace}/${name}` };
  return latest.key;
}

/** Splits what `keyOf` made. */
export function parseKey(key: string): ObjectKey {
  const slash = key.indexOf("/");
  return slash < 0
    ? { namespace: "", name: key }
    : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The name; every stored object has one. */
export function nameOf(object: KubeObject): string {
  return object.metadata.name ?? "";
}

/** The namespace, "" for a cluster-scoped object. */
export function namespaceOf(object: KubeObject): string {
  return object.metadata.namespace ?? "";
}

/** The uid; every stored object has one. */
export function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? "";
}

/** The owner that controls the object, if any. Models metav1.GetControllerOf. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  const { ownerReferences } = object.metadata;
  // A plain loop: with thousands of pods this is asked all day long.
  if (ownerReferences)
    for (let i = 0; i < ownerReferences.length; i++)
      if (ownerReferences[i]?.controller === true) return ownerReferences[i];
  return undefined;
}

/** Whether deletion of the object has begun. */
export function isBeingDeleted(object: KubeObject): boolean {
  return (
    object.metadata.deletionTimestamp !== undefined && object.metadata.deletionTimestamp !== null
  );
}
