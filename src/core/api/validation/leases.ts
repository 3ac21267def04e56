import { invalid, required, type FieldError } from "../field-error.ts";
import type { Lease } from "../schema/generated/types.ts";
import { NOT_NEGATIVE } from "./fields.ts";

/** Every mistake of a Lease. Models coordination validation.ValidateLeaseSpec. */
export function validateLease({ spec }: Lease): FieldError[] {
  const { leaseDurationSeconds, leaseTransitions, strategy, preferredHolder } = spec;
  const errors: FieldError[] = [];
  if (leaseDurationSeconds !== undefined && leaseDurationSeconds <= 0) {
    errors.push(
      invalid("spec.leaseDurationSeconds", leaseDurationSeconds, "must be greater than 0"),
    );
  }
  if (leaseTransitions !== undefined && leaseTransitions < 0)
    errors.push(invalid("spec.leaseTransitions", leaseTransitions, NOT_NEGATIVE));
  if (preferredHolder && !strategy)
    errors.push(required("spec.strategy", "must be specified when `preferredHolder` is specified"));
  return errors;
}
