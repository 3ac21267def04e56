import type { KubeObject } from "#core/api/meta.ts";
import type { DescribeText } from "./text.ts";

/** `Name:` and `Namespace:`, the head of every namespaced description. */
export function writeName(text: DescribeText, { metadata }: KubeObject): void {
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.line(0, `Namespace:\t${metadata.namespace ?? ""}`);
}
