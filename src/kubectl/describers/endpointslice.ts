import type { EndpointSlice } from "#core/api/schema/generated/types.ts";
import { labelsText } from "../printers/table.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, orNone } from "./text.ts";

/** Models describe.EndpointSliceDescriber. */
export const endpointSliceDescriber = defineDescriber<EndpointSlice>({
  group: "discovery.k8s.io",
  kind: "EndpointSlice",
  *describe(slice, context) {
    const events = yield* eventsOf(slice, context);
    const { metadata, addressType, ports = [], endpoints = [] } = slice;
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `AddressType:\t${addressType}`);
    if (!ports || ports.length === 0) text.line(0, "Ports: <unset>");
    else {
      text.put("Ports:\n");
      text.line(1, "Name\tPort\tProtocol");
      text.line(1, "----\t----\t--------");
      for (const { name, port, protocol } of ports)
        text.line(1, `${name ? name : "<unset>"}\t${port ?? "<unset>"}\t${protocol ?? "TCP"}`);
    }
    if (!endpoints || endpoints.length === 0) text.line(0, "Endpoints: <none>");
    else {
      text.put("Endpoints:\n");
      for (const endpoint of endpoints) writeEndpoint(text, endpoint);
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeEndpoint(text: DescribeText, endpoint: EndpointSlice["endpoints"][number]): void {
  text.line(1, `- Addresses:\t${endpoint.addresses.join(",")}`);
  text.line(2, "Conditions:");
  text.line(3, `Ready:\t${endpoint.conditions?.ready ?? "<unset>"}`);
  text.line(2, `Hostname:\t${endpoint.hostname ?? "<unset>"}`);
  if (endpoint.targetRef)
    text.line(2, `TargetRef:\t${endpoint.targetRef.kind ?? ""}/${endpoint.targetRef.name ?? ""}`);
  text.line(2, `NodeName:\t${endpoint.nodeName ?? "<unset>"}`);
  text.line(2, `Zone:\t${endpoint.zone ?? "<unset>"}`);
  if (endpoint.deprecatedTopology)
    text.line(2, `Topology:\t${orNone(labelsText(endpoint.deprecatedTopology))}`);
}
