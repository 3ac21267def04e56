import { matchesLabels, selectorFromObject } from "#core/api/label-selector.ts";
import type { KubeObject } from "#core/api/meta.ts";
import type {
  LabelSelector,
  MatchResources,
  NamedRuleWithOperations,
} from "#core/api/schema/generated/types.ts";
import type { AdmissionAttributes, AdmissionLookup } from "../../admission.ts";

const OPERATIONS = { create: "CREATE", update: "UPDATE", delete: "DELETE" } as const;

/** The word that policies have for what a request does. */
export function operationOf({ operation }: AdmissionAttributes): string {
  return OPERATIONS[operation];
}

/** Whether a policy or a binding speaks of a request; one that says nothing speaks of all. Models policy/matching.Matcher.Matches. */
export function matchesRequest(
  match: MatchResources | undefined,
  attributes: AdmissionAttributes,
  lookup: AdmissionLookup,
): boolean {
  if (!match) return true;
  const { resourceRules = [], excludeResourceRules = [] } = match;
  const isEquivalent = match.matchPolicy !== "Exact";
  if (excludeResourceRules.some((rule) => matchesRule(rule, attributes, isEquivalent)))
    return false;
  const isNamed =
    resourceRules.length === 0 ||
    resourceRules.some((rule) => matchesRule(rule, attributes, isEquivalent));
  return (
    isNamed &&
    matchesNamespace(match.namespaceSelector, attributes, lookup) &&
    matchesObject(match.objectSelector, attributes)
  );
}

function includes(list: readonly string[] | undefined, wanted: string): boolean {
  return list?.includes("*") === true || list?.includes(wanted) === true;
}

function matchesRule(
  rule: NamedRuleWithOperations,
  attributes: AdmissionAttributes,
  isEquivalent: boolean,
): boolean {
  const { kind, subresource, name, draft } = attributes;
  const stored = kind.conversion?.stored ?? kind;
  const versions = isEquivalent ? [kind, stored] : [kind];
  const named = name || draft?.metadata.name || "";
  const { resourceNames = [], scope = "*" } = rule;
  return (
    includes(rule.operations, operationOf(attributes)) &&
    versions.some(
      (each) => includes(rule.apiGroups, each.group) && includes(rule.apiVersions, each.version),
    ) &&
    (rule.resources ?? []).some((each) => coversResource(each, kind.plural, subresource)) &&
    (resourceNames.length === 0 || resourceNames.includes(named)) &&
    (scope === "*" || (scope === "Namespaced") === kind.namespaced)
  );
}

/** Models rules.Matcher.resource. */
function coversResource(pattern: string, resource: string, subresource: string): boolean {
  const [wanted = "", part = ""] = pattern.split("/");
  const isPart = part === "*" || part === subresource;
  return (wanted === "*" || wanted === resource) && isPart;
}

function matchesNamespace(
  selector: LabelSelector | undefined,
  { kind, namespace, draft, old }: AdmissionAttributes,
  lookup: AdmissionLookup,
): boolean {
  if (isEmpty(selector)) return true;
  const own = kind.storedAs === "Namespace" ? (draft ?? old) : undefined;
  if (!kind.namespaced && !own) return true;
  const home = own ?? lookup.get("Namespace", { namespace: "", name: namespace });
  return fits(selector, home as KubeObject | undefined);
}

function matchesObject(
  selector: LabelSelector | undefined,
  { draft, old }: AdmissionAttributes,
): boolean {
  if (isEmpty(selector)) return true;
  return [draft as KubeObject | undefined, old].some((each) => each && fits(selector, each));
}

function isEmpty(selector: LabelSelector | undefined): selector is undefined {
  return (
    !selector ||
    (Object.keys(selector.matchLabels ?? {}).length === 0 &&
      (selector.matchExpressions ?? []).length === 0)
  );
}

function fits(selector: LabelSelector, object: KubeObject | undefined): boolean {
  return matchesLabels(selectorFromObject(selector), object?.metadata.labels ?? {});
}
