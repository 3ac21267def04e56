import type { Draft } from "../../define.ts";
import type {
  DeviceClass,
  ResourceClaimSpec,
  ResourceResourceClaim as ResourceClaim,
  ResourceSlice,
} from "../../schema/generated/types.ts";

/**
 * What a server leaves out of a draft because the features that read it are off by default: taints of devices,
 * devices in parts, capacity consumed in shares, conditions of binding, extended resources. Models dropDisabledFields
 * of the strategies in pkg/registry/resource.
 */
const UNREAD = {
  wish: ["tolerations", "capacity"],
  constraint: ["distinctAttribute"],
  deviceClass: ["extendedResourceName"],
  allocation: ["allocationTimestamp"],
  result: [
    "tolerations",
    "bindingConditions",
    "bindingFailureConditions",
    "consumedCapacity",
    "shareID",
  ],
  deviceStatus: ["shareID"],
  slice: ["perDeviceNodeSelection", "sharedCounters"],
  device: [
    "nodeName",
    "nodeSelector",
    "allNodes",
    "consumesCounters",
    "taints",
    "bindsToNode",
    "bindingConditions",
    "bindingFailureConditions",
    "allowMultipleAllocations",
  ],
  capacity: ["requestPolicy"],
} as const;

function forget(part: object | undefined, what: keyof typeof UNREAD): void {
  for (const field of UNREAD[what]) delete (part as Record<string, unknown> | undefined)?.[field];
}

/** What nobody reads in a claim. */
export function forgetInClaim({ devices }: Draft<ResourceClaimSpec>): void {
  for (const { exactly, firstAvailable } of devices?.requests ?? []) {
    forget(exactly, "wish");
    for (const each of firstAvailable ?? []) forget(each, "wish");
  }
  for (const each of devices?.constraints ?? []) forget(each, "constraint");
}

/** What nobody reads in what a claim was given. */
export function forgetInClaimStatus({ status }: Draft<ResourceClaim>): void {
  forget(status.allocation, "allocation");
  for (const each of status.allocation?.devices?.results ?? []) forget(each, "result");
  for (const each of status.devices ?? []) forget(each, "deviceStatus");
}

/** What nobody reads in a class. */
export function forgetInClass({ spec }: Draft<DeviceClass>): void {
  forget(spec, "deviceClass");
}

/** What nobody reads in the devices of a node. */
export function forgetInSlice({ spec }: Draft<ResourceSlice>): void {
  forget(spec, "slice");
  for (const device of spec.devices ?? []) {
    forget(device, "device");
    for (const each of Object.values(device.capacity ?? {})) forget(each, "capacity");
  }
}
