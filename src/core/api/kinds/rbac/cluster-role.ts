import { defineKind } from "../../define.ts";
import type { ClusterRole } from "../../schema/generated/types.ts";
import { validateClusterRole } from "../../validation/rbac.ts";
import { createdAtColumn, nameColumn } from "../columns.ts";

/** ClusterRole. Models pkg/registry/rbac/clusterrole. */
export const clusterRole = defineKind<ClusterRole>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  namespaced: false,
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.rbac.v1.ClusterRole",
  nameFormat: "path-segment",
  trusts: { bodies: "unchecked" },
  allowsCreateOnUpdate: true,
  validate: validateClusterRole,
  columns: [nameColumn, createdAtColumn],
});
