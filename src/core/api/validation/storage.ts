import { isEqual } from "#core/base/equal.ts";
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  tooLong,
  type FieldError,
} from "../field-error.ts";
import type {
  CSIDriver,
  CSIDriverSpec,
  CSINode,
  CSINodeDriver,
  CSIStorageCapacity,
  StorageClass,
  TopologySelectorTerm,
  VolumeAttributesClass,
} from "../schema/generated/types.ts";
import { dnsSubdomain, immutable, notNegative, qualifiedName, unsupported } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { labelName, labelSelector, selectorValue } from "./labels.ts";
import { csiDriverName } from "./volume-drivers.ts";
import { nonNegativeQuantity } from "./quantities.ts";

const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_BYTES = 256 * 1024;
const MAX_NODE_ID_LENGTH = 256;
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const MIN_UPDATE_SECONDS = 10;
const FS_GROUP_POLICIES = ["File", "None", "ReadWriteOnceWithFSType"];

type Parameters = Readonly<Record<string, string>> | undefined;

/** Every mistake of a storage class. Models storage validation.ValidateStorageClass. */
export function validateStorageClass(storageClass: StorageClass): FieldError[] {
  const { provisioner, parameters, reclaimPolicy, volumeBindingMode: mode } = storageClass;
  const modes = ["Immediate", "WaitForFirstConsumer"];
  const policies = ["Delete", "Retain"];
  return [
    ...validateProvisioner("provisioner", provisioner),
    ...validateParameters(parameters),
    ...(reclaimPolicy && !policies.includes(reclaimPolicy)
      ? [unsupported("reclaimPolicy", reclaimPolicy, policies)]
      : []),
    ...(mode === undefined ? [required("volumeBindingMode")] : []),
    ...(mode !== undefined && !modes.includes(mode)
      ? [unsupported("volumeBindingMode", mode, modes)]
      : []),
    ...validateTopologies("allowedTopologies", storageClass.allowedTopologies ?? []),
  ];
}

/** Every mistake of a changed storage class: what volumes were made with stays. Models storageClassStrategy.ValidateUpdate. */
export function validateStorageClassUpdate(now: StorageClass, old: StorageClass): FieldError[] {
  return [
    ...validateStorageClass(now),
    ...parametersChange(now.parameters, old.parameters),
    ...unchanged("provisioner", now.provisioner, old.provisioner),
    ...unchanged("reclaimPolicy", now.reclaimPolicy, old.reclaimPolicy),
    ...immutable("volumeBindingMode", now.volumeBindingMode ?? null, old.volumeBindingMode ?? null),
  ];
}

function unchanged(field: string, value: unknown, old: unknown): FieldError[] {
  return isEqual(value, old) ? [] : [forbiddenField(field, `updates to ${field} are forbidden.`)];
}

/** Upstream compares to the letter here: none and no longer any are two things. */
function parametersChange(parameters: Parameters, old: Parameters): FieldError[] {
  return unchanged("parameters", parameters, old);
}

function validateProvisioner(field: string, name: string): FieldError[] {
  return name === "" ? [required(field)] : qualifiedName(field, name.toLowerCase());
}

function validateParameters(parameters: Parameters): FieldError[] {
  const entries = Object.entries(parameters ?? {});
  if (entries.length > MAX_PARAMETERS) return [tooLong("parameters", MAX_PARAMETERS)];
  const size = entries.reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return [
    ...entries.flatMap(([key]) =>
      key === "" ? [invalid("parameters", key, "field can not be empty.")] : [],
    ),
    ...(size > MAX_PARAMETERS_BYTES ? [tooLong("parameters", MAX_PARAMETERS_BYTES)] : []),
  ];
}

/** Models storage validation.validateAllowedTopologies, whose list of what it has seen begins with one empty entry for each term. */
function validateTopologies(path: string, terms: readonly TopologySelectorTerm[]): FieldError[] {
  const seen: Readonly<Record<string, readonly string[]>>[] = terms.map(() => ({}));
  return terms.flatMap((term, i) => {
    const { byKey, errors } = validateTerm(`${path}[${i}].matchLabelExpressions`, term);
    const twins = seen.filter((each) => isEqual(each, byKey));
    seen.push(byKey);
    return [...errors, ...twins.map(() => duplicate(`${path}[${i}].matchLabelExpressions`, ""))];
  });
}

function validateTerm(path: string, { matchLabelExpressions }: TopologySelectorTerm) {
  const byKey: Record<string, readonly string[]> = {};
  const errors = (matchLabelExpressions ?? []).flatMap(({ key, values: given }, i) => {
    const at = `${path}[${i}]`;
    const values = (given as readonly string[] | null) ?? [];
    const isTwice = Object.hasOwn(byKey, key);
    byKey[key] = [...new Set(values)].sort();
    return [
      ...(isTwice ? [duplicate(`${at}.key`, key)] : []),
      ...(values.length === 0 ? [required(`${at}.values`)] : []),
      ...values.flatMap((value, j) =>
        values.indexOf(value) < j ? [duplicate(`${at}.values[${j}]`, value)] : [],
      ),
      ...labelName(`${at}.key`, key),
    ];
  });
  return { byKey, errors };
}

/** Every mistake of a class of volume attributes. Models storage validation.ValidateVolumeAttributesClass. */
export function validateAttributesClass(attributes: VolumeAttributesClass): FieldError[] {
  const { driverName, parameters } = attributes;
  const isEmpty = Object.keys(parameters ?? {}).length === 0;
  return [
    ...validateProvisioner("driverName", driverName),
    ...validateParameters(parameters),
    ...(isEmpty ? [required("parameters", "must contain at least one key/value pair")] : []),
  ];
}

/** Every mistake of a changed class of volume attributes. Models storage validation.ValidateVolumeAttributesClassUpdate. */
export function validateAttributesClassUpdate(
  now: VolumeAttributesClass,
  old: VolumeAttributesClass,
): FieldError[] {
  return [
    ...unchanged("driverName", now.driverName, old.driverName),
    ...parametersChange(now.parameters, old.parameters),
    ...validateAttributesClass(now),
  ];
}

/** Every mistake of a driver. Models storage validation.ValidateCSIDriver, whose path of one field is misspelt. */
export function validateCsiDriver({ spec }: CSIDriver): FieldError[] {
  const { fsGroupPolicy, nodeAllocatableUpdatePeriodSeconds: seconds } = spec;
  const modes = ["Persistent", "Ephemeral"];
  return [
    ...(spec.attachRequired === undefined ? [required("spec.attachedRequired")] : []),
    ...(spec.podInfoOnMount === undefined ? [required("spec.podInfoOnMount")] : []),
    ...(spec.storageCapacity === undefined ? [required("spec.storageCapacity")] : []),
    ...(fsGroupPolicy !== undefined && !FS_GROUP_POLICIES.includes(fsGroupPolicy)
      ? [unsupported("spec.fsGroupPolicy", fsGroupPolicy, FS_GROUP_POLICIES)]
      : []),
    ...validateTokenRequests(spec),
    ...(spec.volumeLifecycleModes ?? [])
      .filter((mode) => !modes.includes(mode))
      .map((mode) => unsupported("spec.volumeLifecycleModes", mode, modes)),
    ...(spec.seLinuxMount === undefined ? [required("spec.seLinuxMount")] : []),
    ...(seconds !== undefined && seconds < MIN_UPDATE_SECONDS
      ? [
          invalid(
            "spec.nodeAllocatableUpdatePeriodSeconds",
            seconds,
            `must be greater than or equal to ${MIN_UPDATE_SECONDS} seconds`,
          ),
        ]
      : []),
  ];
}

function validateTokenRequests({ tokenRequests = [] }: CSIDriverSpec): FieldError[] {
  const audiences = tokenRequests.map(({ audience }) => audience);
  return tokenRequests.flatMap(({ audience, expirationSeconds: seconds }, i) => {
    const path = `spec.tokenRequests[${i}]`;
    if (audiences.indexOf(audience) < i) return [duplicate(`${path}.audience`, audience)];
    if (seconds === undefined) return [];
    const field = `${path}.expirationSeconds`;
    return [
      ...(seconds < MIN_TOKEN_SECONDS
        ? [invalid(field, seconds, "may not specify a duration less than 10 minutes")]
        : []),
      ...(seconds > MAX_TOKEN_SECONDS
        ? [invalid(field, seconds, "may not specify a duration larger than 2^32 seconds")]
        : []),
    ];
  });
}

/** Every mistake of a changed driver. Models storage validation.ValidateCSIDriverUpdate. */
export function validateCsiDriverUpdate(driver: CSIDriver, old: CSIDriver): FieldError[] {
  return [
    ...validateCsiDriver(driver),
    ...immutable("spec.attachedRequired", driver.spec.attachRequired, old.spec.attachRequired),
    ...immutable(
      "spec.volumeLifecycleModes",
      driver.spec.volumeLifecycleModes ?? null,
      old.spec.volumeLifecycleModes ?? null,
    ),
  ];
}

/** Every mistake of what a node can attach. Models storage validation.ValidateCSINode. */
export function validateCsiNode({ spec }: CSINode): FieldError[] {
  const drivers = (spec.drivers as CSINode["spec"]["drivers"] | null) ?? [];
  const names = drivers.map(({ name }) => name);
  return drivers.flatMap((driver, i) => {
    const path = `spec.drivers[${i}]`;
    return [
      ...csiDriverName(`${path}.name`, driver.name),
      ...validateNodeId(`${path}.nodeID`, driver.nodeID),
      ...notNegative(`${path}.allocatable.count`, driver.allocatable?.count),
      ...(names.indexOf(driver.name) < i ? [duplicate(`${path}.name`, driver.name)] : []),
      ...validateTopologyKeys(path, driver),
    ];
  });
}

function validateNodeId(field: string, id: string): FieldError[] {
  if (id === "") return [required(field)];
  return id.length > MAX_NODE_ID_LENGTH
    ? [invalid(field, id, `must be ${MAX_NODE_ID_LENGTH} characters or less`)]
    : [];
}

function validateTopologyKeys(path: string, { topologyKeys }: CSINodeDriver): FieldError[] {
  const keys = topologyKeys ?? [];
  return keys.flatMap((key, i) => [
    ...(key === "" ? [required(path)] : []),
    ...(keys.indexOf(key) < i ? [duplicate(path, key)] : []),
    ...qualifiedName(path, key),
  ]);
}

/** Every mistake of a changed node: known drivers stay as they are, their limits aside. Models storage validation.ValidateCSINodeUpdate. */
export function validateCsiNodeUpdate(node: CSINode, old: CSINode): FieldError[] {
  const fixed = ({ allocatable: _limits, ...driver }: CSINodeDriver) =>
    internalStruct("CSINodeDriver", driver);
  const before = (old.spec.drivers as CSINode["spec"]["drivers"] | null) ?? [];
  const drivers = (node.spec.drivers as CSINode["spec"]["drivers"] | null) ?? [];
  return [
    ...validateCsiNode(node),
    ...before.flatMap((each) =>
      drivers
        .filter(({ name }) => name === each.name)
        .flatMap((driver) => immutable("spec.drivers", fixed(driver), fixed(each))),
    ),
  ];
}

/** Every mistake of how much room there is. Models storage validation.ValidateCSIStorageCapacity. */
export function validateStorageCapacity(each: CSIStorageCapacity): FieldError[] {
  return [
    ...labelSelector("nodeTopology", each.nodeTopology),
    ...dnsSubdomain("storageClassName", each.storageClassName),
    ...(each.capacity === undefined ? [] : nonNegativeQuantity("capacity", each.capacity)),
  ];
}

/** What was asked stays; only the answer may change. Models storage validation.ValidateCSIStorageCapacityUpdate. */
export function validateStorageCapacityUpdate(
  now: CSIStorageCapacity,
  old: CSIStorageCapacity,
): FieldError[] {
  return [
    ...immutable("nodeTopology", selectorValue(now.nodeTopology), selectorValue(old.nodeTopology)),
    ...immutable("storageClassName", now.storageClassName, old.storageClassName),
  ];
}
