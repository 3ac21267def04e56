import type { ConfigMap } from "#core/api/schema/generated/types.ts";
import { sortedEntries } from "../json.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { DescribeText } from "./text.ts";

/** Models describe.ConfigMapDescriber. */
export const configMapDescriber = defineDescriber<ConfigMap>({
  group: "",
  kind: "ConfigMap",
  *describe({ metadata, data, binaryData, ...rest }, context) {
    const events = yield* eventsOf({ ...rest, metadata }, context);
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.put("\nData\n====\n");
    for (const [key, value] of sortedEntries(data ?? {})) text.put(`${key}:\n----\n${value}\n\n`);
    text.put("\nBinaryData\n====\n");
    for (const [key, value] of sortedEntries(binaryData ?? {}))
      text.put(`${key}: ${decodedLength(String(value))} bytes\n`);
    text.put("\n");
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

/** Bytes behind a base64 text. */
export function decodedLength(base64: string): number {
  const bare = base64.replace(/=+$/, "");
  return Math.floor((bare.length * 3) / 4);
}
