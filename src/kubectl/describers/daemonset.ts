import { formatLabelSelector } from "#core/api/label-selector.ts";
import type { DaemonSet } from "#core/api/schema/generated/types.ts";
import { labelsText } from "../printers/table.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { podCounts } from "./pod-counts.ts";
import { writePodTemplate } from "./pod-template.ts";
import { DescribeText } from "./text.ts";
import { writeName } from "./workload.ts";

/** Models describe.DaemonSetDescriber. */
export const daemonSetDescriber = defineDescriber<DaemonSet>({
  group: "apps",
  kind: "DaemonSet",
  *describe(set, context) {
    const { metadata, spec, status } = set;
    const selector = formatLabelSelector(spec?.selector);
    const pods = yield* podCounts(set, selector, context);
    const events = yield* eventsOf(set, context);
    const text = new DescribeText();
    writeName(text, set);
    text.line(0, `Selector:\t${selector}`);
    text.line(0, `Node-Selector:\t${labelsText(spec?.template.spec?.nodeSelector ?? {})}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
    text.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
    text.line(
      0,
      `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`,
    );
    text.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
    text.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
    text.line(0, `Pods Status:\t${pods}`);
    writePodTemplate(text, spec?.template);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
