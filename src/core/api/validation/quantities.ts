import { invalid, type FieldError } from "../field-error.ts";
import { formatQuantity, parseQuantity } from "../quantity.ts";
import { NOT_NEGATIVE } from "./fields.ts";

const NANO = 1_000_000_000n;

/** Refuses an amount below zero. Models validation.validateBasicResource and ValidateNonnegativeQuantity. */
export function basicResource(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  return quantity && quantity.nano < 0n
    ? [invalid(field, formatQuantity(quantity), NOT_NEGATIVE)]
    : [];
}

/** Refuses nothing and less, and broken bytes. Models validation.ValidatePositiveQuantityValue and ValidateResourceQuantityValue. */
export function positiveQuantity(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  if (!quantity) return [];
  const shown = formatQuantity(quantity);
  if (quantity.nano <= 0n) return [invalid(field, shown, "must be greater than zero")];
  return quantity.nano % NANO === 0n ? [] : [invalid(field, shown, "must be an integer")];
}
