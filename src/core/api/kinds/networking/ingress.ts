import { defineKind } from "../../define.ts";
import type { Ingress } from "../../schema/generated/types.ts";
import {
  ingressWarnings,
  validateIngress,
  validateIngressStatus,
  validateIngressUpdate,
} from "../../validation/ingresses.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const MAX_HOSTS = 3;

/** Ingress. Models pkg/registry/networking/ingress. */
export const ingress = defineKind<Ingress>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "Ingress",
  plural: "ingresses",
  shortNames: ["ing"],
  schemaName: "io.k8s.api.networking.v1.Ingress",
  storageName: "ingress",
  hasGeneration: true,
  subresources: {
    status: {
      validateUpdate: validateIngressStatus,
    },
  },
  newStatus: () => ({ loadBalancer: {} }),
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  warnings: ingressWarnings,
  columns: [
    nameColumn,
    textColumn(
      "Class",
      "The name of the IngressClass resource that should be used for additional configuration",
      ({ spec }) => spec?.ingressClassName ?? "<none>",
    ),
    textColumn(
      "Hosts",
      "Hosts that incoming requests are matched against before the ingress rule",
      hostsText,
    ),
    textColumn(
      "Address",
      "Address is a list containing ingress points for the load-balancer",
      addressText,
    ),
    textColumn("Ports", "Ports of TLS configurations that open", ({ spec }) =>
      spec?.tls?.length ? "80, 443" : "80",
    ),
    ageColumn,
  ],
});

/** Models printers.formatHosts: rules are counted, also those without a host. */
function hostsText({ spec }: Ingress): string {
  const rules = spec?.rules ?? [];
  const shown: string[] = [];
  for (const { host } of rules) {
    if (shown.length === MAX_HOSTS)
      return `${shown.join(",")} + ${rules.length - MAX_HOSTS} more...`;
    if (host) shown.push(host);
  }
  return shown.join(",") || "*";
}

/** Models printers.ingressLoadBalancerStatusStringer; the server always prints as for `-o wide`. */
function addressText({ status }: Ingress): string {
  const addresses = (status?.loadBalancer?.ingress ?? [])
    .map(({ ip, hostname }) => ip || (hostname ?? ""))
    .filter((text) => text !== "");
  return [...new Set(addresses)].sort().join(",");
}
