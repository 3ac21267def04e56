import {
  invalid,
  forbiddenField,
  notFoundField,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type { Container, Volume, VolumeDevice, VolumeMount } from "../schema/generated/types.ts";
import { descendingPath, withoutBacksteps } from "./fields.ts";

type Volumes = ReadonlyMap<string, Volume>;

/** Every mistake of a container's mounts. Models validation.ValidateVolumeMounts. */
export function validateVolumeMounts(
  path: string,
  container: Container,
  volumes: Volumes,
): FieldError[] {
  const taken = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const at = `${path}[${i}]`;
    const errors = validatePlace(at, mount, volumes, taken);
    if (devices.some((device) => device.name === mount.name))
      errors.push(invalid(`${at}.name`, mount.name, "must not already exist in volumeDevices"));
    if (devices.some((device) => device.devicePath === mount.mountPath)) {
      errors.push(
        invalid(
          `${at}.mountPath`,
          mount.mountPath,
          "must not already exist as a path in volumeDevices",
        ),
      );
    }
    return [
      ...errors,
      ...validateSubPath(path, at, mount),
      ...validatePropagation(path, mount, container),
      ...validateRecursive(path, mount),
    ];
  });
}

function validatePlace(
  at: string,
  { name, mountPath }: VolumeMount,
  volumes: Volumes,
  taken: Set<string>,
): FieldError[] {
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${at}.name`));
  if (!volumes.has(name)) errors.push(notFoundField(`${at}.name`, name));
  if (!mountPath) errors.push(required(`${at}.mountPath`));
  if (taken.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, "must be unique"));
  taken.add(mountPath);
  return errors;
}

/** Below the path itself upstream reports at the list, not at the element. */
function validateSubPath(
  path: string,
  at: string,
  { subPath, subPathExpr }: VolumeMount,
): FieldError[] {
  const errors = subPath ? descendingPath(`${path}.subPath`, subPath) : [];
  if (!subPathExpr) return errors;
  if (subPath)
    errors.push(
      invalid(`${at}.subPathExpr`, subPathExpr, "subPathExpr and subPath are mutually exclusive"),
    );
  return [...errors, ...descendingPath(`${path}.subPathExpr`, subPathExpr)];
}

function validatePropagation(
  path: string,
  { mountPropagation }: VolumeMount,
  container: Container,
): FieldError[] {
  if (mountPropagation === undefined) return [];
  const known = ["Bidirectional", "HostToContainer", "None"];
  const at = `${path}.mountPropagation`;
  if (!known.includes(mountPropagation)) return [notSupported(at, mountPropagation, known)];
  const isPrivileged = container.securityContext?.privileged === true;
  if (mountPropagation !== "Bidirectional" || isPrivileged) return [];
  return [
    forbiddenField(
      at,
      "Bidirectional mount propagation is available only to privileged containers",
    ),
  ];
}

function validateRecursive(
  path: string,
  { recursiveReadOnly, readOnly, mountPropagation }: VolumeMount,
): FieldError[] {
  if (recursiveReadOnly === undefined || recursiveReadOnly === "Disabled") return [];
  const at = `${path}.recursiveReadOnly`;
  if (recursiveReadOnly !== "Enabled" && recursiveReadOnly !== "IfPossible") {
    return [notSupported(at, recursiveReadOnly, ["Disabled", "Enabled", "IfPossible"])];
  }
  const errors: FieldError[] = [];
  if (!readOnly) errors.push(forbiddenField(at, "may only be specified when readOnly is true"));
  if (mountPropagation !== undefined && mountPropagation !== "None") {
    errors.push(
      forbiddenField(at, "may only be specified when mountPropagation is None or not specified"),
    );
  }
  return errors;
}

/** Every mistake of a container's raw devices. Models validation.ValidateVolumeDevices. */
export function validateVolumeDevices(
  path: string,
  container: Container,
  volumes: Volumes,
): FieldError[] {
  const names = new Set<string>();
  const paths = new Set<string>();
  return (container.volumeDevices ?? []).flatMap((device, i) => {
    const at = `${path}[${i}]`;
    const errors = [
      ...validateDeviceName(at, device, volumes, names),
      ...validateDevicePath(at, device, paths),
    ];
    const mounts = container.volumeMounts ?? [];
    if (mounts.some((mount) => mount.name === device.name))
      errors.push(invalid(`${at}.name`, device.name, "must not already exist in volumeMounts"));
    if (mounts.some((mount) => mount.mountPath === device.devicePath)) {
      errors.push(
        invalid(
          `${at}.devicePath`,
          device.devicePath,
          "must not already exist as a path in volumeMounts",
        ),
      );
    }
    return errors;
  });
}

function validateDeviceName(
  at: string,
  { name }: VolumeDevice,
  volumes: Volumes,
  names: Set<string>,
): FieldError[] {
  const errors: FieldError[] = [];
  const volume = volumes.get(name);
  if (!name) errors.push(required(`${at}.name`));
  if (names.has(name)) errors.push(invalid(`${at}.name`, name, "must be unique"));
  if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) {
    errors.push(
      invalid(
        `${at}.name`,
        name,
        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode",
      ),
    );
  }
  if (!volume) errors.push(notFoundField(`${at}.name`, name));
  if (name) names.add(name);
  return errors;
}

function validateDevicePath(
  at: string,
  { devicePath }: VolumeDevice,
  paths: Set<string>,
): FieldError[] {
  const field = `${at}.devicePath`;
  const errors: FieldError[] = [];
  if (!devicePath) errors.push(required(field));
  if (paths.has(devicePath)) errors.push(invalid(field, devicePath, "must be unique"));
  if (devicePath && withoutBacksteps(field, devicePath).length > 0)
    errors.push(invalid(field, devicePath, "can not contain backsteps ('..')"));
  else paths.add(devicePath);
  return errors;
}
