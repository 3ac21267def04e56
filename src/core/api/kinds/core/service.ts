import { defineKind, type Column, type Draft } from "../../define.ts";
import { formatSelector, selectorFromLabels } from "../../label-selector.ts";
import {
  isExternallyAccessible,
  validateService,
  validateServiceUpdate,
} from "../../validation/services.ts";
import { validateServiceStatus } from "../../validation/service-status.ts";
import { serviceWarnings } from "../../validation/warnings.ts";
import type { Service } from "../../schema/generated/types.ts";
import { dropUnneededFields, hideUnusedPolicy } from "./service-prepare.ts";
import { ageColumn, nameColumn, textColumn, wideColumn } from "../columns.ts";

const CLIENT_IP_TIMEOUT_SECONDS = 10_800;

/** Service. Models pkg/registry/core/service; addresses and node ports are given out by the server. */
export const service = defineKind<Service>({
  group: "",
  version: "v1",
  kind: "Service",
  plural: "services",
  shortNames: ["svc"],
  categories: ["all"],
  returnsDeletedObject: true,
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.core.v1.Service",
  storageName: "services/specs",
  nameFormat: "dns-1035-label",
  allowsCreateOnUpdate: true,
  allocator: "services",
  extraSubresources: ["proxy"],
  subresources: {
    status: {
      prepareUpdate(draft, old) {
        draft.spec = old.spec as Draft<Service>["spec"];
      },
      validateUpdate: validateServiceStatus,
    },
  },
  setDefaults(draft) {
    const { spec } = draft;
    if (!spec.sessionAffinity) spec.sessionAffinity = "None";
    defaultAffinity(spec);
    if (!spec.type) spec.type = "ClusterIP";
    defaultPorts(spec);
    if (isExternallyAccessible(spec) && !spec.externalTrafficPolicy)
      spec.externalTrafficPolicy = "Cluster";
    if (spec.type === "NodePort" || spec.type === "LoadBalancer" || spec.type === "ClusterIP")
      spec.internalTrafficPolicy ??= "Cluster";
    if (spec.type === "LoadBalancer") spec.allocateLoadBalancerNodePorts ??= true;
    for (const ingress of draft.status.loadBalancer.ingress ?? [])
      if (ingress.ip) ingress.ipMode ??= "VIP";
  },
  prepareCreate(draft) {
    draft.status = { loadBalancer: {} };
    hideUnusedPolicy(draft.spec);
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as Draft<Service>["status"];
    dropUnneededFields(draft.spec, old.spec);
    hideUnusedPolicy(draft.spec);
  },
  warnings: serviceWarnings,
  // Upstream dropped this field too late for what was stored, and hides it since.
  unseenFields: ({ spec }) =>
    spec.type === "ExternalName" ? { "spec.internalTrafficPolicy": "Cluster" } : {},
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  columns: columns(),
  selectableFields: [
    { path: "spec.clusterIP", read: (each) => each.spec.clusterIP ?? "" },
    { path: "spec.type", read: (each) => each.spec.type ?? "" },
  ],
});

function defaultAffinity(spec: Draft<Service>["spec"]): void {
  if (spec.sessionAffinity === "None") delete spec.sessionAffinityConfig;
  if (
    spec.sessionAffinity === "ClientIP" &&
    spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined
  ) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: CLIENT_IP_TIMEOUT_SECONDS } };
  }
}

function defaultPorts(spec: Draft<Service>["spec"]): void {
  for (const port of spec.ports ?? []) {
    if (!port.protocol) port.protocol = "TCP";
    if (!port.targetPort) port.targetPort = port.port;
  }
}

function columns(): Column<Service>[] {
  return [
    nameColumn,
    textColumn(
      "Type",
      "type determines how the Service is exposed. Defaults to ClusterIP. Valid options are ExternalName, ClusterIP, NodePort, and " +
        'LoadBalancer. "ClusterIP" allocates a cluster-internal IP address for load-balancing to endpoints. Endpoints are determined by the ' +
        "selector or if that is not specified, by manual construction of an Endpoints object or EndpointSlice objects. If clusterIP is " +
        '"None", no virtual IP is allocated and the endpoints are published as a set of endpoints rather than a virtual IP. "NodePort" builds ' +
        'on ClusterIP and allocates a port on every node which routes to the same endpoints as the clusterIP. "LoadBalancer" builds on ' +
        "NodePort and creates an external load-balancer (if supported in the current cloud) which routes to the same endpoints as the " +
        'clusterIP. "ExternalName" aliases this service to the specified externalName. Several other fields do not apply to ExternalName ' +
        "services. More info: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
      (each) => each.spec.type ?? "",
    ),
    textColumn(
      "Cluster-IP",
      "clusterIP is the IP address of the service and is usually assigned randomly. If an address is specified manually, is in-range (as per " +
        "system configuration), and is not in use, it will be allocated to the service; otherwise creation of the service will fail. This " +
        "field may not be changed through updates unless the type field is also being changed to ExternalName (which requires this field to " +
        "be blank) or the type field is being changed from ExternalName (in which case this field may optionally be specified, as describe " +
        'above).  Valid values are "None", empty string (""), or a valid IP address. Setting this to "None" makes a "headless service" (no ' +
        "virtual IP), which is useful when direct endpoint connections are preferred and proxying is not required.  Only applies to types " +
        "ClusterIP, NodePort, and LoadBalancer. If this field is specified when creating a Service of type ExternalName, creation will fail. " +
        "This field will be wiped when updating a Service to type ExternalName. More info: " +
        "https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies",
      (each) => each.spec.clusterIPs?.[0] || each.spec.clusterIP || "<none>",
    ),
    textColumn(
      "External-IP",
      "externalIPs is a list of IP addresses for which nodes in the cluster will also accept traffic for this service.  These IPs are not " +
        "managed by Kubernetes.  The user is responsible for ensuring that traffic arrives at a node with this IP.  A common example is " +
        "external load-balancers that are not part of the Kubernetes system.",
      externalIpText,
    ),
    textColumn(
      "Port(s)",
      "The list of ports that are exposed by this service. More info: " +
        "https://kubernetes.io/docs/concepts/services-networking/service/#virtual-ips-and-service-proxies",
      portsText,
    ),
    ageColumn,
    wideColumn(
      "Selector",
      "Route service traffic to pods with label keys and values matching this selector. If empty or not present, the service is assumed to " +
        "have an external process managing its endpoints, which Kubernetes will not modify. Only applies to types ClusterIP, NodePort, and " +
        "LoadBalancer. Ignored if type is ExternalName. More info: https://kubernetes.io/docs/concepts/services-networking/service/",
      (each) => formatSelector(selectorFromLabels(each.spec.selector)) || "<none>",
    ),
  ];
}

/** What the EXTERNAL-IP cell of a service says. Models printers.getServiceExternalIP; the server always prints as for `-o wide`. */
function externalIpText({ spec, status }: Service): string {
  const { type, externalIPs = [], externalName } = spec;
  if (type === "ExternalName") return externalName ?? "";
  if (type !== "LoadBalancer") return externalIPs.join(",") || "<none>";
  const addresses = (status.loadBalancer.ingress ?? [])
    .map(({ ip, hostname }) => ip || (hostname ?? ""))
    .filter((text) => text !== "");
  return [...[...new Set(addresses)].sort(), ...externalIPs].join(",") || "<pending>";
}

function portsText(each: Service): string {
  const ports = each.spec.ports ?? [];
  if (ports.length === 0) return "<none>";
  return ports
    .map(
      ({ port, nodePort, protocol }) =>
        `${port}${nodePort ? `:${nodePort}` : ""}/${protocol ?? "TCP"}`,
    )
    .join(",");
}
