import type { ServiceCIDR } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText, longTime } from "./text.ts";

/** Models describe.ServiceCIDRDescriber. */
export const serviceCidrDescriber = defineDescriber<ServiceCIDR>({
  group: "networking.k8s.io",
  kind: "ServiceCIDR",
  *describe(range, context) {
    const { metadata, spec, status } = range;
    const events = yield* eventsOf(range, context);
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `CIDRs:\t${(spec?.cidrs ?? []).join(", ")}`);
    const conditions = status?.conditions ?? [];
    if (conditions.length > 0) {
      text.line(0, "Status:");
      text.line(0, "Conditions:");
      text.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
      text.line(1, "----\t------\t------------------\t------\t-------");
      for (const { type, status: value, lastTransitionTime, reason, message } of conditions)
        text.line(1, [type, value, longTime(lastTransitionTime), reason, message].join("\t"));
    }
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
