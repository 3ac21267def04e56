import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  forbiddenField,
  invalid,
  required,
  tooLong,
  tooMany,
  type FieldError,
} from "../field-error.ts";
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  NetworkDeviceData,
  ResourceClaimConsumerReference,
  ResourceResourceClaim as ResourceClaim,
} from "../schema/generated/types.ts";
import { validateNodeSelector } from "./affinity.ts";
import { addressText, parseCidr } from "./cidr.ts";
import { validateConditions } from "./conditions.ts";
import { requestNames, validateReference, validateReferences } from "./device-claims.ts";
import { driverName, rawObject, validateOpaque } from "./device-classes.ts";
import { poolName } from "./device-names.ts";
import { dnsLabel, IMMUTABLE, unsupported } from "./fields.ts";
import { limited, limitedSet } from "./limited-lists.ts";

const MAX_CONSUMERS = 256;
const MAX_CONFIGS = 64;
const MAX_CONDITIONS = 8;
const MAX_NAME_BYTES = 256;
const MAX_HARDWARE_BYTES = 128;
const MAX_IPS = 16;
const SOURCES = ["FromClaim", "FromClass"];

/** Every mistake of what a claim was observed or given. Models resource validation.validateResourceClaimStatusUpdate. */
export function validateClaimStatus(claim: ResourceClaim, old: ResourceClaim): FieldError[] {
  const { allocation, devices, reservedFor = [] } = claim.status;
  const before = old.status.allocation;
  return [
    ...limitedSet("status.reservedFor", reservedFor, {
      validate: validateConsumer,
      keyOf: ({ uid }) => uid,
      most: MAX_CONSUMERS,
    }),
    ...limitedSet("status.devices", devices, {
      validate: (field, device) => validateDeviceStatus(field, device, allocation),
      keyOf: idOf,
      most: Infinity,
    }),
    ...validateReserved(claim, old),
    ...(before && allocation && !isSemanticallyEqual(allocation, before)
      ? [invalid("status.allocation", allocation, IMMUTABLE)]
      : []),
    ...(!before && allocation ? validateAllocation(claim, allocation) : []),
  ];
}

function validateConsumer(field: string, consumer: ResourceClaimConsumerReference): FieldError[] {
  return (["resource", "name", "uid"] as const).flatMap((key) =>
    consumer[key] ? [] : [required(`${field}.${key}`)],
  );
}

function validateReserved({ metadata, status }: ResourceClaim, old: ResourceClaim): FieldError[] {
  const reserved = status.reservedFor ?? [];
  if (reserved.length === 0) return [];
  if (!status.allocation)
    return [
      forbiddenField("status.reservedFor", "may not be specified when `allocated` is not set"),
    ];
  const isKnown = (each: ResourceClaimConsumerReference) =>
    (old.status.reservedFor ?? []).some((other) => isSemanticallyEqual(each, other));
  if (!metadata.deletionTimestamp || reserved.every(isKnown)) return [];
  return [
    forbiddenField(
      "status.reservedFor",
      "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set",
    ),
  ];
}

/** Models validateAllocationResult. */
function validateAllocation({ spec }: ResourceClaim, allocation: AllocationResult): FieldError[] {
  const known = requestNames(spec.devices ?? {});
  const { results, config } = (allocation.devices as AllocationResult["devices"] | undefined) ?? {};
  const at = "status.allocation";
  return [
    ...limited(`${at}.devices.results`, results, (field, each) => [
      ...validateReference(`${field}.request`, each.request, known),
      ...driverName(`${field}.driver`, each.driver),
      ...poolName(`${field}.pool`, each.pool),
      ...dnsLabel(`${field}.device`, each.device),
    ]),
    ...limited(
      `${at}.devices.config`,
      config,
      (field, { source, requests, opaque }) => [
        ...validateSource(`${field}.source`, source),
        ...validateReferences(`${field}.requests`, requests, known),
        ...validateOpaque(field, opaque),
      ],
      MAX_CONFIGS,
    ),
    ...(allocation.nodeSelector
      ? validateNodeSelector(`${at}.nodeSelector`, allocation.nodeSelector)
      : []),
  ];
}

function validateSource(field: string, source: string): FieldError[] {
  if (source === "") return [required(field)];
  return SOURCES.includes(source) ? [] : [unsupported(field, source, SOURCES)];
}

type DeviceId = Pick<AllocatedDeviceStatus, "driver" | "pool" | "device">;

function idOf({ driver, pool, device }: DeviceId): string {
  return `${driver}/${pool}/${device}`;
}

/** How Go prints the parts of a device's id, which are handles. */
const OPAQUE_ID = { Driver: {}, Pool: {}, Device: {}, ShareID: {} };

/** Models validateDeviceStatus. */
function validateDeviceStatus(
  field: string,
  device: AllocatedDeviceStatus,
  allocation: AllocationResult | undefined,
): FieldError[] {
  const isAllocated = (allocation?.devices.results ?? []).some(
    (each) => idOf(each) === idOf(device),
  );
  const conditions = device.conditions ?? [];
  return [
    ...driverName(`${field}.driver`, device.driver),
    ...poolName(`${field}.pool`, device.pool),
    ...dnsLabel(`${field}.device`, device.device),
    ...(isAllocated ? [] : [invalid(field, OPAQUE_ID, "must be an allocated device in the claim")]),
    ...(conditions.length > MAX_CONDITIONS
      ? [tooMany(`${field}.conditions`, conditions.length, MAX_CONDITIONS)]
      : []),
    ...validateConditions(`${field}.conditions`, conditions),
    ...(device.data === undefined ? [] : rawObject(`${field}.data`, device.data)),
    ...(device.networkData ? validateNetwork(`${field}.networkData`, device.networkData) : []),
  ];
}

function validateNetwork(field: string, data: NetworkDeviceData): FieldError[] {
  const { interfaceName = "", hardwareAddress = "", ips } = data;
  return [
    ...(interfaceName.length > MAX_NAME_BYTES
      ? [tooLong(`${field}.interfaceName`, MAX_NAME_BYTES)]
      : []),
    ...(hardwareAddress.length > MAX_HARDWARE_BYTES
      ? [tooLong(`${field}.hardwareAddress`, MAX_HARDWARE_BYTES)]
      : []),
    ...limitedSet(`${field}.ips`, ips, {
      validate: interfaceAddress,
      keyOf: (ip) => ip,
      most: MAX_IPS,
    }),
  ];
}

/** Models validation.IsValidInterfaceAddress. */
function interfaceAddress(field: string, text: string): FieldError[] {
  const range = parseCidr(text);
  if (!range)
    return [
      invalid(
        field,
        text,
        "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)",
      ),
    ];
  const canonical = `${addressText(range.bytes)}/${range.prefixBits}`;
  return canonical === text
    ? []
    : [invalid(field, text, `must be in canonical form (${JSON.stringify(canonical)})`)];
}
