import { invalid, required, type FieldError } from "../field-error.ts";
import { isUnderstood } from "./pod-template.ts";
import type {
  ClusterRole,
  ClusterRoleBinding,
  PolicyRule,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
} from "../schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { subdomainProblems } from "../label-format.ts";
import { unsupported } from "./fields.ts";
import { labelSelector } from "./labels.ts";
import { invalidFor, pathSegmentProblems } from "./problems.ts";

export const RBAC_GROUP = "rbac.authorization.k8s.io";
const SUBJECT_KINDS = ["ServiceAccount", "User", "Group"] as const;

/** Every mistake of a Role. Models rbac validation.ValidateRole. */
export function validateRole({ rules }: Role): FieldError[] {
  return validateRules(rules, { isNamespaced: true });
}

/** Every mistake of a ClusterRole. Models rbac validation.ValidateClusterRole. */
export function validateClusterRole({ rules, aggregationRule }: ClusterRole): FieldError[] {
  const errors = validateRules(rules, { isNamespaced: false });
  if (!aggregationRule) return errors;
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  const path = "aggregationRule.clusterRoleSelectors";
  if (selectors.length === 0)
    return [
      ...errors,
      required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil"),
    ];
  return [
    ...errors,
    ...selectors.flatMap((selector, i) => [
      ...labelSelector(`${path}[${i}]`, selector),
      ...(isUnderstood(selector)
        ? []
        : // Upstream shows the selector that it could not make.
          [invalid(`${path}[${i}]`, "null", "invalid label selector.")]),
    ]),
  ];
}

/** Every mistake of a RoleBinding. Models rbac validation.ValidateRoleBinding. */
export function validateRoleBinding({ roleRef, subjects }: RoleBinding): FieldError[] {
  return [
    ...validateRoleRef(roleRef, ["Role", "ClusterRole"]),
    ...validateSubjects(subjects ?? [], { isNamespaced: true }),
  ];
}

/** Every mistake of a ClusterRoleBinding. Models rbac validation.ValidateClusterRoleBinding. */
export function validateClusterRoleBinding({
  roleRef,
  subjects,
}: ClusterRoleBinding): FieldError[] {
  return [
    ...validateRoleRef(roleRef, ["ClusterRole"]),
    ...validateSubjects(subjects ?? [], { isNamespaced: false }),
  ];
}

/** A binding stays with its role. Models ValidateRoleBindingUpdate. */
export function roleRefChange(roleRef: RoleRef, old: RoleRef): FieldError[] {
  if (isSemanticallyEqual(roleRef, old)) return [];
  const value = { APIGroup: roleRef.apiGroup, Kind: roleRef.kind, Name: roleRef.name };
  return [invalid("roleRef", value, "cannot change roleRef")];
}

function validateRules(
  rules: readonly PolicyRule[] | null | undefined,
  { isNamespaced }: { readonly isNamespaced: boolean },
): FieldError[] {
  return (rules ?? []).flatMap((rule, i) => validateRule(`rules[${i}]`, rule, { isNamespaced }));
}

function validateRule(
  at: string,
  rule: PolicyRule,
  { isNamespaced }: { readonly isNamespaced: boolean },
): FieldError[] {
  const {
    verbs,
    apiGroups = [],
    resources = [],
    resourceNames = [],
    nonResourceURLs: urls = [],
  } = rule;
  const errors: FieldError[] = [];
  if (!verbs?.length) errors.push(required(`${at}.verbs`, "verbs must contain at least one value"));
  if (urls.length > 0) {
    const path = `${at}.nonResourceURLs`;
    if (isNamespaced)
      errors.push(invalid(path, urls, "namespaced rules cannot apply to non-resource URLs"));
    if (apiGroups.length > 0 || resources.length > 0 || resourceNames.length > 0) {
      const detail = "rules cannot apply to both regular resources and non-resource URLs";
      errors.push(invalid(path, urls, detail));
    }
    return errors;
  }
  if (apiGroups.length === 0)
    errors.push(required(`${at}.apiGroups`, "resource rules must supply at least one api group"));
  if (resources.length === 0)
    errors.push(required(`${at}.resources`, "resource rules must supply at least one resource"));
  return errors;
}

function validateRoleRef(
  { apiGroup, kind, name }: RoleRef,
  kinds: readonly string[],
): FieldError[] {
  return [
    ...(apiGroup === RBAC_GROUP ? [] : [unsupported("roleRef.apiGroup", apiGroup, [RBAC_GROUP])]),
    ...(kinds.includes(kind) ? [] : [unsupported("roleRef.kind", kind, kinds)]),
    ...(name
      ? invalidFor("roleRef.name", name, pathSegmentProblems(name))
      : [required("roleRef.name")]),
  ];
}

function validateSubjects(
  subjects: readonly Subject[],
  { isNamespaced }: { readonly isNamespaced: boolean },
): FieldError[] {
  return subjects.flatMap((subject, i) => {
    const at = `subjects[${i}]`;
    return [
      ...(subject.name ? [] : [required(`${at}.name`)]),
      ...validateSubject(at, subject, { isNamespaced }),
    ];
  });
}

function validateSubject(
  at: string,
  { kind, name, apiGroup = "", namespace = "" }: Subject,
  { isNamespaced }: { readonly isNamespaced: boolean },
): FieldError[] {
  switch (kind) {
    case "ServiceAccount":
      return [
        ...(name ? invalidFor(`${at}.name`, name, subdomainProblems(name)) : []),
        ...(apiGroup === "" ? [] : [unsupported(`${at}.apiGroup`, apiGroup, [""])]),
        ...(isNamespaced || namespace ? [] : [required(`${at}.namespace`)]),
      ];
    case "User":
    case "Group":
      return apiGroup === RBAC_GROUP ? [] : [unsupported(`${at}.apiGroup`, apiGroup, [RBAC_GROUP])];
    default:
      return [unsupported(`${at}.kind`, kind, SUBJECT_KINDS)];
  }
}
