import type { KubeObject } from "#core/api/meta.ts";
import {
  addUsage,
  exceededBy,
  hardOf,
  subtractUsage,
  unspecifiedText,
  usageOf,
  usageText,
  usageUnder,
  type Usage,
} from "#core/api/quota-usage.ts";
import type { Pod, ResourceQuota } from "#core/api/schema/generated/types.ts";
import { sortedBy } from "#core/base/order.ts";
import { defineAdmission, type AdmissionAttributes, type AdmissionLookup } from "../admission.ts";
import { refuse } from "./refusal.ts";

const NOTHING: Usage = new Map();

/**
 * Refuses what would take more than a quota of the namespace leaves. Models plugin ResourceQuota; what is used is counted afresh, so that
 * nothing depends on the quota's status.
 */
export const resourceQuotaAdmission = defineAdmission({
  name: "ResourceQuota",
  validate(attributes, lookup) {
    const { kind, namespace, draft } = attributes;
    if (!draft || !kind.namespaced || !isCharged(attributes)) return;
    const quotas = lookup.list("ResourceQuota", namespace) as readonly ResourceQuota[];
    if (quotas.length === 0) return;
    for (const quota of sortedBy(quotas, ({ metadata }) => metadata.name ?? ""))
      hold(attributes, lookup, quota);
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

function hold(
  attributes: AdmissionAttributes,
  lookup: AdmissionLookup,
  quota: ResourceQuota,
): void {
  const { kind, namespace, old } = attributes;
  const object = attributes.draft as unknown as KubeObject;
  const whole = usageOf(kind, object);
  const asked = usageUnder(quota, object, old ? subtractUsage(whole, usageOf(kind, old)) : whole);
  const name = quota.metadata.name ?? "";
  const isSilent = kind.storedAs === "Pod" && isCounted(quota, object);
  const silence = isSilent ? unspecifiedText(quota, object as Pod) : undefined;
  if (silence !== undefined) throw refuse(attributes, `failed quota: ${name}: ${silence}`);
  if (asked.size === 0) return;
  const used = lookup
    .list(kind.storedAs, namespace)
    .map((each) => usageUnder(quota, each, usageOf(kind, each)))
    .reduce(addUsage, NOTHING);
  const names = exceededBy(quota, used, asked);
  if (names.length === 0) return;
  const limited: Usage = new Map(names.map((each) => [each, hardOf(quota, each)]));
  const parts = [
    `exceeded quota: ${name}`,
    `requested: ${usageText(names, asked)}`,
    `used: ${usageText(names, used)}`,
    `limited: ${usageText(names, limited)}`,
  ];
  throw refuse(attributes, parts.join(", "));
}

/** Whether a quota speaks of this pod at all. */
function isCounted(quota: ResourceQuota, pod: KubeObject): boolean {
  const everything = new Map(
    Object.keys(quota.spec?.hard ?? {}).map((name) => [name, hardOf(quota, name)]),
  );
  return usageUnder(quota, pod, everything).size > 0;
}
