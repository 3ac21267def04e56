import { defineKind } from "../../define.ts";
import type { ClusterRoleBinding } from "../../schema/generated/types.ts";
import { roleRefChange, validateClusterRoleBinding } from "../../validation/rbac.ts";
import { bindingColumns, defaultGroups } from "./role-binding-parts.ts";

/** ClusterRoleBinding. Models pkg/registry/rbac/clusterrolebinding. */
export const clusterRoleBinding = defineKind<ClusterRoleBinding>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRoleBinding",
  plural: "clusterrolebindings",
  namespaced: false,
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.rbac.v1.ClusterRoleBinding",
  nameFormat: "path-segment",
  trusts: { bodies: "unchecked" },
  allowsCreateOnUpdate: true,
  setDefaults: defaultGroups,
  validate: validateClusterRoleBinding,
  validateUpdate: (binding, old) => [
    ...validateClusterRoleBinding(binding),
    ...roleRefChange(binding.roleRef, old.roleRef),
  ],
  columns: bindingColumns({
    noun: "clusterRoleBinding",
    roleDescription:
      "RoleRef can only reference a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error. This field is immutable.",
  }),
});
