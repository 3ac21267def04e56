import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import { METADATA_ORDER } from "../meta.ts";
import { parseQuantity } from "../quantity.ts";
import type {
  ConfigMapVolumeSource,
  EphemeralVolumeSource,
  HostPathVolumeSource,
  ObjectMeta,
  SecretVolumeSource,
  Volume,
} from "../schema/generated/types.ts";
import { validateClaimSpec } from "./claims.ts";
import { dnsLabel, withoutBacksteps } from "./fields.ts";
import { annotations, labels } from "./labels.ts";
import { subdomainProblems } from "../label-format.ts";
import { invalidFor } from "./problems.ts";
import { downwardFile, fileMode, keyToPath, validateProjected } from "./projected-volume.ts";
import { driverErrors } from "./volume-drivers.ts";

const HOST_PATH_TYPES = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
] as const;

/** Upstream looks at the sources in this order; some of its paths are misspelt, and so must ours be. */
const SOURCES = [
  "emptyDir",
  "hostPath",
  "gitRepo",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "secret",
  "nfs",
  "iscsi",
  "glusterfs",
  "flocker",
  "persistentVolumeClaim",
  "rbd",
  "cinder",
  "cephfs",
  "quobyte",
  "downwardAPI",
  "fc",
  "flexVolume",
  "configMap",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "storageos",
  "projected",
  "scaleIO",
  "csi",
  "ephemeral",
  "image",
] as const satisfies readonly (keyof Volume)[];
const REFUSED_IN_TEMPLATES = METADATA_ORDER.filter(
  (field) => field !== "labels" && field !== "annotations",
);
const PORTAL_TEXT =
  "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";
const PATH_WHEN_DOUBLED: Readonly<Record<string, string>> = {
  cephfs: "cephFS",
  downwardAPI: "downwarAPI",
};

/** The volumes that are sound, by name, and every mistake of the others. */
export interface CheckedVolumes {
  readonly byName: ReadonlyMap<string, Volume>;
  readonly errors: readonly FieldError[];
}

/** Every mistake of a pod's volumes. A volume with a mistake cannot be mounted. Models validation.ValidateVolumes. */
export function validateVolumes(
  path: string,
  volumes: readonly Volume[],
  meta: ObjectMeta | undefined,
): CheckedVolumes {
  const byName = new Map<string, Volume>();
  const errors: FieldError[] = [];
  const created = new Set(
    volumes.flatMap((volume) =>
      volume.ephemeral && meta?.name ? [`${meta.name}-${volume.name}`] : [],
    ),
  );
  for (const [i, volume] of volumes.entries()) {
    const found = validateVolume(`${path}[${i}]`, volume, meta);
    if (byName.has(volume.name)) found.push(duplicate(`${path}[${i}].name`, volume.name));
    if (found.length === 0) byName.set(volume.name, volume);
    errors.push(...found, ...claimOfEphemeral(`${path}[${i}]`, volume, created));
  }
  return { byName, errors };
}

function claimOfEphemeral(
  path: string,
  { persistentVolumeClaim }: Volume,
  created: ReadonlySet<string>,
): FieldError[] {
  if (!persistentVolumeClaim || !created.has(persistentVolumeClaim.claimName)) return [];
  const detail = "must not reference a PVC that gets created for an ephemeral volume";
  return [
    invalid(`${path}.persistentVolumeClaim.claimName`, persistentVolumeClaim.claimName, detail),
  ];
}

function validateVolume(path: string, volume: Volume, meta: ObjectMeta | undefined): FieldError[] {
  const name = volume.name ? dnsLabel(`${path}.name`, volume.name) : [required(`${path}.name`)];
  return [...validateSources(path, volume, meta), ...name];
}

function validateSources(path: string, volume: Volume, meta: ObjectMeta | undefined): FieldError[] {
  const given = SOURCES.filter((source) => volume[source] !== undefined && volume[source] !== null);
  if (given.length === 0) return [required(path, "must specify a volume type")];
  return given.flatMap((source, i) =>
    i === 0
      ? validateSource(path, source, volume, meta)
      : [
          forbiddenField(
            `${path}.${PATH_WHEN_DOUBLED[source] ?? source}`,
            "may not specify more than 1 volume type",
          ),
        ],
  );
}

function validateSource(
  path: string,
  source: (typeof SOURCES)[number],
  volume: Volume,
  meta: ObjectMeta | undefined,
): FieldError[] {
  const at = `${path}.${source}`;
  if (volume.emptyDir) return sizeLimit(at, volume.emptyDir.sizeLimit);
  if (volume.hostPath) return hostPathErrors(at, volume.hostPath);
  if (volume.secret) return secretSource(at, volume.secret);
  if (volume.configMap) return configMapSource(at, volume.configMap);
  if (volume.persistentVolumeClaim)
    return volume.persistentVolumeClaim.claimName ? [] : [required(`${at}.claimName`)];
  if (volume.downwardAPI) {
    const { defaultMode, items = [] } = volume.downwardAPI;
    return [
      ...fileMode(`${at}.defaultMode`, defaultMode),
      ...items.flatMap((file) => downwardFile(at, file)),
    ];
  }
  if (volume.projected) return validateProjected(at, volume.projected);
  if (volume.ephemeral) return ephemeral(path, volume.name, volume.ephemeral, meta);
  if (volume.image) return imageSource(at, volume.image, { isPod: meta !== undefined });
  return [...driverErrors(path, volume), ...longPortal(path, volume)];
}

function sizeLimit(path: string, limit: string | number | undefined): FieldError[] {
  const isNegative = limit !== undefined && (parseQuantity(String(limit))?.nano ?? 0n) < 0n;
  return isNegative
    ? [forbiddenField(`${path}.sizeLimit`, "SizeLimit field must be a valid resource quantity")]
    : [];
}

/** Every mistake of a directory of the node. Models validation.validateHostPathVolumeSource. */
export function hostPathErrors(
  path: string,
  { path: directory, type }: HostPathVolumeSource,
): FieldError[] {
  if (!directory) return [required(`${path}.path`)];
  const isKnown = type === undefined || HOST_PATH_TYPES.some((each) => each === type);
  return [
    ...withoutBacksteps(`${path}.path`, directory),
    ...(isKnown ? [] : [notSupported(`${path}.type`, type, HOST_PATH_TYPES)]),
  ];
}

function secretSource(
  path: string,
  { secretName, defaultMode, items = [] }: SecretVolumeSource,
): FieldError[] {
  return [
    ...(secretName ? [] : [required(`${path}.secretName`)]),
    ...fileMode(`${path}.defaultMode`, defaultMode),
    ...items.flatMap((item, i) => keyToPath(`${path}.items[${i}]`, item)),
  ];
}

function configMapSource(
  path: string,
  { name, defaultMode, items = [] }: ConfigMapVolumeSource,
): FieldError[] {
  return [
    ...(name ? [] : [required(`${path}.name`)]),
    ...fileMode(`${path}.defaultMode`, defaultMode),
    ...items.flatMap((item, i) => keyToPath(`${path}.items[${i}]`, item)),
  ];
}

/** An initiator of one's own is named after the volume and the portal. */
function longPortal(path: string, { name, iscsi }: Volume): FieldError[] {
  const isLong = iscsi?.initiatorName !== undefined && `${name}:${iscsi.targetPortal}`.length > 64;
  return isLong ? [invalid(`${path}.name`, name, PORTAL_TEXT)] : [];
}

/** In a template the reference may be filled in later. */
function imageSource(
  path: string,
  { reference, pullPolicy }: NonNullable<Volume["image"]>,
  { isPod }: { readonly isPod: boolean },
): FieldError[] {
  const policies = ["Always", "IfNotPresent", "Never"];
  return [
    ...(reference || !isPod ? [] : [required(`${path}.reference`)]),
    ...(pullPolicy && !policies.includes(pullPolicy)
      ? [notSupported(`${path}.pullPolicy`, pullPolicy, policies)]
      : []),
  ];
}

/** The claim a volume brings along must have a sound name and sound demands. */
function ephemeral(
  path: string,
  name: string,
  source: EphemeralVolumeSource,
  meta: ObjectMeta | undefined,
): FieldError[] {
  const template = source.volumeClaimTemplate;
  if (!template) return [required(`${path}.ephemeral.volumeClaimTemplate`)];
  const at = `${path}.ephemeral.volumeClaimTemplate`;
  const errors = templateMeta(`${at}.metadata`, template.metadata ?? {});
  errors.push(...validateClaimSpec(`${at}.spec`, template.spec, { checksGroups: true }));
  if (!meta?.name || !name) return errors;
  const claim = `${meta.name}-${name}`;
  const problems = subdomainProblems(claim).map(
    (problem) => `PVC name ${JSON.stringify(claim)}: ${problem}`,
  );
  return [...errors, ...invalidFor(`${path}.name`, name, problems)];
}

/** Only labels and annotations go into the claim. Models validation.ValidateTemplateObjectMeta. */
export function templateMeta(path: string, meta: ObjectMeta): FieldError[] {
  const refused = REFUSED_IN_TEMPLATES.filter((field) => {
    const value = meta[field];
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
  return [
    ...annotations(`${path}.annotations`, meta.annotations),
    ...labels(`${path}.labels`, meta.labels),
    ...refused.map((field) =>
      // Upstream makes the first letter of Go's name small.
      forbiddenField(`${path}.${field === "uid" ? "uID" : field}`, "cannot be set"),
    ),
  ];
}
