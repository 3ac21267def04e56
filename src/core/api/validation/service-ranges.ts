import { invalid, required, type FieldError } from "../field-error.ts";
import type { IPAddress, ParentReference, ServiceCIDR } from "../schema/generated/types.ts";
import { addressBytes, addressText } from "./cidr.ts";
import { dnsSubdomain, immutable, IMMUTABLE } from "./fields.ts";
import { cidr, cidrFamilyOf } from "./ip.ts";
import { invalidFor, pathSegmentProblems } from "./problems.ts";

const CIDRS = "spec.cidrs";
const ONE_OF_EACH =
  "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64";

/** Every mistake of an IPAddress, whose name is the address in its canonical form. Models networking validation.ValidateIPAddress. */
export function validateIpAddress({ metadata, spec }: IPAddress): FieldError[] {
  return [
    ...nameProblems(metadata.name ?? ""),
    ...validateParent("spec.parentRef", spec.parentRef as ParentReference | undefined),
  ];
}

/** The parent of an address stays. Models ValidateIPAddressUpdate. */
export function validateIpAddressUpdate(
  { spec }: IPAddress,
  { spec: old }: IPAddress,
): FieldError[] {
  return immutable("spec.parentRef", spec.parentRef ?? null, old?.parentRef ?? null);
}

function nameProblems(name: string): FieldError[] {
  const bytes = addressBytes(name);
  return bytes && addressText(bytes) === name
    ? []
    : [invalid("metadata.name", name, "must be a valid IP address in canonical form")];
}

function validateParent(at: string, parent: ParentReference | undefined): FieldError[] {
  if (!parent) return [required(at)];
  const { group, resource, namespace, name } = parent;
  return [
    ...(group ? dnsSubdomain(`${at}.group`, group) : []),
    ...segment(`${at}.resource`, resource),
    ...segment(`${at}.name`, name),
    ...(namespace ? invalidFor(`${at}.namespace`, namespace, pathSegmentProblems(namespace)) : []),
  ];
}

function segment(field: string, text: string): FieldError[] {
  return text ? invalidFor(field, text, pathSegmentProblems(text)) : [required(field)];
}

/** Every mistake of a ServiceCIDR. Models networking validation.ValidateServiceCIDR. */
export function validateServiceCidr({ spec }: ServiceCIDR): FieldError[] {
  const cidrs = spec.cidrs ?? [];
  if (cidrs.length === 0) return [required(CIDRS, "at least one CIDR required")];
  if (cidrs.length > 2) return [invalid(CIDRS, { CIDRs: cidrs }, "may only hold up to 2 values")];
  const families = cidrs.map(cidrFamilyOf);
  const [first, second] = families;
  if (families.length === 2 && (!first || !second || first === second))
    return [invalid(CIDRS, { CIDRs: cidrs }, ONE_OF_EACH)];
  return cidrs.flatMap((each, i) => cidr(`${CIDRS}[${i}]`, each));
}

/** A range stays what it is; one of the other family may join it. Models ValidateServiceCIDRUpdate. */
export function validateServiceCidrUpdate(
  range: ServiceCIDR,
  { spec: { cidrs: before = [] } }: ServiceCIDR,
): FieldError[] {
  const cidrs = range.spec.cidrs ?? [];
  const changes = before.flatMap((each, i) =>
    cidrs[i] === each ? [] : [invalid(`${CIDRS}[${i}]`, cidrs[i], IMMUTABLE)],
  );
  if (cidrs.length === before.length) return changes;
  if (before.length === 1 && cidrs.length === 2) return [...changes, ...validateServiceCidr(range)];
  return [invalid(CIDRS, range.spec.cidrs ?? null, IMMUTABLE)];
}
