import type { Draft } from "#core/api/define.ts";
import type { Service, ServicePort } from "#core/api/schema/generated/types.ts";
import { isEqual } from "#core/base/equal.ts";

type Spec = Draft<Service>["spec"];

/** An address given the old way, alone, stands for the whole list. Models service normalizeClusterIPs on create. */
export function completeAddresses({ spec }: Draft<Service>): void {
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
}

/**
 * Carries over what was given out to a Service before and its successor leaves out, and drops what its new type has no use for.
 * Models service patchAllocatedValues, normalizeClusterIPs and dropTypeDependentFields.
 */
export function keepAllocated(draft: Draft<Service>, old: Service): void {
  const { spec } = draft;
  keepAddresses(spec, old.spec);
  keepNodePorts(spec, old.spec);
  if (needsAddress(old.spec) && !needsAddress(spec)) dropAddresses(spec, old.spec);
  if (needsNodePorts(old.spec) && !needsNodePorts(spec)) dropNodePorts(spec, old.spec);
  dropTrafficFields(spec, old.spec);
}

function keepAddresses(spec: Spec, old: Service["spec"]): void {
  if (needsAddress(spec) && needsAddress(old)) {
    if (!spec.clusterIP && old.clusterIP) spec.clusterIP = old.clusterIP;
    if (!spec.clusterIPs?.length && spec.clusterIP === old.clusterIP)
      spec.clusterIPs = [...(old.clusterIPs ?? [])];
    if (!spec.ipFamilies?.length && old.ipFamilies) spec.ipFamilies = [...old.ipFamilies];
    if (!spec.ipFamilyPolicy && old.ipFamilyPolicy) spec.ipFamilyPolicy = old.ipFamilyPolicy;
  }
  if (spec.clusterIP === old.clusterIP || !isEqual(spec.clusterIPs ?? [], old.clusterIPs ?? []))
    return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  else delete spec.clusterIPs;
}

function keepNodePorts(spec: Spec, old: Service["spec"]): void {
  if (needsNodePorts(spec) && needsNodePorts(old)) {
    const taken = new Set((spec.ports ?? []).map(({ nodePort }) => nodePort));
    for (const port of spec.ports ?? []) {
      const before = old.ports?.find((each) => placeOf(each) === placeOf(port))?.nodePort;
      if (!port.nodePort && before && !taken.has(before)) port.nodePort = before;
    }
  }
  if (
    needsHealthPort(spec) &&
    needsHealthPort(old) &&
    !spec.healthCheckNodePort &&
    old.healthCheckNodePort
  ) {
    spec.healthCheckNodePort = old.healthCheckNodePort;
  }
}

function placeOf({ port, protocol }: ServicePort): string {
  return `${protocol ?? "TCP"}/${port}`;
}

function dropAddresses(spec: Spec, old: Service["spec"]): void {
  if (spec.clusterIP === old.clusterIP && isEqual(spec.clusterIPs ?? [], old.clusterIPs ?? [])) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  if (isEqual(spec.ipFamilies, old.ipFamilies)) delete spec.ipFamilies;
  if (spec.ipFamilyPolicy === old.ipFamilyPolicy) delete spec.ipFamilyPolicy;
}

function dropNodePorts(spec: Spec, old: Service["spec"]): void {
  const before = new Set((old.ports ?? []).map(({ nodePort }) => nodePort ?? 0));
  const isSame = (spec.ports ?? []).every(({ nodePort }) => before.has(nodePort ?? 0));
  if (isSame) for (const port of spec.ports ?? []) delete port.nodePort;
}

function dropTrafficFields(spec: Spec, old: Service["spec"]): void {
  if (
    needsHealthPort(old) &&
    !needsHealthPort(spec) &&
    spec.healthCheckNodePort === old.healthCheckNodePort
  )
    delete spec.healthCheckNodePort;
  if (old.type === "LoadBalancer" && spec.type !== "LoadBalancer") {
    if (spec.allocateLoadBalancerNodePorts === old.allocateLoadBalancerNodePorts)
      delete spec.allocateLoadBalancerNodePorts;
    if (spec.loadBalancerClass === old.loadBalancerClass) delete spec.loadBalancerClass;
  }
  const isExternal = (type: string | undefined) => type === "NodePort" || type === "LoadBalancer";
  if (
    isExternal(old.type) &&
    !isExternal(spec.type) &&
    spec.externalTrafficPolicy === old.externalTrafficPolicy
  )
    delete spec.externalTrafficPolicy;
  if (
    old.type !== "ExternalName" &&
    spec.type === "ExternalName" &&
    spec.internalTrafficPolicy === old.internalTrafficPolicy
  )
    delete spec.internalTrafficPolicy;
}

/** Whether the type comes with a cluster address. */
export function needsAddress({ type }: { readonly type?: string }): boolean {
  return type !== "ExternalName";
}

/** Whether ports of every node lead to the Service. */
export function needsNodePorts(spec: {
  readonly type?: string;
  readonly allocateLoadBalancerNodePorts?: boolean;
}): boolean {
  return (
    spec.type === "NodePort" ||
    (spec.type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false)
  );
}

/** Whether balancers ask a node port of its own for health. */
export function needsHealthPort(spec: {
  readonly type?: string;
  readonly externalTrafficPolicy?: string;
}): boolean {
  return spec.type === "LoadBalancer" && spec.externalTrafficPolicy === "Local";
}
