import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  tooLong,
  type FieldError,
} from "../field-error.ts";
import type {
  CSIPersistentVolumeSource,
  PersistentVolume,
  PersistentVolumeSpec,
  SecretReference,
  Volume,
  VolumeNodeAffinity,
} from "../schema/generated/types.ts";
import { validateNodeSelector } from "./affinity.ts";
import { validateAccessModes } from "./claims.ts";
import { dnsLabel, dnsSubdomain, immutable, unsupported, withoutBacksteps } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { structDiff } from "./pod-spec-diff.ts";
import { invalidFor } from "./problems.ts";
import { subdomainProblems } from "../label-format.ts";
import { basicResource } from "./quantities.ts";
import { formatQuantity, parseQuantity } from "../quantity.ts";
import { driverErrors } from "./volume-drivers.ts";
import { hostPathErrors } from "./volumes.ts";

const RECLAIM_POLICIES = ["Delete", "Recycle", "Retain"];
const VOLUME_MODES = ["Block", "Filesystem"];
const MAX_DRIVER_LENGTH = 63;
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
  return [...validateVolumeSpec("spec", volume.spec), ...mountOptions(volume)];
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
    ...validateVolumeSpec("spec", spec),
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
  if (!old || isSemanticallyEqual(affinity, old)) return [];
  const value = internalStruct("VolumeNodeAffinity", affinity);
  return [
    invalid("nodeAffinity", value, "field is immutable, except for updating from beta label to GA"),
  ];
}

/** Every mistake of a volume's spec. Models validation.ValidatePersistentVolumeSpec. */
export function validateVolumeSpec(path: string, spec: PersistentVolumeSpec): FieldError[] {
  const policy = spec.persistentVolumeReclaimPolicy;
  return [
    ...(spec.accessModes?.length ? [] : [required(`${path}.accessModes`)]),
    ...validateAccessModes(`${path}.accessModes`, spec.accessModes ?? []),
    ...validateCapacity(`${path}.capacity`, spec.capacity),
    ...(policy && !RECLAIM_POLICIES.includes(policy)
      ? [notSupported(`${path}.persistentVolumeReclaimPolicy`, policy, RECLAIM_POLICIES)]
      : []),
    ...validateAffinity(`${path}.nodeAffinity`, spec.nodeAffinity),
    ...validateSources(path, spec),
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
      ...notPositive(`${field}[${name}]`, amount),
    ]),
  ];
}

/** Models validation.ValidatePositiveQuantityValue. */
function notPositive(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  return quantity && quantity.nano <= 0n
    ? [invalid(field, formatQuantity(quantity), "must be greater than zero")]
    : [];
}

function validateAffinity(path: string, affinity: VolumeNodeAffinity | undefined): FieldError[] {
  if (!affinity) return [];
  return affinity.required
    ? validateNodeSelector(`${path}.required`, affinity.required)
    : [required(`${path}.required`, "must specify required node constraints")];
}

function validateSources(path: string, spec: PersistentVolumeSpec): FieldError[] {
  const given = SOURCES.filter((source) => spec[source] !== undefined);
  if (given.length === 0) return [required(path, "must specify a volume type")];
  return given.flatMap((source, i) => {
    if (i === 0 || source === "flexVolume") return validateSource(path, source, spec);
    const name = source === "cephfs" ? "cephFS" : source;
    return [forbiddenField(`${path}.${name}`, "may not specify more than 1 volume type")];
  });
}

function validateSource(path: string, source: Source, spec: PersistentVolumeSpec): FieldError[] {
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
  // The sources that pods have, too, ask for the same fields.
  return driverErrors(path, { name: "", [source]: spec[source] } as Volume);
}

/** Models validation.ValidateCSIDriverName. */
export function csiDriverName(field: string, name: string): FieldError[] {
  return [
    ...(name === "" ? [required(field)] : []),
    ...(name.length > MAX_DRIVER_LENGTH ? [tooLong(field, MAX_DRIVER_LENGTH)] : []),
    ...invalidFor(field, name, subdomainProblems(name.toLowerCase())),
  ];
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
