import { canonicalQuantity } from "#core/api/quantity.ts";
import { sortedEntries } from "../json.ts";
import type { Volume, VolumeProjection } from "#core/api/schema/generated/types.ts";
import type { DescribeText } from "./text.ts";

/** Models describe.describeVolumes. */
export function writeVolumes(
  text: DescribeText,
  volumes: readonly Volume[] | undefined,
  indent: string,
): void {
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

/** What a volume is, line by line. */
export function volumeLines(volume: Volume): readonly string[] {
  const { hostPath, emptyDir, persistentVolumeClaim: claim } = volume;
  if (hostPath) {
    const type = hostPath.type ?? "<none>";
    return titled("HostPath (bare host directory volume)", {
      Path: hostPath.path,
      HostPathType: type,
    });
  }
  if (emptyDir) {
    const { medium = "", sizeLimit } = emptyDir;
    const limit = sizeLimit === undefined ? "<unset>" : canonicalQuantity(String(sizeLimit));
    const title = "EmptyDir (a temporary directory that shares a pod's lifetime)";
    return titled(title, { Medium: medium, SizeLimit: limit });
  }
  if (claim) {
    const title =
      "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)";
    return titled(title, { ClaimName: claim.claimName, ReadOnly: claim.readOnly ?? false });
  }
  return populatedLines(volume) ?? remoteLines(volume) ?? ["<unknown>"];
}

/** Volumes that the kubelet fills from API objects. */
function populatedLines(volume: Volume): readonly string[] | undefined {
  const { secret, configMap, projected, downwardAPI } = volume;
  if (secret) {
    const fields = { SecretName: secret.secretName ?? "", Optional: secret.optional ?? false };
    return titled("Secret (a volume populated by a Secret)", fields);
  }
  if (configMap) {
    const fields = { Name: configMap.name ?? "", Optional: configMap.optional ?? false };
    return titled("ConfigMap (a volume populated by a ConfigMap)", fields);
  }
  if (projected) {
    const title = "Projected (a volume that contains injected data from multiple sources)";
    return [...titled(title, {}), ...(projected.sources ?? []).flatMap(projectionLines)];
  }
  if (!downwardAPI) return undefined;
  const items = (downwardAPI.items ?? []).map(({ fieldRef, resourceFieldRef, path }) => {
    return `  ${fieldRef?.fieldPath ?? resourceFieldRef?.resource ?? ""} -> ${path}`;
  });
  return [
    ...titled("DownwardAPI (a volume populated by information about the pod)", {}),
    "Items:",
    ...items,
  ];
}

/** Volumes that live elsewhere. */
function remoteLines({ nfs, csi, gitRepo, ephemeral }: Volume): readonly string[] | undefined {
  if (gitRepo)
    return titled("GitRepo (a volume that is pulled from git when the pod is created)", {
      Repository: gitRepo.repository,
      Revision: gitRepo.revision ?? "",
    });
  if (ephemeral) return ephemeralLines(ephemeral.volumeClaimTemplate);
  if (nfs) {
    const fields = { Server: nfs.server, Path: nfs.path, ReadOnly: nfs.readOnly ?? false };
    return titled("NFS (an NFS mount that lasts the lifetime of a pod)", fields);
  }
  if (!csi) return undefined;
  const handle = (csi as { readonly volumeHandle?: string }).volumeHandle;
  const fields = {
    Driver: csi.driver,
    FSType: csi.fsType ?? "",
    ...(handle !== undefined && { VolumeHandle: handle }),
    ReadOnly: csi.readOnly ?? false,
  };
  const attributes = sortedEntries(csi.volumeAttributes ?? {}).map(
    ([key, value], i) => `${i === 0 ? "VolumeAttributes:" : "    "}\t    ${key}=${value}`,
  );
  return [
    ...titled("CSI (a Container Storage Interface (CSI) volume source)", fields),
    ...(attributes.length > 0 ? attributes : ["VolumeAttributes:\t<none>"]),
  ];
}

/** Models describe.printEphemeralVolumeSource and printPersistentVolumeClaim. */
function ephemeralLines(
  template: NonNullable<Volume["ephemeral"]>["volumeClaimTemplate"],
): readonly string[] {
  const { metadata, spec } = template ?? {};
  const listed = (title: string, entries: Readonly<Record<string, string>> | undefined) => {
    const lines = sortedEntries(entries ?? {}).map(([key, value]) => `${key}=${value}`);
    return [
      `${title}:\t    ${lines[0] ?? "<none>"}`,
      ...lines.slice(1).map((line) => `\t    ${line}`),
    ];
  };
  return [
    ...titled(
      "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
      { StorageClass: spec?.storageClassName ?? "", Volume: "" },
    ),
    ...listed("Labels", metadata?.labels),
    ...listed("Annotations", metadata?.annotations),
    "Capacity:\t",
    "Access Modes:\t",
    ...(spec?.volumeMode ? [`VolumeMode:\t${spec.volumeMode}`] : []),
  ];
}

function titled(title: string, fields: Readonly<Record<string, string | boolean>>): string[] {
  return [
    `Type:\t${title}`,
    ...Object.entries(fields).map(([name, value]) => `${name}:\t${value}`),
  ];
}

function projectionLines({
  secret,
  configMap,
  downwardAPI,
  serviceAccountToken,
}: VolumeProjection): readonly string[] {
  if (secret)
    return [`SecretName:\t${secret.name ?? ""}`, `Optional:\t${secret.optional ?? false}`];
  if (downwardAPI) return ["DownwardAPI:\ttrue"];
  if (configMap)
    return [`ConfigMapName:\t${configMap.name ?? ""}`, `Optional:\t${configMap.optional ?? false}`];
  return serviceAccountToken
    ? [`TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 3600}`]
    : [];
}
