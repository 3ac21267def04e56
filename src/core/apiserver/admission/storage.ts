import type { Draft } from "#core/api/define.ts";
import { isDefaultClass } from "#core/api/kinds/storage/storage-class.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { compareQuantity, parseQuantity } from "#core/api/quantity.ts";
import type { PersistentVolumeClaim, StorageClass } from "#core/api/schema/generated/types.ts";
import { sortedBy } from "#core/base/order.ts";
import { defineAdmission, type AdmissionLookup } from "../admission.ts";
import { refuse } from "./refusal.ts";

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";
const PROTECTION: Readonly<Record<string, string>> = {
  PersistentVolume: "kubernetes.io/pv-protection",
  PersistentVolumeClaim: "kubernetes.io/pvc-protection",
  VolumeAttributesClass: "kubernetes.io/vac-protection",
};

/** A claim that names no class gets the default one, the newest where there are several. Models plugin storage/storageclass/setdefault. */
export const defaultStorageClass = defineAdmission({
  name: "DefaultStorageClass",
  kinds: ["PersistentVolumeClaim"],
  admit({ kind, operation, subresource, draft }, lookup) {
    if (kind.storedAs !== "PersistentVolumeClaim" || operation !== "create" || subresource !== "")
      return;
    const claim = draft as Draft<PersistentVolumeClaim> | undefined;
    const isNamed =
      claim?.spec.storageClassName !== undefined ||
      claim?.metadata.annotations?.[BETA_CLASS] !== undefined;
    const fallback = claim && !isNamed ? defaultClass(lookup) : undefined;
    if (claim && fallback !== undefined) claim.spec.storageClassName = fallback;
  },
});

function defaultClass(lookup: AdmissionLookup): string | undefined {
  const classes = lookup.list("StorageClass", "") as readonly StorageClass[];
  const byName = sortedBy(classes.filter(isDefaultClass), ({ metadata }) => metadata.name ?? "");
  const createdOf = ({ metadata }: KubeObject) => metadata.creationTimestamp ?? "";
  const newest = byName.reduce<StorageClass | undefined>(
    (best, each) => (best && createdOf(best) >= createdOf(each) ? best : each),
    undefined,
  );
  return newest?.metadata.name;
}

/** What may be in use is not deleted under its users. Models plugin storage/storageobjectinuseprotection. */
export const storageObjectInUseProtection = defineAdmission({
  name: "StorageObjectInUseProtection",
  kinds: Object.keys(PROTECTION),
  admit({ kind, operation, subresource, draft }) {
    const finalizer = PROTECTION[kind.storedAs];
    if (finalizer === undefined || operation !== "create" || subresource !== "" || !draft) return;
    const { metadata } = draft;
    if (metadata.finalizers?.includes(finalizer)) return;
    metadata.finalizers = [...(metadata.finalizers ?? []), finalizer];
  },
});

/** Only bound claims of classes that allow it may grow. Models plugin storage/persistentvolume/resize. */
export const persistentVolumeClaimResize = defineAdmission({
  name: "PersistentVolumeClaimResize",
  kinds: ["PersistentVolumeClaim"],
  validate(attributes, lookup) {
    const { kind, operation, subresource, draft, old } = attributes;
    if (kind.storedAs !== "PersistentVolumeClaim" || operation !== "update" || subresource !== "")
      return;
    const [claim, before] = [
      draft as unknown as PersistentVolumeClaim,
      old as PersistentVolumeClaim,
    ];
    const [size, oldSize] = [sizeOf(claim), sizeOf(before)];
    if (!size || !oldSize || compareQuantity(size, oldSize) <= 0) return;
    if (before.status?.phase !== "Bound")
      throw refuse(attributes, "Only bound persistent volume claims can be expanded");
    if (!allowsExpansion(before, lookup)) {
      const text =
        "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize";
      throw refuse(attributes, text);
    }
  },
});

function sizeOf({ spec }: PersistentVolumeClaim) {
  return parseQuantity(spec.resources.requests?.["storage"] ?? "0");
}

function allowsExpansion(claim: PersistentVolumeClaim, lookup: AdmissionLookup): boolean {
  const name = claim.metadata.annotations?.[BETA_CLASS] ?? claim.spec.storageClassName ?? "";
  if (name === "") return false;
  const found = lookup.get("StorageClass", { namespace: "", name }) as StorageClass | undefined;
  return found?.allowVolumeExpansion === true;
}
