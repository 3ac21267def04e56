import { defineKind, type Draft } from "../../define.ts";
import type { LimitRange, LimitRangeItem } from "../../schema/generated/types.ts";
import { validateLimitRange } from "../../validation/limit-ranges.ts";
import { createdAtColumn, nameColumn } from "../columns.ts";

/** LimitRange. Models pkg/registry/core/limitrange. */
export const limitRange = defineKind<LimitRange>({
  group: "",
  version: "v1",
  kind: "LimitRange",
  plural: "limitranges",
  shortNames: ["limits"],
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.core.v1.LimitRange",
  allowsCreateOnUpdate: true,
  namesItself: true,
  setDefaults({ spec }) {
    for (const item of spec?.limits ?? []) if (item.type === "Container") completeItem(item);
  },
  validate: validateLimitRange,
  columns: [nameColumn, createdAtColumn],
});

/** A limit follows from the most that is allowed, a request from the limit, or else from the least. Models SetDefaults_LimitRangeItem. */
function completeItem(item: Draft<LimitRangeItem>): void {
  const limits = inOrder({ ...item.max, ...item.default });
  const requests = inOrder({ ...item.min, ...limits, ...item.defaultRequest });
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}

function inOrder(amounts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
