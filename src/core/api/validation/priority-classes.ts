import { forbiddenField, required, type FieldError } from "../field-error.ts";
import type { PriorityClass } from "../schema/generated/types.ts";
import { immutable, unsupported } from "./fields.ts";

const SYSTEM_PREFIX = "system-";
const HIGHEST_OF_USERS = 1_000_000_000;
const POLICIES = ["PreemptLowerPriority", "Never"] as const;

/** The classes every cluster has: their names and numbers. Models scheduling SystemPriorityClasses. */
export const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ["system-cluster-critical", 2_000_000_000],
  ["system-node-critical", 2_000_001_000],
]);

/** Every mistake of a PriorityClass. Models scheduling validation.ValidatePriorityClass. */
export function validatePriorityClass(priorityClass: PriorityClass): FieldError[] {
  const { metadata, value, preemptionPolicy: policy } = priorityClass;
  const errors: FieldError[] = [];
  if (metadata.name?.startsWith(SYSTEM_PREFIX)) {
    const problem = systemClassProblem(priorityClass);
    if (problem !== undefined) {
      const detail = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem}`;
      errors.push(forbiddenField("metadata.name", detail));
    }
  } else if (value > HIGHEST_OF_USERS) {
    const detail = `maximum allowed value of a user defined priority is ${HIGHEST_OF_USERS}`;
    errors.push(forbiddenField("value", detail));
  }
  const field = "preemptionPolicy";
  if (policy === undefined || POLICIES.some((each) => each === policy)) return errors;
  // A schema knows no empty policy; a body may still hold one.
  const isEmpty = (policy as string) === "";
  return [...errors, isEmpty ? required(field) : unsupported(field, policy, POLICIES)];
}

/** Every mistake of a changed PriorityClass: numbers stay. Models ValidatePriorityClassUpdate. */
export function validatePriorityClassUpdate(
  priorityClass: PriorityClass,
  old: PriorityClass,
): FieldError[] {
  return [
    ...(priorityClass.value === old.value
      ? []
      : [forbiddenField("value", "may not be changed in an update.")]),
    ...immutable("preemptionPolicy", priorityClass.preemptionPolicy, old.preemptionPolicy),
  ];
}

/** Models scheduling.IsKnownSystemPriorityClass. */
function systemClassProblem({ metadata, value, globalDefault }: PriorityClass): string | undefined {
  const name = metadata.name ?? "";
  const wanted = SYSTEM_CLASSES.get(name);
  if (wanted === undefined) return `${name} is not a known system priority class`;
  if (value !== wanted) return `value of ${name} PriorityClass must be ${wanted}`;
  return globalDefault === true
    ? `globalDefault of ${name} PriorityClass must be false`
    : undefined;
}
