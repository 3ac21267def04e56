import { defineKind } from "../../define.ts";
import {
  validateEndpointSlice,
  validateEndpointSliceUpdate,
} from "../../validation/endpoint-slices.ts";
import { ipWarnings } from "../../validation/ip-warnings.ts";
import type { EndpointSlice } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
const OWN_WRITERS: ReadonlySet<string> = new Set([
  "endpointslice-controller.k8s.io",
  "endpointslicemirroring-controller.k8s.io",
]);

/** EndpointSlice. Models pkg/registry/discovery/endpointslice. */
export const endpointSlice = defineKind<EndpointSlice>({
  group: "discovery.k8s.io",
  version: "v1",
  kind: "EndpointSlice",
  trusts: { bodies: "well-formed" },
  plural: "endpointslices",
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.discovery.v1.EndpointSlice",
  hasGeneration: true,
  readDesired: ({ metadata, addressType, endpoints, ports }) => ({
    labels: metadata.labels,
    addressType,
    endpoints,
    ports,
  }),
  setDefaults(draft) {
    for (const port of draft.ports ?? []) {
      port.name ??= "";
      port.protocol ??= "TCP";
    }
    // Stored lists know no difference between empty and unset, and both are written out, as null.
    const lists = draft as { endpoints: unknown; ports: unknown };
    if (!draft.endpoints?.length) lists.endpoints = null;
    if (!draft.ports?.length) lists.ports = null;
  },
  warnings: ({ metadata, addressType, endpoints }, old) => [
    ...(addressType === "FQDN" && !old ? ["spec.addressType: FQDN endpoints are deprecated"] : []),
    // What writes its own addresses writes them well.
    ...(OWN_WRITERS.has(metadata.labels?.[MANAGED_BY] ?? "") ? [] : (endpoints ?? [])).flatMap(
      ({ addresses }, i) =>
        (addresses ?? []).flatMap((address, j) =>
          ipWarnings(`endpoints[${i}].addresses[${j}]`, address),
        ),
    ),
  ],
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  columns: [
    nameColumn,
    textColumn(
      "AddressType",
      "addressType specifies the type of address carried by this EndpointSlice. All addresses in this slice must be the same type. This " +
        "field is immutable after creation. The following address types are currently supported: * IPv4: Represents an IPv4 Address. * " +
        "IPv6: Represents an IPv6 Address. * FQDN: Represents a Fully Qualified Domain Name.",
      (each) => each.addressType,
    ),
    textColumn(
      "Ports",
      "ports specifies the list of network ports exposed by each endpoint in this slice. Each port must have a unique name. When ports is " +
        'empty, it indicates that there are no defined ports. When a port is defined with a nil port value, it indicates "all ports". Each ' +
        "slice may include a maximum of 100 ports.",
      portsText,
    ),
    textColumn(
      "Endpoints",
      "endpoints is a list of unique endpoints in this slice. Each slice may include a maximum of 1000 endpoints.",
      (each) => firstThree((each.endpoints ?? []).flatMap((endpoint) => endpoint.addresses)),
    ),
    ageColumn,
  ],
});

/** A port without a number goes by its name. Models printers.formatDiscoveryPorts. */
function portsText({ ports }: EndpointSlice): string {
  return firstThree(
    ((ports as EndpointSlice["ports"] | null) ?? []).map(({ port, name }) =>
      port === undefined ? (name ?? "*") : String(port),
    ),
  );
}

/** Lists are cut after three. Models printers.listWithMoreString. */
function firstThree(texts: readonly string[]): string {
  const shown = texts.slice(0, 3).join(",");
  return texts.length > 3 ? `${shown} + ${texts.length - 3} more...` : shown || "<unset>";
}
