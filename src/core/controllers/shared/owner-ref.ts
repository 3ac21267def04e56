import type { KindDefinition } from "#core/api/define.ts";
import { apiVersionOf } from "#core/api/define.ts";
import {
  controllerOf,
  isBeingDeleted,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { OwnerReference } from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";

/** The reference by which an object says that `owner` controls it. Models metav1.NewControllerRef. */
export function controllerReference(
  owner: KubeObject,
  kind: KindDefinition<never>,
): OwnerReference {
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** What claiming needs to know of the owner and its would-be dependents. */
export interface ClaimRequest<Owner extends KubeObject, Item extends KubeObject> {
  readonly client: Client;
  readonly owner: Owner;
  readonly ownerKind: KindDefinition<Owner>;
  readonly itemKind: KindDefinition<Item>;
  /** Objects of the owner's namespace, owned or not. */
  readonly items: readonly Item[];
  selects(item: Item): boolean;
  /** Called before a reference is written or removed. */
  explain(change: "adopt" | "release", item: Item): void;
}

/**
 * The items that the owner controls after orphans that match were adopted and dependents that match no longer were released.
 * Models controller.PodControllerRefManager and ReplicaSetControllerRefManager.
 */
export function claim<Owner extends KubeObject, Item extends KubeObject>(
  request: ClaimRequest<Owner, Item>,
): Item[] {
  const { owner, items } = request;
  const uid = uidOf(owner);
  const claimed: Item[] = [];
  let mayAdopt: boolean | undefined;
  for (const item of items) {
    const controller = controllerOf(item);
    if (controller) {
      if (controller.uid !== uid) continue;
      if (request.selects(item)) claimed.push(item);
      else if (!isBeingDeleted(owner)) release(request, item);
      continue;
    }
    if (isBeingDeleted(owner) || isBeingDeleted(item) || !request.selects(item)) continue;
    mayAdopt ??= checkAdoption(request);
    if (mayAdopt && adopt(request, item)) claimed.push(item);
  }
  return claimed;
}

/** A fresh look at the owner: the cached one may be gone already, or be an older object of the same name. */
function checkAdoption<Owner extends KubeObject, Item extends KubeObject>({
  client,
  owner,
  ownerKind,
}: ClaimRequest<Owner, Item>): boolean {
  const fresh = client.get(ownerKind, { namespace: namespaceOf(owner), name: nameOf(owner) });
  return uidOf(fresh) === uidOf(owner) && !isBeingDeleted(fresh);
}

function adopt<Owner extends KubeObject, Item extends KubeObject>(
  request: ClaimRequest<Owner, Item>,
  item: Item,
): boolean {
  const { client, owner, ownerKind, itemKind } = request;
  request.explain("adopt", item);
  const reference = controllerReference(owner, ownerKind as unknown as KindDefinition<never>);
  const body = { metadata: { ownerReferences: [reference], uid: uidOf(item) } };
  return tolerateGone(() =>
    client.patch(
      itemKind,
      { namespace: namespaceOf(item), name: nameOf(item) },
      { type: "strategic", body },
    ),
  );
}

function release<Owner extends KubeObject, Item extends KubeObject>(
  request: ClaimRequest<Owner, Item>,
  item: Item,
): void {
  const { client, owner, itemKind } = request;
  request.explain("release", item);
  const body = {
    metadata: { ownerReferences: [{ $patch: "delete", uid: uidOf(owner) }], uid: uidOf(item) },
  };
  tolerateGone(() =>
    client.patch(
      itemKind,
      { namespace: namespaceOf(item), name: nameOf(item) },
      { type: "strategic", body },
    ),
  );
}

/** Runs a write and reports whether it happened; an object that vanished or was replaced meanwhile is no mistake. */
function tolerateGone(write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (isStatusReason(error, "NotFound") || isStatusReason(error, "Invalid")) return false;
    throw error;
  }
}
