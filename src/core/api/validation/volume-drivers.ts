import { invalid, notSupported, required, tooLong, type FieldError } from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type { Volume } from "../schema/generated/types.ts";
import { descendingPath, dnsLabel, unsupported } from "./fields.ts";
import { invalidFor, rangeText } from "./problems.ts";

const MAX_DRIVER_LENGTH = 63;
const MAX_TENANT_LENGTH = 64;
const PAIR_TEXT = "must be a host:port pair or multiple pairs separated by commas";
const QUALIFIED_NAMES = [
  ["iqn", /iqn\.\d{4}-\d{2}\.([0-9A-Za-z\-.]+)(:[^,;*&$|\s]+)$/],
  ["eui", /^eui.[0-9A-Za-z]{16}$/],
  ["naa", /^naa.[0-9A-Za-z]{32}$/],
] as const;

/** Every mistake of the volume sources that speak to one storage system, most of them deprecated. Models validation.validateVolumeSource. */
export function driverErrors(path: string, volume: Volume): FieldError[] {
  return [
    ...nfs(`${path}.nfs`, volume.nfs),
    ...gitRepo(`${path}.gitRepo`, volume.gitRepo),
    ...disks(path, volume),
    ...iscsi(`${path}.iscsi`, volume.iscsi),
    ...networkStores(path, volume),
    ...drivers(path, volume),
    ...fibreChannel(`${path}.fc`, volume.fc),
    ...flexVolume(`${path}.flexVolume`, volume.flexVolume),
    ...azureDisk(`${path}.azureDisk`, volume.azureDisk),
    ...storageOs(`${path}.storageos`, volume.storageos),
    ...csi(`${path}.csi`, volume.csi),
  ];
}

/** One `Required` for each named field that is empty. */
export function missing(path: string, fields: Readonly<Record<string, unknown>>): FieldError[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    const isEmpty =
      value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    return isEmpty ? [required(`${path}.${field}`)] : [];
  });
}

/** A secret that is named at all has a name. */
export function secretName(
  path: string,
  secret: { readonly name?: string } | undefined,
): FieldError[] {
  return secret && !secret.name ? [required(`${path}.secretRef.name`)] : [];
}

function nfs(path: string, source: Volume["nfs"]): FieldError[] {
  if (!source) return [];
  const relative = source.path.startsWith("/")
    ? []
    : [invalid(`${path}.path`, source.path, "must be an absolute path")];
  return [...missing(path, { server: source.server, path: source.path }), ...relative];
}

function gitRepo(path: string, source: Volume["gitRepo"]): FieldError[] {
  if (!source) return [];
  return [
    ...missing(path, { repository: source.repository }),
    ...descendingPath(`${path}.directory`, source.directory ?? ""),
  ];
}

/** Refuses a number that no byte holds; some of them count from 1 in upstream's words. */
function byteRange(path: string, value: number | undefined, least: number): FieldError[] {
  const number = value ?? 0;
  return number < 0 || number > 255 ? [invalid(path, number, rangeText(least, 255))] : [];
}

function disks(path: string, { gcePersistentDisk, awsElasticBlockStore }: Volume): FieldError[] {
  const errors: FieldError[] = [];
  if (gcePersistentDisk) {
    const at = `${path}.persistentDisk`;
    errors.push(
      ...missing(at, { pdName: gcePersistentDisk.pdName }),
      ...byteRange(`${at}.partition`, gcePersistentDisk.partition, 1),
    );
  }
  if (awsElasticBlockStore) {
    const at = `${path}.awsElasticBlockStore`;
    errors.push(
      ...missing(at, { volumeID: awsElasticBlockStore.volumeID }),
      ...byteRange(`${at}.partition`, awsElasticBlockStore.partition, 1),
    );
  }
  return errors;
}

function iscsi(path: string, source: Volume["iscsi"]): FieldError[] {
  if (!source) return [];
  const { targetPortal, iqn, initiatorName } = source;
  return [
    ...missing(path, { targetPortal, iqn }),
    ...(iqn ? iscsiName(`${path}.iqn`, iqn) : []),
    ...iscsiAccess(path, source),
    ...(initiatorName === undefined ? [] : iscsiName(`${path}.initiatorname`, initiatorName)),
  ];
}

/** What is asked of the way to a target, whoever names it. */
export function iscsiAccess(
  path: string,
  source: {
    readonly lun: number;
    readonly chapAuthDiscovery?: boolean;
    readonly chapAuthSession?: boolean;
    readonly secretRef?: unknown;
  },
): FieldError[] {
  const isSecret = source.chapAuthDiscovery === true || source.chapAuthSession === true;
  return [
    ...byteRange(`${path}.lun`, source.lun, 0),
    ...(isSecret && !source.secretRef ? [required(`${path}.secretRef`)] : []),
  ];
}

/** Refuses what is no name of an initiator or a target. */
export function iscsiName(
  field: string,
  name: string,
  strangeText = "must be valid format starting with iqn, eui, or naa",
): FieldError[] {
  const form = QUALIFIED_NAMES.find(([prefix]) => name.startsWith(prefix));
  if (!form) return [invalid(field, name, strangeText)];
  return form[1].test(name) ? [] : [invalid(field, name, "must be valid format")];
}

function networkStores(
  path: string,
  { glusterfs, flocker, rbd, cinder, cephfs, quobyte }: Volume,
): FieldError[] {
  const errors: FieldError[] = [];
  if (glusterfs)
    errors.push(
      ...missing(`${path}.glusterfs`, { endpoints: glusterfs.endpoints, path: glusterfs.path }),
    );
  if (flocker) errors.push(...flockerErrors(`${path}.flocker`, flocker));
  if (rbd) errors.push(...missing(`${path}.rbd`, { monitors: rbd.monitors, image: rbd.image }));
  if (cinder) {
    errors.push(...missing(`${path}.cinder`, { volumeID: cinder.volumeID }));
    errors.push(...secretName(`${path}.cinder`, cinder.secretRef));
  }
  if (cephfs) errors.push(...missing(`${path}.cephfs`, { monitors: cephfs.monitors }));
  if (quobyte) errors.push(...quobyteErrors(`${path}.quobyte`, quobyte));
  return errors;
}

function quobyteErrors(
  path: string,
  { registry, tenant = "", volume }: NonNullable<Volume["quobyte"]>,
): FieldError[] {
  return [...registryErrors(path, registry, tenant), ...missing(path, { volume })];
}

function registryErrors(path: string, registry: string, tenant: string): FieldError[] {
  if (!registry) return [required(`${path}.registry`, PAIR_TEXT)];
  if (tenant.length > MAX_TENANT_LENGTH)
    return [
      required(
        `${path}.tenant`,
        `must be a UUID and may not exceed a length of ${MAX_TENANT_LENGTH} characters`,
      ),
    ];
  return registry
    .split(",")
    .filter((pair) => !/^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair))
    .map(() => invalid(`${path}.registry`, registry, PAIR_TEXT));
}

function flockerErrors(
  path: string,
  { datasetName, datasetUUID }: NonNullable<Volume["flocker"]>,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!datasetName && !datasetUUID)
    errors.push(required(path, "one of datasetName and datasetUUID is required"));
  if (datasetName && datasetUUID)
    errors.push(
      invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"),
    );
  if (datasetName?.includes("/"))
    errors.push(invalid(`${path}.datasetName`, datasetName, "must not contain '/'"));
  return errors;
}

function drivers(path: string, volume: Volume): FieldError[] {
  const { azureFile, vsphereVolume, photonPersistentDisk, portworxVolume, scaleIO } = volume;
  const errors: FieldError[] = [];
  if (azureFile) {
    const { secretName: secret, shareName } = azureFile;
    errors.push(...missing(`${path}.azureFile`, { secretName: secret, shareName }));
  }
  if (vsphereVolume)
    errors.push(...missing(`${path}.vsphereVolume`, { volumePath: vsphereVolume.volumePath }));
  if (photonPersistentDisk)
    errors.push(...missing(`${path}.photonPersistentDisk`, { pdID: photonPersistentDisk.pdID }));
  if (portworxVolume)
    errors.push(...missing(`${path}.portworxVolume`, { volumeID: portworxVolume.volumeID }));
  if (scaleIO) {
    const { gateway, system, volumeName } = scaleIO;
    errors.push(...missing(`${path}.scaleIO`, { gateway, system, volumeName }));
  }
  return errors;
}

function fibreChannel(path: string, source: Volume["fc"]): FieldError[] {
  if (!source) return [];
  const { targetWWNs = [], wwids = [], lun } = source;
  const at = `${path}.targetWWNs`;
  if (targetWWNs.length === 0)
    return wwids.length > 0
      ? []
      : [required(at, "must specify either targetWWNs or wwids, but not both")];
  return [
    ...(wwids.length > 0
      ? [invalid(at, targetWWNs, "targetWWNs and wwids can not be specified simultaneously")]
      : []),
    ...(lun === undefined
      ? [required(`${path}.lun`, "lun is required if targetWWNs is specified")]
      : byteRange(`${path}.lun`, lun, 0)),
  ];
}

function flexVolume(path: string, source: Volume["flexVolume"]): FieldError[] {
  if (!source) return [];
  const isReserved = (option: string) => {
    const slash = option.indexOf("/");
    const namespace = `.${(slash < 0 ? option : option.slice(0, slash)).toLowerCase()}`;
    return namespace.endsWith(".kubernetes.io") || namespace.endsWith(".k8s.io");
  };
  return [
    ...missing(path, { driver: source.driver }),
    ...Object.keys(source.options ?? {})
      .filter(isReserved)
      .sort()
      .map((option) =>
        invalid(
          `${path}.options[${option}]`,
          option,
          "kubernetes.io and k8s.io namespaces are reserved",
        ),
      ),
  ];
}

function azureDisk(path: string, disk: Volume["azureDisk"]): FieldError[] {
  if (!disk) return [];
  const { diskName, diskURI, cachingMode, kind } = disk;
  const isManaged = kind === "Managed";
  const home = isManaged ? "/subscriptions/" : "https://";
  const form = isManaged
    ? "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
    : "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";
  return [
    ...missing(path, { diskName, diskURI }),
    ...oneOf(`${path}.cachingMode`, cachingMode, ["None", "ReadOnly", "ReadWrite"]),
    ...oneOf(`${path}.kind`, kind, ["Dedicated", "Managed", "Shared"]),
    ...(kind === undefined || diskURI.startsWith(home)
      ? []
      : [unsupported(`${path}.diskURI`, diskURI, [form])]),
  ];
}

function oneOf(path: string, value: string | undefined, known: readonly string[]): FieldError[] {
  return value === undefined || known.includes(value) ? [] : [notSupported(path, value, known)];
}

function storageOs(path: string, source: Volume["storageos"]): FieldError[] {
  if (!source) return [];
  const { volumeName = "", volumeNamespace, secretRef } = source;
  return [
    ...(volumeName === ""
      ? [required(`${path}.volumeName`)]
      : dnsLabel(`${path}.volumeName`, volumeName)),
    ...(volumeNamespace ? dnsLabel(`${path}.volumeNamespace`, volumeNamespace) : []),
    ...secretName(path, secretRef),
  ];
}

function csi(path: string, source: Volume["csi"]): FieldError[] {
  if (!source) return [];
  const { driver, nodePublishSecretRef: secret } = source;
  const errors = csiDriverName(`${path}.driver`, driver);
  if (!secret) return errors;
  const { name = "" } = secret;
  // A wrong name is reported without the reference around it, as upstream does.
  return name === ""
    ? [...errors, required(`${path}.nodePublishSecretRef.name`)]
    : [...errors, ...invalidFor(`${path}.name`, name, subdomainProblems(name))];
}

/** Models validation.ValidateCSIDriverName. */
export function csiDriverName(field: string, name: string): FieldError[] {
  return [
    ...(name === "" ? [required(field)] : []),
    ...(name.length > MAX_DRIVER_LENGTH ? [tooLong(field, MAX_DRIVER_LENGTH)] : []),
    ...invalidFor(field, name, subdomainProblems(name.toLowerCase())),
  ];
}
