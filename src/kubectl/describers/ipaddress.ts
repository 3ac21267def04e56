import type { IPAddress } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";

/** Models describe.IPAddressDescriber. */
export const ipAddressDescriber = defineDescriber<IPAddress>({
  group: "networking.k8s.io",
  kind: "IPAddress",
  *describe(address, context) {
    const { metadata, spec } = address;
    const events = yield* eventsOf(address, context);
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    const { parentRef } = spec ?? {};
    if (parentRef) {
      text.line(0, "Parent Reference:");
      text.line(1, `Group:\t${parentRef.group ?? ""}`);
      text.line(1, `Resource:\t${parentRef.resource}`);
      text.line(1, `Namespace:\t${parentRef.namespace ?? ""}`);
      text.line(1, `Name:\t${parentRef.name}`);
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
