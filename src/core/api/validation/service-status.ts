import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type { Service } from "../schema/generated/types.ts";
import { dnsSubdomain, unsupported } from "./fields.ts";
import { ipAddress, ipFamilyOf } from "./ip.ts";

type Entry = NonNullable<NonNullable<Service["status"]["loadBalancer"]>["ingress"]>[number];

/** Every mistake of a changed status: where a load balancer lets traffic in. Models validation.ValidateServiceStatusUpdate and ValidateLoadBalancerStatus. */
export function validateServiceStatus({ spec, status }: Service): FieldError[] {
  const entries = status.loadBalancer?.ingress ?? [];
  const path = "status.loadBalancer.ingress";
  if (spec.type !== "LoadBalancer" && entries.length > 0)
    return [forbiddenField(path, "may only be used when `spec.type` is 'LoadBalancer'")];
  return entries.flatMap((entry, i) => [
    ...(entry.ip ? ipAddress(`${path}[${i}].ip`, entry.ip) : []),
    ...validateMode(`${path}[${i}].ipMode`, entry),
    ...(entry.hostname ? validateHostname(`${path}[${i}].hostname`, entry.hostname) : []),
  ]);
}

function validateMode(field: string, { ip = "", ipMode }: Entry): FieldError[] {
  if (ipMode === undefined)
    return ip === "" ? [] : [required(field, "must be specified when `ip` is set")];
  if (ip === "") return [forbiddenField(field, "may not be specified when `ip` is not set")];
  const modes = ["Proxy", "VIP"];
  return modes.includes(ipMode) ? [] : [unsupported(field, ipMode, modes)];
}

function validateHostname(field: string, hostname: string): FieldError[] {
  const problems = dnsSubdomain(field, hostname);
  return ipFamilyOf(hostname)
    ? [...problems, invalid(field, hostname, "must be a DNS name, not an IP address")]
    : problems;
}
