import { isEqual } from "#core/base/equal.ts";
import { compareText } from "#core/base/order.ts";
import { nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type {
  DiscoveryEndpointPort,
  Endpoint,
  EndpointSlice,
  Service,
} from "#core/api/schema/generated/types.ts";
import { isHeadless, type AddressType } from "./endpoints.ts";

export const SERVICE_NAME = "kubernetes.io/service-name";
export const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
export const OUR_NAME = "endpointslice-controller.k8s.io";
const HEADLESS = "service.kubernetes.io/headless";
const MAX_ENDPOINTS = 100;

/** Endpoints that are reached by the same ports. */
export interface PortSet {
  readonly ports: readonly DiscoveryEndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** What to write so that the slices say what they should. `updates` keep the name and version of a slice that exists. */
export interface SlicePlan {
  readonly creates: readonly EndpointSlice[];
  readonly updates: readonly EndpointSlice[];
  readonly deletes: readonly EndpointSlice[];
}

interface Draft {
  creates: EndpointSlice[];
  updates: EndpointSlice[];
  deletes: EndpointSlice[];
}

/** What is known of one Service and one address family. */
export interface SliceRequest {
  readonly service: Service;
  readonly addressType: AddressType;
  readonly portSets: readonly PortSet[];
  /** The slices of this Service and family that are not being deleted. */
  readonly existing: readonly EndpointSlice[];
}

/** The fewest writes that bring the slices up to date. Models staging endpointslice reconciler reconcileByAddressType. */
export function planSlices(request: SliceRequest): SlicePlan {
  const { service, addressType, portSets, existing } = request;
  const draft: Draft = { creates: [], updates: [], deletes: [] };
  const byPorts = new Map<string, EndpointSlice[]>();
  for (const slice of existing) {
    const key = portsKey(slice.ports ?? []);
    byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
  }
  for (const portSet of portSets) {
    const key = portsKey(portSet.ports);
    planPortSet(draft, request, { portSet, slices: byPorts.get(key) ?? [] });
    byPorts.delete(key);
  }
  for (const unused of byPorts.values()) draft.deletes.push(...unused);
  if (existing.length === draft.deletes.length && draft.creates.length === 0)
    keepPlaceholder(draft, sliceFor(service, { addressType }));
  return recycle(draft);
}

/** Text that is equal for equal sets of ports. */
export function portsKey(ports: readonly DiscoveryEndpointPort[]): string {
  const texts = ports.map(
    ({ appProtocol = "", name = "", port, protocol = "TCP" }) =>
      `${name}/${protocol}/${port ?? ""}/${appProtocol}`,
  );
  return texts.sort(compareText).join(",");
}

/** Keeps what is right in each slice, fills the changed ones first, then the fullest unchanged one with room, then new ones. */
function planPortSet(
  draft: Draft,
  request: SliceRequest,
  { portSet, slices }: { portSet: PortSet; slices: readonly EndpointSlice[] },
): void {
  const { service, addressType } = request;
  const { labels } = sliceFor(service, { addressType }).metadata;
  const wanted = new Map(portSet.endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const changed: { slice: EndpointSlice; endpoints: Endpoint[] }[] = [];
  let unchanged: EndpointSlice[] = [];
  for (const slice of slices) {
    const before = slice.endpoints ?? [];
    const kept = takeWanted(before, wanted);
    const isSame = isEqual(slice.metadata.labels, labels) && isEqual(before, kept);
    if (isSame) unchanged.push(slice);
    else if (kept.length === 0) draft.deletes.push(slice);
    else changed.push({ slice, endpoints: kept });
  }
  const left = [...wanted.values()];
  for (const { endpoints } of changed)
    endpoints.push(...left.splice(0, MAX_ENDPOINTS - endpoints.length));
  while (left.length > 0) {
    const slice = fullestWithRoom(unchanged, left.length);
    if (slice) {
      changed.push({ slice, endpoints: [...(slice.endpoints ?? []), ...left.splice(0)] });
      unchanged = unchanged.filter((each) => each !== slice);
    } else {
      draft.creates.push(
        sliceFor(service, {
          addressType,
          ports: portSet.ports,
          endpoints: left.splice(0, MAX_ENDPOINTS),
        }),
      );
    }
  }
  for (const { slice, endpoints } of changed) {
    draft.updates.push(
      asUpdate(slice, sliceFor(service, { addressType, ports: portSet.ports, endpoints })),
    );
  }
}

function takeWanted(before: readonly Endpoint[], wanted: Map<string, Endpoint>): Endpoint[] {
  return before.flatMap((endpoint) => {
    const identity = identityOf(endpoint);
    const now = wanted.get(identity);
    wanted.delete(identity);
    return now ? [now] : [];
  });
}

/** What makes two endpoints the same one at different times: the pod, or else the address. */
function identityOf({ addresses, targetRef }: Endpoint): string {
  return targetRef?.uid ?? addresses.join(",");
}

/** An empty list comes back from the server as null. */
function sizeOf(slice: EndpointSlice): number {
  return (slice.endpoints ?? []).length;
}

function fullestWithRoom(
  slices: readonly EndpointSlice[],
  count: number,
): EndpointSlice | undefined {
  let fullest: EndpointSlice | undefined;
  for (const slice of slices) {
    const size = sizeOf(slice);
    if (size + count <= MAX_ENDPOINTS && (!fullest || size > sizeOf(fullest))) fullest = slice;
  }
  return fullest;
}

/** A Service always has a slice, so that watchers can tell "no endpoints" from "not looked at yet". */
function keepPlaceholder(draft: Draft, placeholder: EndpointSlice): void {
  const [only] = draft.deletes;
  if (only && draft.deletes.length === 1 && isPlaceholder(only, placeholder)) draft.deletes = [];
  else draft.creates.push(placeholder);
}

function isPlaceholder(slice: EndpointSlice, placeholder: EndpointSlice): boolean {
  return (
    (slice.endpoints ?? []).length === 0 &&
    (slice.ports ?? []).length === 0 &&
    isEqual(slice.metadata.labels, placeholder.metadata.labels)
  );
}

/** Turns pairs of a create and a delete into one update. */
function recycle({ creates, updates, deletes }: Draft): SlicePlan {
  const reused = Math.min(creates.length, deletes.length);
  const recycled = deletes.slice(0, reused).map((slice, i) => asUpdate(slice, creates[i] ?? slice));
  return {
    creates: creates.slice(reused),
    updates: [...updates, ...recycled],
    deletes: deletes.slice(reused),
  };
}

function asUpdate(slice: EndpointSlice, next: EndpointSlice): EndpointSlice {
  const { labels, ownerReferences } = next.metadata;
  return {
    ...next,
    metadata: {
      ...slice.metadata,
      ...(labels && { labels }),
      ...(ownerReferences && { ownerReferences }),
    },
  };
}

/** A slice to be created for a Service. Models endpointslice utils newEndpointSlice and setEndpointSliceLabels. */
export function sliceFor(
  service: Service,
  {
    addressType,
    ports,
    endpoints = [],
  }: {
    addressType: AddressType;
    ports?: readonly DiscoveryEndpointPort[];
    endpoints?: readonly Endpoint[];
  },
): EndpointSlice {
  const name = nameOf(service);
  const copied = Object.entries(service.metadata.labels ?? {}).filter(
    ([key]) => ![SERVICE_NAME, MANAGED_BY, HEADLESS].includes(key),
  );
  return {
    addressType,
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: {
      generateName: `${name}-`,
      namespace: namespaceOf(service),
      labels: {
        ...Object.fromEntries(copied),
        ...(isHeadless(service) && { [HEADLESS]: "" }),
        [SERVICE_NAME]: name,
        [MANAGED_BY]: OUR_NAME,
      },
      ownerReferences: [
        {
          apiVersion: "v1",
          kind: "Service",
          name,
          uid: uidOf(service),
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    endpoints,
    ...(ports && ports.length > 0 && { ports }),
  };
}
