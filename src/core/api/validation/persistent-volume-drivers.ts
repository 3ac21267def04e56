import { invalid, required, type FieldError } from "../field-error.ts";
import type { PersistentVolumeSpec, Volume } from "../schema/generated/types.ts";
import { invalidFor, labelProblems } from "./problems.ts";
import { driverErrors, iscsiAccess, iscsiName, missing } from "./volume-drivers.ts";

const MAX_PORTAL_LENGTH = 64;
const PORTAL_TEXT = `Total length of <volume name>:<iscsi.targetPortal> must be under ${MAX_PORTAL_LENGTH} characters if iscsi.initiatorName is specified.`;

/** Every mistake of a driver of a persistent volume: what pods ask of it, and where its secrets and endpoints are. Models validation.ValidatePersistentVolumeSpec. */
export function persistentDriverErrors(
  path: string,
  spec: PersistentVolumeSpec,
  volumeName: string,
): FieldError[] {
  if (spec.iscsi) return iscsiErrors(`${path}.iscsi`, spec.iscsi, volumeName);
  return [
    // The sources that pods have, too, ask for the same fields.
    ...driverErrors(path, { ...spec, name: "" } as unknown as Volume),
    ...namespaceOfSecret(`${path}.cinder`, spec.cinder?.secretRef),
    ...namespaceOfSecret(`${path}.storageos`, spec.storageos?.secretRef),
    ...endpointsNamespace(`${path}.glusterfs`, spec.glusterfs?.endpointsNamespace),
    ...(spec.azureFile?.secretNamespace === ""
      ? [required(`${path}.azureFile.secretNamespace`)]
      : []),
  ];
}

function namespaceOfSecret(
  path: string,
  secret: { readonly namespace?: string } | undefined,
): FieldError[] {
  return secret && !secret.namespace ? [required(`${path}.secretRef.namespace`)] : [];
}

function endpointsNamespace(path: string, namespace: string | undefined): FieldError[] {
  if (namespace === undefined) return [];
  const field = `${path}.endpointsNamespace`;
  return namespace === ""
    ? [invalid(field, "", "if the endpointnamespace is set, it must be a valid namespace name")]
    : invalidFor(field, namespace, labelProblems(namespace));
}

function iscsiErrors(
  path: string,
  source: NonNullable<PersistentVolumeSpec["iscsi"]>,
  volumeName: string,
): FieldError[] {
  const { targetPortal, iqn, initiatorName, secretRef } = source;
  const isLong = `${volumeName}:${targetPortal}`.length > MAX_PORTAL_LENGTH;
  const name = (field: string, text: string) =>
    iscsiName(`${path}.${field}`, text, "must be valid format");
  return [
    ...missing(path, { targetPortal }),
    ...(initiatorName !== undefined && isLong
      ? [invalid(`${path}.targetportal`, targetPortal, PORTAL_TEXT)]
      : []),
    ...(iqn ? name("iqn", iqn) : [required(`${path}.iqn`)]),
    ...iscsiAccess(path, source),
    ...(secretRef && !secretRef.name ? [required(`${path}.secretRef.name`)] : []),
    ...(initiatorName === undefined ? [] : name("initiatorname", initiatorName)),
  ];
}
