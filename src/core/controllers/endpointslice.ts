import { isEqual } from "#core/base/equal.ts";
import { formatTime } from "#core/base/time.ts";
import { endpointSlice as endpointSliceKind } from "#core/api/kinds/discovery/endpoint-slice.ts";
import { isBeingDeleted, keyOf, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type { EndpointSlice, Node, Pod, Service } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import {
  addressTypesOf,
  endpointOf,
  endpointPortsOf,
  isPodInEndpoints,
  type AddressType,
} from "./endpointslice/endpoints.ts";
import {
  MANAGED_BY,
  OUR_NAME,
  planSlices,
  portsKey,
  SERVICE_NAME,
  type PortSet,
  type SlicePlan,
} from "./endpointslice/plan.ts";
import { isPodReady } from "./shared/pod-state.ts";

const LAST_CHANGE = "endpoints.kubernetes.io/last-change-trigger-time";

/** A Service of this many pods is looked at ten times a second at most; upstream's client may write no more than 20 times. */
const MANY_PODS = 100;
const MIN_INTERVAL_MS = 100;

/** Service key -> when a large one was last looked at, as Unix milliseconds. Plain data, changed in place. */
type Memory = Map<string, number>;

/** Lists in EndpointSlices which pods stand behind each Service. Models pkg/controller/endpointslice. */
export const endpointSliceController = defineController({
  name: "endpoint-slice-controller",
  kind: "Service",
  watches: [
    { kind: "Pod", keysFor: keysForPod },
    {
      kind: "EndpointSlice",
      keysFor: (object, old) => (old === undefined ? [] : keysForSlice(object)),
    },
    { kind: "Node", keysFor: keysForNode },
  ],
  initialState: (): Memory => new Map(),
  reconcile(key, context) {
    const memory = context.memory as Memory;
    const wait = (memory.get(key) ?? 0) + MIN_INTERVAL_MS - context.nowEpochMs;
    if (wait > 0) return { requeueAfterMs: wait };
    const service = context.lister<Service>("Service").get(key);
    // The slices of a Service that is gone are its dependents: the garbage collector removes them.
    if (!service || !isOurs(service)) {
      memory.delete(key);
      return undefined;
    }
    const pods = podsOf(context, service);
    if (pods.length > MANY_PODS) memory.set(key, context.nowEpochMs);
    else memory.delete(key);
    const slices = slicesOf(context, service);
    const addressTypes = addressTypesOf(service);
    for (const slice of slices)
      if (!addressTypes.includes(slice.addressType as AddressType)) deleteSlice(context, slice);
    for (const addressType of addressTypes) {
      const existing = slices.filter((slice) => slice.addressType === addressType);
      const portSets = portSetsOf(context, { service, pods, addressType });
      execute(context, service, planSlices({ service, addressType, portSets, existing }));
    }
    return undefined;
  },
});

/** Services that name no pods, or live outside, are somebody else's business. */
function isOurs({ spec }: Service): boolean {
  return spec.type !== "ExternalName" && spec.selector !== undefined;
}

function selects({ spec }: Service, labels: Readonly<Record<string, string>> | undefined): boolean {
  return (
    isOurs({ spec } as Service) &&
    Object.entries(spec.selector ?? {}).every(([key, value]) => labels?.[key] === value)
  );
}

function podsOf(context: ControllerContext, service: Service): readonly Pod[] {
  const pods = context.lister<Pod>("Pod").inNamespace(namespaceOf(service));
  const wanted = Object.entries(service.spec.selector ?? {});
  return pods.filter((pod) => {
    const { labels } = pod.metadata;
    return wanted.every(([key, value]) => labels?.[key] === value) && isPodInEndpoints(pod);
  });
}

function slicesOf(context: ControllerContext, service: Service): readonly EndpointSlice[] {
  return context
    .lister<EndpointSlice>("EndpointSlice")
    .inNamespace(namespaceOf(service))
    .filter(
      ({ metadata: { labels } }) =>
        labels?.[SERVICE_NAME] === nameOf(service) && labels[MANAGED_BY] === OUR_NAME,
    )
    .filter((slice) => !isBeingDeleted(slice));
}

/** Groups the endpoints by the ports they serve. A pod on a node that does not exist is left out, unless the user wants all published. */
function portSetsOf(
  context: ControllerContext,
  {
    service,
    pods,
    addressType,
  }: {
    readonly service: Service;
    readonly pods: readonly Pod[];
    readonly addressType: AddressType;
  },
): PortSet[] {
  const nodes = context.lister<Node>("Node");
  const byPorts = new Map<
    string,
    { ports: PortSet["ports"]; endpoints: PortSet["endpoints"][number][] }
  >();
  const [first] = pods;
  // Ports given as numbers are the same in every pod: found once, since there may be thousands.
  const isSame = (service.spec.ports ?? []).every(
    ({ targetPort }) => typeof targetPort !== "string",
  );
  const shared = first && isSame ? portsOf(service, first) : undefined;
  for (const pod of pods) {
    const node = nodes.get(pod.spec.nodeName ?? "");
    if (!node && service.spec.publishNotReadyAddresses !== true) continue;
    const endpoint = endpointOf(pod, { service, node, addressType });
    if (endpoint.addresses.length === 0) continue;
    const { ports, key } = shared ?? portsOf(service, pod);
    const set = byPorts.get(key);
    if (set) set.endpoints.push(endpoint);
    else byPorts.set(key, { ports, endpoints: [endpoint] });
  }
  return [...byPorts.values()];
}

function portsOf(
  service: Service,
  pod: Pod,
): { readonly ports: PortSet["ports"]; readonly key: string } {
  const ports = endpointPortsOf(service, pod);
  return { ports, key: portsKey(ports) };
}

function execute(
  context: ControllerContext,
  service: Service,
  { creates, updates, deletes }: SlicePlan,
): void {
  const written = [...creates, ...updates];
  if (written.length + deletes.length === 0) return;
  const endpoints = written.flatMap((slice) => slice.endpoints ?? []);
  const ready = endpoints.filter((endpoint) => endpoint.conditions.ready === true).length;
  because(context, "endpoints-changed", {
    service: nameOf(service),
    ready,
    notReady: endpoints.length - ready,
  });
  if (!isBeingDeleted(service))
    for (const slice of creates)
      context.client.create(endpointSliceKind, stamped(slice, context.nowEpochMs));
  for (const slice of updates)
    context.client.update(endpointSliceKind, stamped(slice, context.nowEpochMs));
  for (const slice of deletes) deleteSlice(context, slice);
}

/** Notes when the change was seen, for those who measure how long it takes to reach the nodes. */
function stamped(slice: EndpointSlice, nowEpochMs: number): EndpointSlice {
  const annotations = { ...slice.metadata.annotations, [LAST_CHANGE]: formatTime(nowEpochMs) };
  return { ...slice, metadata: { ...slice.metadata, annotations } };
}

function deleteSlice(context: ControllerContext, slice: EndpointSlice): void {
  try {
    context.client.delete(endpointSliceKind, {
      namespace: namespaceOf(slice),
      name: nameOf(slice),
    });
  } catch (error) {
    if (!isStatusReason(error, "NotFound")) throw error;
  }
}

/** Services that select the pod by its labels of before or of now, when something changed that an endpoint shows. */
function keysForPod(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const pod = object as Pod;
  const before = change === "updated" ? (old as Pod | undefined) : undefined;
  if (before && !isEndpointChanged(before, pod)) return [];
  return context
    .lister<Service>("Service")
    .inNamespace(namespaceOf(object))
    .filter(
      (service) =>
        selects(service, pod.metadata.labels) ||
        (before !== undefined && selects(service, before.metadata.labels)),
    )
    .map(keyOf);
}

/** Models endpointslice utils podEndpointsChanged and GetPodServiceMemberships. */
function isEndpointChanged(before: Pod, after: Pod): boolean {
  if (!isPodInEndpoints(before) && !isPodInEndpoints(after)) return false;
  return (
    isBeingDeleted(before) !== isBeingDeleted(after) ||
    isPodReady(before) !== isPodReady(after) ||
    before.status.phase !== after.status.phase ||
    before.status.podIP !== after.status.podIP ||
    before.spec.nodeName !== after.spec.nodeName ||
    !isEqual(before.status.podIPs, after.status.podIPs) ||
    !isEqual(before.metadata.labels, after.metadata.labels)
  );
}

function keysForSlice({ metadata }: KubeObject): readonly string[] {
  const name = metadata.labels?.[SERVICE_NAME];
  if (name === undefined || metadata.labels?.[MANAGED_BY] !== OUR_NAME) return [];
  return [`${metadata.namespace ?? ""}/${name}`];
}

/** A node that appears, or moves to another zone, changes the endpoints of its pods. */
function keysForNode(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  if (change === "updated" && isEqual(old?.metadata.labels, object.metadata.labels)) return [];
  const pods = context.lister<Pod>("Pod").onNode(nameOf(object));
  return [...new Set(pods.flatMap((pod) => keysForPod(pod, undefined, "added", context)))];
}
