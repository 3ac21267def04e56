import type { ClusterRole, PolicyRule, Role } from "#core/api/schema/generated/types.ts";
import { compactedRules, sortedRules, type SingleRule } from "../single-rules.ts";
import { defineDescriber } from "./describer.ts";
import { DescribeText } from "./text.ts";

const GROUP = "rbac.authorization.k8s.io";

/** Models describe.RoleDescriber. */
export const roleDescriber = defineDescriber<Role>({
  group: GROUP,
  kind: "Role",
  *describe(role) {
    return roleText(role);
  },
});

/** Models describe.ClusterRoleDescriber. */
export const clusterRoleDescriber = defineDescriber<ClusterRole>({
  group: GROUP,
  kind: "ClusterRole",
  *describe(role) {
    return roleText(role);
  },
});

function roleText({ metadata, rules }: ClusterRole | Role): string {
  const text = new DescribeText();
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  text.line(0, "PolicyRule:");
  text.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
  text.line(1, "---------\t-----------------\t--------------\t-----");
  const singles = compactedRules((rules ?? []).flatMap(brokenDown));
  for (const { group, resource, names, urls, verbs } of sortedRules(singles)) {
    const [type = "", ...sub] = resource.split("/");
    const place = [type, ...(group === "" ? [] : [group])].join(".");
    const cells = [urls, names, verbs].map((list) => `[${list.join(" ")}]`);
    text.line(1, `${[place, ...sub].join("/")}\t${cells.join("\t")}`);
  }
  return text.aligned();
}

/** One rule for every group, resource and name. Models component-helpers rbac BreakdownRule. */
function brokenDown({
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
  verbs,
}: PolicyRule): readonly SingleRule[] {
  const none = { group: "", resource: "", names: [], urls: [], verbs };
  const forResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      resourceNames.length === 0
        ? [{ ...none, group, resource }]
        : resourceNames.map((name) => ({ ...none, group, resource, names: [name] })),
    ),
  );
  return [...forResources, ...nonResourceURLs.map((url) => ({ ...none, urls: [url] }))];
}
