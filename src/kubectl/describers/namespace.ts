import { canonicalQuantity } from "#core/api/quantity.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type { LimitRange, Namespace, ResourceQuota } from "#core/api/schema/generated/types.ts";
import { listObjects } from "../api.ts";
import type { Steps } from "../command.ts";
import { sortedEntries } from "../json.ts";
import { findResource } from "../resources.ts";
import { defineDescriber, type DescribeContext } from "./describer.ts";
import { writeLimits } from "./limitrange.ts";
import { writeScopes } from "./resourcequota.ts";
import { DescribeText } from "./text.ts";

/** Models describe.NamespaceDescriber. */
export const namespaceDescriber = defineDescriber<Namespace>({
  group: "",
  kind: "Namespace",
  *describe({ metadata, status }, context) {
    const name = metadata.name ?? "";
    const quotas = (yield* listIn(name, "resourcequotas", context)) as readonly ResourceQuota[];
    const ranges = (yield* listIn(name, "limitranges", context)) as readonly LimitRange[];
    const text = new DescribeText();
    text.line(0, `Name:\t${name}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    text.line(0, `Status:\t${status?.phase ?? ""}`);
    writeConditions(text, status?.conditions ?? []);
    text.put("\n");
    writeQuotas(text, quotas);
    text.put("\n");
    if (ranges.length === 0) text.put("No LimitRange resource.\n");
    else {
      text.put(
        "Resource Limits\n Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio\n",
      );
      text.put(
        " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------\n",
      );
      for (const range of ranges) writeLimits(text, range, " ");
    }
    return text.aligned();
  },
});

function* listIn(
  namespace: string,
  type: string,
  { session }: DescribeContext,
): Steps<readonly KubeObject[]> {
  const resource = findResource(session, type);
  return resource ? yield* listObjects(resource, namespace) : [];
}

function writeConditions(
  text: DescribeText,
  conditions: NonNullable<NonNullable<Namespace["status"]>["conditions"]>,
): void {
  if (conditions.length === 0) return;
  text.put("Conditions:\n  Type\tStatus\tLastTransitionTime\tReason\tMessage\n");
  text.line(1, "----\t------\t------------------\t------\t-------");
  for (const { type, status, lastTransitionTime = "", reason = "", message = "" } of conditions) {
    text.line(1, `${type}\t${status}\t${lastTransitionTime}\t${reason}\t${message}`);
  }
}

function writeQuotas(text: DescribeText, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) {
    text.put("No resource quota.\n");
    return;
  }
  text.put("Resource Quotas\n");
  for (const { metadata, status, spec } of quotas) {
    text.line(1, `Name:\t${metadata.name ?? ""}`);
    writeScopes(text, 1, spec?.scopes, "* ");
    text.line(1, "Resource\tUsed\tHard");
    text.line(1, "--------\t---\t---");
    for (const [name, hard] of sortedEntries(status?.hard ?? {})) {
      text.line(
        1,
        `${name}\t${canonicalQuantity(String(status?.used?.[name] ?? "0"))}\t${canonicalQuantity(String(hard))}`,
      );
    }
  }
}
