import {
  formatLabelSelector,
  formatSelector,
  selectorFromLabels,
} from "#core/api/label-selector.ts";
import { controllerOf } from "#core/api/meta.ts";
import type { ReplicaSet, ReplicationController } from "#core/api/schema/generated/types.ts";
import type { Steps } from "../command.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { podCounts } from "./pod-counts.ts";
import { writePodTemplate } from "./pod-template.ts";
import { DescribeText } from "./text.ts";

/** Models describe.ReplicaSetDescriber. */
export const replicaSetDescriber = defineDescriber<ReplicaSet>({
  group: "apps",
  kind: "ReplicaSet",
  describe: (set, context) => describeSet(set, formatLabelSelector(set.spec?.selector), context),
});

/** Models describe.ReplicationControllerDescriber. */
export const replicationControllerDescriber = defineDescriber<ReplicationController>({
  group: "",
  kind: "ReplicationController",
  describe(set, context) {
    const selector = formatSelector(selectorFromLabels(set.spec?.selector));
    return describeSet(set, selector, context);
  },
});

function* describeSet(
  set: ReplicaSet | ReplicationController,
  selector: string,
  context: DescribeContext,
): Steps<string> {
  const { metadata, spec, status } = set;
  const pods = yield* podCounts(set, selector, context);
  const events = yield* eventsOf(set, context);
  const text = new DescribeText();
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
  text.line(0, `Selector:\t${selector}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  const controller = controllerOf(set);
  if (controller) text.line(0, `Controlled By:\t${controller.kind}/${controller.name}`);
  text.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  text.line(0, `Pods Status:\t${pods}`);
  writePodTemplate(text, spec?.template);
  const conditions = status?.conditions ?? [];
  if (conditions.length > 0) {
    text.put("Conditions:\n  Type\tStatus\tReason\n");
    text.line(1, "----\t------\t------");
    for (const { type, status: value, reason = "" } of conditions)
      text.line(1, `${type} \t${value}\t${reason}`);
  }
  writeEvents(text, events, context.session.nowEpochMs());
  return text.aligned();
}
