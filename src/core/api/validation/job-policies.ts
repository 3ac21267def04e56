import {
  duplicate,
  invalid,
  invalidAsWhole,
  required,
  tooLong,
  tooMany,
  type FieldError,
} from "../field-error.ts";
import type {
  JobSpec,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
  SuccessPolicy,
  SuccessPolicyRule,
} from "../schema/generated/types.ts";
import { notNegative, qualifiedName, unsupported } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { readIndexes } from "./job-indexes.ts";

const ACTIONS = ["Count", "FailIndex", "FailJob", "Ignore"];
const OPERATORS = ["In", "NotIn"];
const STATUSES = ["False", "True", "Unknown"];
const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_INDEXES_LENGTH = 64 * 1024;

/** Required from a list, with upstream's hint. */
function oneOf(field: string, value: string, supported: readonly string[]): FieldError[] {
  if (value === "") {
    const list = supported.map((each) => JSON.stringify(each)).join(" ");
    return [required(field, `valid values: [${list}]`)];
  }
  return supported.includes(value) ? [] : [unsupported(field, value, supported)];
}

/** Every mistake of what to do when a pod fails. Models batch validation.validatePodFailurePolicy. */
export function validatePodFailurePolicy(
  path: string,
  spec: JobSpec,
  policy: PodFailurePolicy,
): FieldError[] {
  // A list that the server always writes reads as null when it is empty.
  const rules = (policy.rules as PodFailurePolicy["rules"] | null | undefined) ?? [];
  const field = `${path}.podFailurePolicy.rules`;
  return [
    ...(rules.length > MAX_RULES ? [tooMany(field, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, i) => validateRule(`${field}[${i}]`, spec, rule)),
  ];
}

function validateRule(path: string, spec: JobSpec, rule: PodFailurePolicyRule): FieldError[] {
  const { action, onExitCodes, onPodConditions = [] } = rule;
  const needsLimit = action === "FailIndex" && spec.backoffLimitPerIndex === undefined;
  const errors = [
    ...(needsLimit
      ? [invalid(`${path}.action`, action, "requires the backoffLimitPerIndex to be set")]
      : oneOf(`${path}.action`, action, ACTIONS)),
    ...(onExitCodes ? validateExitCodes(`${path}.onExitCodes`, spec, onExitCodes) : []),
    ...validateConditions(`${path}.onPodConditions`, onPodConditions),
  ];
  if (onExitCodes && onPodConditions.length > 0)
    errors.push(
      invalidAsWhole(path, "specifying both OnExitCodes and OnPodConditions is not supported"),
    );
  if (!onExitCodes && onPodConditions.length === 0)
    errors.push(
      invalidAsWhole(path, "specifying one of OnExitCodes and OnPodConditions is required"),
    );
  return errors;
}

function validateConditions(
  path: string,
  patterns: NonNullable<PodFailurePolicyRule["onPodConditions"]>,
): FieldError[] {
  return [
    ...(patterns.length > MAX_RULES ? [tooMany(path, patterns.length, MAX_RULES)] : []),
    ...patterns.flatMap(({ type, status }, i) => [
      ...qualifiedName(`${path}[${i}].type`, type),
      ...oneOf(`${path}[${i}].status`, status ?? "", STATUSES),
    ]),
  ];
}

function validateExitCodes(
  path: string,
  { template }: JobSpec,
  requirement: PodFailurePolicyOnExitCodesRequirement,
): FieldError[] {
  const { operator, containerName } = requirement;
  const names = [
    ...(template.spec?.containers ?? []),
    ...(template.spec?.initContainers ?? []),
  ].map(({ name }) => name);
  const isStranger = containerName !== undefined && !names.includes(containerName);
  return [
    ...oneOf(`${path}.operator`, operator, OPERATORS),
    ...(isStranger
      ? [
          invalid(
            `${path}.containerName`,
            containerName,
            "must be one of the container or initContainer names in the pod template",
          ),
        ]
      : []),
    ...validateCodes(`${path}.values`, requirement),
  ];
}

function validateCodes(
  path: string,
  { operator, values: given }: PodFailurePolicyOnExitCodesRequirement,
): FieldError[] {
  const values = (given as readonly number[] | null | undefined) ?? [];
  const errors: FieldError[] = [];
  if (values.length === 0)
    errors.push(invalid(path, given ?? null, "at least one value is required"));
  if (values.length > MAX_EXIT_CODES) errors.push(tooMany(path, values.length, MAX_EXIT_CODES));
  for (const [i, value] of values.entries()) {
    if (operator === "In" && value === 0)
      errors.push(invalid(`${path}[${i}]`, value, "must not be 0 for the In operator"));
    if (values.indexOf(value) < i) errors.push(duplicate(`${path}[${i}]`, value));
  }
  const isOrdered = values.every((value, i) => i === 0 || (values[i - 1] ?? 0) <= value);
  return isOrdered ? errors : [...errors, invalid(path, values, "must be ordered")];
}

/** Every mistake of when a Job counts as done early. Models batch validation.validateSuccessPolicy. */
export function validateSuccessPolicy(
  path: string,
  spec: JobSpec,
  policy: SuccessPolicy,
): FieldError[] {
  const field = `${path}.successPolicy`;
  if (spec.completionMode !== "Indexed")
    return [
      invalid(field, internalStruct("SuccessPolicy", policy), "requires indexed completion mode"),
    ];
  const rules = (policy.rules as SuccessPolicy["rules"] | null | undefined) ?? [];
  const errors: FieldError[] = [];
  if (rules.length === 0)
    errors.push(
      required(
        `${field}.rules`,
        "at least one rules must be specified when the successPolicy is specified",
      ),
    );
  if (rules.length > MAX_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MAX_RULES));
  return [
    ...errors,
    ...rules.flatMap((rule, i) =>
      validateSuccessRule(`${field}.rules[${i}]`, spec.completions ?? 0, rule),
    ),
  ];
}

function validateSuccessRule(
  path: string,
  completions: number,
  { succeededCount, succeededIndexes }: SuccessPolicyRule,
): FieldError[] {
  const errors: FieldError[] = [];
  if (succeededCount === undefined && succeededIndexes === undefined)
    errors.push(
      required(path, "at least one of succeededCount or succeededIndexes must be specified"),
    );
  const field = `${path}.succeededIndexes`;
  const indexes = readIndexes(succeededIndexes ?? "", completions);
  if (succeededIndexes !== undefined && succeededIndexes.length > MAX_INDEXES_LENGTH)
    errors.push(tooLong(field, MAX_INDEXES_LENGTH));
  if (succeededIndexes !== undefined && indexes.problem !== undefined)
    errors.push(
      invalid(field, succeededIndexes, `error parsing succeededIndexes: ${indexes.problem}`),
    );
  if (succeededCount === undefined) return errors;
  const most = (limit: number, what: string) =>
    succeededCount > limit
      ? [
          invalid(
            `${path}.succeededCount`,
            succeededCount,
            `must be less than or equal to ${limit} (the number of ${what})`,
          ),
        ]
      : [];
  return [
    ...errors,
    ...notNegative(`${path}.succeededCount`, succeededCount),
    ...most(completions, "specified completions"),
    ...(succeededIndexes === undefined
      ? []
      : most(indexes.count, "indexes in the specified succeededIndexes field")),
  ];
}

/** Models batch validation.validatePodReplacementPolicy: a failure policy looks at failed pods, so they have to have failed. */
export function validatePodReplacementPolicy(
  path: string,
  { podReplacementPolicy: policy, podFailurePolicy }: JobSpec,
): FieldError[] {
  if (policy === undefined) return [];
  const supported = podFailurePolicy ? ["Failed"] : ["Failed", "TerminatingOrFailed"];
  return supported.includes(policy)
    ? []
    : [unsupported(`${path}.podReplacementPolicy`, policy, supported)];
}
