import { invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type { Device, ResourcePool, ResourceSlice } from "../schema/generated/types.ts";
import { driverName, limited } from "./device-classes.ts";
import { dnsLabel, dnsSubdomain, immutable } from "./fields.ts";

const MAX_POOL_NAME_LENGTH = 253;
const MAX_DEVICES = 128;
const PLACES = "`nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection`";

/** Every mistake of a ResourceSlice; attributes and capacities of devices are kept as they are. Models resource validation.ValidateResourceSlice. */
export function validateResourceSlice({ spec }: ResourceSlice): FieldError[] {
  return [
    ...driverName("spec.driver", spec.driver),
    ...validatePool("spec.pool", spec.pool),
    ...validatePlace(spec),
    ...limited("spec.devices", spec.devices, validateDevice, MAX_DEVICES),
  ];
}

/** The driver, the pool and the node of a slice stay. Models ValidateResourceSliceUpdate. */
export function validateResourceSliceUpdate(
  slice: ResourceSlice,
  { spec: old }: ResourceSlice,
): FieldError[] {
  const { spec } = slice;
  return [
    ...validateResourceSlice(slice),
    ...immutable("spec.driver", spec.driver, old.driver),
    ...immutable("spec.pool.name", spec.pool.name, old.pool.name),
    ...immutable("spec.nodeName", spec.nodeName ?? "", old.nodeName ?? ""),
  ];
}

function validatePool(at: string, pool: ResourcePool): FieldError[] {
  const { name, resourceSliceCount, generation } = pool;
  return [
    ...validatePoolName(`${at}.name`, name),
    ...(resourceSliceCount <= 0
      ? [invalid(`${at}.resourceSliceCount`, resourceSliceCount, "must be greater than zero")]
      : []),
    ...(generation < 0
      ? [invalid(`${at}.generation`, generation, "must be greater than or equal to zero")]
      : []),
  ];
}

function validatePoolName(field: string, name: string): FieldError[] {
  if (name === "") return [required(field)];
  return [
    ...(name.length > MAX_POOL_NAME_LENGTH ? [tooLong(field, MAX_POOL_NAME_LENGTH)] : []),
    ...name.split("/").flatMap((part) => dnsSubdomain(field, part)),
  ];
}

function validatePlace(spec: ResourceSlice["spec"]): FieldError[] {
  const { nodeName, nodeSelector, allNodes, perDeviceNodeSelection } = spec;
  const named = [
    ...(nodeName === undefined ? [] : ["`nodeName`"]),
    ...(nodeSelector === undefined ? [] : ["`nodeSelector`"]),
    ...(allNodes ? ["`allNodes`"] : []),
    ...(perDeviceNodeSelection ? ["`perDeviceNodeSelection`"] : []),
  ];
  if (named.length === 0) return [required("spec", `exactly one of ${PLACES} is required`)];
  if (named.length > 1) {
    const list = `{${named.join(", ")}}`;
    return [
      invalid("spec", list, `exactly one of ${PLACES} is required, but multiple fields are set`),
    ];
  }
  return nodeName === undefined ? [] : dnsSubdomain("spec.nodeName", nodeName);
}

function validateDevice(at: string, { name }: Device): FieldError[] {
  return dnsLabel(`${at}.name`, name);
}
