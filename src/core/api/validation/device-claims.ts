import { isSemanticallyEqual } from "#core/base/equal.ts";
import { invalid, invalidAsWhole, required, type FieldError } from "../field-error.ts";
import type {
  DeviceClaim,
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  ExactDeviceRequest,
  ResourceClaimTemplate,
  ResourceResourceClaim as ResourceClaim,
} from "../schema/generated/types.ts";
import { validateOpaque } from "./device-classes.ts";
import { validateSelectors } from "./device-selectors.ts";
import { limited, limitedSet } from "./limited-lists.ts";
import { dnsLabel, dnsSubdomain, IMMUTABLE, unsupported } from "./fields.ts";
import { qualifiedDeviceName } from "./device-names.ts";
import { templateMeta } from "./volumes.ts";

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
  return [
    ...templateMeta("spec.metadata", spec.metadata ?? {}),
    ...validateDeviceClaim("spec.spec.devices", spec.spec.devices ?? {}),
  ];
}

/** A template stays what it is. Models ValidateResourceClaimTemplateUpdate. */
export function validateClaimTemplateUpdate(
  { spec }: ResourceClaimTemplate,
  old: ResourceClaimTemplate,
): FieldError[] {
  return isSemanticallyEqual(spec, old.spec) ? [] : [invalidAsWhole("spec", IMMUTABLE)];
}

function validateDeviceClaim(at: string, claim: DeviceClaim): FieldError[] {
  const { requests, constraints, config } = claim;
  const known = requestNames(claim);
  return [
    ...limitedSet(`${at}.requests`, requests, { validate: validateRequest, keyOf: nameOf }),
    ...limited(`${at}.constraints`, constraints, (each, constraint) => [
      ...validateReferences(`${each}.requests`, constraint.requests, known),
      ...validateConstraint(each, constraint),
    ]),
    ...limited(`${at}.config`, config, (each, { requests: names, opaque }) => [
      ...validateReferences(`${each}.requests`, names, known),
      ...validateOpaque(each, opaque),
    ]),
  ];
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

/** By which names the parts of a claim may be spoken of. Models gatherRequestNames. */
export function requestNames({ requests = [] }: DeviceClaim): ReadonlySet<string> {
  return new Set(
    requests.flatMap(({ name, firstAvailable = [] }) => [
      name,
      ...firstAvailable.map((each) => `${name}/${each.name}`),
    ]),
  );
}

/** Every name in a list that stands for no request, or stands there twice. */
export function validateReferences(
  field: string,
  names: readonly string[] | undefined,
  known: ReadonlySet<string>,
): FieldError[] {
  return limitedSet(field, names, {
    validate: (each, name) => validateReference(each, name, known),
    keyOf: (name) => name,
  });
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
    ...limitedSet(alternatives, firstAvailable, {
      validate: (field, each) => [
        ...dnsLabel(`${field}.name`, each.name),
        ...validateWish(field, each),
      ],
      keyOf: nameOf,
      most: MAX_ALTERNATIVES,
    }),
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

/** Models validateRequestNameRef. */
export function validateReference(
  field: string,
  name: string,
  known: ReadonlySet<string>,
): FieldError[] {
  const parts = name.split("/");
  if (parts.length > 2) return [invalid(field, name, NOT_A_REQUEST)];
  return [
    ...parts.flatMap((part) => dnsLabel(field, part)),
    ...(known.has(name) ? [] : [invalid(field, name, NOT_A_REQUEST)]),
  ];
}

function validateConstraint(at: string, { matchAttribute }: DeviceConstraint): FieldError[] {
  const field = `${at}.matchAttribute`;
  if (matchAttribute === undefined) return [required(field)];
  return [
    ...qualifiedDeviceName(field, matchAttribute),
    ...(matchAttribute.includes("/")
      ? []
      : [
          invalid(
            field,
            matchAttribute,
            "a fully qualified name must be a domain and a name separated by a slash",
          ),
        ]),
  ];
}
