import { duplicate, forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import { qualifiedNameProblems, subdomainProblems } from "../label-format.ts";
import {
  compileConditions,
  compilePolicy,
  type CompiledPolicy,
  type PolicyExpression,
} from "../policy/compile-policy.ts";
import type {
  AuditAnnotation,
  MatchCondition,
  ParamKind,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  Validation,
  Variable,
} from "../schema/generated/types.ts";
import { requiredChoice, validateMatchResources } from "./admission-rules.ts";
import { dnsSubdomain, unsupported } from "./fields.ts";
import { labelSelector } from "./labels.ts";
import { invalidFor, label1035Problems, pathSegmentProblems } from "./problems.ts";

const NOTHING: CompiledPolicy = {
  variables: [],
  conditions: [],
  validations: [],
  annotations: [],
};
const MAX_ANNOTATIONS = 20;
const MAX_CONDITIONS = 64;
const ACTIONS = ["Audit", "Deny", "Warn"] as const;
const REASONS = ["Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized"] as const;
const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;

/** Every mistake of a ValidatingAdmissionPolicy, what its expressions mean included. Models validateValidatingAdmissionPolicySpec. */
export function validateAdmissionPolicy(policy: ValidatingAdmissionPolicy): FieldError[] {
  const { spec } = policy;
  const compiled = spec ? compilePolicy(policy) : NOTHING;
  const { matchConstraints, paramKind, validations = [], auditAnnotations = [] } = spec ?? {};
  const matchErrors = matchConstraints
    ? [
        ...validateMatchResources("spec.matchConstraints", matchConstraints),
        ...(matchConstraints.resourceRules?.length
          ? []
          : [required("spec.matchConstraints.resourceRules")]),
      ]
    : [required("spec.matchConstraints")];
  return [
    ...requiredChoice("spec.failurePolicy", spec?.failurePolicy, ["Fail", "Ignore"]),
    ...(paramKind ? validateParamKind("spec.paramKind", paramKind) : []),
    ...matchErrors,
    ...validateConditions("spec.matchConditions", spec?.matchConditions ?? [], compiled.conditions),
    ...(spec?.variables ?? []).flatMap((each, i) =>
      validateVariable(`spec.variables[${i}]`, each, compiled.variables[i]?.value),
    ),
    ...validateRules(validations, auditAnnotations, compiled),
  ];
}

/** Every mistake of a ValidatingAdmissionPolicyBinding. Models validateValidatingAdmissionPolicyBindingSpec. */
export function validateAdmissionPolicyBinding({
  spec,
}: ValidatingAdmissionPolicyBinding): FieldError[] {
  const { policyName = "", paramRef, matchResources, validationActions = [] } = spec ?? {};
  return [
    ...(policyName === ""
      ? [required("spec.policyName")]
      : dnsSubdomain("spec.policyName", policyName)),
    ...(paramRef ? validateParamRef("spec.paramRef", paramRef) : []),
    ...(matchResources ? validateMatchResources("spec.matchResources", matchResources) : []),
    ...validateActions("spec.validationActions", validationActions),
  ];
}

function validateRules(
  validations: readonly Validation[],
  annotations: readonly AuditAnnotation[],
  compiled: CompiledPolicy,
): FieldError[] {
  if (validations.length === 0 && annotations.length === 0) {
    const detail = "validations or auditAnnotations must be non-empty";
    return [required("spec.validations", detail), required("spec.auditAnnotations", detail)];
  }
  const path = "spec.auditAnnotations";
  const isTooMany = annotations.length > MAX_ANNOTATIONS;
  return [
    ...validations.flatMap((each, i) =>
      validateValidation(`spec.validations[${i}]`, each, compiled.validations[i]),
    ),
    ...(isTooMany
      ? [invalid(path, annotations, `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`)]
      : []),
    ...annotations.flatMap(({ key = "", valueExpression = "" }, i) => [
      ...invalidFor(`${path}[${i}].key`, key, qualifiedNameProblems(key)),
      ...(valueExpression.trim() === ""
        ? [required(`${path}[${i}].valueExpression`, "valueExpression is not specified")]
        : unusable(`${path}[${i}].valueExpression`, compiled.annotations[i])),
      ...(annotations.findIndex((other) => other.key === key) < i
        ? [duplicate(`${path}[${i}].key`, key)]
        : []),
    ]),
  ];
}

/** An expression that cannot be used. Models convertCELErrorToValidationError. */
function unusable(field: string, expression: PolicyExpression | undefined): FieldError[] {
  return expression && "problem" in expression
    ? [invalid(field, expression.text, expression.problem)]
    : [];
}

function validateValidation(
  at: string,
  validation: Validation,
  compiled: CompiledPolicy["validations"][number] | undefined,
): FieldError[] {
  const { expression = "", message = "", messageExpression = "", reason } = validation;
  const errors: FieldError[] = [];
  if (expression.trim() === "")
    errors.push(required(`${at}.expression`, "expression is not specified"));
  else errors.push(...unusable(`${at}.expression`, compiled?.expression));
  if (messageExpression !== "" && messageExpression.trim() === "") {
    const detail = "must be non-empty if specified";
    errors.push(invalid(`${at}.messageExpression`, messageExpression, detail));
  } else errors.push(...unusable(`${at}.messageExpression`, compiled?.message));
  if (message !== "" && message.trim() === "")
    errors.push(invalid(`${at}.message`, message, "message must be non-empty if specified"));
  else if (/[\r\n]/.test(message.trim()))
    errors.push(invalid(`${at}.message`, message, "message must not contain line breaks"));
  else if (/[\r\n]/.test(expression.trim()) && message.trim() === "") {
    const detail = "message must be specified if expression contains line breaks";
    errors.push(required(`${at}.message`, detail));
  }
  return reason === undefined
    ? errors
    : [...errors, ...requiredChoice(`${at}.reason`, reason, REASONS)];
}

function validateVariable(
  at: string,
  { name = "", expression = "" }: Variable,
  compiled: PolicyExpression | undefined,
): FieldError[] {
  const errors: FieldError[] = [];
  if (name === "") errors.push(required(`${at}.name`, "name is not specified"));
  else if (!IDENTIFIER.test(name))
    errors.push(invalid(`${at}.name`, name, "name is not a valid CEL identifier"));
  if (expression.trim() === "")
    errors.push(required(`${at}.expression`, "expression is not specified"));
  else errors.push(...unusable(`${at}.expression`, compiled));
  return errors;
}

/** Every mistake of match conditions. Models validateMatchConditions. */
export function validateConditions(
  path: string,
  conditions: readonly MatchCondition[],
  compiled = compileConditions(conditions),
): FieldError[] {
  const errors: FieldError[] =
    conditions.length > MAX_CONDITIONS
      ? [
          {
            type: "FieldValueTooMany",
            field: path,
            value: conditions.length,
            detail: `must have at most ${MAX_CONDITIONS} items`,
          },
        ]
      : [];
  return [
    ...errors,
    ...conditions.flatMap(({ name = "", expression = "" }, i) => {
      const at = `${path}[${i}]`;
      const found: FieldError[] =
        expression.trim() === ""
          ? [required(`${at}.expression`)]
          : unusable(`${at}.expression`, compiled[i]);
      if (name === "") return [...found, required(`${at}.name`)];
      found.push(...invalidFor(`${at}.name`, name, qualifiedNameProblems(name)));
      const isTaken = conditions.findIndex((other) => other.name === name) < i;
      return isTaken ? [...found, duplicate(`${at}.name`, name)] : found;
    }),
  ];
}

function validateParamKind(at: string, { apiVersion = "", kind = "" }: ParamKind): FieldError[] {
  return [...paramVersion(`${at}.apiVersion`, apiVersion), ...paramName(`${at}.kind`, kind)];
}

function paramVersion(field: string, apiVersion: string): FieldError[] {
  if (apiVersion === "") return [required(field)];
  const parts = apiVersion.split("/");
  if (parts.length > 2)
    return [invalid(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)];
  const [group, version] = parts.length === 2 ? parts : ["", ...parts];
  const groupProblems = group ? subdomainProblems(group) : [];
  const errors = groupProblems.length > 0 ? [invalid(field, group, groupProblems.join(","))] : [];
  if (!version) return [...errors, invalid(field, apiVersion, "version must be specified")];
  const problems = label1035Problems(version);
  return problems.length > 0 ? [...errors, invalid(field, version, problems.join(","))] : errors;
}

function paramName(field: string, kind: string): FieldError[] {
  if (kind === "") return [required(field)];
  const problems = label1035Problems(kind.toLowerCase());
  const text = `may have mixed case, but should otherwise match: ${problems.join(",")}`;
  return problems.length > 0 ? [invalid(field, kind, text)] : [];
}

function validateParamRef(at: string, reference: ParamRef): FieldError[] {
  const { name = "", selector, parameterNotFoundAction: action = "" } = reference;
  const exclusive = "name and selector are mutually exclusive";
  const errors: FieldError[] = [];
  if (name !== "") {
    errors.push(...invalidFor(`${at}.name`, name, pathSegmentProblems(name)));
    if (selector) errors.push(forbiddenField(`${at}.name`, exclusive));
  }
  if (selector) {
    errors.push(...labelSelector(`${at}.selector`, selector));
    if (name !== "") errors.push(forbiddenField(`${at}.selector`, exclusive));
  }
  if (name === "" && !selector)
    errors.push(required(at, "one of name or selector must be specified"));
  const field = `${at}.parameterNotFoundAction`;
  if (action === "") return [...errors, required(field)];
  return action === "Deny" || action === "Allow"
    ? errors
    : [...errors, unsupported(field, action, ["Deny", "Allow"])];
}

function validateActions(field: string, actions: readonly string[]): FieldError[] {
  const errors = actions.flatMap((action, i) => [
    ...requiredChoice(`${field}[${i}]`, action, ACTIONS),
    ...(actions.indexOf(action) < i ? [duplicate(`${field}[${i}]`, action)] : []),
  ]);
  if (actions.includes("Deny") && actions.includes("Warn")) {
    const detail =
      "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.push(invalid(field, actions, detail));
  }
  return actions.length === 0
    ? [...errors, required(field, "at least one validation action is required")]
    : errors;
}
