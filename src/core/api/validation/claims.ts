import { isEqual, isSemanticallyEqual } from "#core/base/equal.ts";
import {
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import { compareQuantity, parseQuantity } from "../quantity.ts";
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  TypedObjectReference,
} from "../schema/generated/types.ts";
import { dnsSubdomain, immutable } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { structDiff } from "./pod-spec-diff.ts";
import { labelSelector } from "./labels.ts";
import { labelProblems, invalidFor } from "./problems.ts";
import { qualifiedNameProblems } from "../label-format.ts";
import { basicResource, positiveQuantity } from "./quantities.ts";

const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];
const VOLUME_MODES = ["Block", "Filesystem"];
const BETA_CLASS = "volume.beta.kubernetes.io/storage-class";
const RESIZE_STATUSES = [
  "ControllerResizeInfeasible",
  "ControllerResizeInProgress",
  "NodeResizeInfeasible",
  "NodeResizeInProgress",
  "NodeResizePending",
];

/** Every mistake of a new claim. Models validation.ValidatePersistentVolumeClaim. */
export function validateClaim({ spec }: PersistentVolumeClaim): FieldError[] {
  return validateClaimSpec("spec", spec, { checksGroups: true });
}

/** Every mistake of the demands of a claim, or of a template of one. Models validation.ValidatePersistentVolumeClaimSpec. */
export function validateClaimSpec(
  path: string,
  spec: PersistentVolumeClaimSpec,
  { checksGroups }: { readonly checksGroups: boolean },
): FieldError[] {
  const { accessModes = [], selector, storageClassName, volumeMode } = spec;
  return [
    ...(accessModes.length === 0
      ? [required(`${path}.accessModes`, "at least 1 access mode is required")]
      : []),
    ...labelSelector(`${path}.selector`, selector),
    ...validateAccessModes(`${path}.accessModes`, accessModes),
    ...validateRequest(`${path}.resources[storage]`, spec.resources?.requests?.["storage"]),
    ...(storageClassName ? dnsSubdomain(`${path}.storageClassName`, storageClassName) : []),
    ...(volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)
      ? [notSupported(`${path}.volumeMode`, volumeMode, VOLUME_MODES)]
      : []),
    ...validateSources(path, spec, checksGroups),
    ...(spec.volumeAttributesClassName
      ? dnsSubdomain(`${path}.volumeAttributesClassName`, spec.volumeAttributesClassName)
      : []),
  ];
}

/** Refuses unknown modes, and the exclusive one beside others. */
export function validateAccessModes(field: string, modes: readonly string[]): FieldError[] {
  const errors = modes
    .filter((mode) => !ACCESS_MODES.includes(mode))
    .map((mode) => notSupported(field, mode, ACCESS_MODES));
  const known = modes.filter((mode) => ACCESS_MODES.includes(mode));
  const isMixed =
    known.includes("ReadWriteOncePod") && known.some((mode) => mode !== "ReadWriteOncePod");
  return isMixed
    ? [...errors, forbiddenField(field, "may not use ReadWriteOncePod with other access modes")]
    : errors;
}

function validateRequest(field: string, request: string | undefined): FieldError[] {
  if (request === undefined) return [required(field)];
  return positiveQuantity(field, request);
}

function validateSources(
  path: string,
  { dataSource, dataSourceRef }: PersistentVolumeClaimSpec,
  checksGroups: boolean,
): FieldError[] {
  const errors = [
    ...(dataSource ? validateSource(`${path}.dataSource`, dataSource, checksGroups) : []),
    ...(dataSourceRef ? validateSource(`${path}.dataSourceRef`, dataSourceRef, checksGroups) : []),
  ];
  if (!dataSource || !dataSourceRef) return errors;
  // Upstream hands over a path instead of a value, and a path prints as an empty struct.
  if (dataSourceRef.namespace)
    errors.push(
      invalid(path, {}, "may not be specified when dataSourceRef.namespace is specified"),
    );
  else if (!isEqual(identityOf(dataSource), identityOf(dataSourceRef)))
    errors.push(invalid(path, {}, "must match dataSourceRef"));
  return errors;
}

function identityOf({ apiGroup, kind, name }: TypedObjectReference): unknown {
  return { apiGroup, kind, name };
}

function validateSource(
  path: string,
  { name, kind, apiGroup = "", namespace }: TypedObjectReference,
  checksGroups: boolean,
): FieldError[] {
  const errors = [
    ...(name ? [] : [required(`${path}.name`)]),
    ...(kind ? [] : [required(`${path}.kind`)]),
  ];
  if (apiGroup === "" && kind !== "PersistentVolumeClaim") {
    const detail = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
    errors.push(invalid(path, kind, detail));
  }
  if (apiGroup !== "" && checksGroups) errors.push(...dnsSubdomain(`${path}.apiGroup`, apiGroup));
  if (namespace)
    errors.push(...invalidFor(`${path}.namespace`, namespace, labelProblems(namespace)));
  return errors;
}

/** Every mistake of a changed claim: bound claims may ask for more, the rest stays. Models validation.ValidatePersistentVolumeClaimUpdate. */
export function validateClaimUpdate(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
): FieldError[] {
  const hadGroup =
    (old.spec.dataSource?.apiGroup ?? old.spec.dataSourceRef?.apiGroup) !== undefined;
  return [
    ...validateClaimSpec("spec", claim.spec, { checksGroups: !hadGroup }),
    ...classAnnotationChange(claim, old),
    ...specChange(claim, old),
    ...shrinking(claim, old),
    ...immutable("volumeMode", claim.spec.volumeMode ?? null, old.spec.volumeMode ?? null),
    ...attributesClassChange(
      claim.spec.volumeAttributesClassName,
      old.spec.volumeAttributesClassName,
    ),
  ];
}

function betaClassOf({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[BETA_CLASS];
}

/** Whether the class moves from the old annotation into the field. Models validateStorageClassUpgradeFromAnnotation. */
function movesFromAnnotation(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const [now, before] = [betaClassOf(claim), betaClassOf(old)];
  return (
    before !== undefined &&
    old.spec.storageClassName === undefined &&
    claim.spec.storageClassName === before &&
    (now === undefined || now === before)
  );
}

function classAnnotationChange(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
): FieldError[] {
  const [now = "", before = ""] = [betaClassOf(claim), betaClassOf(old)];
  if (movesFromAnnotation(claim, old) || now === before) return [];
  return [invalid(`metadata.annotations.${BETA_CLASS}`, now, "field is immutable")];
}

function specChange(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const { volumeName } = old.spec;
  const before = volumeName ? old.spec : { ...old.spec, volumeName: claim.spec.volumeName ?? "" };
  const now = withAllowedUndone(claim, old);
  if (isSemanticallyEqual(now, before)) return [];
  const printed = (spec: PersistentVolumeClaimSpec) => internalStruct("ClaimSpec", spec);
  return [
    forbiddenField(
      "spec",
      "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n" +
        structDiff(printed(before), printed(now)),
    ),
  ];
}

/** The new spec with everything a change may touch put back. */
function withAllowedUndone(
  { spec, status, metadata }: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
): PersistentVolumeClaimSpec {
  const now: Record<string, unknown> = { ...spec, volumeName: spec.volumeName ?? "" };
  const isBound = status?.phase === "Bound";
  if (isBound && spec.volumeAttributesClassName !== undefined)
    now["volumeAttributesClassName"] = old.spec.volumeAttributesClassName;
  const hadNoClass = old.spec.storageClassName === undefined;
  const beta = betaClassOf(old);
  const isUpgrade =
    hadNoClass &&
    spec.storageClassName !== undefined &&
    (beta === undefined || beta === spec.storageClassName);
  if (isUpgrade || movesFromAnnotation({ spec, metadata } as PersistentVolumeClaim, old))
    now["storageClassName"] = old.spec.storageClassName;
  const { requests } = spec.resources;
  if (isBound && requests) {
    const storage = old.spec.resources.requests?.["storage"];
    now["resources"] = { ...spec.resources, requests: { ...requests, storage } };
  }
  return now as unknown as PersistentVolumeClaimSpec;
}

/** A failed expansion may be taken back, but not below what there is. */
function shrinking(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const quantity = (text = "0") =>
    parseQuantity(text) ?? { nano: 0n, format: "DecimalSI" as const };
  const size = quantity(claim.spec.resources.requests?.["storage"]);
  const before = quantity(old.spec.resources.requests?.["storage"]);
  const present = quantity(old.status?.capacity?.["storage"]);
  const isTooSmall = compareQuantity(size, before) < 0 && compareQuantity(size, present) <= 0;
  return isTooSmall
    ? [
        forbiddenField(
          "spec.resources.requests.storage",
          "field can not be less than status.capacity",
        ),
      ]
    : [];
}

function attributesClassChange(name: string | undefined, old: string | undefined): FieldError[] {
  if (old === undefined || name === old) return [];
  const field = "spec.volumeAttributesClassName";
  if (name === undefined)
    return [forbiddenField(field, "update from non-nil value to nil is forbidden")];
  return name === ""
    ? [forbiddenField(field, "update from non-nil value to an empty string is forbidden")]
    : [];
}

/** Every mistake of an observed status. Models validation.ValidatePersistentVolumeClaimStatusUpdate. */
export function validateClaimStatus({
  metadata,
  spec,
  status,
}: PersistentVolumeClaim): FieldError[] {
  const { capacity = {}, allocatedResourceStatuses = {}, allocatedResources = {} } = status ?? {};
  return [
    ...(metadata.resourceVersion ? [] : [required("resourceVersion")]),
    ...(spec.accessModes?.length ? [] : [required("Spec.accessModes")]),
    ...Object.entries(capacity).flatMap(([name, amount]) =>
      basicResource(`status.capacity[${name}]`, amount),
    ),
    ...Object.entries(allocatedResourceStatuses).flatMap(([name, value]) => [
      ...resourceKey("status.allocatedResourceStatus", name),
      ...(RESIZE_STATUSES.includes(value)
        ? []
        : [notSupported("status.allocatedResourceStatus", name, RESIZE_STATUSES)]),
    ]),
    ...Object.entries(allocatedResources).flatMap(([name, amount]) => {
      const field = `status.allocatedResources[${name}]`;
      const wrong = resourceKey("status.allocatedResources", name);
      return wrong.length > 0 ? wrong : basicResource(field, amount);
    }),
  ];
}

function resourceKey(field: string, name: string): FieldError[] {
  const problems = qualifiedNameProblems(name);
  if (problems.length > 0) return invalidFor(field, name, problems);
  const isNative = !name.includes("/") || name.includes("kubernetes.io/");
  return isNative && name !== "storage" ? [notSupported(field, name, ["storage"])] : [];
}
