import type { Draft } from "../../define.ts";
import type {
  DownwardAPIVolumeFile,
  ProjectedVolumeSource,
  Volume,
} from "../../schema/generated/types.ts";
import { defaultPullPolicy } from "./image-name.ts";

const FILE_MODE = 0o644;

/** Fills in a volume: an empty directory when no source is named, file modes, and what old drivers want. Models v1.SetDefaults_Volume. */
export function defaultVolume(volume: Draft<Volume>): void {
  if (Object.entries(volume).every(([field, value]) => field === "name" || value === undefined))
    volume.emptyDir = {};
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI])
    if (source) source.defaultMode ??= FILE_MODE;
  if (volume.downwardAPI) defaultFiles(volume.downwardAPI.items);
  if (volume.projected) defaultProjected(volume.projected);
  if (volume.hostPath) volume.hostPath.type ??= "";
  if (volume.image && !volume.image.pullPolicy)
    volume.image.pullPolicy = defaultPullPolicy(volume.image.reference ?? "");
  const claim = volume.ephemeral?.volumeClaimTemplate;
  if (claim) claim.spec.volumeMode ??= "Filesystem";
  defaultDriver(volume);
}

function defaultProjected(projected: Draft<ProjectedVolumeSource>): void {
  projected.defaultMode ??= FILE_MODE;
  for (const { serviceAccountToken, downwardAPI } of projected.sources ?? []) {
    if (serviceAccountToken) serviceAccountToken.expirationSeconds ??= 3600;
    if (downwardAPI) defaultFiles(downwardAPI.items);
  }
}

function defaultFiles(files: Draft<DownwardAPIVolumeFile>[] | undefined): void {
  for (const { fieldRef, resourceFieldRef } of files ?? []) {
    if (fieldRef && !fieldRef.apiVersion) fieldRef.apiVersion = "v1";
    if (resourceFieldRef) resourceFieldRef.divisor ??= "0";
  }
}

/** Defaults of drivers that few lessons meet; kept because the server prints them. */
export function defaultDriver({ iscsi, rbd, azureDisk, scaleIO }: Draft<Volume>): void {
  if (iscsi && !iscsi.iscsiInterface) iscsi.iscsiInterface = "default";
  if (rbd) {
    if (!rbd.pool) rbd.pool = "rbd";
    if (!rbd.user) rbd.user = "admin";
    if (!rbd.keyring) rbd.keyring = "/etc/ceph/keyring";
  }
  if (azureDisk) {
    azureDisk.cachingMode ??= "ReadWrite";
    azureDisk.kind ??= "Shared";
    azureDisk.fsType ??= "ext4";
    azureDisk.readOnly ??= false;
  }
  if (scaleIO) {
    if (!scaleIO.storageMode) scaleIO.storageMode = "ThinProvisioned";
    if (!scaleIO.fsType) scaleIO.fsType = "xfs";
  }
}
