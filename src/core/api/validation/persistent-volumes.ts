import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type {
  CSIPersistentVolumeSource,
  PersistentVolume,
  PersistentVolumeSpec,
  SecretReference,
  VolumeNodeAffinity,
} from "../schema/generated/types.ts";
import { validateNodeSelector } from "./affinity.ts";
import { validateAccessModes } from "./claims.ts";
import { dnsLabel, dnsSubdomain, immutable, unsupported, withoutBacksteps } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { structDiff } from "./pod-spec-diff.ts";
import { persistentDriverErrors } from "./persistent-volume-drivers.ts";
import { basicResource, positiveQuantity } from "./quantities.ts";
import { csiDriverName } from "./volume-drivers.ts";
import { hostPathErrors } from "./volumes.ts";

const RECLAIM_POLICIES = ["Delete", "Recycle", "Retain"];
const VOLUME_MODES = ["Block", "Filesystem"];
const MOUNT_OPTIONS = "volume.beta.kubernetes.io/mount-options";

/** Upstream looks at the sources in this order; one of its paths is spelt differently when it is too many. */
const SOURCES = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "glusterfs",
  "flocker",
  "nfs",
  "rbd",
  "quobyte",
  "cephfs",
  "iscsi",
  "cinder",
  "fc",
  "flexVolume",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "scaleIO",
  "local",
  "storageos",
  "csi",
] as const satisfies readonly (keyof PersistentVolumeSpec)[];
type Source = (typeof SOURCES)[number];

const NEW_LABELS: Readonly<Record<string, string>> = {
  "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
  "beta.kubernetes.io/os": "kubernetes.io/os",
  "beta.kubernetes.io/arch": "kubernetes.io/arch",
  "beta.kubernetes.io/instance-type": "node.kubernetes.io/instance-type",
};

/** Kinds of storage whose mounts take no options. Models pkg/volume/validation checkMountOption. */
const TAKE_MOUNT_OPTIONS: readonly Source[] = [
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "glusterfs",
  "iscsi",
  "nfs",
  "quobyte",
  "rbd",
  "vsphereVolume",
  "csi",
];

/** Every mistake of a new volume. Models persistentvolumeStrategy.Validate. */
export function validatePersistentVolume(volume: PersistentVolume): FieldError[] {
  const { metadata, spec } = volume;
  return [...validateVolumeSpec("spec", spec, metadata.name), ...mountOptions(volume)];
}

/** Every mistake of a changed volume: where its data is stays. Models validation.ValidatePersistentVolumeUpdate. */
export function validatePersistentVolumeUpdate(
  volume: PersistentVolume,
  old: PersistentVolume,
): FieldError[] {
  const { spec } = volume;
  const [now, before] = [sourceOf(withoutNewSecret(spec, old.spec)), sourceOf(old.spec)];
  const isMoved = !isSemanticallyEqual(now, before);
  return [
    // Upstream looks at the new volume twice.
    ...validatePersistentVolume(volume),
    ...validateVolumeSpec("spec", spec, volume.metadata.name),
    ...(isMoved
      ? [
          forbiddenField(
            "spec.persistentvolumesource",
            `spec.persistentvolumesource is immutable after creation\n${structDiff(
              internalStruct("PersistentVolumeSource", before),
              internalStruct("PersistentVolumeSource", now),
            )}`,
          ),
        ]
      : []),
    ...immutable("volumeMode", spec.volumeMode ?? null, old.spec.volumeMode ?? null),
    ...affinityChange(spec.nodeAffinity, old.spec.nodeAffinity),
    ...(old.spec.volumeAttributesClassName !== undefined &&
    spec.volumeAttributesClassName === undefined
      ? [
          forbiddenField(
            "spec.volumeAttributesClassName",
            "update from non-nil value to nil is forbidden",
          ),
        ]
      : []),
  ];
}

/** Every mistake of an observed status. Models validation.ValidatePersistentVolumeStatusUpdate. */
export function validatePersistentVolumeStatus({ metadata }: PersistentVolume): FieldError[] {
  return metadata.resourceVersion ? [] : [required("resourceVersion")];
}

function sourceOf(spec: PersistentVolumeSpec): object {
  return Object.fromEntries(SOURCES.map((source) => [source, spec[source]]));
}

/** A secret for growing may be added later. */
function withoutNewSecret(
  spec: PersistentVolumeSpec,
  old: PersistentVolumeSpec,
): PersistentVolumeSpec {
  if (!spec.csi?.controllerExpandSecretRef || !old.csi || old.csi.controllerExpandSecretRef)
    return spec;
  const { controllerExpandSecretRef: _added, ...csi } = spec.csi;
  return { ...spec, csi };
}

function affinityChange(
  affinity: VolumeNodeAffinity | undefined,
  old: VolumeNodeAffinity | undefined,
): FieldError[] {
  if (!old || isSemanticallyEqual(affinity, withNewLabels(old, affinity))) return [];
  const value = internalStruct("VolumeNodeAffinity", affinity);
  return [
    invalid("nodeAffinity", value, "field is immutable, except for updating from beta label to GA"),
  ];
}

/** The old terms with those keys renamed that the new ones name by their newer label. */
function withNewLabels(
  old: VolumeNodeAffinity,
  affinity: VolumeNodeAffinity | undefined,
): VolumeNodeAffinity {
  const terms = affinity?.required?.nodeSelectorTerms ?? [];
  const nodeSelectorTerms = (old.required?.nodeSelectorTerms ?? []).map((term, i) => ({
    ...term,
    ...(term.matchExpressions && {
      matchExpressions: term.matchExpressions.map((each, j) => {
        const key = terms[i]?.matchExpressions?.[j]?.key;
        return key !== undefined && NEW_LABELS[each.key] === key ? { ...each, key } : each;
      }),
    }),
  }));
  return old.required ? { ...old, required: { ...old.required, nodeSelectorTerms } } : old;
}

/** Every mistake of a volume's spec. Models validation.ValidatePersistentVolumeSpec. */
export function validateVolumeSpec(
  path: string,
  spec: PersistentVolumeSpec,
  name = "",
): FieldError[] {
  const policy = spec.persistentVolumeReclaimPolicy;
  return [
    ...(spec.accessModes?.length ? [] : [required(`${path}.accessModes`)]),
    ...validateAccessModes(`${path}.accessModes`, spec.accessModes ?? []),
    ...validateCapacity(`${path}.capacity`, spec.capacity),
    ...(policy && !RECLAIM_POLICIES.includes(policy)
      ? [notSupported(`${path}.persistentVolumeReclaimPolicy`, policy, RECLAIM_POLICIES)]
      : []),
    ...validateAffinity(`${path}.nodeAffinity`, spec.nodeAffinity),
    ...validateSources(path, spec, name),
    ...recycledRoot(path, spec),
    ...(spec.storageClassName
      ? dnsSubdomain(`${path}.storageClassName`, spec.storageClassName)
      : []),
    ...(spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)
      ? [notSupported(`${path}.volumeMode`, spec.volumeMode, VOLUME_MODES)]
      : []),
    ...validateAttributesClass(path, spec),
  ];
}

function validateCapacity(field: string, capacity: PersistentVolumeSpec["capacity"]): FieldError[] {
  const names = Object.keys(capacity ?? {});
  return [
    ...(names.length === 0 ? [required(field)] : []),
    ...(capacity?.["storage"] === undefined || names.length > 1
      ? [unsupported(field, capacity ?? null, ["storage"])]
      : []),
    ...Object.entries(capacity ?? {}).flatMap(([name, amount]) => [
      ...basicResource(`${field}[${name}]`, amount),
      ...positiveQuantity(`${field}[${name}]`, amount),
    ]),
  ];
}

function validateAffinity(path: string, affinity: VolumeNodeAffinity | undefined): FieldError[] {
  if (!affinity) return [];
  return affinity.required
    ? validateNodeSelector(`${path}.required`, affinity.required)
    : [required(`${path}.required`, "must specify required node constraints")];
}

function validateSources(path: string, spec: PersistentVolumeSpec, volume: string): FieldError[] {
  const given = SOURCES.filter((source) => spec[source] !== undefined);
  if (given.length === 0) return [required(path, "must specify a volume type")];
  return given.flatMap((source, i) => {
    if (i === 0 || source === "flexVolume") return validateSource(path, source, spec, volume);
    const name = source === "cephfs" ? "cephFS" : source;
    return [forbiddenField(`${path}.${name}`, "may not specify more than 1 volume type")];
  });
}

function validateSource(
  path: string,
  source: Source,
  spec: PersistentVolumeSpec,
  volume: string,
): FieldError[] {
  if (source === "hostPath" && spec.hostPath)
    return hostPathErrors(`${path}.hostPath`, spec.hostPath);
  if (source === "local" && spec.local) {
    const field = `${path}.local.path`;
    const hasAffinity = spec.nodeAffinity !== undefined;
    return [
      ...(spec.local.path ? withoutBacksteps(field, spec.local.path) : [required(field)]),
      ...(hasAffinity
        ? []
        : [required(`${path}.nodeAffinity`, "Local volume requires node affinity")]),
    ];
  }
  if (source === "csi" && spec.csi) return validateCsi(`${path}.csi`, spec.csi);
  return persistentDriverErrors(path, { [source]: spec[source] }, volume);
}

function validateCsi(path: string, csi: CSIPersistentVolumeSource): FieldError[] {
  const secrets = [
    "controllerPublishSecretRef",
    "controllerExpandSecretRef",
    "nodePublishSecretRef",
    "nodeExpandSecretRef",
  ] as const;
  return [
    ...csiDriverName(`${path}.driver`, csi.driver),
    ...(csi.volumeHandle ? [] : [required(`${path}.volumeHandle`)]),
    ...secrets.flatMap((field) => secretReference(`${path}.${field}`, csi[field])),
  ];
}

function secretReference(path: string, secret: SecretReference | undefined): FieldError[] {
  if (!secret) return [];
  const { name, namespace } = secret;
  return [
    ...(name ? dnsSubdomain(`${path}.name`, name) : [required(`${path}.name`)]),
    ...(namespace ? dnsLabel(`${path}.namespace`, namespace) : [required(`${path}.namespace`)]),
  ];
}

function recycledRoot(path: string, spec: PersistentVolumeSpec): FieldError[] {
  const isRoot = spec.hostPath !== undefined && /^\/+(\.?\/*)*$/.test(spec.hostPath.path);
  if (!isRoot || spec.persistentVolumeReclaimPolicy !== "Recycle") return [];
  return [
    forbiddenField(
      `${path}.persistentVolumeReclaimPolicy`,
      "may not be 'recycle' for a hostPath mount of '/'",
    ),
  ];
}

function validateAttributesClass(
  path: string,
  { volumeAttributesClassName: name, csi }: PersistentVolumeSpec,
): FieldError[] {
  if (name === undefined) return [];
  const field = `${path}.volumeAttributesClassName`;
  return [
    ...(name === ""
      ? [required(field, "an empty string is disallowed")]
      : dnsSubdomain(field, name)),
    ...(csi
      ? []
      : [required(`${path}.csi`, "has to be specified when using volumeAttributesClassName")]),
  ];
}

function mountOptions({ metadata, spec }: PersistentVolume): FieldError[] {
  if (metadata.annotations?.[MOUNT_OPTIONS] === undefined) return [];
  if (TAKE_MOUNT_OPTIONS.some((source) => spec[source] !== undefined)) return [];
  return [
    forbiddenField(
      `metadata.annotations.${MOUNT_OPTIONS}`,
      "may not specify mount options for this volume type",
    ),
  ];
}
