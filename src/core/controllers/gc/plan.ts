import { isBeingDeleted, namespaceOf, uidOf, type KubeObject } from "#core/api/meta.ts";
import type { OwnerReference } from "#core/api/schema/generated/types.ts";

export const FOREGROUND = "foregroundDeletion";
export const ORPHAN = "orphan";

export type Propagation = "Background" | "Foreground" | "Orphan";

/**
 * How an owner stands: there (`solid`), gone (`dangling`), waiting for its dependents to go (`waiting`),
 * or in a place where it cannot be an owner (`impossible`).
 */
export type OwnerState = "solid" | "dangling" | "waiting" | "impossible";

/** One reference and how its owner stands. */
export interface JudgedOwner {
  readonly reference: OwnerReference;
  readonly state: OwnerState;
}

/** What to do with an object that has owners. */
export type Verdict =
  | { readonly action: "keep" }
  | { readonly action: "drop-references"; readonly references: readonly OwnerReference[] }
  | { readonly action: "delete"; readonly policy: Propagation; readonly because: JudgedOwner };

/** Whether the object waits for its dependents to be deleted. */
export function isDeletingDependents(object: KubeObject): boolean {
  return isBeingDeleted(object) && (object.metadata.finalizers ?? []).includes(FOREGROUND);
}

/** Whether the object waits for its dependents to be set free. */
export function isOrphaningDependents(object: KubeObject): boolean {
  return isBeingDeleted(object) && (object.metadata.finalizers ?? []).includes(ORPHAN);
}

/** How an owner stands, given the object of the referenced name in the dependent's own namespace (or of the cluster). */
export function judgeOwner(
  dependent: KubeObject,
  reference: OwnerReference,
  {
    owner,
    isOwnerNamespaced,
  }: { readonly owner: KubeObject | undefined; readonly isOwnerNamespaced: boolean },
): OwnerState {
  if (isOwnerNamespaced && namespaceOf(dependent) === "") return "impossible";
  if (!owner || uidOf(owner) !== reference.uid) return "dangling";
  return isDeletingDependents(owner) ? "waiting" : "solid";
}

/** Keeps, frees or deletes an object by the state of its owners. Models garbagecollector attemptToDeleteItem. */
export function judgeItem(
  item: KubeObject,
  owners: readonly JudgedOwner[],
  hasDependents: boolean,
): Verdict {
  if (owners.length === 0 || owners.some(({ state }) => state === "impossible"))
    return { action: "keep" };
  const left = owners.filter(({ state }) => state !== "solid");
  const [first] = left;
  if (!first) return { action: "keep" };
  if (left.length < owners.length)
    return { action: "drop-references", references: left.map(({ reference }) => reference) };
  const waiting = left.find(({ state }) => state === "waiting");
  if (waiting && hasDependents) return { action: "delete", policy: "Foreground", because: waiting };
  return { action: "delete", policy: ownPolicy(item), because: first };
}

/** The policy that the object's own finalizers ask for. */
function ownPolicy({ metadata }: KubeObject): Propagation {
  const finalizers = metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return "Orphan";
  return finalizers.includes(FOREGROUND) ? "Foreground" : "Background";
}

/** The references with none of them holding its owner back any more: breaks circles. Models unblockOwnerReferencesStrategicMergePatch. */
export function unblockedReferences(references: readonly OwnerReference[]): OwnerReference[] {
  return references.map((reference) =>
    reference.blockOwnerDeletion === true ? { ...reference, blockOwnerDeletion: false } : reference,
  );
}

/** Whether the dependent's reference to this owner holds the owner's foreground deletion back. */
export function isBlocking(dependent: KubeObject, ownerUid: string): boolean {
  return (dependent.metadata.ownerReferences ?? []).some(
    (reference) => reference.uid === ownerUid && reference.blockOwnerDeletion === true,
  );
}

/** The text of the warning about an owner in another namespace. */
export function invalidNamespaceMessage(
  dependent: KubeObject,
  { apiVersion, kind, name, uid }: OwnerReference,
): string {
  const namespace = namespaceOf(dependent);
  return `ownerRef [${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}] does not exist in namespace "${namespace}"`;
}
