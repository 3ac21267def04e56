import { canonicalQuantity, quantityMilli } from "../quantity.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
} from "../schema/generated/types.ts";
import { termWarnings } from "./label-warnings.ts";

/** What a server warns of in a claim: half a byte makes no sense. Models pkg/api/persistentvolumeclaim GetWarningsForPersistentVolumeClaimSpec. */
export function claimSpecWarnings(
  path: string,
  { resources }: PersistentVolumeClaimSpec,
): string[] {
  return (["requests", "limits"] as const).flatMap((list) => {
    const amount = resources?.[list]?.["storage"];
    if (amount === undefined || quantityMilli(amount) % 1000 === 0) return [];
    return [
      `${path}.resources.${list}[storage]: fractional byte value ${JSON.stringify(canonicalQuantity(amount))} is invalid, must be an integer`,
    ];
  });
}

const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";
const CLASS_ADVICE = 'deprecated since v1.8; use "storageClassName" attribute instead';

/** What a server warns of in a claim. Models pkg/api/persistentvolumeclaim GetWarningsForPersistentVolumeClaim. */
export function claimWarnings({ metadata, spec }: PersistentVolumeClaim): string[] {
  const isOld = metadata.annotations?.[BETA_CLASS] !== undefined;
  return [
    ...(isOld ? [`metadata.annotations[${BETA_CLASS}]: ${CLASS_ADVICE}`] : []),
    ...claimSpecWarnings("spec", spec),
  ];
}

const OLD_SOURCES = [
  ["photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"],
  ["scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"],
  ["storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"],
  ["glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"],
  ["cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"],
  ["rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"],
] as const satisfies readonly (readonly [keyof PersistentVolumeSpec, string, string])[];

const OLD_ANNOTATIONS: Readonly<Record<string, string>> = {
  [BETA_CLASS]: CLASS_ADVICE,
  "volume.beta.kubernetes.io/mount-options":
    'deprecated since v1.31; use "mountOptions" attribute instead',
};

/** What a server warns of in a volume. Models pkg/api/persistentvolume GetWarningsForPersistentVolume. */
export function persistentVolumeWarnings({ metadata, spec }: PersistentVolume): string[] {
  const amount = spec.capacity?.["storage"];
  const isBroken = amount !== undefined && quantityMilli(amount) % 1000 !== 0;
  const terms = spec.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return [
    ...Object.entries(OLD_ANNOTATIONS)
      .filter(([key]) => metadata.annotations?.[key] !== undefined)
      .map(([key, advice]) => `metadata.annotations[${key}]: ${advice}`),
    ...(spec.persistentVolumeReclaimPolicy === "Recycle"
      ? [
          "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.",
        ]
      : []),
    ...terms.flatMap((term, i) =>
      termWarnings(`spec.nodeAffinity.required.nodeSelectorTerms[${i}]`, term),
    ),
    ...OLD_SOURCES.flatMap(([field, shown, text]) =>
      spec[field] ? [`spec.${shown}: ${text}`] : [],
    ),
    ...(isBroken
      ? [
          `spec.capacity[storage]: fractional byte value ${JSON.stringify(canonicalQuantity(amount))} is invalid, must be an integer`,
        ]
      : []),
  ];
}
