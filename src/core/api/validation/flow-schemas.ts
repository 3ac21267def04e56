import { duplicate, forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type {
  FlowcontrolSubject,
  FlowSchema,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
} from "../schema/generated/types.ts";
import { dnsLabel, dnsSubdomain, unsupported } from "./fields.ts";

const MAX_PRECEDENCE = 10_000;
const METHODS = ["ByNamespace", "ByUser"];
const VERBS = "create delete deletecollection get list patch proxy update watch".split(" ");
const SUBJECT_KINDS = ["Group", "ServiceAccount", "User"];

/** Every mistake of a FlowSchema. Models flowcontrol validation.ValidateFlowSchema. */
export function validateFlowSchema({ metadata, spec }: FlowSchema): FieldError[] {
  const precedence = spec.matchingPrecedence ?? 0;
  const at = "spec.matchingPrecedence";
  const method = spec.distinguisherMethod;
  const level = spec.priorityLevelConfiguration.name;
  const levelField = "spec.priorityLevelConfiguration.name";
  return [
    ...(precedence <= 0 ? [invalid(at, precedence, "must be a positive value")] : []),
    ...(precedence > MAX_PRECEDENCE
      ? [invalid(at, precedence, `must not be greater than ${MAX_PRECEDENCE}`)]
      : []),
    ...(precedence === 1 && metadata.name !== "exempt"
      ? [invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")]
      : []),
    ...(method && !METHODS.includes(method.type)
      ? [unsupported("spec.distinguisherMethod.type", { Type: method.type }, METHODS)]
      : []),
    ...(level === ""
      ? [required(levelField, "must reference a priority level")]
      : dnsSubdomain(levelField, level)),
    ...(spec.rules ?? []).flatMap((rule, i) => validateRule(`spec.rules[${i}]`, rule)),
  ];
}

/** Every mistake of the conditions of both kinds. Models ValidateFlowSchemaStatus. */
export function validateFlowStatus({
  status,
}: {
  readonly status?: { readonly conditions?: readonly { readonly type?: string }[] };
}): FieldError[] {
  const types = (status?.conditions ?? []).map(({ type = "" }) => type);
  return types.flatMap((type, i) => {
    const field = `status.conditions[${i}].type`;
    return [
      ...(types.indexOf(type) < i ? [duplicate(field, type)] : []),
      ...(type === "" ? [required(field, "must not be empty")] : []),
    ];
  });
}

/** A list that must be there is written as null when it is not. */
function listOf<T>(list: readonly T[]): readonly T[] {
  return (list as readonly T[] | null | undefined) ?? [];
}

function validateRule(at: string, rule: PolicyRulesWithSubjects): FieldError[] {
  const { resourceRules = [], nonResourceRules = [] } = rule;
  const subjects = listOf(rule.subjects);
  return [
    ...(subjects.length === 0
      ? [required(`${at}.subjects`, "subjects must contain at least one value")]
      : subjects.flatMap((subject, i) => validateSubject(`${at}.subjects[${i}]`, subject))),
    ...(resourceRules.length + nonResourceRules.length === 0
      ? [required(at, "at least one of resourceRules and nonResourceRules has to be non-empty")]
      : []),
    ...resourceRules.flatMap((each, i) => validateResources(`${at}.resourceRules[${i}]`, each)),
    ...nonResourceRules.flatMap((each, i) => validateUrls(`${at}.nonResourceRules[${i}]`, each)),
  ];
}

function validateSubject(at: string, subject: FlowcontrolSubject): FieldError[] {
  const { kind, user, group, serviceAccount } = subject;
  if (!SUBJECT_KINDS.includes(kind)) return [unsupported(`${at}.kind`, kind, SUBJECT_KINDS)];
  const parts = { serviceAccount, user, group };
  const own = kind === "ServiceAccount" ? "serviceAccount" : kind === "User" ? "user" : "group";
  const strangers = (["serviceAccount", "user", "group"] as const).filter(
    (part) => part !== own && parts[part],
  );
  const words = { serviceAccount: "ServiceAccount", user: "User", group: "Group" };
  return [
    ...validateNamed(`${at}.${own}`, parts[own], { own, kind }),
    ...strangers.map((part) =>
      forbiddenField(
        `${at}.${part}`,
        `${part} is forbidden when subject kind is not '${words[part]}'`,
      ),
    ),
  ];
}

function validateNamed(
  at: string,
  named: { readonly name?: string; readonly namespace?: string } | undefined,
  { own, kind }: { readonly own: string; readonly kind: string },
): FieldError[] {
  if (!named) return [required(at, `${own} is required when subject kind is '${kind}'`)];
  const { name, namespace } = named;
  const errors: FieldError[] = [];
  if (!name) errors.push(required(`${at}.name`));
  else if (kind === "ServiceAccount" && name !== "*")
    errors.push(...dnsSubdomain(`${at}.name`, name));
  if (kind !== "ServiceAccount") return errors;
  return [
    ...errors,
    ...(namespace
      ? dnsLabel(`${at}.namespace`, namespace)
      : [required(`${at}.namespace`, "must specify namespace for service account")]),
  ];
}

function validateVerbs(field: string, verbs: readonly string[]): FieldError[] {
  if (verbs.length === 0) return [required(field, "verbs must contain at least one value")];
  if (verbs.includes("*")) return aloneIfAll(field, verbs, "verbs");
  return verbs.every((verb) => VERBS.includes(verb)) ? [] : [unsupported(field, verbs, VERBS)];
}

function aloneIfAll(field: string, values: readonly string[], noun: string): FieldError[] {
  return values.length > 1 && values.includes("*")
    ? [invalid(field, values, `if '*' is present, must not specify other ${noun}`)]
    : [];
}

function validateUrls(at: string, rule: NonResourcePolicyRule): FieldError[] {
  const verbs = listOf(rule.verbs);
  const urls = listOf(rule.nonResourceURLs);
  const field = `${at}.nonResourceURLs`;
  return [
    ...validateVerbs(`${at}.verbs`, verbs),
    ...(urls.length === 0
      ? [required(field, "nonResourceURLs must contain at least one value")]
      : urls.includes("*")
        ? aloneIfAll(field, urls, "non-resource URLs")
        : urls.flatMap((url, i) => validateUrl(`${field}[${i}]`, url))),
  ];
}

/** Models ValidateNonResourceURLPath. */
function validateUrl(field: string, url: string): FieldError[] {
  if (url === "") return [invalid(field, url, "must not be empty")];
  if (url === "/") return [];
  if (!url.startsWith("/")) return [invalid(field, url, "must start with slash")];
  if (url.includes(" ")) return [invalid(field, url, "must not contain white-space")];
  if (url.includes("//")) return [invalid(field, url, "must not contain double slash")];
  const star = url.indexOf("*");
  return star >= 0 && (star !== url.length - 1 || !url.endsWith("/*"))
    ? [invalid(field, url, "wildcard can only do suffix matching")]
    : [];
}

function validateResources(at: string, rule: ResourcePolicyRule): FieldError[] {
  const { namespaces = [], clusterScope } = rule;
  const verbs = listOf(rule.verbs);
  const apiGroups = listOf(rule.apiGroups);
  const resources = listOf(rule.resources);
  const field = `${at}.namespaces`;
  const someOf = (name: string, values: readonly string[], noun: string, missing: string) =>
    values.length === 0
      ? [required(`${at}.${name}`, `resource rules must supply at least one ${missing}`)]
      : aloneIfAll(`${at}.${name}`, values, noun);
  return [
    ...validateVerbs(`${at}.verbs`, verbs),
    ...someOf("apiGroups", apiGroups, "api groups", "api group"),
    ...someOf("resources", resources, "resources", "resource"),
    ...(namespaces.length === 0 && !clusterScope
      ? [
          required(
            field,
            "resource rules that are not cluster scoped must supply at least one namespace",
          ),
        ]
      : namespaces.includes("*")
        ? aloneIfAll(field, namespaces, "namespaces")
        : namespaces.flatMap((each, i) =>
            dnsLabel(`${field}[${i}]`, each).map((error) => ({
              ...error,
              detail: `each member of this list must be '*' or a DNS-1123 label; ${error.detail}`,
            })),
          )),
  ];
}
