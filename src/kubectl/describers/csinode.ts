import type { CSINode } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, longTime } from "./text.ts";

/** Models describe.CSINodeDescriber. */
export const csiNodeDescriber = defineDescriber<CSINode>({
  group: "storage.k8s.io",
  kind: "CSINode",
  *describe(node, context) {
    const { metadata, spec } = node;
    const events = yield* eventsOf(node, context);
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}`);
    text.line(0, "Spec:");
    if (spec?.drivers) {
      text.line(1, "Drivers:");
      for (const { name, nodeID, allocatable, topologyKeys } of spec.drivers) {
        text.line(2, `${name}:`);
        text.line(3, `Node ID:\t${nodeID}`);
        if (allocatable?.count !== undefined) {
          text.line(3, "Allocatables:");
          text.line(4, `Count:\t${allocatable.count}`);
        }
        if (topologyKeys) text.line(3, `Topology Keys:\t[${topologyKeys.join(" ")}]`);
      }
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
