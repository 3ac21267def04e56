import { duplicate, invalid, notSupported, required, type FieldError } from "../field-error.ts";
import type { ServiceSpec } from "../schema/generated/types.ts";
import { ipAddress, ipFamilyOf } from "./ip.ts";

const CHANGED = "may not change once set";

/** Whether a Service has no address of its own. */
export function isHeadless({ clusterIPs }: ServiceSpec): boolean {
  return clusterIPs?.length === 1 && clusterIPs[0] === "None";
}

/** Every mistake of a Service's addresses and families. Models validation.ValidateServiceClusterIPsRelatedFields. */
export function clusterIpErrors(spec: ServiceSpec): FieldError[] {
  if (spec.type === "ExternalName") return [];
  const { clusterIPs = [] } = spec;
  const errors = [...agreement(spec), ...familyErrors(spec)];
  const misplacedNone = clusterIPs[0] === "None" && clusterIPs.length > 1;
  const addressErrors = misplacedNone
    ? [invalid("spec.clusterIPs", clusterIPs, "'None' must be the first and only value")]
    : [];
  addressErrors.push(
    ...clusterIPs.flatMap((ip, i) =>
      i === 0 && ip === "None" ? [] : ipAddress(`spec.clusterIPs[${i}]`, ip),
    ),
  );
  errors.push(...addressErrors);
  if (clusterIPs.length > 2)
    errors.push(invalid("spec.clusterIPs", clusterIPs, "may only hold up to 2 values"));
  // With a broken address the checks below would only mislead.
  return addressErrors.length > 0 ? errors : [...errors, ...stackErrors(spec)];
}

function agreement({ clusterIP, clusterIPs = [] }: ServiceSpec): FieldError[] {
  if (!clusterIP)
    return clusterIPs.length > 0
      ? [invalid("spec.clusterIPs", clusterIPs, "must be empty when `clusterIP` is not specified")]
      : [];
  if (clusterIPs.length === 0) return [required("spec.clusterIPs")];
  return clusterIPs[0] === clusterIP
    ? []
    : [invalid("spec.clusterIPs", clusterIPs, "first value must match `clusterIP`")];
}

function familyErrors({ ipFamilies = [], ipFamilyPolicy }: ServiceSpec): FieldError[] {
  const seen = new Set<string>();
  const errors = ipFamilies.flatMap((family, i) => {
    const at = `spec.ipFamilies[${i}]`;
    const found =
      family === "IPv4" || family === "IPv6" ? [] : [notSupported(at, family, ["IPv4", "IPv6"])];
    if (seen.has(family)) found.push(duplicate(at, family));
    seen.add(family);
    return found;
  });
  const policies = ["PreferDualStack", "RequireDualStack", "SingleStack"];
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy)) {
    errors.push(notSupported("spec.ipFamilyPolicy", ipFamilyPolicy, policies));
  }
  return errors;
}

function stackErrors(spec: ServiceSpec): FieldError[] {
  const { clusterIPs = [], ipFamilies = [] } = spec;
  const families = clusterIPs.map(ipFamilyOf);
  const errors: FieldError[] = [];
  if (clusterIPs.length > 1 && new Set(families).size < 2) {
    errors.push(
      invalid("spec.clusterIPs", clusterIPs, "may specify no more than one IP for each IP family"),
    );
  }
  if (isHeadless(spec)) return errors;
  for (const [i, ip] of clusterIPs.entries()) {
    const wanted = ipFamilies[i];
    if ((wanted !== "IPv4" && wanted !== "IPv6") || families[i] === wanted) continue;
    errors.push(
      invalid(
        `spec.clusterIPs[${i}]`,
        ip,
        `expected an ${wanted} value as indicated by \`ipFamilies[${i}]\``,
      ),
    );
  }
  return errors;
}

/** A first address stays for good; a second one may come and go. Models validation.validateUpgradeDowngradeClusterIPs. */
export function clusterIpChanges(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (
    spec.type === "ExternalName" ||
    old.type === "ExternalName" ||
    (isHeadless(spec) && isHeadless(old))
  )
    return [];
  const { clusterIPs = [] } = spec;
  const oldIps = old.clusterIPs ?? [];
  if (oldIps.length === clusterIPs.length) {
    return oldIps.flatMap((ip, i) =>
      ip === clusterIPs[i] ? [] : [invalid(`spec.clusterIPs[${i}]`, clusterIPs, CHANGED)],
    );
  }
  const errors: FieldError[] = [];
  if (clusterIPs.length === 0)
    errors.push(invalid("spec.clusterIPs[0]", clusterIPs, "primary clusterIP can not be unset"));
  else if (oldIps.length > 0 && clusterIPs[0] !== oldIps[0])
    errors.push(invalid("spec.clusterIPs[0]", clusterIPs, CHANGED));
  if (
    oldIps.length > clusterIPs.length &&
    clusterIPs.length === 1 &&
    spec.ipFamilyPolicy !== "SingleStack"
  ) {
    const detail = "must be set to 'SingleStack' when releasing the secondary clusterIP";
    errors.push(invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy ?? null, detail));
  }
  return errors;
}

/** The first family stays. Models validation.validateUpgradeDowngradeIPFamilies. */
export function familyChanges(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (
    spec.type === "ExternalName" ||
    old.type === "ExternalName" ||
    isHeadless(spec) ||
    isHeadless(old)
  )
    return [];
  const { ipFamilies = [], clusterIPs = [] } = spec;
  const oldFamilies = old.ipFamilies ?? [];
  const at = "spec.ipFamilies[0]";
  if (oldFamilies.length === ipFamilies.length) {
    return oldFamilies.flatMap((family, i) =>
      family === ipFamilies[i] ? [] : [invalid(at, ipFamilies, CHANGED)],
    );
  }
  const errors: FieldError[] = [];
  if (oldFamilies.length > ipFamilies.length && clusterIPs.length === 0) {
    errors.push(invalid(at, ipFamilies, "primary ipFamily can not be unset"));
  }
  if (oldFamilies.length > 0 && ipFamilies.length > 0 && oldFamilies[0] !== ipFamilies[0])
    errors.push(invalid(at, clusterIPs, CHANGED));
  if (
    oldFamilies.length > ipFamilies.length &&
    ipFamilies.length === 1 &&
    spec.ipFamilyPolicy !== "SingleStack"
  ) {
    const detail = "must be set to 'SingleStack' when releasing the secondary ipFamily";
    errors.push(invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy ?? null, detail));
  }
  return errors;
}
