import type { UserInfo } from "#core/api/request.ts";
import type {
  ClusterRole,
  PolicyRule,
  RoleBinding,
  Role,
} from "#core/api/schema/generated/types.ts";
import { notFound } from "#core/api/status.ts";
import { RBAC_GROUP } from "#core/api/validation/rbac.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { sortedBy } from "#core/base/order.ts";
import { defineAdmission, type AdmissionAttributes, type AdmissionLookup } from "../admission.ts";
import { decideAccess, rulesFor } from "../rbac.ts";
import { refuse } from "./refusal.ts";

/** Nobody gives away rights that they do not have. Models pkg/registry/rbac policybased storage, which upstream asks after admission. */
export const rbacEscalation = defineAdmission({
  name: "RBACEscalation",
  kinds: ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
  validate(attributes, lookup) {
    const { kind, operation, draft, old, user } = attributes;
    if (kind.group !== RBAC_GROUP || operation === "delete" || !draft) return;
    if (user.groups.includes("system:masters")) return;
    if (kind.storedAs === "Role" || kind.storedAs === "ClusterRole") {
      const rules = (draft as unknown as Role).rules ?? [];
      const before = (old as Role | undefined)?.rules ?? [];
      if (!isSemanticallyEqual(rules, before) && !mayAnyway(attributes, lookup, "escalate"))
        confirm(attributes, lookup, rules);
    } else judgeBinding(attributes, lookup);
  },
});

function judgeBinding(attributes: AdmissionAttributes, lookup: AdmissionLookup): void {
  const binding = attributes.draft as unknown as RoleBinding;
  const { kind, name } = binding.roleRef;
  const namespace = kind === "Role" ? attributes.namespace : "";
  if (mayAnyway(attributes, lookup, "bind")) return;
  const role = lookup.get(kind, { namespace, name }) as ClusterRole | undefined;
  // The lister speaks of the kind in the singular, and its answer is passed on as it is.
  if (!role) throw notFound({ group: RBAC_GROUP, resource: kind.toLowerCase() }, name);
  confirm(attributes, lookup, role.rules ?? []);
}

function mayAnyway(
  { kind, name, namespace, user, draft }: AdmissionAttributes,
  lookup: AdmissionLookup,
  verb: "bind" | "escalate",
): boolean {
  const roleRef = (draft as unknown as Partial<RoleBinding>).roleRef;
  const isCluster = (roleRef?.kind ?? kind.kind) === "ClusterRole";
  return decideAccess(lookup, user, {
    verb,
    group: RBAC_GROUP,
    resource: isCluster ? "clusterroles" : "roles",
    namespace: kind.namespaced ? namespace : "",
    name: roleRef?.name ?? name,
    path: "",
  }).isAllowed;
}

/** Models validation.ConfirmNoEscalation. */
function confirm(
  attributes: AdmissionAttributes,
  lookup: AdmissionLookup,
  wanted: readonly PolicyRule[],
): void {
  const { user, namespace, kind } = attributes;
  const held = [...rulesFor(lookup, user, kind.namespaced ? namespace : "", [])].map(
    ({ rule }) => rule,
  );
  const missing = wanted.filter((rule) =>
    singleRules(rule).some((each) => !held.some((own) => covers(own, each))),
  );
  if (missing.length === 0) return;
  const list = sortedBy(missing.map(ruleText), (text) => text).join("\n");
  throw refuse(
    attributes,
    `user ${JSON.stringify(user.name)} (groups=${groupsText(user)}) is attempting to grant RBAC permissions not currently held:\n${list}`,
  );
}

function groupsText({ groups }: UserInfo): string {
  return `[${groups.map((group) => JSON.stringify(group)).join(" ")}]`;
}

/** A rule taken apart into rules of one verb and one resource each. Models BreakdownRule. */
function singleRules(rule: PolicyRule): readonly PolicyRule[] {
  const verbs = rule.verbs ?? [];
  const paths = (rule.nonResourceURLs ?? []).flatMap((path) =>
    verbs.map((verb): PolicyRule => ({ nonResourceURLs: [path], verbs: [verb] })),
  );
  const names = rule.resourceNames?.length ? rule.resourceNames : [undefined];
  const resources = (rule.apiGroups ?? []).flatMap((group) =>
    (rule.resources ?? []).flatMap((resource) =>
      names.flatMap((name) =>
        verbs.map((verb): PolicyRule => ({
          apiGroups: [group],
          resources: [resource],
          verbs: [verb],
          ...(name !== undefined && { resourceNames: [name] }),
        })),
      ),
    ),
  );
  return [...paths, ...resources];
}

/** Models ruleCovers: whether everything of one single rule lies within another. */
function covers(own: PolicyRule, single: PolicyRule): boolean {
  const has = (list: readonly string[] | undefined, value: string | undefined) =>
    list?.includes("*") === true || (value !== undefined && list?.includes(value) === true);
  if (!has(own.verbs, single.verbs?.[0])) return false;
  const [path] = single.nonResourceURLs ?? [];
  if (path !== undefined)
    return (own.nonResourceURLs ?? []).some(
      (each) => each === path || (each.endsWith("*") && path.startsWith(each.slice(0, -1))),
    );
  const [resource] = single.resources ?? [];
  const [name] = single.resourceNames ?? [];
  const isNamed = own.resourceNames?.length;
  return (
    has(own.apiGroups, single.apiGroups?.[0]) &&
    has(own.resources, resource) &&
    (!isNamed || (name !== undefined && own.resourceNames?.includes(name) === true))
  );
}

/** `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`. Models CompactString. */
function ruleText(rule: PolicyRule): string {
  const parts = [
    ["APIGroups", rule.apiGroups],
    ["Resources", rule.resources],
    ["NonResourceURLs", rule.nonResourceURLs],
    ["ResourceNames", rule.resourceNames],
    ["Verbs", rule.verbs],
  ] as const;
  const texts = parts.flatMap(([name, list]) =>
    list?.length ? [`${name}:[${list.map((each) => JSON.stringify(each)).join(" ")}]`] : [],
  );
  return `{${texts.join(", ")}}`;
}
