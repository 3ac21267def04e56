import {
  controllerOf,
  isBeingDeleted,
  keyOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import type { LabelSelector } from "#core/api/schema/generated/types.ts";
import {
  controllerKey,
  type ControllerContext,
  type WatchedKind,
} from "#core/client/controller.ts";
import { labelsTest } from "./selects.ts";

const NO_KEYS: readonly string[] = Object.freeze([]);

/** What a controller that adopts remembers: keys of owners that an orphan may concern. Plain data, changed in place. */
export interface OrphanMemory {
  readonly orphaned: Set<string>;
}

/** An owner that chooses its dependents by labels. */
export interface SelectingOwner extends KubeObject {
  readonly spec: { readonly selector?: LabelSelector };
  readonly status: { readonly observedGeneration?: number };
}

/** The objects that name this owner, and orphans when there may be one. Looking through the whole namespace each time would cost too much. */
export function dependentsOf<Item extends KubeObject>(
  context: ControllerContext,
  owner: SelectingOwner,
  itemKind: string,
): readonly Item[] {
  const { orphaned } = context.memory as OrphanMemory;
  const items = context.lister<Item>(itemKind);
  const owned = items.ownedBy(uidOf(owner));
  const { generation = 0 } = owner.metadata;
  if (!orphaned.has(keyOf(owner)) && (owner.status.observedGeneration ?? 0) >= generation)
    return owned;
  const orphans = items.inNamespace(namespaceOf(owner)).filter((item) => !controllerOf(item));
  return [...owned, ...orphans.filter((item) => !owned.includes(item))];
}

/** Keys of the owners, before and now, of a dependent that changed; of an orphan those of every owner that might adopt it. */
export function keysForDependent(
  ownerKind: string,
  selectorOf: (owner: SelectingOwner) => LabelSelector | undefined = ({ spec }) => spec.selector,
): WatchedKind["keysFor"] {
  return (object, old, change, context) => {
    const controller = controllerOf(object);
    const isOwnedAnew = old && old.metadata.ownerReferences !== object.metadata.ownerReferences;
    if (controller && controller.kind !== ownerKind && !isOwnedAnew) return NO_KEYS;
    const owners = controllerKey(object, ownerKind);
    const before = isOwnedAnew ? controllerKey(old, ownerKind) : NO_KEYS;
    if (owners.length > 0) return before.length > 0 ? [...new Set([...before, ...owners])] : owners;
    const candidates = context.lister<SelectingOwner>(ownerKind).inNamespace(namespaceOf(object));
    if (candidates.length === 0 || change === "deleted" || controller || isBeingDeleted(object))
      return before;
    const matching = candidates
      .filter((owner) => labelsTest(selectorOf(owner))(object.metadata.labels))
      .map(keyOf);
    for (const key of matching) (context.memory as OrphanMemory).orphaned.add(key);
    return [...before, ...matching];
  };
}
