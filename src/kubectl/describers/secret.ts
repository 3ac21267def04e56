import type { Secret } from "#core/api/schema/generated/types.ts";
import { sortedEntries } from "../json.ts";
import { decodedLength } from "./configmap.ts";
import { defineDescriber } from "./describer.ts";
import { DescribeText } from "./text.ts";

/** Models describe.SecretDescriber: values are counted, not shown. */
export const secretDescriber = defineDescriber<Secret>({
  group: "",
  kind: "Secret",
  *describe({ metadata, type, data }) {
    const text = new DescribeText();
    text.line(0, `Name:\t${metadata.name ?? ""}`);
    text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.put(`\nType:\t${type ?? ""}\n\nData\n====\n`);
    for (const [key, value] of sortedEntries(data ?? {})) {
      const isToken = key === "token" && type === "kubernetes.io/service-account-token";
      text.put(
        isToken
          ? `${key}:\t${atob(String(value))}\n`
          : `${key}:\t${decodedLength(String(value))} bytes\n`,
      );
    }
    return text.aligned();
  },
});
