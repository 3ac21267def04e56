import type { UserInfo } from "#core/api/request.ts";
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  RoleBinding,
  RoleRef,
  Subject,
} from "#core/api/schema/generated/types.ts";
import type { AdmissionLookup } from "./admission.ts";

/** What somebody wants to do: with a resource, or with a path that is none. Models authorizer.Attributes. */
export interface AccessQuestion {
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/log`. "" for a path. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  /** A path such as `/healthz`; "" for a resource. */
  readonly path: string;
}

/** The answer, with the words the server gives for it. */
export interface AccessDecision {
  readonly isAllowed: boolean;
  /** `RBAC: allowed by …`, or why bindings could not be followed; "" when there is nothing to say. */
  readonly reason: string;
}

type Lookup = Pick<AdmissionLookup, "get" | "list">;

const MASTERS = "system:masters";
const ALLOWED: AccessDecision = { isAllowed: true, reason: "" };

/** Whether the user may do it. Models the authorizers privilegedGroups and RBAC, in this order. */
export function decideAccess(
  lookup: Lookup,
  user: UserInfo,
  question: AccessQuestion,
): AccessDecision {
  if (user.groups.includes(MASTERS)) return ALLOWED;
  const problems: string[] = [];
  for (const { rule, because } of rulesFor(lookup, user, question.namespace, problems))
    if (allows(rule, question)) return { isAllowed: true, reason: `RBAC: allowed by ${because()}` };
  const [first = ""] = problems;
  const text = problems.length > 1 ? `[${[...new Set(problems)].join(", ")}]` : first;
  return { isAllowed: false, reason: text === "" ? "" : `RBAC: ${text}` };
}

/** One rule that applies to a user, and by which binding. */
interface AppliedRule {
  readonly rule: PolicyRule;
  because(): string;
}

/** Every rule that applies to the user in a namespace, or in the whole cluster when it is "". Models AuthorizationRuleResolver.VisitRulesFor. */
export function* rulesFor(
  lookup: Lookup,
  user: UserInfo,
  namespace: string,
  problems: string[],
): Generator<AppliedRule> {
  for (const binding of lookup.list("ClusterRoleBinding", "") as readonly ClusterRoleBinding[]) {
    const subject = subjectOf(user, binding.subjects, "");
    if (!subject) continue;
    const because = () =>
      `ClusterRoleBinding ${JSON.stringify(binding.metadata.name)} of ${roleText(binding.roleRef)} to ${subjectText(subject, "")}`;
    for (const rule of rulesOf(lookup, binding.roleRef, "", problems)) yield { rule, because };
  }
  if (namespace === "") return;
  for (const binding of lookup.list("RoleBinding", namespace) as readonly RoleBinding[]) {
    const subject = subjectOf(user, binding.subjects, namespace);
    if (!subject) continue;
    const because = () =>
      `RoleBinding ${JSON.stringify(`${binding.metadata.name ?? ""}/${namespace}`)} of ${roleText(binding.roleRef)} to ${subjectText(subject, namespace)}`;
    for (const rule of rulesOf(lookup, binding.roleRef, namespace, problems))
      yield { rule, because };
  }
}

function roleText({ kind, name }: RoleRef): string {
  return `${kind} ${JSON.stringify(name)}`;
}

function subjectText({ kind, name, namespace }: Subject, fallback: string): string {
  const text = kind === "ServiceAccount" ? `${name}/${namespace || fallback}` : name;
  return `${kind} ${JSON.stringify(text)}`;
}

function rulesOf(
  lookup: Lookup,
  { kind, name }: RoleRef,
  namespace: string,
  problems: string[],
): readonly PolicyRule[] {
  const role = lookup.get(kind, { namespace: kind === "Role" ? namespace : "", name }) as
    ClusterRole | undefined;
  if (!role)
    problems.push(
      `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`,
    );
  return role?.rules ?? [];
}

function subjectOf(
  user: UserInfo,
  subjects: readonly Subject[] | undefined,
  namespace: string,
): Subject | undefined {
  return (subjects ?? []).find((subject) => {
    switch (subject.kind) {
      case "User":
        return user.name === subject.name;
      case "Group":
        return user.groups.includes(subject.name);
      default:
        return (
          user.name === `system:serviceaccount:${subject.namespace || namespace}:${subject.name}`
        );
    }
  });
}

/** Whether a rule covers what is asked. Models rbac.RuleAllows. */
export function allows(rule: PolicyRule, question: AccessQuestion): boolean {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [] } = rule;
  if (!verbs.includes("*") && !verbs.includes(question.verb)) return false;
  if (question.path !== "") return allowsPath(rule.nonResourceURLs ?? [], question.path);
  if (!apiGroups.includes("*") && !apiGroups.includes(question.group)) return false;
  if (!allowsResource(resources, question.resource)) return false;
  return resourceNames.length === 0 || resourceNames.includes(question.name);
}

function allowsResource(resources: readonly string[], asked: string): boolean {
  if (resources.includes("*") || resources.includes(asked)) return true;
  const slash = asked.indexOf("/");
  return slash >= 0 && resources.includes(`*${asked.slice(slash)}`);
}

function allowsPath(paths: readonly string[], asked: string): boolean {
  return paths.some(
    (path) =>
      path === "*" ||
      path === asked ||
      (path.endsWith("*") && asked.startsWith(path.replace(/\*+$/, ""))),
  );
}
