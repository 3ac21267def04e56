import { defineKind, type Draft } from "../../define.ts";
import type { ResourceQuota } from "../../schema/generated/types.ts";
import {
  validateResourceQuota,
  validateResourceQuotaStatus,
  validateResourceQuotaUpdate,
} from "../../validation/quotas.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** ResourceQuota. Models pkg/registry/core/resourcequota. */
export const resourceQuota = defineKind<ResourceQuota>({
  group: "",
  version: "v1",
  kind: "ResourceQuota",
  plural: "resourcequotas",
  shortNames: ["quota"],
  schemaName: "io.k8s.api.core.v1.ResourceQuota",
  subresources: {
    status: {
      prepareUpdate(draft, old) {
        draft.spec = old.spec as NonNullable<Draft<ResourceQuota>["spec"]>;
      },
      validateUpdate: validateResourceQuotaStatus,
    },
  },
  prepareCreate(draft) {
    draft.status = {};
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as NonNullable<Draft<ResourceQuota>["status"]>;
  },
  validate: validateResourceQuota,
  validateUpdate: validateResourceQuotaUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Request",
      "Request represents a minimum amount of cpu/memory that a container may consume.",
      (quota) => usedOf(quota, { isLimit: false }),
    ),
    textColumn(
      "Limit",
      "Limits control the maximum amount of cpu/memory that a container may use independent of contention on the node.",
      (quota) => usedOf(quota, { isLimit: true }),
    ),
    ageColumn,
  ],
});

/** Used and hard amounts, those of limits apart. Models printers.printResourceQuota. */
function usedOf({ status }: ResourceQuota, { isLimit }: { readonly isLimit: boolean }): string {
  return Object.entries(status?.hard ?? {})
    .filter(([name]) => name.startsWith("limits.") === isLimit)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, hard]) => `${name}: ${status?.used?.[name] ?? "0"}/${hard}`)
    .join(", ");
}
