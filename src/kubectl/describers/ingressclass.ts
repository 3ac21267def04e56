import type { IngressClass } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";

/** Models describe.IngressClassDescriber. */
export const ingressClassDescriber = defineDescriber<IngressClass>({
  group: "networking.k8s.io",
  kind: "IngressClass",
  *describe(ingressClass, context) {
    const { metadata, spec } = ingressClass;
    const events = yield* eventsOf(ingressClass, context);
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `Controller:\t${spec?.controller ?? ""}`);
    const { parameters } = spec ?? {};
    if (parameters) {
      text.line(0, "Parameters:");
      if (parameters.apiGroup !== undefined) text.line(1, `APIGroup:\t${parameters.apiGroup}`);
      text.line(1, `Kind:\t${parameters.kind}`);
      text.line(1, `Name:\t${parameters.name}`);
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
