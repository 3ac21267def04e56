import type { ClusterRoleBinding, RoleBinding } from "#core/api/schema/generated/types.ts";
import { defineDescriber } from "./describer.ts";
import { DescribeText } from "./text.ts";

const GROUP = "rbac.authorization.k8s.io";

/** Models describe.RoleBindingDescriber. */
export const roleBindingDescriber = defineDescriber<RoleBinding>({
  group: GROUP,
  kind: "RoleBinding",
  *describe(binding) {
    return bindingText(binding);
  },
});

/** Models describe.ClusterRoleBindingDescriber. */
export const clusterRoleBindingDescriber = defineDescriber<ClusterRoleBinding>({
  group: GROUP,
  kind: "ClusterRoleBinding",
  *describe(binding) {
    return bindingText(binding);
  },
});

function bindingText({ metadata, roleRef, subjects }: ClusterRoleBinding | RoleBinding): string {
  const text = new DescribeText();
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  text.line(0, "Role:");
  text.line(1, `Kind:\t${roleRef.kind}`);
  text.line(1, `Name:\t${roleRef.name}`);
  text.line(0, "Subjects:");
  text.line(1, "Kind\tName\tNamespace");
  text.line(1, "----\t----\t---------");
  for (const { kind, name, namespace = "" } of subjects ?? [])
    text.line(1, `${kind}\t${name}\t${namespace}`);
  return text.aligned();
}
