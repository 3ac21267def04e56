import { duplicate, invalid, required, tooLong, type FieldError } from "../field-error.ts";
import { qualifiedNameProblems } from "../label-format.ts";
import type { Condition } from "../schema/generated/types.ts";
import { notNegative, unsupported } from "./fields.ts";
import { invalidFor } from "./problems.ts";

const STATUSES = ["False", "True", "Unknown"];
const REASON_PATTERN = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
const REASON = new RegExp(`^${REASON_PATTERN}$`);
const MAX_REASON_BYTES = 1024;
const MAX_MESSAGE_BYTES = 32 * 1024;

/** Every mistake of a list of standard conditions. Models metav1 validation.ValidateConditions. */
export function validateConditions(path: string, conditions: readonly Condition[]): FieldError[] {
  const types = conditions.map(({ type }) => type);
  return conditions.flatMap((condition, i) => [
    ...(types.indexOf(condition.type) < i ? [duplicate(`${path}[${i}].type`, condition.type)] : []),
    ...validateCondition(`${path}[${i}]`, condition),
  ]);
}

function validateCondition(path: string, condition: Condition): FieldError[] {
  const { type, status, reason, message, lastTransitionTime, observedGeneration } = condition;
  return [
    ...(type
      ? invalidFor(`${path}.type`, type, qualifiedNameProblems(type))
      : [required(`${path}.type`, "must be set")]),
    ...(STATUSES.includes(status) ? [] : [unsupported(`${path}.status`, status, STATUSES)]),
    ...notNegative(`${path}.observedGeneration`, observedGeneration),
    ...(lastTransitionTime ? [] : [required(`${path}.lastTransitionTime`, "must be set")]),
    ...validateReason(`${path}.reason`, reason),
    ...(message.length > MAX_MESSAGE_BYTES ? [tooLong(`${path}.message`, MAX_MESSAGE_BYTES)] : []),
  ];
}

function validateReason(field: string, reason: string): FieldError[] {
  if (reason === "") return [required(field, "must be set")];
  const detail =
    "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and " +
    `must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '${REASON_PATTERN}')`;
  return [
    ...(REASON.test(reason) ? [] : [invalid(field, reason, detail)]),
    ...(reason.length > MAX_REASON_BYTES ? [tooLong(field, MAX_REASON_BYTES)] : []),
  ];
}
