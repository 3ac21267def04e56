import { defineKind } from "../../define.ts";
import { validateStorageClass, validateStorageClassUpdate } from "../../validation/storage.ts";
import type { StorageClass } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const DEFAULT_CLASS = [
  "storageclass.kubernetes.io/is-default-class",
  "storageclass.beta.kubernetes.io/is-default-class",
];

/** Whether claims without a class get this one. Models storage util IsDefaultAnnotation. */
export function isDefaultClass({ metadata }: StorageClass): boolean {
  return DEFAULT_CLASS.some((key) => metadata.annotations?.[key] === "true");
}

/** StorageClass. Models pkg/registry/storage/storageclass. */
export const storageClass = defineKind<StorageClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "StorageClass",
  plural: "storageclasses",
  shortNames: ["sc"],
  namespaced: false,
  returnsDeletedObject: true,
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.storage.v1.StorageClass",
  setDefaults(draft) {
    draft.reclaimPolicy ??= "Delete";
    draft.volumeBindingMode ??= "Immediate";
  },
  warnings: ({ allowedTopologies }) =>
    (allowedTopologies ?? []).flatMap((term, i) =>
      (term.matchLabelExpressions ?? []).flatMap(({ key }, j) =>
        topologyWarning(`allowedTopologies[${i}].matchLabelExpressions[${j}].key`, key),
      ),
    ),
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  columns: [
    {
      ...nameColumn,
      cell: (each) =>
        `${each.metadata.name ?? ""}${isDefaultClass(each as StorageClass) ? " (default)" : ""}`,
    },
    textColumn(
      "Provisioner",
      "provisioner indicates the type of the provisioner.",
      (each) => each.provisioner,
    ),
    textColumn(
      "ReclaimPolicy",
      "reclaimPolicy controls the reclaimPolicy for dynamically provisioned PersistentVolumes of this storage class. Defaults to Delete.",
      (each) => each.reclaimPolicy ?? "Delete",
    ),
    textColumn(
      "VolumeBindingMode",
      "volumeBindingMode indicates how PersistentVolumeClaims should be provisioned and bound.  When unset, VolumeBindingImmediate is used. " +
        "This field is only honored by servers that enable the VolumeScheduling feature.",
      (each) => each.volumeBindingMode ?? "Immediate",
    ),
    textColumn(
      "AllowVolumeExpansion",
      "allowVolumeExpansion shows whether the storage class allow volume expand.",
      (each) => each.allowVolumeExpansion ?? false,
    ),
    ageColumn,
  ],
});

const OLD_KEYS: Readonly<Record<string, string>> = {
  "failure-domain.beta.kubernetes.io/region":
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone":
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type":
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

function topologyWarning(path: string, key: string): string[] {
  const advice = OLD_KEYS[key];
  return advice === undefined ? [] : [`${path}: ${key} is ${advice}`];
}
