import { isEqual } from "#core/base/equal.ts";
import { customKindOf } from "#core/api/custom-kinds.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { kinds } from "#core/api/kinds/index.ts";
import {
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  parseKey,
  uidOf,
  type KubeObject,
  type ObjectKey,
} from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { CustomResourceDefinition, OwnerReference } from "#core/api/schema/generated/types.ts";
import { storedAsOf } from "#core/api/stored-as-of.ts";
import { CUSTOM_RESOURCES } from "#core/client/changes.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import {
  FOREGROUND,
  invalidNamespaceMessage,
  isBlocking,
  isDeletingDependents,
  isOrphaningDependents,
  judgeItem,
  judgeOwner,
  ORPHAN,
  unblockedReferences,
  type JudgedOwner,
  type Propagation,
} from "./gc/plan.ts";

/** Built-in kinds that can own or be owned: all that can be watched and deleted. Events are too many and own nothing, as upstream holds too. */
const collected: readonly KindDefinition[] = kinds.filter(
  ({ kind, verbs, conversion }) =>
    !conversion && kind !== "Event" && verbs.includes("watch") && verbs.includes("delete"),
);
const builtIn: ReadonlyMap<string, KindDefinition> = new Map(
  collected.map((each) => [each.storedAs, each]),
);

/**
 * Deletes what has lost its owners, and lets owners go once their dependents are deleted or set free.
 * Keys are `Kind|namespace/name` or `Kind.group|namespace/name`; plain keys, which the runner makes of the controller's own kind, mean nothing here.
 * Models pkg/controller/garbagecollector.
 */
export const garbageCollector = defineController({
  name: "garbage-collector-controller",
  kind: "Namespace",
  watches: [...builtIn.keys(), CUSTOM_RESOURCES].map((kind) => ({ kind, keysFor })),
  reconcile(key, context) {
    const bar = key.indexOf("|");
    const kind = bar < 0 ? undefined : kindStoredAs(context, key.slice(0, bar));
    if (!kind) return undefined;
    const place = parseKey(key.slice(bar + 1));
    const item = readLive(context, kind, place);
    if (item) collect(context, kind, item);
    return undefined;
  },
});

/** The kind whose objects are stored as this, as long as its definition stands. */
function kindStoredAs(context: ControllerContext, storedAs: string): KindDefinition | undefined {
  return builtIn.get(storedAs) ?? customKinds(context).find((each) => each.storedAs === storedAs);
}

function customKinds(context: ControllerContext): readonly KindDefinition[] {
  const definitions = context.lister<CustomResourceDefinition>("CustomResourceDefinition").list();
  return definitions.flatMap((definition) => customKindOf(definition) ?? []);
}

/** The object as the server has it now: a cache that lags must not cost anybody an object. */
function readLive(
  context: ControllerContext,
  kind: KindDefinition,
  place: ObjectKey,
): KubeObject | undefined {
  try {
    return context.client.get(kind, place);
  } catch (error) {
    if (isStatusReason(error, "NotFound")) return undefined;
    throw error;
  }
}

function collect(context: ControllerContext, kind: KindDefinition, item: KubeObject): void {
  if (isOrphaningDependents(item)) return orphanDependents(context, kind, item);
  if (isDeletingDependents(item)) return finishForeground(context, kind, item);
  if (isBeingDeleted(item)) return;
  const owners = (item.metadata.ownerReferences ?? []).map((reference) =>
    judge(context, item, reference),
  );
  const dependents = dependentsOf(context, uidOf(item));
  const verdict = judgeItem(item, owners, dependents.length > 0);
  if (verdict.action === "keep") return;
  if (verdict.action === "drop-references") {
    explainOwner(context, "dangling-reference", verdict.references[0]);
    dropReferences(
      context,
      kind,
      item,
      verdict.references.map(({ uid }) => uid),
    );
    return;
  }
  if (verdict.policy === "Foreground" && dependents.some(isDeletingDependents))
    unblock(context, kind, item);
  const { reference, state } = verdict.because;
  if (state === "waiting")
    because(context, "owner-waits", { ownerKind: reference.kind, ownerName: reference.name });
  else
    because(context, "owner-gone", {
      ownerKind: reference.kind,
      ownerName: reference.name,
      ownerUid: reference.uid,
    });
  deleteItem(context, kind, { item, policy: verdict.policy });
}

function judge(
  context: ControllerContext,
  item: KubeObject,
  reference: OwnerReference,
): JudgedOwner {
  const ownerKind = kindStoredAs(context, storedAsOf(reference));
  // A kind we do not know cannot be looked up: as upstream, such an object is left alone.
  if (!ownerKind) return { reference, state: "impossible" };
  const namespace = ownerKind.namespaced ? namespaceOf(item) : "";
  const isPossible = !ownerKind.namespaced || namespace !== "";
  const owner = isPossible
    ? readLive(context, ownerKind, { namespace, name: reference.name })
    : undefined;
  const state = judgeOwner(item, reference, { owner, isOwnerNamespaced: ownerKind.namespaced });
  if (state === "dangling" || state === "impossible") reportElsewhere(context, item, reference);
  return { reference, state };
}

/** Warns when the owner does exist, but in another namespace. */
function reportElsewhere(
  context: ControllerContext,
  item: KubeObject,
  reference: OwnerReference,
): void {
  const elsewhere = context.lister(storedAsOf(reference)).byUid(reference.uid);
  if (!elsewhere || namespaceOf(elsewhere) === "" || namespaceOf(elsewhere) === namespaceOf(item))
    return;
  context.record(item, {
    type: "Warning",
    reason: "OwnerRefInvalidNamespace",
    message: invalidNamespaceMessage(item, reference),
  });
}

/** Everything that names this uid as an owner. */
function dependentsOf(context: ControllerContext, uid: string): KubeObject[] {
  const custom = customKinds(context);
  const all = custom.length === 0 ? collected : [...collected, ...custom];
  return all.flatMap(({ storedAs }) => context.lister(storedAs).ownedBy(uid));
}

/** Removes the reference from each dependent, then the finalizer. Models attemptToOrphanWorker. */
function orphanDependents(
  context: ControllerContext,
  kind: KindDefinition,
  owner: KubeObject,
): void {
  for (const dependent of dependentsOf(context, uidOf(owner))) {
    because(context, "dependents-orphaned", { ownerKind: owner.kind, ownerName: nameOf(owner) });
    const dependentKind = kindStoredAs(context, storedAsOf(dependent));
    if (dependentKind) dropReferences(context, dependentKind, dependent, [uidOf(owner)]);
  }
  because(context, "dependents-orphaned", { ownerKind: owner.kind, ownerName: nameOf(owner) });
  removeFinalizer(context, kind, { object: owner, finalizer: ORPHAN });
}

/** Lets the owner go when nothing holds it back any more. Models processDeletingDependentsItem. */
function finishForeground(
  context: ControllerContext,
  kind: KindDefinition,
  owner: KubeObject,
): void {
  const uid = uidOf(owner);
  if (dependentsOf(context, uid).some((dependent) => isBlocking(dependent, uid))) return;
  because(context, "dependents-gone", { kind: owner.kind, name: nameOf(owner) });
  removeFinalizer(context, kind, { object: owner, finalizer: FOREGROUND });
}

function dropReferences(
  context: ControllerContext,
  kind: KindDefinition,
  item: KubeObject,
  uids: readonly string[],
): void {
  const kept = (item.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid));
  const dropped = uids.map((uid) => ({ $patch: "delete", uid }));
  patchReferences(context, kind, item, { kept, strategic: dropped });
}

/** Custom resources know no strategic merge: theirs is the whole list, of the version that was looked at. Models garbagecollector gc.patch. */
function patchReferences(
  context: ControllerContext,
  kind: KindDefinition,
  item: KubeObject,
  { kept, strategic }: { readonly kept: readonly OwnerReference[]; readonly strategic: unknown },
): void {
  const { uid, resourceVersion } = item.metadata;
  const patch = kind.custom
    ? {
        type: "merge" as const,
        body: {
          metadata: { ownerReferences: kept.length > 0 ? kept : null, uid, resourceVersion },
        },
      }
    : {
        type: "strategic" as const,
        body: { metadata: { ownerReferences: strategic, uid } },
      };
  tolerateGone(() => context.client.patch(kind, placeOf(item), patch));
}

/** Two objects that wait for each other would wait for ever. */
function unblock(context: ControllerContext, kind: KindDefinition, item: KubeObject): void {
  because(context, "cycle-unblocked", { name: nameOf(item) });
  const kept = unblockedReferences(item.metadata.ownerReferences ?? []);
  patchReferences(context, kind, item, { kept, strategic: kept });
}

function deleteItem(
  context: ControllerContext,
  kind: KindDefinition,
  { item, policy }: { readonly item: KubeObject; readonly policy: Propagation },
): void {
  const options = { preconditions: { uid: uidOf(item) }, propagationPolicy: policy };
  tolerateGone(() => context.client.delete(kind, placeOf(item), options));
}

function removeFinalizer(
  context: ControllerContext,
  kind: KindDefinition,
  { object, finalizer }: { readonly object: KubeObject; readonly finalizer: string },
): void {
  const finalizers = (object.metadata.finalizers ?? []).filter((each) => each !== finalizer);
  const { resourceVersion } = object.metadata;
  const body = {
    metadata: {
      finalizers: finalizers.length > 0 ? finalizers : null,
      ...(resourceVersion && { resourceVersion }),
    },
  };
  tolerateGone(() => context.client.patch(kind, placeOf(object), { type: "merge", body }));
}

/** An object that vanished, or was replaced by one of the same name, needs nothing more. */
function tolerateGone(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isStatusReason(error, "NotFound")) throw error;
  }
}

function placeOf(object: KubeObject): ObjectKey {
  return { namespace: namespaceOf(object), name: nameOf(object) };
}

function explainOwner(
  context: ControllerContext,
  code: "dangling-reference",
  reference: OwnerReference | undefined,
): void {
  because(context, code, { ownerKind: reference?.kind ?? "", ownerName: reference?.name ?? "" });
}

function collectorKey(object: KubeObject): string {
  return `${storedAsOf(object)}|${keyOf(object)}`;
}

/** Whom a change may concern: the object itself, its dependents, owners that wait for it. Models GraphBuilder processGraphChanges. */
function keysFor(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  if (change === "deleted") {
    return [
      ...dependentsOf(context, uidOf(object)).map(collectorKey),
      ...waitingOwners(context, object.metadata.ownerReferences),
    ];
  }
  const keys: string[] = [];
  const isWaiting = isDeletingDependents(object) || isOrphaningDependents(object);
  const wasWaiting = old !== undefined && (isDeletingDependents(old) || isOrphaningDependents(old));
  if (isWaiting && !wasWaiting) {
    if (isDeletingDependents(object))
      keys.push(...dependentsOf(context, uidOf(object)).map(collectorKey));
    keys.push(collectorKey(object));
  }
  const references = object.metadata.ownerReferences;
  if (old && !isEqual(old.metadata.ownerReferences, references))
    keys.push(...waitingOwners(context, old.metadata.ownerReferences));
  if (references?.some((reference) => isSuspect(context, reference, object)))
    keys.push(collectorKey(object));
  return keys;
}

/** Whether the owner is not there as named, as far as the cache knows, or waits for its dependents. */
function isSuspect(
  context: ControllerContext,
  reference: OwnerReference,
  dependent: KubeObject,
): boolean {
  const { name, uid } = reference;
  const storedAs = storedAsOf(reference);
  const ownerKind = kindStoredAs(context, storedAs);
  if (!ownerKind) return false;
  const owner = context.lister(storedAs).byUid(uid);
  if (!owner || nameOf(owner) !== name) return true;
  if (ownerKind.namespaced && namespaceOf(owner) !== namespaceOf(dependent)) return true;
  return isDeletingDependents(owner);
}

function waitingOwners(
  context: ControllerContext,
  references: readonly OwnerReference[] | undefined,
): string[] {
  return (references ?? []).flatMap((reference) => {
    const storedAs = storedAsOf(reference);
    const isKnown = kindStoredAs(context, storedAs) !== undefined;
    const owner = isKnown ? context.lister(storedAs).byUid(reference.uid) : undefined;
    return owner && isDeletingDependents(owner) ? [collectorKey(owner)] : [];
  });
}
