import { defineKind } from "../../define.ts";
import type { ServiceCIDR } from "../../schema/generated/types.ts";
import { validateServiceCidr, validateServiceCidrUpdate } from "../../validation/service-ranges.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** ServiceCIDR: a range that the addresses of Services come from. Models pkg/registry/networking/servicecidr. */
export const serviceCidr = defineKind<ServiceCIDR>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "ServiceCIDR",
  plural: "servicecidrs",
  namespaced: false,
  schemaName: "io.k8s.api.networking.v1.ServiceCIDR",
  allowsUnconditionalUpdate: false,
  hasGeneration: true,
  trusts: { bodies: "unchecked" },
  subresources: {
    status: {
      validateUpdate: () => [],
    },
  },
  newStatus: () => ({}),
  validate: validateServiceCidr,
  validateUpdate: validateServiceCidrUpdate,
  columns: [
    nameColumn,
    textColumn(
      "CIDRs",
      'CIDRs defines the IP blocks in CIDR notation (e.g. "192.168.0.0/24" or "2001:db8::/64") from which to assign service cluster IPs. ' +
        "Max of two CIDRs is allowed, one of each IP family. This field is immutable.",
      ({ spec }) => (spec.cidrs ?? []).join(","),
    ),
    ageColumn,
  ],
});
