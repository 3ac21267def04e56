import { isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type {
  Container,
  DiscoveryEndpointPort,
  Endpoint,
  Node,
  Pod,
  Service,
  ServicePort,
} from "#core/api/schema/generated/types.ts";
import { isPodReady, isPodTerminal } from "../shared/pod-state.ts";

export type AddressType = "IPv4" | "IPv6";

const ZONE = "topology.kubernetes.io/zone";

/** Whether the Service has no address of its own. Models IsHeadlessService. */
export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === "None";
}

/** The families that the Service is reached by; IPv4 when it does not say. */
export function addressTypesOf({ spec }: Service): readonly AddressType[] {
  const families = (spec.ipFamilies ?? []).filter((family): family is AddressType => family !== "");
  return families.length > 0 ? families : ["IPv4"];
}

/** Whether the pod has an address and has not ended. Stopping pods stay, marked as terminating. Models ShouldPodBeInEndpoints. */
export function isPodInEndpoints(pod: Pod): boolean {
  const { podIPs, podIP } = pod.status;
  return !isPodTerminal(pod) && ((podIPs?.length ?? 0) > 0 || Boolean(podIP));
}

function addressesOf({ status }: Pod): readonly string[] {
  const addresses = (status.podIPs ?? []).map((each) => each.ip);
  return addresses.length > 0 ? addresses : status.podIP ? [status.podIP] : [];
}

/** What a pod looks like as an endpoint of a Service. Models endpointslice utils podToEndpoint. */
export function endpointOf(
  pod: Pod,
  {
    service,
    node,
    addressType,
  }: {
    readonly service: Service;
    readonly node: Node | undefined;
    readonly addressType: AddressType;
  },
): Endpoint {
  const serving = isPodReady(pod);
  const terminating = isBeingDeleted(pod);
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.[ZONE];
  const { hostname, nodeName, subdomain } = pod.spec;
  const isNamed =
    (hostname ?? "") !== "" &&
    subdomain === nameOf(service) &&
    namespaceOf(pod) === namespaceOf(service);
  const endpoint: Endpoint = {
    addresses: addressesOf(pod).filter(
      (address) => address.includes(":") === (addressType === "IPv6"),
    ),
    conditions: { ready, serving, terminating },
    ...(isNamed && hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    targetRef: { kind: "Pod", namespace: namespaceOf(pod), name: nameOf(pod), uid: uidOf(pod) },
    ...(zone !== undefined && { zone }),
  };
  return withHints(endpoint, service.spec.trafficDistribution);
}

/** Asks for traffic to stay near. Models endpointslice trafficdist. */
function withHints(endpoint: Endpoint, distribution: string | undefined): Endpoint {
  const { nodeName, zone } = endpoint;
  if (endpoint.conditions.ready !== true || zone === undefined) return endpoint;
  const forZones = [{ name: zone }];
  if (distribution === "PreferClose" || distribution === "PreferSameZone")
    return { ...endpoint, hints: { forZones } };
  if (distribution === "PreferSameNode" && nodeName !== undefined)
    return { ...endpoint, hints: { forNodes: [{ name: nodeName }], forZones } };
  return endpoint;
}

/** The ports under which a pod serves the Service; one whose name the pod does not know is left out. Models getEndpointPorts. */
export function endpointPortsOf(service: Service, pod: Pod): DiscoveryEndpointPort[] {
  return (service.spec.ports ?? []).flatMap((servicePort) => {
    const port = findPort(pod, servicePort);
    if (port === undefined) return [];
    const { appProtocol, name = "", protocol = "TCP" } = servicePort;
    return [{ ...(appProtocol !== undefined && { appProtocol }), name, port, protocol }];
  });
}

/** The number a targetPort stands for in this pod; names are looked up in containers first, then in sidecars. Models podutil.FindPort. */
function findPort(
  pod: Pod,
  { port, protocol = "TCP", targetPort }: ServicePort,
): number | undefined {
  const target = targetPort ?? port;
  if (typeof target === "number") return target === 0 ? port : target;
  const sidecars = (pod.spec.initContainers ?? []).filter(
    (each) => each.restartPolicy === "Always",
  );
  for (const container of [...pod.spec.containers, ...sidecars]) {
    const found = portNamed(container, { name: target, protocol });
    if (found !== undefined) return found;
  }
  return undefined;
}

function portNamed(
  { ports = [] }: Container,
  wanted: { readonly name: string; readonly protocol: string },
): number | undefined {
  return ports.find(
    (each) => each.name === wanted.name && (each.protocol ?? "TCP") === wanted.protocol,
  )?.containerPort;
}
