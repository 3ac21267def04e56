import { defineKind } from "../../define.ts";
import type { ServiceAccount } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn } from "../columns.ts";

/** ServiceAccount. Models pkg/registry/core/serviceaccount. */
export const serviceAccount = defineKind<ServiceAccount>({
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  shortNames: ["sa"],
  returnsDeletedObject: true,
  schemaName: "io.k8s.api.core.v1.ServiceAccount",
  extraSubresources: ["token"],
  columns: [nameColumn, ageColumn],
});
