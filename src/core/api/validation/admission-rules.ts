import { duplicate, invalid, notSupported, required, type FieldError } from "../field-error.ts";
import type {
  MatchResources,
  NamedRuleWithOperations,
  RuleWithOperations,
} from "../schema/generated/types.ts";
import { labelSelector } from "./labels.ts";
import { invalidFor, pathSegmentProblems } from "./problems.ts";

const OPERATIONS = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"] as const;
const SCOPES = ["*", "Cluster", "Namespaced"] as const;

/** Refuses what is missing or none of the choices. */
export function requiredChoice(
  field: string,
  value: string | undefined,
  choices: readonly string[],
): FieldError[] {
  if (value === undefined) return [required(field)];
  return choices.includes(value) ? [] : [notSupported(field, value, choices)];
}

/** Every mistake of what a policy matches. Models admissionregistration validation.validateMatchResources. */
export function validateMatchResources(at: string, match: MatchResources): FieldError[] {
  const { matchPolicy, namespaceSelector, objectSelector } = match;
  return [
    ...requiredChoice(`${at}.matchPolicy`, matchPolicy, ["Equivalent", "Exact"]),
    ...selector(`${at}.namespaceSelector`, namespaceSelector),
    ...selector(`${at}.objectSelector`, objectSelector),
    ...namedRules(`${at}.resourceRules`, match.resourceRules),
    ...namedRules(`${at}.excludeResourceRules`, match.excludeResourceRules),
  ];
}

function selector(field: string, value: MatchResources["objectSelector"]): FieldError[] {
  return value ? labelSelector(field, value) : [required(field)];
}

function namedRules(
  at: string,
  rules: readonly NamedRuleWithOperations[] | undefined,
): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => [
    ...resourceNames(`${at}[${i}].resourceNames`, rule.resourceNames ?? []),
    ...validateRule(`${at}[${i}]`, rule),
  ]);
}

function resourceNames(at: string, names: readonly string[]): FieldError[] {
  return names.flatMap((name, i) => [
    ...invalidFor(`${at}[${i}]`, name, pathSegmentProblems(name)),
    ...(names.indexOf(name) < i ? [duplicate(`${at}[${i}]`, name)] : []),
  ]);
}

/** Every mistake of a rule that names operations and resources. Models validateRuleWithOperations. */
export function validateRule(at: string, rule: RuleWithOperations): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  return [
    ...wildcardList(`${at}.operations`, operations, "operations"),
    ...operations.flatMap((operation, i) =>
      requiredChoice(`${at}.operations[${i}]`, operation, OPERATIONS),
    ),
    ...wildcardList(`${at}.apiGroups`, apiGroups, "API groups"),
    ...wildcardList(`${at}.apiVersions`, apiVersions, "API versions"),
    ...apiVersions.flatMap((version, i) =>
      version === "" ? [required(`${at}.apiVersions[${i}]`)] : [],
    ),
    ...validateResources(`${at}.resources`, resources),
    ...(scope === undefined ? [] : requiredChoice(`${at}.scope`, scope, SCOPES)),
  ];
}

function wildcardList(field: string, list: readonly string[], word: string): FieldError[] {
  if (list.length === 0) return [required(field)];
  return list.length > 1 && list.includes("*")
    ? [invalid(field, list, `if '*' is present, must not specify other ${word}`)]
    : [];
}

function validateResources(field: string, list: readonly string[]): FieldError[] {
  if (list.length === 0) return [required(field)];
  const wholeResources = new Set<string>();
  const everywhere = new Set<string>();
  const errors = list.flatMap((each, i) => {
    const at = `${field}[${i}]`;
    if (each === "") return [required(at)];
    const slash = each.indexOf("/");
    if (slash < 0) return [];
    const [resource, subresource] = [each.slice(0, slash), each.slice(slash + 1)];
    const found: FieldError[] = [];
    if (wholeResources.has(resource))
      found.push(invalid(at, each, `if '${resource}/*' is present, must not specify ${each}`));
    if (everywhere.has(subresource))
      found.push(invalid(at, each, `if '*/${subresource}' is present, must not specify ${each}`));
    if (subresource === "*") wholeResources.add(resource);
    if (resource === "*") everywhere.add(subresource);
    return found;
  });
  if (list.length > 1 && list.includes("*/*"))
    errors.push(invalid(field, list, "if '*/*' is present, must not specify other resources"));
  const isPlain = (each: string) => each !== "" && each !== "*" && !each.includes("/");
  if (list.includes("*") && list.some(isPlain)) {
    const detail = "if '*' is present, must not specify other resources without subresources";
    errors.push(invalid(field, list, detail));
  }
  return errors;
}
