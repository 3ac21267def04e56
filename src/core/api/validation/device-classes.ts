import { invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type { DeviceClass, OpaqueDeviceConfiguration } from "../schema/generated/types.ts";
import { validateSelectors } from "./device-selectors.ts";
import { limited } from "./limited-lists.ts";
import { csiDriverName } from "./volume-drivers.ts";

const MAX_PARAMETERS_BYTES = 10 * 1024;

/** Every mistake of a DeviceClass. Models resource validation.ValidateDeviceClass. */
export function validateDeviceClass({ spec }: DeviceClass): FieldError[] {
  const { selectors, config } = spec;
  return [
    ...validateSelectors("spec.selectors", selectors),
    ...limited("spec.config", config, (field, { opaque }) => validateOpaque(field, opaque)),
  ];
}

/** Models validateDeviceConfiguration. */
export function validateOpaque(
  at: string,
  opaque: OpaqueDeviceConfiguration | undefined,
): FieldError[] {
  if (!opaque) return [required(`${at}.opaque`)];
  return [
    ...driverName(`${at}.opaque.driver`, opaque.driver),
    ...rawObject(`${at}.opaque.parameters`, opaque.parameters as unknown),
  ];
}

/** Refuses what is no JSON object. Models validateRawExtension. */
export function rawObject(field: string, value: unknown): FieldError[] {
  if (value === undefined || value === null) return [required(field)];
  if (JSON.stringify(value).length > MAX_PARAMETERS_BYTES)
    return [tooLong(field, MAX_PARAMETERS_BYTES)];
  return typeof value === "object" && !Array.isArray(value)
    ? []
    : [invalid(field, "<value omitted>", "must be a valid JSON object")];
}

/** Models validateDriverName. */
export function driverName(field: string, name: string): FieldError[] {
  return csiDriverName(field, name);
}
