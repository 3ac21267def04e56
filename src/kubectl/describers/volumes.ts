import { canonicalQuantity } from "#core/api/quantity.ts";
import type { Volume, VolumeProjection } from "#core/api/schema/generated/types.ts";
import { orNone, type DescribeText } from "./text.ts";

/** Models describe.describeVolumes. */
export function writeVolumes(text: DescribeText, volumes: readonly Volume[] | undefined, indent: string): void {
  if (!volumes || volumes.length === 0) {
    text.put(`${indent}Volumes:\t<none>\n`);
    return;
  }
  text.put(`${indent}Volumes:\n`);
  for (const volume of volumes) {
    text.line(1, `${indent === "" ? "" : " "}${volume.name}:`);
    for (const line of volumeLines(volume)) text.line(2, line);
  }
}

function volumeLines(volume: Volume): readonly string[] {
  const { hostPath, emptyDir, secret, configMap, persistentVolumeClaim, projected, downwardAPI, nfs, csi } = volume;
  if (hostPath) return ["Type:\tHostPath (bare host directory volume)", `Path:\t${hostPath.path}`, `HostPathType:\t${orNone(hostPath.type)}`];
  if (emptyDir) {
    const limit = emptyDir.sizeLimit === undefined ? "<unset>" : canonicalQuantity(String(emptyDir.sizeLimit));
    return ["Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)", `Medium:\t${emptyDir.medium ?? ""}`, `SizeLimit:\t${limit}`];
  }
  if (secret) return ["Type:\tSecret (a volume populated by a Secret)", `SecretName:\t${secret.secretName ?? ""}`, `Optional:\t${secret.optional ?? false}`];
  if (configMap) return ["Type:\tConfigMap (a volume populated by a ConfigMap)", `Name:\t${configMap.name ?? ""}`, `Optional:\t${configMap.optional ?? false}`];
  if (persistentVolumeClaim) {
    return [
      "Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
      `ClaimName:\t${persistentVolumeClaim.claimName}`,
      `ReadOnly:\t${persistentVolumeClaim.readOnly ?? false}`,
    ];
  }
  if (projected) {
    return ["Type:\tProjected (a volume that contains injected data from multiple sources)", ...(projected.sources ?? []).flatMap(projectionLines)];
  }
  if (downwardAPI) {
    const items = (downwardAPI.items ?? []).map((item) => `  ${item.fieldRef?.fieldPath ?? item.resourceFieldRef?.resource ?? ""} -> ${item.path}`);
    return ["Type:\tDownwardAPI (a volume populated by information about the pod)", "Items:", ...items];
  }
  if (nfs) {
    return ["Type:\tNFS (an NFS mount that lasts the lifetime of a pod)", `Server:\t${nfs.server}`, `Path:\t${nfs.path}`, `ReadOnly:\t${nfs.readOnly ?? false}`];
  }
  if (csi) return ["Type:\tCSI (a Container Storage Interface (CSI) volume source)", `Driver:\t${csi.driver}`, `FSType:\t${csi.fsType ?? ""}`, `ReadOnly:\t${csi.readOnly ?? false}`];
  return ["<unknown>"];
}

function projectionLines({ secret, configMap, downwardAPI, serviceAccountToken }: VolumeProjection): readonly string[] {
  if (secret) return [`SecretName:\t${secret.name ?? ""}`, `Optional:\t${secret.optional ?? false}`];
  if (downwardAPI) return ["DownwardAPI:\ttrue"];
  if (configMap) return [`ConfigMapName:\t${configMap.name ?? ""}`, `Optional:\t${configMap.optional ?? false}`];
  return serviceAccountToken ? [`TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 3600}`] : [];
}
