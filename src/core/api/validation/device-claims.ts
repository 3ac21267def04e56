import { isSemanticallyEqual } from "#core/base/equal.ts";
import { duplicate, invalid, invalidAsWhole, required, type FieldError } from "../field-error.ts";
import type {
  DeviceClaim,
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimTemplate,
  ResourceResourceClaim as ResourceClaim,
} from "../schema/generated/types.ts";
import { limited, validateOpaque, validateSelectors } from "./device-classes.ts";
import { dnsLabel, dnsSubdomain, IMMUTABLE, unsupported } from "./fields.ts";

const MODES = ["All", "ExactCount"];
const MAX_ALTERNATIVES = 8;
const ONE_KIND = "exactly one of `exactly` or `firstAvailable` is required";
const NOT_A_REQUEST =
  "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

/** Every mistake of a new ResourceClaim. Models resource validation.ValidateResourceClaim. */
export function validateClaim({ spec }: ResourceClaim): FieldError[] {
  return validateDeviceClaim("spec.devices", spec.devices ?? {});
}

/** What was claimed stays. Models ValidateResourceClaimUpdate. */
export function validateClaimUpdate({ spec }: ResourceClaim, old: ResourceClaim): FieldError[] {
  return isSemanticallyEqual(spec, old.spec) ? [] : [invalidAsWhole("spec", IMMUTABLE)];
}

/** Every mistake of a new template of claims. Models ValidateResourceClaimTemplate. */
export function validateClaimTemplate({ spec }: ResourceClaimTemplate): FieldError[] {
  return validateDeviceClaim("spec.spec.devices", spec.spec.devices ?? {});
}

/** A template stays what it is. Models ValidateResourceClaimTemplateUpdate. */
export function validateClaimTemplateUpdate(
  { spec }: ResourceClaimTemplate,
  old: ResourceClaimTemplate,
): FieldError[] {
  return isSemanticallyEqual(spec, old.spec) ? [] : [invalidAsWhole("spec", IMMUTABLE)];
}

function validateDeviceClaim(at: string, claim: DeviceClaim): FieldError[] {
  const { requests = [], constraints, config } = claim;
  const known = new Set(
    requests.flatMap(({ name, firstAvailable = [] }) => [
      name,
      ...firstAvailable.map((each) => `${name}/${each.name}`),
    ]),
  );
  const references = (field: string, names: readonly string[] | undefined) =>
    limited(field, names, (each, name) => validateReference(each, name, known));
  return [
    ...limited(`${at}.requests`, requests, validateRequest),
    ...repeated(`${at}.requests`, requests),
    ...limited(`${at}.constraints`, constraints, (each, constraint) => [
      ...references(`${each}.requests`, constraint.requests),
      ...validateConstraint(each, constraint),
    ]),
    ...limited(`${at}.config`, config, (each, { requests: names, opaque }) => [
      ...references(`${each}.requests`, names),
      ...validateOpaque(each, opaque),
    ]),
  ];
}

function repeated(at: string, items: readonly { readonly name: string }[]): FieldError[] {
  const names = items.map(({ name }) => name);
  return names.flatMap((name, i) =>
    names.indexOf(name) < i ? [duplicate(`${at}[${i}]`, name)] : [],
  );
}

function validateRequest(at: string, request: DeviceRequest): FieldError[] {
  const { name, exactly, firstAvailable = [] } = request;
  const errors = dnsLabel(`${at}.name`, name);
  if (exactly && firstAvailable.length > 0)
    return [...errors, invalid(at, null, `${ONE_KIND}, but multiple fields are set`)];
  if (exactly) return [...errors, ...validateWish(`${at}.exactly`, exactly)];
  if (firstAvailable.length === 0) return [...errors, required(at, ONE_KIND)];
  const alternatives = `${at}.firstAvailable`;
  return [
    ...errors,
    ...limited(
      alternatives,
      firstAvailable,
      (field, each) => [...dnsLabel(`${field}.name`, each.name), ...validateWish(field, each)],
      MAX_ALTERNATIVES,
    ),
    ...repeated(alternatives, firstAvailable),
  ];
}

function validateWish(at: string, wish: ExactDeviceRequest | DeviceSubRequest): FieldError[] {
  const { deviceClassName, selectors, allocationMode, count = 0 } = wish;
  return [
    ...(deviceClassName
      ? dnsSubdomain(`${at}.deviceClassName`, deviceClassName)
      : [required(`${at}.deviceClassName`)]),
    ...validateSelectors(`${at}.selectors`, selectors),
    ...validateCount(at, allocationMode ?? "", count),
  ];
}

function validateCount(at: string, mode: string, count: number): FieldError[] {
  switch (mode) {
    case "All":
      return count === 0
        ? []
        : [invalid(`${at}.count`, count, `must not be specified when allocationMode is '${mode}'`)];
    case "ExactCount":
      return count > 0 ? [] : [invalid(`${at}.count`, count, "must be greater than zero")];
    default:
      return [unsupported(`${at}.allocationMode`, mode, MODES)];
  }
}

function validateReference(field: string, name: string, known: ReadonlySet<string>): FieldError[] {
  const parts = name.split("/");
  if (parts.length > 2) return [invalid(field, name, NOT_A_REQUEST)];
  return [
    ...parts.flatMap((part) => dnsLabel(field, part)),
    ...(known.has(name) ? [] : [invalid(field, name, NOT_A_REQUEST)]),
  ];
}

/** Attributes are `domain/name`. Models validateFullyQualifiedName. */
function validateConstraint(at: string, { matchAttribute }: DeviceConstraint): FieldError[] {
  const field = `${at}.matchAttribute`;
  if (matchAttribute === undefined) return [required(field)];
  if (matchAttribute === "") return [required(field, "name required")];
  const slash = matchAttribute.indexOf("/");
  if (slash < 0) return [invalid(field, matchAttribute, "must include a domain")];
  const identifier = matchAttribute.slice(slash + 1);
  return [
    ...dnsSubdomain(field, matchAttribute.slice(0, slash)),
    ...(/^[A-Za-z_][A-Za-z0-9_]*$/.test(identifier)
      ? []
      : [
          invalid(
            field,
            identifier,
            "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. " +
              "'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')",
          ),
        ]),
  ];
}
