import { defineKind, type Column, type Draft } from "../../define.ts";
import {
  validatePersistentVolume,
  validatePersistentVolumeStatus,
  validatePersistentVolumeUpdate,
} from "../../validation/persistent-volumes.ts";
import { persistentVolumeWarnings } from "../../validation/claim-warnings.ts";
import type { PersistentVolume, Volume } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn, wideColumn } from "../columns.ts";
import { accessModesText, storageClassOf } from "./volume-class-text.ts";
import { defaultDriver } from "./volume-defaults.ts";

/** PersistentVolume. Models pkg/registry/core/persistentvolume. */
export const persistentVolume = defineKind<PersistentVolume>({
  group: "",
  version: "v1",
  kind: "PersistentVolume",
  plural: "persistentvolumes",
  shortNames: ["pv"],
  namespaced: false,
  returnsDeletedObject: true,
  metadataOnUpdate: ["whole", "whole"],
  schemaName: "io.k8s.api.core.v1.PersistentVolume",
  subresources: {
    status: {
      validateUpdate: validatePersistentVolumeStatus,
      prepareUpdate(draft, old, { now }) {
        draft.spec = old.spec as Draft<PersistentVolume>["spec"];
        const { status } = draft;
        const isUntold =
          !status.lastPhaseTransitionTime ||
          status.lastPhaseTransitionTime === old.status.lastPhaseTransitionTime;
        if (status.phase !== old.status.phase && isUntold) status.lastPhaseTransitionTime = now;
      },
    },
  },
  setDefaults({ spec, status }) {
    if (!status.phase) status.phase = "Pending";
    if (!spec.persistentVolumeReclaimPolicy) spec.persistentVolumeReclaimPolicy = "Retain";
    spec.volumeMode ??= "Filesystem";
    if (spec.hostPath) spec.hostPath.type ??= "";
    // The server always writes this pointer, as null while it points nowhere.
    if (spec.azureFile) spec.azureFile.secretNamespace ??= null as unknown as string;
    defaultDriver(spec as unknown as Draft<Volume>);
  },
  prepareCreate(draft) {
    const now = draft.metadata.creationTimestamp ?? "";
    draft.status = { phase: "Pending", lastPhaseTransitionTime: now };
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as Draft<PersistentVolume>["status"];
  },
  warnings: persistentVolumeWarnings,
  validate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  columns: columns(),
});

function columns(): Column<PersistentVolume>[] {
  return [
    nameColumn,
    textColumn(
      "Capacity",
      "capacity is the description of the persistent volume's resources and capacity. More info: " +
        "https://kubernetes.io/docs/concepts/storage/persistent-volumes#capacity",
      (each) => each.spec.capacity?.["storage"] ?? "0",
    ),
    textColumn(
      "Access Modes",
      "accessModes contains all ways the volume can be mounted. More info: " +
        "https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes",
      (each) => accessModesText(each.spec.accessModes),
    ),
    textColumn(
      "Reclaim Policy",
      "persistentVolumeReclaimPolicy defines what happens to a persistent volume when released from its claim. Valid options are Retain " +
        "(default for manually created PersistentVolumes), Delete (default for dynamically provisioned PersistentVolumes), and Recycle " +
        "(deprecated). Recycle must be supported by the volume plugin underlying this PersistentVolume. More info: " +
        "https://kubernetes.io/docs/concepts/storage/persistent-volumes#reclaiming",
      (each) => each.spec.persistentVolumeReclaimPolicy ?? "",
    ),
    textColumn(
      "Status",
      "phase indicates if a volume is available, bound to a claim, or released by a claim. More info: " +
        "https://kubernetes.io/docs/concepts/storage/persistent-volumes#phase",
      (each) => (each.metadata.deletionTimestamp ? "Terminating" : (each.status.phase ?? "")),
    ),
    textColumn(
      "Claim",
      "claimRef is part of a bi-directional binding between PersistentVolume and PersistentVolumeClaim. Expected to be non-nil when bound. " +
        "claim.VolumeName is the authoritative bind between PV and PVC. More info: " +
        "https://kubernetes.io/docs/concepts/storage/persistent-volumes#binding",
      ({ spec: { claimRef } }) =>
        claimRef ? `${claimRef.namespace ?? ""}/${claimRef.name ?? ""}` : "",
    ),
    textColumn("StorageClass", "StorageClass of the pv", storageClassOf),
    textColumn(
      "VolumeAttributesClass",
      "VolumeAttributesClass of the pv",
      (each) => each.spec.volumeAttributesClassName ?? "<unset>",
    ),
    textColumn(
      "Reason",
      "reason is a brief CamelCase string that describes any failure and is meant for machine parsing and tidy display in the CLI.",
      (each) => each.status.reason ?? "",
    ),
    ageColumn,
    wideColumn(
      "VolumeMode",
      "volumeMode defines if a volume is intended to be used with a formatted filesystem or to remain in raw block state. Value of " +
        "Filesystem is implied when not included in spec.",
      (each) => each.spec.volumeMode ?? "<unset>",
    ),
  ];
}
