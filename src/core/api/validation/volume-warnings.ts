import type { Volume, VolumeProjection } from "../schema/generated/types.ts";
import { claimSpecWarnings } from "./claim-warnings.ts";

const OLD_VOLUMES = [
  ["photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"],
  ["gitRepo", "gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"],
  ["scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"],
  ["flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"],
  ["storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"],
  ["quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"],
  ["glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"],
  ["cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"],
  ["rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"],
] as const satisfies readonly (readonly [keyof Volume, string, string])[];

/** What a server warns of in the volumes of a pod: drivers of old, broken sizes of claims, and files that lie in each other's way. Models pkg/api/pod warningsForPodSpecAndMeta. */
export function volumeWarnings(at: string, volumes: readonly Volume[]): string[] {
  return [
    ...volumes.flatMap((volume, i) => oldWarnings(`${at}[${i}]`, volume)),
    ...overlaps(volumes),
  ];
}

function oldWarnings(path: string, volume: Volume): string[] {
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
  return OLD_VOLUMES.flatMap(([field, shown, text]) => {
    const warning = volume[field] ? [`${path}.${shown}: ${text}`] : [];
    // Upstream looks at the claim of a volume between these two.
    if (field !== "glusterfs" || !claim) return warning;
    return [...warning, ...claimSpecWarnings(`${path}.ephemeral.volumeClaimTemplate.spec`, claim)];
  });
}

interface Located {
  readonly path: string;
  readonly source: string;
}

/** Models warningsForOverlappingVirtualPaths. */
function overlaps(volumes: readonly Volume[]): string[] {
  return volumes.flatMap(({ name, configMap, secret, downwardAPI, projected }) => {
    const warn = (description: string, files: readonly Located[]) =>
      files.flatMap((file, i) =>
        collisions(files.slice(0, i), file).map((body) => overlapText(name, description, body)),
      );
    return [
      ...warn(`ConfigMap ${JSON.stringify(configMap?.name ?? "")}`, filesOf(configMap)),
      ...warn(`Secret ${JSON.stringify(secret?.secretName ?? "")}`, filesOf(secret)),
      ...warn("DownwardAPI", filesOf(downwardAPI)),
      ...projectedOverlaps(name, projected?.sources ?? []),
    ];
  });
}

function projectedOverlaps(name: string, sources: readonly VolumeProjection[]): string[] {
  const before: Located[] = [];
  return sources.flatMap((source) => {
    if (Object.keys(source).length === 0)
      return [`volume ${JSON.stringify(name)} (Projected) has no sources provided`];
    return projectedFiles(source).flatMap((file) => {
      const found = collisions(before, file);
      before.push(file);
      return found.map((body) => overlapText(name, "Projected", body));
    });
  });
}

function overlapText(name: string, description: string, body: string): string {
  return `volume ${JSON.stringify(name)} (${description}): overlapping paths: ${body}`;
}

function filesOf(
  from: { readonly items?: readonly { readonly path: string }[] } | undefined,
  source = "",
): readonly Located[] {
  return (from?.items ?? []).map(({ path }) => ({ path: path.replace(/\/+$/, ""), source }));
}

function projectedFiles(projection: VolumeProjection): readonly Located[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle } = projection;
  if (configMap?.items)
    return filesOf(configMap, `ConfigMap ${JSON.stringify(configMap.name ?? "")}`);
  if (secret?.items) return filesOf(secret, `Secret ${JSON.stringify(secret.name ?? "")}`);
  if (downwardAPI?.items) return filesOf(downwardAPI, "DownwardAPI");
  if (serviceAccountToken)
    return [{ path: serviceAccountToken.path, source: "ServiceAccountToken" }];
  if (clusterTrustBundle) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? "";
    return [
      { path: clusterTrustBundle.path, source: `ClusterTrustBundle ${JSON.stringify(name)}` },
    ];
  }
  return certificateFiles(projection);
}

function certificateFiles({ podCertificate }: VolumeProjection): readonly Located[] {
  if (!podCertificate) return [];
  const { certificateChainPath, keyPath, credentialBundlePath } = podCertificate;
  return [
    { path: certificateChainPath ?? "", source: "PodCertificate chain" },
    { path: keyPath ?? "", source: "PodCertificate key" },
    { path: credentialBundlePath ?? "", source: "PodCertificate credential bundle" },
  ].filter(({ path }) => path !== "");
}

/** The files named before that a file is, or lies in, or contains. Models checkForOverlap. */
function collisions(before: readonly Located[], file: Located): string[] {
  return before
    .filter((other) => isInTheWay(other.path, file.path))
    .map((other) => `${shown(file)} with ${shown(other)}`);
}

function isInTheWay(one: string, other: string): boolean {
  if (one === "" || other === "") return false;
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

function shown({ path, source }: Located): string {
  return source === "" ? JSON.stringify(path) : `${JSON.stringify(path)} (${source})`;
}
