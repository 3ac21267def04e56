import { formatLabelSelector } from "#core/api/label-selector.ts";
import { canonicalQuantity } from "#core/api/quantity.ts";
import type { PersistentVolumeClaim, StatefulSet } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { podCounts } from "./pod-counts.ts";
import { writePodTemplate } from "./pod-template.ts";
import { DescribeText, longTime } from "./text.ts";
import { writeName } from "./workload.ts";

/** Models describe.StatefulSetDescriber. */
export const statefulSetDescriber = defineDescriber<StatefulSet>({
  group: "apps",
  kind: "StatefulSet",
  *describe(set, context) {
    const { metadata, spec, status } = set;
    const selector = formatLabelSelector(spec?.selector);
    const pods = yield* podCounts(set, selector, context);
    const events = yield* eventsOf(set, context);
    const text = new DescribeText();
    writeName(text, set);
    text.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp)}`);
    text.line(0, `Selector:\t${selector}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `Replicas:\t${spec?.replicas ?? 0} desired | ${status?.replicas ?? 0} total`);
    text.line(0, `Update Strategy:\t${spec?.updateStrategy?.type ?? ""}`);
    const partition = spec?.updateStrategy?.rollingUpdate?.partition;
    if (partition !== undefined) text.line(1, `Partition:\t${partition}`);
    text.line(0, `Pods Status:\t${pods}`);
    writePodTemplate(text, spec?.template);
    writeClaims(text, spec?.volumeClaimTemplates ?? []);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeClaims(text: DescribeText, claims: readonly PersistentVolumeClaim[]): void {
  if (claims.length === 0) {
    text.line(0, "Volume Claims:\t<none>");
    return;
  }
  text.line(0, "Volume Claims:");
  for (const { metadata, spec } of claims) {
    text.line(1, `Name:\t${metadata.name ?? ""}`);
    text.line(1, `StorageClass:\t${spec?.storageClassName ?? ""}`);
    text.labels("Labels", metadata.labels, "  ");
    text.annotations(metadata.annotations, "  ");
    const storage = spec?.resources?.requests?.["storage"];
    text.line(
      1,
      `Capacity:\t${storage === undefined ? "<default>" : canonicalQuantity(String(storage))}`,
    );
    text.line(1, `Access Modes:\t[${(spec?.accessModes ?? []).join(" ")}]`);
  }
}
