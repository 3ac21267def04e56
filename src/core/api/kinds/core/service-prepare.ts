import { isSemanticallyEqual } from "#core/base/equal.ts";
import type { Draft } from "../../define.ts";
import type { ServiceSpec } from "../../schema/generated/types.ts";
import { isExternallyAccessible, needsHealthCheck } from "../../validation/services.ts";

type SpecDraft = Draft<ServiceSpec>;

/** The old address field of a new Service, alone, stands for the whole list. Models service storage.normalizeClusterIPs on create. */
export function completeNewService(spec: SpecDraft): void {
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
}

/** Keeps what the server once gave out and the client left out, before anything new is given out. Models service storage.patchAllocatedValues and normalizeClusterIPs. */
export function completeChangedService(spec: SpecDraft, old: ServiceSpec): void {
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
}

/** Drops what the new type has no use for, where the client left it as it was. Models service strategy.dropTypeDependentFields. */
export function dropUnneededFields(spec: SpecDraft, old: ServiceSpec): void {
  dropAddresses(spec, old);
  dropPorts(spec, old);
  dropPolicies(spec, old);
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
  if (
    spec.clusterIP === old.clusterIP &&
    isSemanticallyEqual(spec.clusterIPs ?? [], old.clusterIPs ?? [])
  ) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  dropUnchanged(spec, old, "ipFamilies");
  dropUnchanged(spec, old, "ipFamilyPolicy");
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
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec as ServiceSpec))
    dropUnchanged(spec, old, "externalTrafficPolicy");
}

/** No reader is shown how a Service that is but a name treats its cluster; what nobody may write is left for validation to find. Models service storage.defaultOnReadInternalTrafficPolicy. */
export function hideUnusedPolicy(spec: SpecDraft): void {
  const { type, internalTrafficPolicy: policy } = spec;
  if (type === "ExternalName" && (policy === "Cluster" || policy === "Local"))
    delete spec.internalTrafficPolicy;
}

function dropUnchanged(spec: SpecDraft, old: ServiceSpec, field: keyof ServiceSpec): void {
  if (isSemanticallyEqual(spec[field], old[field])) delete spec[field];
}
