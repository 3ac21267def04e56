import { forbiddenField, invalid, required, tooLong, type FieldError } from "../field-error.ts";
import type { IngressClass, IngressClassParametersReference } from "../schema/generated/types.ts";
import { dnsLabel, dnsSubdomain, immutable, unsupported } from "./fields.ts";
import { invalidFor, pathSegmentProblems } from "./problems.ts";

const MAX_CONTROLLER_LENGTH = 250;
const PATH_PATTERN = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const PATH = new RegExp(`^${PATH_PATTERN}$`);

/** Every mistake of an IngressClass. Models networking validation.ValidateIngressClass. */
export function validateIngressClass({ spec }: IngressClass): FieldError[] {
  const controller = spec?.controller ?? "";
  const path = "spec.controller";
  const errors: FieldError[] = [];
  if (controller === "") errors.push(required(path));
  else {
    if (controller.length > MAX_CONTROLLER_LENGTH)
      errors.push(tooLong(path, MAX_CONTROLLER_LENGTH));
    errors.push(...domainPrefixedPath(path, controller));
  }
  return [...errors, ...validateParameters("spec.parameters", spec?.parameters)];
}

/** Every mistake of a changed IngressClass: the controller stays. Models ValidateIngressClassUpdate. */
export function validateIngressClassUpdate(
  ingressClass: IngressClass,
  old: IngressClass,
): FieldError[] {
  return [
    ...immutable(
      "spec.controller",
      ingressClass.spec?.controller ?? "",
      old.spec?.controller ?? "",
    ),
    ...validateIngressClass(ingressClass),
  ];
}

/** Refuses what is not a domain with a path behind it. Models validation.IsDomainPrefixedPath. */
export function domainPrefixedPath(field: string, text: string): FieldError[] {
  const slash = text.indexOf("/");
  const host = text.slice(0, Math.max(0, slash));
  const path = text.slice(slash + 1);
  if (slash < 0 || host === "" || path === "")
    return [invalid(field, text, 'must be a domain-prefixed path (such as "acme.io/foo")')];
  return [
    ...dnsSubdomain(field, host),
    ...(PATH.test(path)
      ? []
      : [invalid(field, path, `Invalid path (regex used for validation is '${PATH_PATTERN}')`)]),
  ];
}

/** The group, kind and name of an object that is referred to. Models validateIngressTypedLocalObjectReference. */
export function validateReference(
  at: string,
  {
    apiGroup,
    kind,
    name,
  }: {
    readonly apiGroup?: string | undefined;
    readonly kind: string;
    readonly name: string;
  },
  { kindText = "", nameText = "" } = {},
): FieldError[] {
  return [
    ...(apiGroup === undefined ? [] : dnsSubdomain(`${at}.apiGroup`, apiGroup)),
    ...pathSegment(`${at}.kind`, kind, kindText),
    ...pathSegment(`${at}.name`, name, nameText),
  ];
}

function pathSegment(field: string, text: string, missingText: string): FieldError[] {
  return text ? invalidFor(field, text, pathSegmentProblems(text)) : [required(field, missingText)];
}

function validateParameters(
  at: string,
  parameters: IngressClassParametersReference | undefined,
): FieldError[] {
  if (!parameters) return [];
  const { scope, namespace } = parameters;
  const errors = validateReference(at, parameters);
  switch (scope) {
    case undefined:
      return [...errors, required(`${at}.scope`)];
    case "Cluster":
      return namespace === undefined
        ? errors
        : [...errors, forbiddenField(`${at}.namespace`, "`parameters.scope` is set to 'Cluster'")];
    case "Namespace":
      return namespace === undefined
        ? [...errors, required(`${at}.namespace`, "`parameters.scope` is set to 'Namespace'")]
        : [...errors, ...dnsLabel(`${at}.namespace`, namespace)];
    default:
      return [...errors, unsupported(`${at}.scope`, scope, ["Cluster", "Namespace"])];
  }
}
