import { intOrStringText } from "#core/api/int-or-string.ts";
import type { EndpointSlice, Service, ServicePort } from "#core/api/schema/generated/types.ts";
import { listObjects } from "../api.ts";
import { resourceFor } from "../resources.ts";
import { labelsText } from "../printers/table.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, orNone } from "./text.ts";

const SHOWN_ENDPOINTS = 3;

/** Models describe.ServiceDescriber. */
export const serviceDescriber = defineDescriber<Service>({
  group: "",
  kind: "Service",
  *describe(service, context) {
    const { name = "", namespace = "" } = service.metadata;
    const labelSelector = `kubernetes.io/service-name=${name}`;
    const resource = resourceFor(context.session, "endpointslices.discovery.k8s.io");
    const slices = (yield* listObjects(resource, namespace, {
      labelSelector,
    })) as readonly EndpointSlice[];
    const events = yield* eventsOf(service, context);
    const text = new DescribeText();
    writeAddresses(text, service);
    for (const port of service.spec?.ports ?? []) writePort(text, port, slices);
    writePolicies(text, service);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeAddresses(text: DescribeText, { metadata, spec, status }: Service): void {
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  text.line(0, `Selector:\t${labelsText(spec?.selector ?? {})}`);
  text.line(0, `Type:\t${spec?.type ?? ""}`);
  if (spec?.ipFamilyPolicy) text.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  text.line(0, `IP Families:\t${orNone(spec?.ipFamilies?.join(","))}`);
  text.line(0, `IP:\t${spec?.clusterIP ?? ""}`);
  text.line(0, `IPs:\t${orNone(spec?.clusterIPs?.join(","))}`);
  if (spec?.externalIPs && spec.externalIPs.length > 0)
    text.line(0, `External IPs:\t${spec.externalIPs.join(",")}`);
  if (spec?.loadBalancerIP) text.line(0, `Desired LoadBalancer IP:\t${spec.loadBalancerIP}`);
  if (spec?.externalName) text.line(0, `External Name:\t${spec.externalName}`);
  const ingress = (status?.loadBalancer?.ingress ?? []).map((each) => {
    const address = each.ip ?? each.hostname ?? "";
    return each.ipMode === undefined ? address : `${address} (${each.ipMode})`;
  });
  if (ingress.length > 0) text.line(0, `LoadBalancer Ingress:\t${ingress.join(", ")}`);
}

function writePort(text: DescribeText, port: ServicePort, slices: readonly EndpointSlice[]): void {
  const name = port.name ? port.name : "<unset>";
  const protocol = port.protocol ?? "TCP";
  text.line(0, `Port:\t${name}\t${port.port}/${protocol}`);
  const target = port.targetPort === undefined ? "0" : intOrStringText(port.targetPort);
  text.line(0, `TargetPort:\t${target}/${protocol}`);
  if (port.nodePort) text.line(0, `NodePort:\t${name}\t${port.nodePort}/${protocol}`);
  text.line(0, `Endpoints:\t${endpointsText(slices, port.name ?? "")}`);
}

/** The addresses behind a port, the first three spelled out. Models describe.formatEndpointSlices. */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  const addresses: string[] = [];
  for (const slice of slices) {
    for (const port of slice.ports ?? []) {
      if ((port.name ?? "") !== portName) continue;
      for (const endpoint of slice.endpoints ?? []) {
        if (endpoint.conditions?.ready === false) continue;
        for (const address of endpoint.addresses) addresses.push(hostPort(address, port.port ?? 0));
      }
    }
  }
  if (addresses.length === 0) return slices.length === 0 ? "<none>" : "";
  const shown = addresses.slice(0, SHOWN_ENDPOINTS).join(",");
  const more = addresses.length - SHOWN_ENDPOINTS;
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

function hostPort(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function writePolicies(text: DescribeText, { spec }: Service): void {
  text.line(0, `Session Affinity:\t${spec?.sessionAffinity ?? ""}`);
  if (spec?.externalTrafficPolicy)
    text.line(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  if (spec?.internalTrafficPolicy)
    text.line(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
  if (spec?.trafficDistribution) text.line(0, `Traffic Distribution:\t${spec.trafficDistribution}`);
  if (spec?.healthCheckNodePort) text.line(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
  const ranges = spec?.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0) text.line(0, `LoadBalancer Source Ranges:\t${ranges.join(",")}`);
}
