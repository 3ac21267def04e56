import { invalid, type FieldError } from "../field-error.ts";
import { formatQuantity, parseQuantity } from "../quantity.ts";
import { NOT_NEGATIVE } from "./fields.ts";

const NANO = 1_000_000_000n;

/** Refuses an amount below zero. Models validation.ValidateNonnegativeQuantity. */
export function nonNegativeQuantity(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  return quantity && quantity.nano < 0n
    ? [invalid(field, formatQuantity(quantity), NOT_NEGATIVE)]
    : [];
}

/** Refuses an amount below zero, which it tells as a whole number. Models validation.validateBasicResource. */
export function basicResource(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  if (!quantity || quantity.nano >= 0n) return [];
  // Rounded away from zero, as Quantity.Value does.
  const whole = (quantity.nano - NANO + 1n) / NANO;
  return [invalid(field, Number(whole), "must be a valid resource quantity")];
}

/** Refuses nothing and less. Models validation.ValidatePositiveQuantityValue. */
export function positiveQuantity(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  return quantity && quantity.nano <= 0n
    ? [invalid(field, formatQuantity(quantity), "must be greater than zero")]
    : [];
}
