import { invalid, required, type FieldError } from "../field-error.ts";
import type { Volume } from "../schema/generated/types.ts";
import { descendingPath } from "./fields.ts";
import { rangeText } from "./problems.ts";

/** Every mistake of the volume sources that speak to one storage system, most of them deprecated. Models validation.validateVolumeSource. */
export function driverErrors(path: string, volume: Volume): FieldError[] {
  return [
    ...nfs(`${path}.nfs`, volume.nfs),
    ...gitRepo(`${path}.gitRepo`, volume.gitRepo),
    ...disks(path, volume),
    ...iscsi(`${path}.iscsi`, volume.iscsi),
    ...networkStores(path, volume),
    ...drivers(path, volume),
  ];
}

/** One `Required` for each named field that is empty. */
function missing(path: string, fields: Readonly<Record<string, unknown>>): FieldError[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    const isEmpty =
      value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
    return isEmpty ? [required(`${path}.${field}`)] : [];
  });
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

function partition(path: string, number: number | undefined): FieldError[] {
  const value = number ?? 0;
  return value < 0 || value > 255 ? [invalid(path, value, rangeText(0, 255))] : [];
}

function disks(path: string, { gcePersistentDisk, awsElasticBlockStore }: Volume): FieldError[] {
  const errors: FieldError[] = [];
  if (gcePersistentDisk) {
    const at = `${path}.persistentDisk`;
    errors.push(
      ...missing(at, { pdName: gcePersistentDisk.pdName }),
      ...partition(`${at}.partition`, gcePersistentDisk.partition),
    );
  }
  if (awsElasticBlockStore) {
    const at = `${path}.awsElasticBlockStore`;
    errors.push(
      ...missing(at, { volumeID: awsElasticBlockStore.volumeID }),
      ...partition(`${at}.partition`, awsElasticBlockStore.partition),
    );
  }
  return errors;
}

function iscsi(path: string, source: Volume["iscsi"]): FieldError[] {
  if (!source) return [];
  const errors = missing(path, { targetPortal: source.targetPortal, iqn: source.iqn });
  if (source.iqn && !/^(iqn|eui|naa)/.test(source.iqn)) {
    errors.push(
      invalid(`${path}.iqn`, source.iqn, "must be valid format starting with iqn, eui, or naa"),
    );
  } else if (
    /^iqn/.test(source.iqn) &&
    !/iqn\.\d{4}-\d{2}\.([0-9a-zA-Z\-.]+)(:([^,;*&$|\s]+))$/.test(source.iqn)
  ) {
    errors.push(invalid(`${path}.iqn`, source.iqn, "must be valid format"));
  }
  errors.push(...partition(`${path}.lun`, source.lun));
  if ((source.chapAuthDiscovery || source.chapAuthSession) && !source.secretRef)
    errors.push(required(`${path}.secretRef`));
  return errors;
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
  if (cinder) errors.push(...missing(`${path}.cinder`, { volumeID: cinder.volumeID }));
  if (cephfs) errors.push(...missing(`${path}.cephfs`, { monitors: cephfs.monitors }));
  if (quobyte) {
    const text = "must be a host:port pair or multiple pairs separated by commas";
    if (!quobyte.registry) errors.push(required(`${path}.quobyte.registry`, text));
    else if (!quobyte.registry.split(",").every((pair) => /^[^:]*:[^:]*$/.test(pair))) {
      errors.push(invalid(`${path}.quobyte.registry`, quobyte.registry, text));
    }
    errors.push(...missing(`${path}.quobyte`, { volume: quobyte.volume }));
  }
  return errors;
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
  const {
    flexVolume,
    azureFile,
    azureDisk,
    vsphereVolume,
    photonPersistentDisk,
    portworxVolume,
    scaleIO,
    csi,
    fc,
  } = volume;
  const errors: FieldError[] = [];
  if (flexVolume) errors.push(...missing(`${path}.flexVolume`, { driver: flexVolume.driver }));
  if (azureFile)
    errors.push(
      ...missing(`${path}.azureFile`, {
        secretName: azureFile.secretName,
        shareName: azureFile.shareName,
      }),
    );
  if (azureDisk)
    errors.push(
      ...missing(`${path}.azureDisk`, { diskName: azureDisk.diskName, diskURI: azureDisk.diskURI }),
    );
  if (vsphereVolume)
    errors.push(...missing(`${path}.vsphereVolume`, { volumePath: vsphereVolume.volumePath }));
  if (photonPersistentDisk)
    errors.push(...missing(`${path}.photonPersistentDisk`, { pdID: photonPersistentDisk.pdID }));
  if (portworxVolume)
    errors.push(...missing(`${path}.portworxVolume`, { volumeID: portworxVolume.volumeID }));
  if (scaleIO) {
    errors.push(
      ...missing(`${path}.scaleIO`, {
        gateway: scaleIO.gateway,
        system: scaleIO.system,
        volumeName: scaleIO.volumeName,
      }),
    );
  }
  if (csi) errors.push(...missing(`${path}.csi`, { driver: csi.driver }));
  if (fc && !fc.targetWWNs?.length && !fc.wwids?.length) {
    errors.push(
      required(`${path}.fc.targetWWNs`, "must specify either targetWWNs or wwids, but not both"),
    );
  }
  return errors;
}
