import type { Endpoints } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, orNone } from "./text.ts";
import { writeName } from "./workload.ts";

/** Models describe.EndpointsDescriber. */
export const endpointsDescriber = defineDescriber<Endpoints>({
  group: "",
  kind: "Endpoints",
  *describe(endpoints, context) {
    const events = yield* eventsOf(endpoints, context);
    const text = new DescribeText();
    writeName(text, endpoints);
    text.labels("Labels", endpoints.metadata.labels);
    text.annotations(endpoints.metadata.annotations);
    text.line(0, "Subsets:");
    for (const { addresses = [], notReadyAddresses = [], ports = [] } of endpoints.subsets ?? []) {
      const listed = (all: typeof addresses) => orNone(all.map(({ ip }) => ip).join(","));
      text.line(1, `Addresses:\t${listed(addresses)}`);
      text.line(1, `NotReadyAddresses:\t${listed(notReadyAddresses)}`);
      if (ports.length > 0) {
        text.line(1, "Ports:");
        text.line(2, "Name\tPort\tProtocol");
        text.line(2, "----\t----\t--------");
        for (const { name, port, protocol = "TCP" } of ports)
          text.line(2, `${name ? name : "<unset>"}\t${port}\t${protocol}`);
      }
      text.put("\n");
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
