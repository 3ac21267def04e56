import { defineKind } from "../../define.ts";
import type { RoleBinding } from "../../schema/generated/types.ts";
import { roleRefChange, validateRoleBinding } from "../../validation/rbac.ts";
import { bindingColumns, defaultGroups } from "./role-binding-parts.ts";

/** RoleBinding. Models pkg/registry/rbac/rolebinding. */
export const roleBinding = defineKind<RoleBinding>({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "RoleBinding",
  plural: "rolebindings",
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.rbac.v1.RoleBinding",
  nameFormat: "path-segment",
  trusts: { bodies: "unchecked" },
  allowsCreateOnUpdate: true,
  setDefaults: defaultGroups,
  validate: validateRoleBinding,
  validateUpdate: (binding, old) => [
    ...validateRoleBinding(binding),
    ...roleRefChange(binding.roleRef, old.roleRef),
  ],
  columns: bindingColumns({
    noun: "roleBinding",
    roleDescription:
      "RoleRef can reference a Role in the current namespace or a ClusterRole in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error. This field is immutable.",
  }),
});
