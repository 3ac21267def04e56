import { goQuote } from "./go-quote.ts";
import { StatusError, type StatusCause } from "./status.ts";

/** Kinds of field error, as apimachinery field.ErrorType. */
export type FieldErrorType =
  | "FieldValueNotFound"
  | "FieldValueRequired"
  | "FieldValueDuplicate"
  | "FieldValueInvalid"
  | "FieldValueNotSupported"
  | "FieldValueForbidden"
  | "FieldValueTooLong"
  | "FieldValueTooMany"
  | "InternalError"
  | "FieldValueTypeInvalid";

/** One thing wrong with one field. Models apimachinery field.Error. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** Path such as `spec.containers[0].image`. */
  readonly field: string;
  /** The offending value; unused by Required, Forbidden, TooLong, TooMany texts. */
  readonly value?: unknown;
  readonly hidesValue?: boolean;
  readonly detail: string;
}

const TYPE_TEXT: Readonly<Record<FieldErrorType, string>> = {
  FieldValueNotFound: "Not found",
  FieldValueRequired: "Required value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueInvalid: "Invalid value",
  FieldValueNotSupported: "Unsupported value",
  FieldValueForbidden: "Forbidden",
  FieldValueTooLong: "Too long",
  FieldValueTooMany: "Too many",
  InternalError: "Internal error",
  FieldValueTypeInvalid: "Invalid value",
};

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueRequired",
  "FieldValueForbidden",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "InternalError",
]);

/** The field must have a value. */
export function required(field: string, detail = ""): FieldError {
  return { type: "FieldValueRequired", field, detail };
}
/** The value is malformed, out of range or in conflict; `detail` says how. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { type: "FieldValueInvalid", field, value, detail };
}
/** The field as a whole is wrong, and its value would say nothing. Models field.OmitValueType. */
export function invalidAsWhole(field: string, detail: string): FieldError {
  return { type: "FieldValueInvalid", field, hidesValue: true, detail };
}
/** The field may not be set or changed here. */
export function forbiddenField(field: string, detail: string): FieldError {
  return { type: "FieldValueForbidden", field, detail };
}
/** The value must be unique and is not. */
export function duplicate(field: string, value: unknown): FieldError {
  return { type: "FieldValueDuplicate", field, value, detail: "" };
}
/** The value names something that does not exist. */
export function notFoundField(field: string, value: unknown): FieldError {
  return { type: "FieldValueNotFound", field, value, detail: "" };
}
/** Lists the supported values sorted and quoted, as upstream does. */
export function notSupported(
  field: string,
  value: unknown,
  supported: readonly string[],
): FieldError {
  const list = [...supported].sort().map(goQuote).join(", ");
  return {
    type: "FieldValueNotSupported",
    field,
    value,
    detail: supported.length > 0 ? `supported values: ${list}` : "",
  };
}
/** The value is longer than `maxLength` bytes. */
export function tooLong(field: string, maxLength: number): FieldError {
  return { type: "FieldValueTooLong", field, detail: `may not be more than ${maxLength} bytes` };
}
/** The list has more than `max` items. */
export function tooMany(field: string, actual: number, max: number): FieldError {
  return {
    type: "FieldValueTooMany",
    field,
    value: actual,
    detail: `must have at most ${max} items`,
  };
}

/** The text behind the field path: type, value and detail. Models field.Error.ErrorBody. */
export function fieldErrorBody(error: FieldError): string {
  const isHidden = error.hidesValue === true || WITHOUT_VALUE.has(error.type);
  const value = isHidden ? "" : `: ${renderValue(error.value)}`;
  const detail = error.detail === "" ? "" : `: ${error.detail}`;
  return `${TYPE_TEXT[error.type]}${value}${detail}`;
}

/** 422 for a list of field errors (at least one). Models apimachinery errors.NewInvalid. */
export function invalidObject(
  target: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const subject = target.group === "" ? target.kind : `${target.kind}.${target.group}`;
  const texts = errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);
  const distinct = [...new Set(texts)];
  const list = distinct.length === 1 ? distinct[0] : `[${distinct.join(", ")}]`;
  const causes = errors.map((error): StatusCause => ({
    reason: error.type,
    message: fieldErrorBody(error),
    field: error.field,
  }));
  return new StatusError({
    message: `${subject} "${name}" is invalid: ${list ?? ""}`,
    reason: "Invalid",
    details: {
      ...(name !== "" && { name }),
      ...(target.group !== "" && { group: target.group }),
      kind: target.kind,
      causes,
    },
    code: 422,
  });
}

/** How messages show an offending value: strings quoted, scalars bare, the rest compact JSON. */
export function renderValue(value: unknown): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "string") return goQuote(value);
  // Inside lists and maps Go's encoder hides what could end a script.
  if (typeof value === "object")
    return JSON.stringify(value).replace(
      /[<>&]/g,
      (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`,
    );
  return String(value);
}
