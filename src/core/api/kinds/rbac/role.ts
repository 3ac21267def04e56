import { defineKind } from "../../define.ts";
import type { Role } from "../../schema/generated/types.ts";
import { validateRole } from "../../validation/rbac.ts";
import { createdAtColumn, nameColumn } from "../columns.ts";

/** Role. Models pkg/registry/rbac/role. */
export const role = defineKind<Role>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "Role",
  plural: "roles",
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.rbac.v1.Role",
  nameFormat: "path-segment",
  trusts: { bodies: "unchecked" },
  allowsCreateOnUpdate: true,
  validate: validateRole,
  columns: [nameColumn, createdAtColumn],
});
