import { formatTime } from "#core/base/time.ts";
import { nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import type { IPAddress, Service } from "#core/api/schema/generated/types.ts";
import { ipFamilyOf } from "#core/api/validation/ip.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Store } from "#core/store/store.ts";

const PREFIX = "ipaddress.kubernetes.io/";

/** One write that follows from a write of a Service. */
export interface AddressWrite {
  readonly type: "put" | "delete";
  readonly object: KubeObject;
}

/** The IPAddress objects that come and go with the addresses of a Service. Models ipallocator.Allocator createIPAddress and release. */
export function addressWrites(
  { store, simulation }: { readonly store: Store; readonly simulation: Simulation },
  { old, next }: { readonly old: Service | undefined; readonly next: Service | undefined },
): readonly AddressWrite[] {
  const before = addressesOf(old);
  const after = addressesOf(next);
  const gone = before.filter((address) => !after.includes(address));
  const come = after.filter((address) => !before.includes(address));
  return [
    ...gone.flatMap((address): AddressWrite[] => {
      const object = store.get("IPAddress", address);
      return object ? [{ type: "delete", object }] : [];
    }),
    ...come.flatMap((address): AddressWrite[] =>
      next && !store.get("IPAddress", address)
        ? [{ type: "put", object: addressObject(simulation, address, next) }]
        : [],
    ),
  ];
}

function addressesOf(service: Service | undefined): readonly string[] {
  return (service?.spec.clusterIPs ?? []).filter((address) => address !== "None");
}

function addressObject(simulation: Simulation, address: string, parent: Service): IPAddress {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IPAddress",
    metadata: {
      name: address,
      uid: simulation.random("ip-addresses").nextUuid(),
      generation: 1,
      creationTimestamp: formatTime(simulation.epochMs),
      labels: {
        [`${PREFIX}ip-family`]: ipFamilyOf(address) ?? "",
        [`${PREFIX}managed-by`]: "ipallocator.k8s.io",
      },
    },
    spec: {
      parentRef: { resource: "services", namespace: namespaceOf(parent), name: nameOf(parent) },
    },
  };
}
