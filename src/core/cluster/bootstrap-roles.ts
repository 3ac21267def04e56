import { componentStatus } from "#core/api/kinds/core/component-status.ts";
import { clusterRole } from "#core/api/kinds/rbac/cluster-role.ts";
import { clusterRoleBinding } from "#core/api/kinds/rbac/cluster-role-binding.ts";
import { role as roleKind } from "#core/api/kinds/rbac/role.ts";
import { roleBinding } from "#core/api/kinds/rbac/role-binding.ts";
import { priorityClass } from "#core/api/kinds/scheduling/priority-class.ts";
import type { PolicyRule, Subject } from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";
import { isEqual } from "#core/base/equal.ts";
import { deepFreeze } from "#core/base/freeze.ts";
import { CONTROLLER_ROLE_RULES } from "./bootstrap-controller-rules.ts";
import {
  CLUSTER_ROLE_RULES,
  CLUSTER_ROLE_SUBJECTS,
  NAMESPACE_ROLE_RULES,
  NAMESPACE_ROLE_SUBJECTS,
} from "./bootstrap-rules.ts";

const GROUP = "rbac.authorization.k8s.io";
const LABELS = { "kubernetes.io/bootstrapping": "rbac-defaults" };
const ANNOTATIONS = { "rbac.authorization.kubernetes.io/autoupdate": "true" };
const CONTROLLERS = "system:controller:";
const EVENT_RULE = "create,patch,update; core,events.k8s.io; events";
/** Words that stand for several verbs. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  read: ["get", "list", "watch"],
  write: ["create", "delete", "deletecollection", "patch", "update"],
};
/** Roles put together from others: the labels they gather, and their own. */
const AGGREGATED = [
  { name: "view", gathers: "aggregate-to-view", from: [], label: "aggregate-to-edit" },
  { name: "edit", gathers: "aggregate-to-edit", from: ["view"], label: "aggregate-to-admin" },
  { name: "admin", gathers: "aggregate-to-admin", from: ["edit"], label: undefined },
] as const;

interface NamedRules {
  /** "" for a ClusterRole. */
  readonly namespace: string;
  readonly name: string;
  readonly label: string | undefined;
  readonly rules: readonly PolicyRule[];
}

/** Makes the roles, bindings and priority classes that an API server makes for itself. Models bootstrappolicy and the rbac and scheduling post-start hooks. */
export function createSystemPolicy(client: Client): void {
  for (const name of ["controller-manager", "etcd-0", "scheduler"])
    client.create(componentStatus, {
      apiVersion: "v1",
      kind: "ComponentStatus",
      metadata: { name },
      conditions: [{ type: "Healthy", status: "True", message: "ok" }],
    });
  for (const [name, value, words] of PRIORITIES)
    client.create(priorityClass, {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name },
      value,
      description: `Used for system critical pods that must ${words}.`,
    });
  for (const role of policy().clusterRoles) {
    const { name, label, rules } = role;
    const labels = { ...LABELS, ...(label !== undefined && { [`${GROUP}/${label}`]: "true" }) };
    const gathers = AGGREGATED.find((each) => each.name === name)?.gathers;
    client.create(clusterRole, {
      apiVersion: `${GROUP}/v1`,
      kind: "ClusterRole",
      metadata: { name, labels, annotations: ANNOTATIONS },
      ...(gathers !== undefined && {
        aggregationRule: {
          clusterRoleSelectors: [{ matchLabels: { [`${GROUP}/${gathers}`]: "true" } }],
        },
      }),
      rules,
    });
  }
  for (const { name, subjects } of policy().bindings)
    bindClusterRole(client, { name, role: name, subjects, isOwn: true });
  createNamespacedRoles(client);
}

/** Models the Roles and RoleBindings of namespace_policy.go. */
function createNamespacedRoles(client: Client): void {
  for (const { namespace, name, rules } of parseRoles(NAMESPACE_ROLE_RULES))
    client.create(roleKind, {
      apiVersion: `${GROUP}/v1`,
      kind: "Role",
      metadata: { name, namespace, labels: LABELS, annotations: ANNOTATIONS },
      rules,
    });
  for (const { namespace, name, role, subjects } of parseSubjects(NAMESPACE_ROLE_SUBJECTS))
    client.create(roleBinding, {
      apiVersion: `${GROUP}/v1`,
      kind: "RoleBinding",
      metadata: { name, namespace, labels: LABELS, annotations: ANNOTATIONS },
      subjects,
      roleRef: { apiGroup: GROUP, kind: "Role", name: role },
    });
}

/** Binds a cluster role; `isOwn` marks what the API server keeps up by itself. */
export function bindClusterRole(
  client: Client,
  {
    name,
    role,
    subjects,
    isOwn,
  }: {
    readonly name: string;
    readonly role: string;
    readonly subjects: readonly Subject[];
    readonly isOwn: boolean;
  },
): void {
  client.create(clusterRoleBinding, {
    apiVersion: `${GROUP}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name, ...(isOwn && { labels: LABELS, annotations: ANNOTATIONS }) },
    ...(subjects.length > 0 && { subjects }),
    roleRef: { apiGroup: GROUP, kind: "ClusterRole", name: role },
  });
}

const PRIORITIES = [
  ["system-node-critical", 2_000_001_000, "not be moved from their current node"],
  [
    "system-cluster-critical",
    2_000_000_000,
    "run in the cluster, but can be moved to another node if necessary",
  ],
] as const;

/** What the texts of the bootstrap policy say. */
interface Policy {
  readonly clusterRoles: readonly NamedRules[];
  readonly bindings: readonly Pick<NamedSubjects, "name" | "subjects">[];
}

/** The policy is the same in every cluster: a page that opens one lesson after another reads it once. */
let policyOnce: Policy | undefined;

function policy(): Policy {
  policyOnce ??= deepFreeze({ clusterRoles: clusterRoles(), bindings: bindings() });
  return policyOnce;
}

function clusterRoles(): readonly NamedRules[] {
  const plain = [...parseRoles(CLUSTER_ROLE_RULES), ...parseRoles(CONTROLLER_ROLE_RULES)];
  const rulesOf = new Map(plain.map(({ name, rules }) => [name, rules]));
  const gathered = AGGREGATED.map(({ name, gathers, from, label }): NamedRules => {
    const own = rulesOf.get(`system:${gathers}`) ?? [];
    // Roles are gathered in order of their names: edit comes before system:aggregate-to-admin, view after system:aggregate-to-edit.
    const others = from.flatMap((each) => rulesOf.get(each) ?? []);
    const rules = distinct(name === "admin" ? [...others, ...own] : [...own, ...others]);
    rulesOf.set(name, rules);
    return { namespace: "", name, label, rules };
  });
  return [...plain, ...gathered];
}

function distinct(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  return rules.filter((rule, i) => !rules.slice(0, i).some((other) => isEqual(rule, other)));
}

function parseRoles(text: string): readonly NamedRules[] {
  const roles: (NamedRules & { readonly rules: PolicyRule[] })[] = [];
  for (const line of text.trim().split("\n")) {
    const head = /^(?:(kube-\w+) )?(\S+):(?: (\S+))?$/.exec(line);
    if (head)
      roles.push({ namespace: head[1] ?? "", name: head[2] ?? "", label: head[3], rules: [] });
    else roles.at(-1)?.rules.push(parseRule(line === "events" ? EVENT_RULE : line));
  }
  return roles;
}

function parseRule(line: string): PolicyRule {
  const [words = [], groups = [], resources = [], names] = line
    .split("; ")
    .map((part) => part.split(","));
  const verbs = words.flatMap((word) => VERBS[word] ?? [word]).sort();
  if (groups[0] === "url") return { nonResourceURLs: resources, verbs };
  return {
    apiGroups: groups.map((group) => (group === "core" ? "" : group)),
    ...(names && { resourceNames: names }),
    resources,
    verbs,
  };
}

interface NamedSubjects {
  readonly namespace: string;
  readonly name: string;
  readonly role: string;
  readonly subjects: readonly Subject[];
}

function bindings(): readonly Pick<NamedSubjects, "name" | "subjects">[] {
  const ofControllers = parseRoles(CONTROLLER_ROLE_RULES).map(({ name }) => ({
    name,
    subjects: [parseSubject(`ServiceAccount ${name.slice(CONTROLLERS.length)}`)],
  }));
  return [...parseSubjects(CLUSTER_ROLE_SUBJECTS), ...ofControllers];
}

function parseSubjects(text: string): readonly NamedSubjects[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [, namespace = "", name = "", role = name, list = ""] =
        /^(?:(kube-\w+) )?([^\s=]+)(?:=(\S+))?:(?: (.*))?$/.exec(line) ?? [];
      return {
        namespace,
        name,
        role,
        subjects: list === "" ? [] : list.split(", ").map(parseSubject),
      };
    });
}

function parseSubject(text: string): Subject {
  const [kind = "", name = ""] = text.split(" ");
  return kind === "ServiceAccount"
    ? { kind, name, namespace: "kube-system" }
    : { apiGroup: GROUP, kind, name };
}
