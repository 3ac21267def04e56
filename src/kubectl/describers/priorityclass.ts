import { labelsText } from "../printers/table.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";
import type { PriorityClass } from "./unlisted-kinds.ts";

/** Models describe.PriorityClassDescriber. */
export const priorityClassDescriber = defineDescriber<PriorityClass>({
  group: "scheduling.k8s.io",
  kind: "PriorityClass",
  *describe(priorityClass, context) {
    const events = yield* eventsOf(priorityClass, context);
    const {
      metadata,
      value,
      globalDefault = false,
      preemptionPolicy,
      description = "",
    } = priorityClass;
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.line(0, `Value:\t${value}`);
    text.line(0, `GlobalDefault:\t${globalDefault}`);
    text.line(0, `PreemptionPolicy:\t${preemptionPolicy ?? "PreemptLowerPriority"}`);
    text.line(0, `Description:\t${description}`);
    text.line(0, `Annotations:\t${labelsText(metadata.annotations ?? {})}`);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
