import { defineKind, type Draft } from "../../define.ts";
import type { Ingress } from "../../schema/generated/types.ts";
import {
  ingressWarnings,
  validateIngress,
  validateIngressStatus,
  validateIngressUpdate,
} from "../../validation/ingresses.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const MAX_HOSTS = 3;
const MAX_ADDRESS_LENGTH = 16;

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
      prepareUpdate(draft, old) {
        draft.spec = old.spec as NonNullable<Draft<Ingress>["spec"]>;
      },
      validateUpdate: validateIngressStatus,
    },
  },
  prepareCreate(draft) {
    draft.status = { loadBalancer: {} };
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as NonNullable<Draft<Ingress>["status"]>;
  },
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
    textColumn("Ports", "Ports of TLS configurations that open connections", ({ spec }) =>
      spec?.tls?.length ? "80, 443" : "80",
    ),
    ageColumn,
  ],
});

/** Models printers.formatHosts. */
function hostsText({ spec }: Ingress): string {
  const hosts = (spec?.rules ?? []).flatMap(({ host }) => (host ? [host] : []));
  if (hosts.length === 0) return "*";
  const shown = hosts.slice(0, MAX_HOSTS).join(",");
  return hosts.length > MAX_HOSTS ? `${shown} + ${hosts.length - MAX_HOSTS} more...` : shown;
}

/** Models printers.ingressLoadBalancerStatusStringer, as it is without `-o wide`. */
function addressText({ status }: Ingress): string {
  const addresses = (status?.loadBalancer?.ingress ?? [])
    .map(({ ip, hostname }) => ip || (hostname ?? ""))
    .filter((text) => text !== "");
  const text = [...new Set(addresses)].sort().join(",");
  return text.length > MAX_ADDRESS_LENGTH ? `${text.slice(0, MAX_ADDRESS_LENGTH - 3)}...` : text;
}
