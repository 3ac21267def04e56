import { required, tooLong, tooMany, type FieldError } from "../field-error.ts";
import type {
  DeviceClass,
  DeviceSelector,
  OpaqueDeviceConfiguration,
} from "../schema/generated/types.ts";
import { csiDriverName } from "./volume-drivers.ts";
import { qualifiedName } from "./fields.ts";

const MAX_ITEMS = 32;
const MAX_EXPRESSION_BYTES = 10 * 1024;

/** Every mistake of a DeviceClass. Models resource validation.ValidateDeviceClass. */
export function validateDeviceClass({ spec }: DeviceClass): FieldError[] {
  const { selectors, config, extendedResourceName } = spec;
  return [
    ...validateSelectors("spec.selectors", selectors),
    ...limited("spec.config", config, (field, { opaque }) => validateOpaque(field, opaque)),
    ...(extendedResourceName === undefined
      ? []
      : qualifiedName("spec.extendedResourceName", extendedResourceName)),
  ];
}

/** A list of up to 32 things, each looked at by itself. Models validateSlice. */
export function limited<T>(
  field: string,
  items: readonly T[] | undefined,
  validate: (field: string, item: T) => FieldError[],
  most = MAX_ITEMS,
): FieldError[] {
  const all = items ?? [];
  return [
    ...(all.length > most ? [tooMany(field, all.length, most)] : []),
    ...all.flatMap((item, i) => validate(`${field}[${i}]`, item)),
  ];
}

/** Expressions are kept as they are: nobody chooses devices by them. Models validateSelectorSlice. */
export function validateSelectors(
  field: string,
  selectors: readonly DeviceSelector[] | undefined,
): FieldError[] {
  return limited(field, selectors, (at, { cel }) => {
    if (!cel) return [required(`${at}.cel`)];
    return cel.expression.length > MAX_EXPRESSION_BYTES
      ? [tooLong(`${at}.cel.expression`, MAX_EXPRESSION_BYTES)]
      : [];
  });
}

/** Models validateDeviceConfiguration. */
export function validateOpaque(
  at: string,
  opaque: OpaqueDeviceConfiguration | undefined,
): FieldError[] {
  if (!opaque) return [required(`${at}.opaque`)];
  const parameters = opaque.parameters as unknown;
  return [
    ...driverName(`${at}.opaque.driver`, opaque.driver),
    ...(parameters === undefined ? [required(`${at}.opaque.parameters`)] : []),
  ];
}

/** Models validateDriverName. */
export function driverName(field: string, name: string): FieldError[] {
  return csiDriverName(field, name);
}
