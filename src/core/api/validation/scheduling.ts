import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type {
  PodSchedulingGate,
  Toleration,
  TopologySpreadConstraint,
} from "../schema/generated/types.ts";
import { qualifiedName, unsupported } from "./fields.ts";
import { labelName, labelSelector } from "./labels.ts";
import { labelValueProblems } from "../label-format.ts";

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"] as const;
const NOT_POSITIVE = "must be greater than zero";

/** Refuses an effect that does not exist. Models validation.validateTaintEffect. */
export function effectErrors(path: string, effect: string | undefined): FieldError[] {
  if (!effect) return [required(path)];
  return EFFECTS.some((each) => each === effect) ? [] : [unsupported(path, effect, EFFECTS)];
}

/** Every mistake of a pod's tolerations. Models validation.ValidateTolerations. */
export function validateTolerations(
  path: string,
  tolerations: readonly Toleration[],
): FieldError[] {
  return tolerations.flatMap((toleration, i) => validateToleration(`${path}[${i}]`, toleration));
}

function validateToleration(path: string, toleration: Toleration): FieldError[] {
  const { key, operator, effect, tolerationSeconds } = toleration;
  const errors = key ? labelName(`${path}.key`, key) : [];
  if (!key && operator !== "Exists") {
    const detail =
      'operator must be Exists when `key` is empty, which means "match all values and all keys"';
    errors.push(invalid(`${path}.operator`, operator ?? "", detail));
  }
  if (tolerationSeconds !== undefined && effect !== "NoExecute") {
    errors.push(
      invalid(
        `${path}.effect`,
        effect ?? "",
        "effect must be 'NoExecute' when `tolerationSeconds` is set",
      ),
    );
  }
  return [
    ...errors,
    ...operatorErrors(`${path}.operator`, toleration),
    ...(effect ? effectErrors(`${path}.effect`, effect) : []),
  ];
}

function operatorErrors(path: string, { operator, value = "" }: Toleration): FieldError[] {
  switch (operator || "Equal") {
    case "Equal": {
      const problems = labelValueProblems(value);
      return problems.length > 0 ? [invalid(path, value, problems.join(";"))] : [];
    }
    case "Exists":
      return value ? [invalid(path, value, "value must be empty when `operator` is 'Exists'")] : [];
    default:
      return [unsupported(path, operator, ["Equal", "Exists"])];
  }
}

/** Refuses to take tolerations away or change them. Models validation.validateOnlyAddedTolerations. */
export function onlyAddedTolerations(
  path: string,
  tolerations: readonly Toleration[],
  old: readonly Toleration[],
): FieldError[] {
  const isKept = (each: Toleration) =>
    tolerations.some((toleration) =>
      isSemanticallyEqual(withoutSeconds(toleration), withoutSeconds(each)),
    );
  if (!old.every(isKept))
    return [
      forbiddenField(path, "existing toleration can not be modified except its tolerationSeconds"),
    ];
  return validateTolerations(path, tolerations);
}

function withoutSeconds(toleration: Toleration): unknown {
  return { ...toleration, tolerationSeconds: undefined };
}

/** Every mistake of the gates that hold a pod back. Models validation.validateSchedulingGates. */
export function validateSchedulingGates(
  path: string,
  gates: readonly PodSchedulingGate[],
): FieldError[] {
  const seen = new Set<string>();
  return gates.flatMap(({ name }, i) => {
    const errors = qualifiedName(`${path}[${i}]`, name);
    if (seen.has(name)) errors.push(duplicate(`${path}[${i}]`, name));
    seen.add(name);
    return errors;
  });
}

/** Gates may only be taken away. Models validation.validateOnlyDeletedSchedulingGates. */
export function onlyDeletedGates(
  path: string,
  gates: readonly PodSchedulingGate[],
  old: readonly PodSchedulingGate[],
): FieldError[] {
  return gates.flatMap(({ name }, i) =>
    old.some((gate) => gate.name === name)
      ? []
      : [
          forbiddenField(
            `${path}[${i}].name`,
            `only deletion is allowed, but found new scheduling gate '${name}'`,
          ),
        ],
  );
}

/** Every mistake of the rules that spread pods. Models validation.validateTopologySpreadConstraints. */
export function validateSpread(
  path: string,
  constraints: readonly TopologySpreadConstraint[],
): FieldError[] {
  return constraints.flatMap((constraint, i) =>
    validateConstraint(`${path}[${i}]`, constraint, constraints.slice(i + 1)),
  );
}

function validateConstraint(
  path: string,
  constraint: TopologySpreadConstraint,
  rest: readonly TopologySpreadConstraint[],
): FieldError[] {
  const { maxSkew, topologyKey, whenUnsatisfiable, minDomains } = constraint;
  const errors: FieldError[] = [];
  if (maxSkew <= 0) errors.push(invalid(`${path}.maxSkew`, maxSkew, NOT_POSITIVE));
  if (!topologyKey) errors.push(required(`${path}.topologyKey`, "can not be empty"));
  if (whenUnsatisfiable !== "DoNotSchedule" && whenUnsatisfiable !== "ScheduleAnyway") {
    errors.push(
      notSupported(`${path}.whenUnsatisfiable`, whenUnsatisfiable, [
        "DoNotSchedule",
        "ScheduleAnyway",
      ]),
    );
  }
  if (
    rest.some(
      (each) => each.topologyKey === topologyKey && each.whenUnsatisfiable === whenUnsatisfiable,
    )
  ) {
    errors.push(
      duplicate(
        `${path}.{topologyKey, whenUnsatisfiable}`,
        `{${topologyKey}, ${whenUnsatisfiable}}`,
      ),
    );
  }
  if (minDomains !== undefined && minDomains <= 0)
    errors.push(invalid(`${path}.minDomains`, minDomains, NOT_POSITIVE));
  if (minDomains !== undefined && whenUnsatisfiable !== "DoNotSchedule") {
    const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${String(whenUnsatisfiable)}`;
    errors.push(invalid(`${path}.minDomains`, minDomains, detail));
  }
  return [
    ...errors,
    ...policyErrors(`${path}.nodeAffinityPolicy`, constraint.nodeAffinityPolicy),
    ...policyErrors(`${path}.nodeTaintsPolicy`, constraint.nodeTaintsPolicy),
    ...matchKeys(`${path}.matchLabelKeys`, constraint),
    ...labelSelector(`${path}.labelSelector`, constraint.labelSelector),
  ];
}

function policyErrors(path: string, policy: string | undefined): FieldError[] {
  return policy === undefined || policy === "Honor" || policy === "Ignore"
    ? []
    : [notSupported(path, policy, ["Honor", "Ignore"])];
}

function matchKeys(
  path: string,
  { matchLabelKeys = [], labelSelector: selector }: TopologySpreadConstraint,
): FieldError[] {
  if (matchLabelKeys.length === 0) return [];
  const errors = selector
    ? []
    : [forbiddenField(path, "must not be specified when labelSelector is not set")];
  const keys = new Set([
    ...Object.keys(selector?.matchLabels ?? {}),
    ...(selector?.matchExpressions ?? []).map((each) => each.key),
  ]);
  return [
    ...errors,
    ...matchLabelKeys.flatMap((key, i) => [
      ...labelName(`${path}[${i}]`, key),
      ...(keys.has(key)
        ? [invalid(`${path}[${i}]`, key, "exists in both matchLabelKeys and labelSelector")]
        : []),
    ]),
  ];
}
