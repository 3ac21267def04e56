import { isSemanticallyEqual } from "#core/base/equal.ts";
import type { Draft } from "../../define.ts";
import type { ServiceSpec } from "../../schema/generated/types.ts";
import { ipFamilyOf } from "../../validation/ip.ts";
import { needsHealthCheck } from "../../validation/services.ts";

type SpecDraft = Draft<ServiceSpec>;
type Family = "IPv4" | "IPv6";

/** Brings the two address fields of a new Service in line and names its families. Models rest.normalizeClusterIPs and initIPFamilyFields. */
export function prepareNewService(spec: SpecDraft): void {
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  nameFamilies(spec, undefined);
}

/**
 * Keeps what the server once gave out, and drops what the new type has no use for when the client left it as it was.
 * Models rest.patchAllocatedValues, normalizeClusterIPs and strategy.dropTypeDependentFields.
 */
export function prepareChangedService(spec: SpecDraft, old: ServiceSpec): void {
  keepAddresses(spec, old);
  if (needsNodePorts(spec) && needsNodePorts(old)) keepNodePorts(spec, old);
  if (
    needsHealthCheck(spec as ServiceSpec) &&
    needsHealthCheck(old) &&
    !spec.healthCheckNodePort &&
    old.healthCheckNodePort
  ) {
    spec.healthCheckNodePort = old.healthCheckNodePort;
  }
  alignAddresses(spec, old);
  dropAddresses(spec, old);
  dropPorts(spec, old);
  dropPolicies(spec, old);
  nameFamilies(spec, old);
}

function needsAddress({ type }: Pick<ServiceSpec, "type">): boolean {
  return type !== "ExternalName";
}

function needsNodePorts({
  type,
  allocateLoadBalancerNodePorts,
}: Pick<ServiceSpec, "type" | "allocateLoadBalancerNodePorts">): boolean {
  return (
    type === "NodePort" || (type === "LoadBalancer" && allocateLoadBalancerNodePorts !== false)
  );
}

function keepAddresses(spec: SpecDraft, old: ServiceSpec): void {
  if (!needsAddress(spec) || !needsAddress(old) || !old.clusterIP) return;
  if (!spec.clusterIP) spec.clusterIP = old.clusterIP;
  if (!spec.clusterIPs?.length && spec.clusterIP === old.clusterIP)
    spec.clusterIPs = [...(old.clusterIPs ?? [])];
}

/** The same port keeps its node port, unless another port of the new list asks for it. */
function keepNodePorts(spec: SpecDraft, old: ServiceSpec): void {
  const used = new Set((spec.ports ?? []).map((port) => port.nodePort ?? 0));
  for (const port of spec.ports ?? []) {
    if (port.nodePort) continue;
    const before = old.ports?.find(
      (each) => each.port === port.port && each.protocol === port.protocol,
    );
    if (!before?.nodePort || used.has(before.nodePort)) continue;
    port.nodePort = before.nodePort;
    used.add(before.nodePort);
  }
}

/** A client may manage one of the two fields and forget the other. */
function alignAddresses(spec: SpecDraft, old: ServiceSpec): void {
  const isListUnchanged = isSemanticallyEqual(spec.clusterIPs, old.clusterIPs);
  if (!spec.clusterIP) {
    if (old.clusterIP && isListUnchanged) delete spec.clusterIPs;
  } else if (spec.clusterIP !== old.clusterIP && isListUnchanged)
    spec.clusterIPs = [spec.clusterIP];
}

function dropAddresses(spec: SpecDraft, old: ServiceSpec): void {
  if (!needsAddress(old) || needsAddress(spec)) return;
  for (const field of ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] as const)
    dropUnchanged(spec, old, field);
}

function dropPorts(spec: SpecDraft, old: ServiceSpec): void {
  if (needsNodePorts(old) && !needsNodePorts(spec)) {
    const before = new Set((old.ports ?? []).map((port) => port.nodePort));
    if ((spec.ports ?? []).every((port) => before.has(port.nodePort)))
      for (const port of spec.ports ?? []) delete port.nodePort;
  }
  if (needsHealthCheck(old) && !needsHealthCheck(spec as ServiceSpec))
    dropUnchanged(spec, old, "healthCheckNodePort");
}

function dropPolicies(spec: SpecDraft, old: ServiceSpec): void {
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    dropUnchanged(spec, old, "allocateLoadBalancerNodePorts");
    dropUnchanged(spec, old, "loadBalancerClass");
  }
  const isExternal = ({ type, externalIPs }: Pick<ServiceSpec, "type" | "externalIPs">) =>
    type === "NodePort" ||
    type === "LoadBalancer" ||
    (type === "ClusterIP" && (externalIPs ?? []).length > 0);
  if (isExternal(old) && !isExternal(spec)) dropUnchanged(spec, old, "externalTrafficPolicy");
  if (old.type !== "ExternalName" && spec.type === "ExternalName")
    dropUnchanged(spec, old, "internalTrafficPolicy");
}

function dropUnchanged(spec: SpecDraft, old: ServiceSpec, field: keyof ServiceSpec): void {
  if (isSemanticallyEqual(spec[field], old[field])) delete spec[field];
}

/** One family on a cluster with one; a headless Service that selects nothing claims both, for its endpoints are not ours to know. */
function nameFamilies(spec: SpecDraft, old: ServiceSpec | undefined): void {
  if (!needsAddress(spec)) return;
  const claimsBoth = spec.clusterIP === "None" && !Object.keys(spec.selector ?? {}).length;
  spec.ipFamilyPolicy ??= old?.ipFamilyPolicy ?? (claimsBoth ? "RequireDualStack" : "SingleStack");
  if (spec.ipFamilies?.length) return;
  const families: readonly Family[] = (old?.ipFamilies as readonly Family[] | undefined) ?? [];
  if (families.length > 0) spec.ipFamilies = [...families];
  else if (claimsBoth && spec.ipFamilyPolicy !== "SingleStack") spec.ipFamilies = ["IPv4", "IPv6"];
  else spec.ipFamilies = [ipFamilyOf(spec.clusterIPs?.[0] ?? "") ?? "IPv4"];
}
