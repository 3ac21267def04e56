import { defineKind, type Column, type Draft } from "../../define.ts";
import {
  validateClaim,
  validateClaimStatus,
  validateClaimUpdate,
} from "../../validation/claims.ts";
import { claimWarnings } from "../../validation/claim-warnings.ts";
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
} from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn, wideColumn } from "../columns.ts";
import { defaultPersistentVolumeClaim } from "./claim-defaults.ts";
import { accessModesText, storageClassOf } from "./volume-class-text.ts";

/** PersistentVolumeClaim. Models pkg/registry/core/persistentvolumeclaim; data sources in other namespaces are behind a gate that is off. */
export const persistentVolumeClaim = defineKind<PersistentVolumeClaim>({
  group: "",
  version: "v1",
  kind: "PersistentVolumeClaim",
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  returnsDeletedObject: true,
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.core.v1.PersistentVolumeClaim",
  subresources: {
    status: {
      validateUpdate: validateClaimStatus,
      prepareUpdate(draft, old) {
        draft.spec = old.spec as Draft<PersistentVolumeClaim>["spec"];
      },
    },
  },
  setDefaults: defaultPersistentVolumeClaim,
  prepareCreate(draft) {
    draft.status = { phase: "Pending" };
    prepareSources(draft.spec, undefined);
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as Draft<PersistentVolumeClaim>["status"];
    prepareSources(draft.spec, old.spec);
  },
  warnings: (each) => claimWarnings(each),
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  columns: columns(),
});

type SpecDraft = Draft<PersistentVolumeClaimSpec>;

/** The old and the new field for where data comes from are kept equal. Models persistentvolumeclaim EnforceDataSourceBackwardsCompatibility and NormalizeDataSources. */
function prepareSources(spec: SpecDraft, old: PersistentVolumeClaimSpec | undefined): void {
  if (!old?.dataSource && !old?.dataSourceRef) {
    if (spec.dataSourceRef?.namespace) delete spec.dataSourceRef;
    if (spec.dataSource && !isClaimOrSnapshot(spec.dataSource)) delete spec.dataSource;
  }
  const { dataSource, dataSourceRef } = spec;
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource };
  if (dataSourceRef && !dataSource && !dataSourceRef.namespace) {
    const { namespace: _here, ...source } = dataSourceRef;
    spec.dataSource = source;
  }
}

function isClaimOrSnapshot({ kind, apiGroup = "" }: NonNullable<SpecDraft["dataSource"]>): boolean {
  if (kind === "PersistentVolumeClaim") return apiGroup === "";
  return kind === "VolumeSnapshot" && apiGroup === "snapshot.storage.k8s.io";
}

function columns(): Column<PersistentVolumeClaim>[] {
  const isBound = (each: PersistentVolumeClaim) => Boolean(each.spec.volumeName);
  return [
    nameColumn,
    textColumn("Status", "phase represents the current phase of PersistentVolumeClaim.", (each) =>
      each.metadata.deletionTimestamp ? "Terminating" : (each.status?.phase ?? ""),
    ),
    textColumn(
      "Volume",
      "volumeName is the binding reference to the PersistentVolume backing this claim.",
      (each) => each.spec.volumeName ?? "",
    ),
    textColumn(
      "Capacity",
      "capacity represents the actual resources of the underlying volume.",
      (each) => (isBound(each) ? (each.status?.capacity?.["storage"] ?? "0") : ""),
    ),
    textColumn(
      "Access Modes",
      "accessModes contains the actual access modes the volume backing the PVC has. More info: " +
        "https://kubernetes.io/docs/concepts/storage/persistent-volumes#access-modes-1",
      (each) => (isBound(each) ? accessModesText(each.status?.accessModes) : ""),
    ),
    textColumn("StorageClass", "StorageClass of the pvc", storageClassOf),
    textColumn(
      "VolumeAttributesClass",
      "VolumeAttributesClass of the pvc",
      (each) => each.spec.volumeAttributesClassName ?? "<unset>",
    ),
    ageColumn,
    wideColumn(
      "VolumeMode",
      "volumeMode defines what type of volume is required by the claim. Value of Filesystem is implied when not included in claim spec.",
      (each) => each.spec.volumeMode ?? "<unset>",
    ),
  ];
}
