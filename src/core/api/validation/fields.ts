import { goQuote } from "../go-quote.ts";
import { intValueOf, type IntOrString } from "../int-or-string.ts";
import { duplicate, invalid, required, type FieldError } from "../field-error.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { qualifiedNameProblems, subdomainProblems } from "../label-format.ts";
import {
  labelProblems,
  invalidFor,
  percentProblems,
  portNameProblems,
  portNumberProblems,
} from "./problems.ts";

export const NOT_NEGATIVE = "must be greater than or equal to 0";
export const IMMUTABLE = "field is immutable";

/** A value outside a list, the list shown in the order given: upstream sorts only where it keeps a set. */
export function unsupported(
  field: string,
  value: unknown,
  supported: readonly string[],
): FieldError {
  return {
    type: "FieldValueNotSupported",
    field,
    value,
    detail: `supported values: ${supported.map(goQuote).join(", ")}`,
  };
}

/** A duplicate with a sentence behind it. */
export function duplicateBecause(field: string, value: unknown, detail: string): FieldError {
  return { ...duplicate(field, value), detail };
}

/** Refuses a number below zero. Models validation.ValidateNonnegativeField. */
export function notNegative(field: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0 ? [invalid(field, value, NOT_NEGATIVE)] : [];
}

/** Refuses a change. Models validation.ValidateImmutableField. */
export function immutable(field: string, value: unknown, old: unknown): FieldError[] {
  return isSemanticallyEqual(value, old) ? [] : [invalid(field, value, IMMUTABLE)];
}

/** Refuses what is neither a count nor a percentage. Models apps validation.ValidatePositiveIntOrPercent. */
export function intOrPercent(field: string, value: IntOrString): FieldError[] {
  return typeof value === "number"
    ? notNegative(field, value)
    : invalidFor(field, value, percentProblems(value));
}

/** The number, or the percentage as a number; a text that is neither counts as the number it spells, else 0. Models apps validation.getIntOrPercentValue. */
export function shareOf(value: IntOrString): number {
  return typeof value === "string" && percentProblems(value).length === 0
    ? parseInt(value, 10)
    : intValueOf(value);
}

/** Refuses a counter that went back. Models apivalidation.IsDecremented and what its callers say. */
export function notDecremented(
  field: string,
  value: number | undefined,
  old: number | undefined,
): FieldError[] {
  const isLess = old !== undefined && (value === undefined || value < old);
  return isLess ? [invalid(field, value ?? 0, "cannot be decremented")] : [];
}

/** Refuses more than everything. Models apps validation.IsNotMoreThan100Percent. */
export function notMoreThanAll(field: string, value: IntOrString): FieldError[] {
  if (typeof value === "number" || percentProblems(value).length > 0 || parseInt(value, 10) <= 100)
    return [];
  return [invalid(field, value, "must not be greater than 100%")];
}

/** Refuses what is neither a port number nor a port name. Models validation.ValidatePortNumOrName. */
export function portNumberOrName(field: string, port: IntOrString | undefined): FieldError[] {
  const value = port ?? 0;
  return invalidFor(
    field,
    value,
    typeof value === "number" ? portNumberProblems(value) : portNameProblems(value),
  );
}

/** Refuses what is not a DNS label. Models validation.ValidateDNS1123Label. */
export function dnsLabel(field: string, text: string): FieldError[] {
  return invalidFor(field, text, labelProblems(text));
}

/** Refuses what is not a DNS subdomain. Models validation.ValidateDNS1123Subdomain. */
export function dnsSubdomain(field: string, text: string): FieldError[] {
  return invalidFor(field, text, subdomainProblems(text));
}

/** Refuses what is not a qualified name. Models validation.ValidateQualifiedName. */
export function qualifiedName(field: string, text: string): FieldError[] {
  return invalidFor(field, text, qualifiedNameProblems(text));
}

/** Refuses a path with `..` in it. Models validation.validatePathNoBacksteps. */
export function withoutBacksteps(field: string, path: string): FieldError[] {
  return path.split("/").includes("..") ? [invalid(field, path, "must not contain '..'")] : [];
}

/** Refuses a path that leaves its directory. Models validation.validateLocalDescendingPath. */
export function descendingPath(field: string, path: string): FieldError[] {
  const absolute = path.startsWith("/") ? [invalid(field, path, "must be a relative path")] : [];
  return [...absolute, ...withoutBacksteps(field, path)];
}

/** Refuses a path that leaves its directory or starts with the two dots the kubelet keeps for itself. Models validation.ValidateLocalNonReservedPath. */
export function localPath(field: string, path: string): FieldError[] {
  const reserved = path.startsWith("..") && !path.startsWith("../") && path !== "..";
  return [
    ...descendingPath(field, path),
    ...(reserved ? [invalid(field, path, "must not start with '..'")] : []),
  ];
}

const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

/** Refuses what is not a path behind a domain, such as `acme.io/foo`. Models validation.IsDomainPrefixedPath. */
export function domainPrefixedPath(field: string, text: string): FieldError[] {
  if (text === "") return [required(field)];
  const slash = text.indexOf("/");
  if (slash <= 0 || slash === text.length - 1)
    return [invalid(field, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  const [host, path] = [text.slice(0, slash), text.slice(slash + 1)];
  const isPath = new RegExp(`^${HTTP_PATH}$`).test(path);
  return [
    ...dnsSubdomain(field, host),
    ...(isPath
      ? []
      : [invalid(field, path, `Invalid path (regex used for validation is '${HTTP_PATH}')`)]),
  ];
}
