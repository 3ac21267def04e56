import { defineKind } from "../../define.ts";
import type { IPAddress, ParentReference } from "../../schema/generated/types.ts";
import { validateIpAddress, validateIpAddressUpdate } from "../../validation/service-ranges.ts";
import { nameColumn, textColumn } from "../columns.ts";

/** IPAddress: who holds an address of the Services' ranges. Models pkg/registry/networking/ipaddress. */
export const ipAddress = defineKind<IPAddress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IPAddress",
  plural: "ipaddresses",
  shortNames: ["ip"],
  namespaced: false,
  schemaName: "io.k8s.api.networking.v1.IPAddress",
  allowsUnconditionalUpdate: false,
  hasGeneration: true,
  validate: validateIpAddress,
  validateUpdate: validateIpAddressUpdate,
  columns: [
    nameColumn,
    textColumn(
      "ParentRef",
      "ParentRef references the resource that an IPAddress is attached to. An IPAddress must reference a parent object.",
      ({ spec }) => {
        const parentRef = spec.parentRef as ParentReference | undefined;
        if (!parentRef) return "<none>";
        const { group, resource, namespace, name } = parentRef;
        const place = namespace ? `/${namespace}` : "";
        return `${group ? `${resource}.${group}` : resource}${place}/${name}`.toLowerCase();
      },
    ),
  ],
});
