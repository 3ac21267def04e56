import { invalid, required, type FieldError } from "../field-error.ts";
import type {
  ResourceQuota,
  ScopedResourceSelectorRequirement,
} from "../schema/generated/types.ts";
import { sortedBy } from "#core/base/order.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { IMMUTABLE } from "./fields.ts";
import { quantityErrors, resourceName } from "./resources.ts";

const COMPUTE = ["cpu", "memory", "ephemeral-storage"] as const;
const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  ...COMPUTE,
  ...COMPUTE.map((name) => `requests.${name}`),
  ...COMPUTE.map((name) => `limits.${name}`),
  "requests.storage",
  "pods",
  "resourcequotas",
  "services",
  "replicationcontrollers",
  "secrets",
  "persistentvolumeclaims",
  "configmaps",
  "services.nodeports",
  "services.loadbalancers",
]);
const POD_COMPUTE: ReadonlySet<string> = new Set([
  "cpu",
  "memory",
  "limits.cpu",
  "limits.memory",
  "requests.cpu",
  "requests.memory",
]);
const POD_SCOPES: ReadonlySet<string> = new Set([
  "Terminating",
  "NotTerminating",
  "NotBestEffort",
  "PriorityClass",
  "CrossNamespacePodAffinity",
]);
const EXISTENCE_SCOPES: ReadonlySet<string> = new Set([
  "BestEffort",
  "NotBestEffort",
  "Terminating",
  "NotTerminating",
  "CrossNamespacePodAffinity",
]);
const CONTRARY_SCOPES = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
] as const;

type Amounts = Readonly<Record<string, string>>;

/** Every mistake of a ResourceQuota. Models validation.ValidateResourceQuota. */
export function validateResourceQuota({ spec }: ResourceQuota): FieldError[] {
  const hard = spec?.hard ?? {};
  return [
    ...amounts("spec.hard", hard),
    ...scopes(spec?.scopes ?? [], hard),
    ...selectorScopes(spec?.scopeSelector?.matchExpressions ?? [], hard, spec?.scopes),
  ];
}

/** Every mistake of a changed ResourceQuota: its scopes stay. Models ValidateResourceQuotaUpdate. */
export function validateResourceQuotaUpdate(
  quota: ResourceQuota,
  old: ResourceQuota,
): FieldError[] {
  const now = quota.spec?.scopes ?? [];
  const isSame = isSemanticallyEqual(asSet(now), asSet(old.spec?.scopes ?? []));
  return [
    ...validateResourceQuota(quota),
    ...(isSame ? [] : [invalid("spec.scopes", now.length > 0 ? now : null, IMMUTABLE)]),
  ];
}

/** Every mistake of what is counted. Models ValidateResourceQuotaStatusUpdate. */
export function validateResourceQuotaStatus({ status }: ResourceQuota): FieldError[] {
  return [
    ...amounts("status.hard", status?.hard ?? {}),
    ...amounts("status.used", status?.used ?? {}),
  ];
}

function asSet(list: readonly string[]): readonly string[] {
  return [...new Set(list)].sort();
}

function amounts(path: string, list: Amounts): FieldError[] {
  return sortedBy(Object.entries(list), ([name]) => name).flatMap(([name, amount]) => {
    const field = `${path}[${name}]`;
    return [...quotaResourceName(field, name), ...quantityErrors(field, name, amount)];
  });
}

/** Models ValidateResourceQuotaResourceName. */
function quotaResourceName(field: string, name: string): FieldError[] {
  const errors = resourceName(field, name);
  return name.includes("/") || isQuotaResource(name)
    ? errors
    : [...errors, invalid(field, name, "must be a standard resource for quota")];
}

function isQuotaResource(name: string): boolean {
  return (
    QUOTA_RESOURCES.has(name) ||
    name.startsWith("hugepages-") ||
    name.startsWith("requests.hugepages-")
  );
}

function isKnownScope(scope: string): boolean {
  return POD_SCOPES.has(scope) || scope === "BestEffort" || scope === "VolumeAttributesClass";
}

/** Models helper.IsResourceQuotaScopeValidForResource. */
function isScopeFor(scope: string, resource: string): boolean {
  if (scope === "BestEffort") return resource === "pods";
  if (scope === "VolumeAttributesClass")
    return resource === "persistentvolumeclaims" || resource === "requests.storage";
  return !POD_SCOPES.has(scope) || resource === "pods" || POD_COMPUTE.has(resource);
}

function misappliedTo(scope: string, hard: Amounts): readonly string[] {
  return Object.keys(hard)
    .sort()
    .filter((name) => isQuotaResource(name) && !isScopeFor(scope, name));
}

function areContrary(list: readonly string[]): boolean {
  return CONTRARY_SCOPES.some(([one, other]) => list.includes(one) && list.includes(other));
}

/** Models validateResourceQuotaScopes. */
function scopes(list: readonly string[], hard: Amounts): FieldError[] {
  const path = "spec.scopes";
  const errors = list.flatMap((scope) => [
    ...(isKnownScope(scope) ? [] : [invalid(path, list, "unsupported scope")]),
    ...misappliedTo(scope, hard).map(() =>
      invalid(path, list, "unsupported scope applied to resource"),
    ),
  ]);
  return areContrary(list) ? [...errors, invalid(path, list, "conflicting scopes")] : errors;
}

/** Models validateScopedResourceSelectorRequirement. */
function selectorScopes(
  list: readonly ScopedResourceSelectorRequirement[],
  hard: Amounts,
  plainScopes: readonly string[] | undefined,
): FieldError[] {
  const path = "spec.scopeSelector.matchExpressions";
  const selector = {
    MatchExpressions: list.map(({ scopeName, operator, values = null }) => ({
      ScopeName: scopeName,
      Operator: operator,
      Values: values,
    })),
  };
  const errors = list.flatMap((requirement) => [
    ...(isKnownScope(requirement.scopeName)
      ? []
      : [invalid(`${path}.scopeName`, requirement.scopeName, "unsupported scope")]),
    ...misappliedTo(requirement.scopeName, hard).map(() =>
      invalid(path, selector, "unsupported scope applied to resource"),
    ),
    ...operatorErrors(path, requirement),
  ]);
  return areContrary(list.map(({ scopeName }) => scopeName))
    ? // Upstream shows the plain scopes here.
      [...errors, invalid(path, plainScopes ?? null, "conflicting scopes")]
    : errors;
}

function operatorErrors(
  path: string,
  { scopeName, operator, values = [] }: ScopedResourceSelectorRequirement,
): FieldError[] {
  const errors: FieldError[] = [];
  if (EXISTENCE_SCOPES.has(scopeName) && operator !== "Exists") {
    const detail =
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, " +
      "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
    errors.push(invalid(`${path}.operator`, operator, detail));
  }
  switch (operator) {
    case "In":
    case "NotIn":
      if (values.length === 0) {
        const detail =
          "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
        errors.push(required(`${path}.values`, detail));
      }
      return errors;
    case "Exists":
    case "DoesNotExist":
      if (values.length > 0) {
        const detail =
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
        errors.push(invalid(`${path}.values`, values, detail));
      }
      return errors;
    default:
      return [...errors, invalid(`${path}.operator`, operator, "not a valid selector operator")];
  }
}
