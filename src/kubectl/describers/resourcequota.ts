import { canonicalQuantity } from "#core/api/quantity.ts";
import type { ResourceQuota } from "#core/api/schema/generated/types.ts";
import { sortedEntries } from "../json.ts";
import { defineDescriber } from "./describer.ts";
import { DescribeText } from "./text.ts";
import { writeName } from "./workload.ts";

const SCOPE_HELP: Readonly<Record<string, string>> = {
  Terminating:
    "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  NotTerminating:
    "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  BestEffort:
    "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  NotBestEffort:
    "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
};

/** Models describe.ResourceQuotaDescriber. */
export const resourceQuotaDescriber = defineDescriber<ResourceQuota>({
  group: "",
  kind: "ResourceQuota",
  *describe(quota) {
    const { spec, status } = quota;
    const text = new DescribeText();
    writeName(text, quota);
    writeScopes(text, 0, spec?.scopes, " * ");
    text.line(0, "Resource\tUsed\tHard");
    text.line(0, "--------\t----\t----");
    for (const [name, hard] of sortedEntries(status?.hard ?? {})) {
      const used = canonicalQuantity(String(status?.used?.[name] ?? "0"));
      text.line(0, `${name}\t${used}\t${canonicalQuantity(String(hard))}`);
    }
    return text.aligned();
  },
});

/** The scopes in order, each with what it means. */
export function writeScopes(
  text: DescribeText,
  level: number,
  scopes: readonly string[] | undefined,
  bullet: string,
): void {
  const sorted = [...(scopes ?? [])].sort();
  if (sorted.length === 0) return;
  text.line(level, `Scopes:\t${sorted.join(", ")}`);
  for (const scope of sorted)
    if (SCOPE_HELP[scope] !== undefined) text.line(level, `${bullet}${SCOPE_HELP[scope]}`);
}
