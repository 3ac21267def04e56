import type { KubeObject } from "#core/api/meta.ts";
import {
  addUsage,
  exceededBy,
  growthOf,
  isNameOf,
  maskedUsage,
  matchesScopes,
  unspecifiedText,
  usageFrom,
  usageOf,
  usageText,
  usageTexts,
  type Usage,
} from "#core/api/quota-usage.ts";
import { resourceQuota } from "#core/api/kinds/core/resource-quota.ts";
import type { Pod, ResourceQuota } from "#core/api/schema/generated/types.ts";
import { sortedBy } from "#core/base/order.ts";
import { defineAdmission, type AdmissionAttributes } from "../admission.ts";
import { refuse } from "./refusal.ts";

/** What a quota is charged by a request. */
interface Charge {
  readonly quota: ResourceQuota;
  readonly used: Usage;
}

/**
 * Refuses what would take more than a quota of the namespace leaves, and enters what is taken in the quota's status. What counts is what the status
 * says: a quota that nobody has counted yet limits nothing. Models the plugin resourcequota, CheckRequest and checkQuotas.
 */
export const resourceQuotaAdmission = defineAdmission({
  name: "ResourceQuota",
  validate(attributes, lookup) {
    const { kind, namespace, draft } = attributes;
    if (!draft || !kind.namespaced || kind.storedAs === "Event" || !isCharged(attributes)) return;
    const quotas = lookup.list("ResourceQuota", namespace) as readonly ResourceQuota[];
    if (quotas.length === 0) return;
    const pertinent = sortedBy(quotas, ({ metadata }) => metadata.name ?? "").filter((quota) =>
      concerns(attributes, quota),
    );
    const charges = pertinent.flatMap((quota) => chargeTo(attributes, quota) ?? []);
    if (attributes.dryRun) return;
    for (const { quota, used } of charges)
      lookup.writeStatus(resourceQuota, {
        ...quota,
        status: { ...quota.status, used: usageTexts(used) },
      });
  },
});

/** Models the evaluators' Handles: what can grow is looked at when it is changed, too. */
function isCharged({ kind, operation, subresource }: AdmissionAttributes): boolean {
  if (operation === "create") return subresource === "";
  if (operation !== "update") return false;
  if (kind.storedAs === "Pod") return subresource === "resize";
  return (
    subresource === "" && (kind.storedAs === "Service" || kind.storedAs === "PersistentVolumeClaim")
  );
}

/** The names of a quota that speak of the request's kind. */
function restrictedNames({ kind }: AdmissionAttributes, { status }: ResourceQuota): string[] {
  return Object.keys(status?.hard ?? {}).filter((name) => isNameOf(kind, name));
}

/** Whether a quota speaks of the object; refuses what does not say what it has to, and quotas that are not counted yet. */
function concerns(attributes: AdmissionAttributes, quota: ResourceQuota): boolean {
  const { kind } = attributes;
  const object = attributes.draft as unknown as KubeObject;
  const restricted = restrictedNames(attributes, quota);
  if (restricted.length === 0 || !matchesScopes(kind, quota, object)) return false;
  const { name = "" } = quota.metadata;
  const silence = kind.storedAs === "Pod" ? unspecifiedText(restricted, object as Pod) : undefined;
  if (silence !== undefined) throw refuse(attributes, `failed quota: ${name}: ${silence}`);
  const used = quota.status?.used ?? {};
  if (restricted.some((each) => used[each] === undefined))
    throw refuse(
      attributes,
      `status unknown for quota: ${name}, resources: ${restricted.sort().join(",")}`,
    );
  return true;
}

/** What the quota has used with the request granted, undefined when that is nothing new; refuses what is too much. */
function chargeTo(attributes: AdmissionAttributes, quota: ResourceQuota): Charge | undefined {
  const { kind, old } = attributes;
  const object = attributes.draft as unknown as KubeObject;
  const wasCounted = old !== undefined && matchesScopes(kind, quota, old);
  const growth = growthOf(usageOf(kind, object), wasCounted ? usageOf(kind, old) : new Map());
  const hard = usageFrom(quota.status?.hard);
  const asked = maskedUsage(growth, [...hard.keys()]);
  if (asked.size === 0) return undefined;
  const used = usageFrom(quota.status?.used);
  const names = exceededBy(hard, used, asked);
  if (names.length === 0) return { quota, used: addUsage(used, asked) };
  const parts = [
    `exceeded quota: ${quota.metadata.name ?? ""}`,
    `requested: ${usageText(names, asked)}`,
    `used: ${usageText(names, used)}`,
    `limited: ${usageText(names, hard)}`,
  ];
  throw refuse(attributes, parts.join(", "));
}
