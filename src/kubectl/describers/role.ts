import type { ClusterRole, PolicyRule, Role } from "#core/api/schema/generated/types.ts";
import { compareText } from "#core/base/order.ts";
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

/** A rule about one resource of one group, or one that is no such rule. */
interface SingleRule {
  readonly group: string;
  readonly resource: string;
  readonly names: readonly string[];
  readonly urls: readonly string[];
  readonly verbs: readonly string[];
}

function roleText({ metadata, rules }: ClusterRole | Role): string {
  const text = new DescribeText();
  text.line(0, `Name:\t${metadata.name ?? ""}`);
  text.labels("Labels", metadata.labels);
  text.annotations(metadata.annotations);
  text.line(0, "PolicyRule:");
  text.line(1, "Resources\tNon-Resource URLs\tResource Names\tVerbs");
  text.line(1, "---------\t-----------------\t--------------\t-----");
  const singles = compacted((rules ?? []).flatMap(brokenDown));
  for (const { group, resource, names, urls, verbs } of sorted(singles)) {
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

/** Verbs of rules about the same come together. Models rbac CompactRules. */
function compacted(rules: readonly SingleRule[]): readonly SingleRule[] {
  const byKey = new Map<string, SingleRule>();
  rules.forEach((rule, i) => {
    const { group, resource, names, urls } = rule;
    const key = urls.length > 0 ? `url ${i}` : JSON.stringify([group, resource, names]);
    const before = byKey.get(key);
    const verbs = before ? [...new Set([...before.verbs, ...rule.verbs])] : rule.verbs;
    byKey.set(key, { ...rule, verbs });
  });
  return [...byKey.values()];
}

/** In the order of their text as Go prints the message. */
function sorted(rules: readonly SingleRule[]): readonly SingleRule[] {
  const textOf = ({ group, resource, names, urls, verbs }: SingleRule) =>
    `Verbs:[${verbs.join(" ")}],APIGroups:[${urls.length > 0 ? "" : group}],Resources:[${resource}],ResourceNames:[${names.join(" ")}],NonResourceURLs:[${urls.join(" ")}],`;
  return [...rules].sort((a, b) => compareText(textOf(a), textOf(b)));
}
