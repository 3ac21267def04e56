import type {
  Endpoint,
  EndpointAddress,
  EndpointPort,
  EndpointSlice,
  EndpointSubset,
  Service,
} from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
import { isHeadless } from "../endpointslice/endpoints.ts";
import { portsKey } from "../endpointslice/plan.ts";

/** Says that the controller keeps the object, and that it need not be mirrored. */
export const ENDPOINTS_MANAGED_BY = "endpoints.kubernetes.io/managed-by";
const OUR_NAME = "endpoint-controller";
const HEADLESS = "service.kubernetes.io/headless";

/** The labels of a Service's Endpoints. */
export function labelsFor(service: Service): Readonly<Record<string, string>> {
  return {
    ...service.metadata.labels,
    ...(isHeadless(service) && { [HEADLESS]: "" }),
    [ENDPOINTS_MANAGED_BY]: OUR_NAME,
  };
}

interface Group {
  readonly ports: readonly EndpointPort[];
  readonly addresses: EndpointAddress[];
  readonly notReadyAddresses: EndpointAddress[];
}

/** The pods of slices as subsets: one for each set of ports, addresses sorted. Models RepackSubsets. */
export function subsetsOf(
  service: Service,
  slices: readonly EndpointSlice[],
): readonly EndpointSubset[] {
  const groups = new Map<string, Group>();
  for (const { endpoints, ports } of slices)
    for (const endpoint of endpoints ?? []) {
      if (!isListed(service, endpoint)) continue;
      const key = portsKey(ports ?? []);
      const group = groups.get(key) ?? {
        ports: (ports ?? []).map(portOf),
        addresses: [],
        notReadyAddresses: [],
      };
      groups.set(key, group);
      const list = endpoint.conditions.ready === true ? group.addresses : group.notReadyAddresses;
      list.push(...endpoint.addresses.map((ip) => addressOf(endpoint, ip)));
    }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { ports, addresses, notReadyAddresses }]) => ({
      ...(addresses.length > 0 && { addresses: addresses.sort(byAddress) }),
      ...(notReadyAddresses.length > 0 && {
        notReadyAddresses: notReadyAddresses.sort(byAddress),
      }),
      ...(ports.length > 0 && { ports }),
    }));
}

/** A pod on its way out is in slices only, unless all are to be published. */
function isListed({ spec }: Service, { conditions }: Endpoint): boolean {
  return conditions.terminating !== true || spec.publishNotReadyAddresses === true;
}

function addressOf({ hostname, nodeName, targetRef }: Endpoint, ip: string): EndpointAddress {
  return {
    ip,
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef && { targetRef }),
  };
}

function portOf({
  name = "",
  port = 0,
  protocol,
  appProtocol,
}: NonNullable<EndpointSlice["ports"]>[number]): EndpointPort {
  return {
    ...(name !== "" && { name }),
    port,
    ...(protocol && { protocol }),
    ...(appProtocol !== undefined && { appProtocol }),
  };
}

function byAddress(a: EndpointAddress, b: EndpointAddress): number {
  return compareText(a.ip, b.ip) || compareText(a.targetRef?.uid ?? "", b.targetRef?.uid ?? "");
}

/** The slices that say what an Endpoints object of a user's own says: one for each of its subsets. Models newEndpointSlice of endpointslicemirroring. */
export function mirroredSlices(endpoints: {
  readonly metadata: { readonly name?: string };
  readonly subsets?: readonly EndpointSubset[];
}): readonly Pick<EndpointSlice, "addressType" | "endpoints" | "ports">[] {
  return (endpoints.subsets ?? []).flatMap((subset) => {
    const all = [
      ...(subset.addresses ?? []).map((each) => mirrored(each, true)),
      ...(subset.notReadyAddresses ?? []).map((each) => mirrored(each, false)),
    ];
    const ports = (subset.ports ?? []).map((each) => ({ name: "", ...each }));
    return (["IPv4", "IPv6"] as const).flatMap((addressType) => {
      const fitting = all.filter(
        ({ addresses: [ip = ""] }) => ip.includes(":") === (addressType === "IPv6"),
      );
      return fitting.length === 0 ? [] : [{ addressType, endpoints: fitting, ports }];
    });
  });
}

function mirrored(
  { ip, hostname, nodeName, targetRef }: EndpointAddress,
  ready: boolean,
): Endpoint {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef && { targetRef }),
  };
}
