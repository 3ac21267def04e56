import { isSemanticallyEqual } from "#core/base/equal.ts";
import { forbiddenField, invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type {
  PersistentVolumeSpec,
  VolumeAttachment,
  VolumeAttachmentSource,
  VolumeError,
} from "../schema/generated/types.ts";
import { dnsSubdomain, IMMUTABLE } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { validateVolumeSpec } from "./persistent-volumes.ts";
import { csiDriverName } from "./volume-drivers.ts";
import { rangeText } from "./problems.ts";

const MAX_METADATA_BYTES = 256 * 1024;
const MAX_MESSAGE_BYTES = 1024;
const MAX_INT32 = 2_147_483_647;
const ONE_OF = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

/** Every mistake of a new attachment. Models volumeAttachmentStrategy.Validate. */
export function validateVolumeAttachment(attachment: VolumeAttachment): FieldError[] {
  const { attacher, source } = attachment.spec;
  const name = source.persistentVolumeName;
  return [
    ...validateWhole(attachment),
    ...csiDriverName("spec.attacher", attacher),
    ...(name === undefined ? [] : dnsSubdomain("spec.source.persistentVolumeName", name)),
  ];
}

function validateWhole({ spec, status }: VolumeAttachment): FieldError[] {
  const entries = Object.entries(status.attachmentMetadata ?? {});
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...(spec.attacher === "" ? [required("spec.attacher")] : []),
    ...validateSource("spec.source", spec.source),
    ...dnsSubdomain("spec.nodeName", spec.nodeName),
    ...(size > MAX_METADATA_BYTES
      ? [tooLong("status.attachmentMetadata", MAX_METADATA_BYTES)]
      : []),
    ...validateError("status.attachError", status.attachError),
    ...validateError("status.detachError", status.detachError),
  ];
}

function validateSource(path: string, source: VolumeAttachmentSource): FieldError[] {
  const { inlineVolumeSpec: inline, persistentVolumeName: name } = source;
  if (!inline && name === undefined) return [required(path, ONE_OF)];
  if (inline && name !== undefined) return [forbiddenField(path, ONE_OF)];
  if (inline) return validateInline(`${path}.inlineVolumeSpec`, inline);
  return name === ""
    ? [required(`${path}.persistentVolumeName`, "must specify non empty persistentVolumeName")]
    : [];
}

/** A volume that lives inside an attachment says where its data is, and nothing else. */
function validateInline(path: string, spec: PersistentVolumeSpec): FieldError[] {
  const context = "may not be specified in the context of inline volumes";
  const fields = ["claimRef", "capacity", "nodeAffinity", "storageClassName"] as const;
  const general = validateVolumeSpec(path, spec).filter(
    ({ field }) => field !== `${path}.capacity` && field !== `${path}.volumeMode`,
  );
  return [
    ...fields
      .filter((field) => spec[field] !== undefined)
      .map((field) => forbiddenField(`${path}.${field}`, context)),
    ...(spec.csi
      ? []
      : [required(`${path}.csi`, "has to be specified in the context of inline volumes")]),
    ...general,
  ];
}

function validateError(path: string, error: VolumeError | undefined): FieldError[] {
  if (!error) return [];
  const { message = "", errorCode } = error;
  return [
    // Upstream names the wrong limit here.
    ...(message.length > MAX_MESSAGE_BYTES ? [tooLong(`${path}.message`, MAX_METADATA_BYTES)] : []),
    ...(errorCode !== undefined && errorCode < 0
      ? [invalid(`${path}.errorCode`, errorCode, rangeText(0, MAX_INT32))]
      : []),
  ];
}

/** An attachment stays what it is. Models storage validation.ValidateVolumeAttachmentUpdate. */
export function validateVolumeAttachmentUpdate(
  attachment: VolumeAttachment,
  old: VolumeAttachment,
): FieldError[] {
  const errors = validateWhole(attachment);
  if (isSemanticallyEqual(attachment.spec, old.spec)) return errors;
  return [
    ...errors,
    invalid("spec", internalStruct("VolumeAttachmentSpec", attachment.spec), IMMUTABLE),
  ];
}
