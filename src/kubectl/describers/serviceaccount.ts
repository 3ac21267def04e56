import type { ServiceAccount } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";

/** Models describe.ServiceAccountDescriber. */
export const serviceAccountDescriber = defineDescriber<ServiceAccount>({
  group: "",
  kind: "ServiceAccount",
  *describe(account, context) {
    const events = yield* eventsOf(account, context);
    const { metadata } = account;
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.list(
      "Image pull secrets",
      (account.imagePullSecrets ?? []).map(({ name }) => name ?? ""),
    );
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});
