import type { Draft } from "#core/api/define.ts";
import { invalid, type FieldError } from "#core/api/field-error.ts";
import type { ServiceSpec } from "#core/api/schema/generated/types.ts";
import { ipFamilyOf } from "#core/api/validation/ip.ts";
import { clusterIpErrors } from "#core/api/validation/service-addresses.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";

type SpecDraft = Draft<ServiceSpec>;

/**
 * Names the IP families of a Service before addresses are given out, and says what stands in the way; this cluster has IPv4 only. Each step goes no
 * further when the one before it found a mistake. Models service storage Allocators.initIPFamilyFields.
 */
export function nameFamilies(spec: SpecDraft, old: ServiceSpec | undefined): FieldError[] {
  if (spec.type === "ExternalName" || keepsPreference(spec, old)) return [];
  const isFree = spec.clusterIP === "None" && Object.keys(spec.selector ?? {}).length === 0;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (isFree ? "RequireDualStack" : "SingleStack");
  const broken = clusterIpErrors(spec as ServiceSpec);
  if (broken.length > 0) return broken;
  const errors = [...(old ? reductions(spec, old) : []), ...policyErrors(spec), ...infer(spec)];
  if (errors.length > 0) return errors;
  if (isFree) {
    nameFreeFamilies(spec);
    return [];
  }
  const unfit = clusterErrors(spec);
  if (unfit.length > 0) return unfit;
  if (!spec.ipFamilies?.length) spec.ipFamilies = ["IPv4"];
  return [];
}

/** Who prefers two families and says nothing new keeps what there is. */
function keepsPreference(spec: SpecDraft, old: ServiceSpec | undefined): boolean {
  return (
    old !== undefined &&
    old.type !== "ExternalName" &&
    spec.ipFamilyPolicy === "PreferDualStack" &&
    old.ipFamilyPolicy === "PreferDualStack" &&
    (["clusterIPs", "ipFamilies"] as const).every((field) =>
      isSemanticallyEqual(spec[field], old[field]),
    )
  );
}

/** A second address or family goes only with the policy that asks for one. */
function reductions(spec: SpecDraft, old: ServiceSpec): FieldError[] {
  if (spec.ipFamilyPolicy === "SingleStack") {
    const { clusterIPs = [], ipFamilies = [] } = spec;
    if (clusterIPs.length > 1 && isSemanticallyEqual(clusterIPs, old.clusterIPs))
      spec.clusterIPs = clusterIPs.slice(0, 1);
    if (ipFamilies.length > 1 && isSemanticallyEqual(ipFamilies, old.ipFamilies))
      spec.ipFamilies = ipFamilies.slice(0, 1);
    return [];
  }
  const lost = (field: "clusterIPs" | "ipFamilies") =>
    (spec[field] ?? []).length > 0 && (spec[field] ?? []).length < (old[field] ?? []).length;
  const refuse = (what: string) =>
    invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy ?? null, `must be 'SingleStack' to ${what}`);
  return [
    ...(lost("clusterIPs") ? [refuse("release the secondary cluster IP")] : []),
    ...(lost("ipFamilies") ? [refuse("release the secondary IP family")] : []),
  ];
}

function policyErrors(spec: SpecDraft): FieldError[] {
  if (spec.ipFamilyPolicy !== "SingleStack") return [];
  const refuse = (what: string) =>
    invalid(
      "spec.ipFamilyPolicy",
      spec.ipFamilyPolicy ?? null,
      `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`,
    );
  return [
    ...(spec.clusterIPs?.length === 2 ? [refuse("cluster IPs")] : []),
    ...(spec.ipFamilies?.length === 2 ? [refuse("IP families")] : []),
  ];
}

/** What families the addresses are of. */
function infer(spec: SpecDraft): FieldError[] {
  const errors: FieldError[] = [];
  const families = [...(spec.ipFamilies ?? [])];
  const clusterIPs = spec.clusterIPs ?? [];
  for (const [i, ip] of clusterIPs.entries()) {
    if (ip === "None") break;
    const family = ipFamilyOf(ip) ?? "";
    if (i < families.length) continue;
    if (family === "IPv4") families.push(family);
    else {
      const detail = `${family} is not configured on this cluster`;
      errors.push(invalid(`spec.clusterIPs[${i}]`, clusterIPs, detail));
    }
  }
  if (families.length > 0) spec.ipFamilies = families;
  return errors;
}

/** A headless Service that selects nothing may claim both families: its endpoints are not the cluster's to know. */
function nameFreeFamilies(spec: SpecDraft): void {
  const families: NonNullable<SpecDraft["ipFamilies"]> = spec.ipFamilies?.length
    ? [...spec.ipFamilies]
    : ["IPv4"];
  if (families.length < 2 && spec.ipFamilyPolicy !== "SingleStack")
    families.push(families[0] === "IPv4" ? "IPv6" : "IPv4");
  spec.ipFamilies = families;
}

function clusterErrors({ ipFamilyPolicy, ipFamilies }: SpecDraft): FieldError[] {
  const errors: FieldError[] = [];
  if (ipFamilyPolicy === "RequireDualStack") {
    const detail = "this cluster is not configured for dual-stack services";
    errors.push(invalid("spec.ipFamilyPolicy", ipFamilyPolicy, detail));
  }
  for (const [i, family] of (ipFamilies ?? []).entries()) {
    if (family !== "IPv4")
      errors.push(invalid(`spec.ipFamilies[${i}]`, family, "not configured on this cluster"));
  }
  return errors;
}
