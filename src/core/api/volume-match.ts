import { matchesLabels, selectorFromObject } from "./label-selector.ts";
import { matchesNodeTerm } from "./node-affinity.ts";
import { compareQuantity, parseQuantity } from "./quantity.ts";
import { isBeingDeleted, nameOf, namespaceOf, uidOf, type KubeObject } from "./meta.ts";
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from "./schema/generated/types.ts";

/** The annotation of a claim that has its volume for good. */
export const BIND_COMPLETED = "pv.kubernetes.io/bind-completed";
/** The annotation of what was not bound by a person. */
export const BOUND_BY_CONTROLLER = "pv.kubernetes.io/bound-by-controller";
/** The annotation by which the scheduler says where a volume is to be made. */
export const SELECTED_NODE = "volume.kubernetes.io/selected-node";
/** The provisioner of classes whose volumes only people make. */
export const NO_PROVISIONER = "kubernetes.io/no-provisioner";
const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

/** The class that a claim or a volume names, "" when none. Models GetPersistentVolumeClaimClass. */
export function classNameOf({
  metadata,
  spec,
}: KubeObject & { readonly spec: { readonly storageClassName?: string } }): string {
  return metadata.annotations?.[BETA_CLASS] ?? spec.storageClassName ?? "";
}

/** Whether claims of a class wait until a pod that uses them has a node. */
export function waitsForConsumer(storageClass: StorageClass | undefined): boolean {
  return storageClass?.volumeBindingMode === "WaitForFirstConsumer";
}

/** Whether the controller has bound a claim. */
export function isClaimBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return !!spec.volumeName && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

/** Whether a volume is meant for this claim. Models IsVolumeBoundToClaim. */
export function isMeantFor({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const { claimRef } = spec;
  if (!claimRef || claimRef.name !== nameOf(claim) || claimRef.namespace !== namespaceOf(claim))
    return false;
  return !claimRef.uid || claimRef.uid === uidOf(claim);
}

/** Whether a volume can be reached from a node. Models CheckNodeAffinity. */
export function isReachable({ spec }: PersistentVolume, node: Node): boolean {
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms;
  return !terms || terms.some((term) => matchesNodeTerm(term, node));
}

/** How a claim looks for a volume: for a node, or for none yet; `onlyMeant` leaves the choice to the scheduler. */
export interface VolumeSearch {
  readonly node?: Node;
  readonly onlyMeant?: boolean;
  readonly taken?: ReadonlySet<string>;
}

/** The volume made for the claim, else the smallest that has all it asks for. Models FindMatchingVolume. */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: Iterable<PersistentVolume>,
  { node, onlyMeant = false, taken }: VolumeSearch = {},
): PersistentVolume | undefined {
  const { selector, accessModes = [], volumeMode = "Filesystem", resources } = claim.spec;
  const wanted = parseQuantity(resources?.requests?.["storage"] ?? "0");
  const labels = selector && selectorFromObject(selector);
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    const { spec, status, metadata } = volume;
    const size = sizeOf(volume);
    if (taken?.has(nameOf(volume)) || isBeingDeleted(volume)) continue;
    if (spec.claimRef && !isMeantFor(volume, claim)) continue;
    if (
      !wanted ||
      !size ||
      compareQuantity(size, wanted) < 0 ||
      (spec.volumeMode ?? "Filesystem") !== volumeMode
    )
      continue;
    const isFit = !node || isReachable(volume, node);
    if (spec.claimRef) return isFit ? volume : undefined;
    if (onlyMeant || status.phase !== "Available" || !isFit) continue;
    if (classNameOf(volume) !== classNameOf(claim)) continue;
    if (!accessModes.every((mode) => spec.accessModes?.includes(mode))) continue;
    if (labels && !matchesLabels(labels, metadata.labels)) continue;
    const bestSize = best && sizeOf(best);
    if (!bestSize || compareQuantity(size, bestSize) < 0) best = volume;
  }
  return best;
}

function sizeOf({ spec }: PersistentVolume) {
  return parseQuantity(spec.capacity?.["storage"] ?? "0");
}

/** The reference by which a volume says whose it is. */
export function claimReference(claim: PersistentVolumeClaim) {
  const { apiVersion, kind, metadata } = claim;
  return {
    apiVersion,
    kind,
    namespace: namespaceOf(claim),
    name: nameOf(claim),
    uid: uidOf(claim),
    resourceVersion: metadata.resourceVersion ?? "",
  };
}
