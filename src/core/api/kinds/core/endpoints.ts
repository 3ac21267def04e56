import { defineKind } from "../../define.ts";
import type { Endpoints, EndpointSubset } from "../../schema/generated/types.ts";
import { validateEndpoints, validateEndpointsUpdate } from "../../validation/endpoints.ts";
import { ipWarnings } from "../../validation/ip-warnings.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const MAX_SHOWN = 3;

/** Endpoints. Models pkg/registry/core/endpoint; subsets are kept as they were given, not repacked. */
export const endpoints = defineKind<Endpoints>({
  group: "",
  version: "v1",
  kind: "Endpoints",
  plural: "endpoints",
  singular: "endpoints",
  shortNames: ["ep"],
  schemaName: "io.k8s.api.core.v1.Endpoints",
  storageName: "services/endpoints",
  deprecation: "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice",
  allowsCreateOnUpdate: true,
  setDefaults({ subsets }) {
    for (const subset of subsets ?? [])
      for (const port of subset.ports ?? []) if (!port.protocol) port.protocol = "TCP";
  },
  warnings: ({ subsets = [] }) =>
    subsets.flatMap((subset, i) =>
      (["addresses", "notReadyAddresses"] as const).flatMap((list) =>
        (subset[list] ?? []).flatMap(({ ip }, j) =>
          ipWarnings(`subsets[${i}].${list}[${j}].ip`, ip),
        ),
      ),
    ),
  validate: validateEndpoints,
  validateUpdate: validateEndpointsUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Endpoints",
      "The set of all endpoints is the union of all subsets. Addresses are placed into subsets according to the IPs they share. A single " +
        "address with multiple ports, some of which are ready and some of which are not (because they come from different containers) will " +
        "result in the address being displayed in different subsets for the different ports. No address will appear in both Addresses and " +
        "NotReadyAddresses in the same subset. Sets of addresses and ports that comprise a service.",
      addressesText,
    ),
    ageColumn,
  ],
});

/** Models printers.formatEndpoints. */
function addressesText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return "<none>";
  const all = subsets.flatMap(hostPortsOf);
  const shown = all.slice(0, MAX_SHOWN).join(",");
  return all.length > MAX_SHOWN ? `${shown} + ${all.length - MAX_SHOWN} more...` : shown;
}

function hostPortsOf({ addresses = [], ports = [] }: EndpointSubset): string[] {
  if (ports.length === 0) return addresses.map(({ ip }) => ip);
  return ports.flatMap(({ port }) =>
    addresses.map(({ ip }) => (ip.includes(":") ? `[${ip}]:${port}` : `${ip}:${port}`)),
  );
}
