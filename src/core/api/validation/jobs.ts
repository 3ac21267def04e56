import { isSemanticallyEqual } from "#core/base/equal.ts";
import { invalid, required, tooLong, type FieldError } from "../field-error.ts";
import { matchesLabels, selectorFromObject } from "../label-selector.ts";
import type { Affinity, Job, JobSpec, PodTemplateSpec } from "../schema/generated/types.ts";
import { domainPrefixedPath, immutable, notNegative, unsupported } from "./fields.ts";
import { internalPodTemplate, internalStruct } from "./internal-structs.ts";
import {
  validatePodFailurePolicy,
  validatePodReplacementPolicy,
  validateSuccessPolicy,
} from "./job-policies.ts";
import { JOB_LABELS } from "./job-labels.ts";
import { labelSelector, selectorValue } from "./labels.ts";
import { isUnderstood, validatePodTemplate } from "./pod-template.ts";
import { labelProblems } from "./problems.ts";

const MAX_INDEXED_PARALLELISM = 100_000;
const MANY_COMPLETIONS = 100_000;
const MAX_WITH_MANY_COMPLETIONS = 10_000;
const MAX_MANAGED_BY_LENGTH = 63;

/** Every mistake of a new Job, in upstream's order. Models batch validation.ValidateJob. */
export function validateJob(job: Job): FieldError[] {
  return [
    ...validateGeneratedSelector(job),
    ...validateWithSelector(job.spec),
    ...hostnameTooLong(job),
  ];
}

/** Every mistake of a changed Job: its template stays, and most of how it counts. Models batch validation.ValidateJobSpecUpdate. */
export function validateJobUpdate(job: Job, old: Job): FieldError[] {
  const { spec } = job;
  const before = old.spec;
  return [
    // Upstream looks at the new Job as a whole first.
    ...validateJob(job),
    ...validateWithSelector(spec),
    ...completionsChange(spec, before),
    ...immutable("spec.selector", selectorValue(spec.selector), selectorValue(before.selector)),
    ...templateChange(job, old),
    ...immutable("spec.completionMode", spec.completionMode ?? null, before.completionMode ?? null),
    ...policyChange("podFailurePolicy", "PodFailurePolicy", spec, before),
    ...immutable(
      "spec.backoffLimitPerIndex",
      spec.backoffLimitPerIndex ?? null,
      before.backoffLimitPerIndex ?? null,
    ),
    ...immutable("spec.managedBy", spec.managedBy ?? null, before.managedBy ?? null),
    ...policyChange("successPolicy", "SuccessPolicy", spec, before),
  ];
}

function policyChange(
  field: "podFailurePolicy" | "successPolicy",
  struct: string,
  spec: JobSpec,
  old: JobSpec,
): FieldError[] {
  return immutable(
    `spec.${field}`,
    internalStruct(struct, spec[field]),
    internalStruct(struct, old[field]),
  );
}

function validateGeneratedSelector({ metadata, spec }: Job): FieldError[] {
  if (spec.manualSelector === true || !spec.selector) return [];
  const [uid, name] = [metadata.uid ?? "", metadata.name ?? ""];
  const expected: Readonly<Record<string, string>> = {
    [JOB_LABELS.oldUid]: uid,
    [JOB_LABELS.oldName]: name,
    [JOB_LABELS.uid]: uid,
    [JOB_LABELS.name]: name,
  };
  const labels = spec.template.metadata?.labels;
  const errors = Object.entries(expected).flatMap(([key, value]) => hasLabel(labels, key, value));
  if (isUnderstood(spec.selector) && !matchesLabels(selectorFromObject(spec.selector), expected)) {
    errors.push(
      invalid("spec.selector", selectorValue(spec.selector), "`selector` not auto-generated"),
    );
  }
  return errors;
}

/** Models apivalidation.ValidateHasLabel. */
function hasLabel(
  labels: Readonly<Record<string, string>> | undefined,
  key: string,
  expected: string,
): FieldError[] {
  const path = "spec.template.metadata.labels";
  const actual = labels?.[key];
  if (actual === undefined) return [required(`${path}[${key}]`, `must be '${expected}'`)];
  return actual === expected ? [] : [invalid(`${path}[${key}]`, labels, `must be '${expected}'`)];
}

function hostnameTooLong({ metadata, spec }: Job): FieldError[] {
  const { completionMode, completions = 0 } = spec;
  if (completionMode !== "Indexed" || completions <= 0) return [];
  const longest = `${metadata.name ?? ""}-${completions - 1}`;
  if (labelProblems(longest).length === 0) return [];
  return [
    invalid(
      "metadata.name",
      metadata.name ?? "",
      `will not able to create pod with invalid DNS label: ${longest}`,
    ),
  ];
}

function validateWithSelector(spec: JobSpec): FieldError[] {
  const { selector, template } = spec;
  const errors = [
    ...validateJobSpec("spec", spec),
    ...(selector ? labelSelector("spec.selector", selector) : [required("spec.selector")]),
  ];
  const labels = template.metadata?.labels;
  if (isUnderstood(selector) && !matchesLabels(selectorFromObject(selector), labels)) {
    errors.push(
      invalid(
        "spec.template.metadata.labels",
        labels ?? null,
        "`selector` does not match template `labels`",
      ),
    );
  }
  return errors;
}

/** Every mistake of a Job's spec, its selector aside. Models batch validation.validateJobSpec. */
export function validateJobSpec(path: string, spec: JobSpec): FieldError[] {
  return [
    ...validateCounts(path, spec),
    ...validateManagedBy(path, spec.managedBy),
    ...validateCompletionMode(path, spec),
    ...(spec.podFailurePolicy ? validatePodFailurePolicy(path, spec, spec.podFailurePolicy) : []),
    ...(spec.successPolicy ? validateSuccessPolicy(path, spec, spec.successPolicy) : []),
    ...validatePodReplacementPolicy(path, spec),
    ...validatePodTemplate(`${path}.template`, spec.template),
    ...validateRestartPolicy(path, spec),
  ];
}

function validateCounts(path: string, spec: JobSpec): FieldError[] {
  const fields = [
    "parallelism",
    "completions",
    "activeDeadlineSeconds",
    "backoffLimit",
    "ttlSecondsAfterFinished",
    "backoffLimitPerIndex",
    "maxFailedIndexes",
  ] as const;
  const errors = fields.flatMap((field) => notNegative(`${path}.${field}`, spec[field]));
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined)
    errors.push(required(`${path}.backoffLimitPerIndex`, "when maxFailedIndexes is specified"));
  return errors;
}

function validateManagedBy(path: string, managedBy: string | undefined): FieldError[] {
  if (managedBy === undefined) return [];
  const field = `${path}.managedBy`;
  return [
    ...domainPrefixedPath(field, managedBy),
    ...(managedBy.length > MAX_MANAGED_BY_LENGTH ? [tooLong(field, MAX_MANAGED_BY_LENGTH)] : []),
  ];
}

function validateCompletionMode(path: string, spec: JobSpec): FieldError[] {
  const mode = spec.completionMode;
  if (mode === "Indexed") return validateIndexed(path, spec);
  if (mode !== undefined && mode !== "NonIndexed")
    return [unsupported(`${path}.completionMode`, mode, ["NonIndexed", "Indexed"])];
  return (["backoffLimitPerIndex", "maxFailedIndexes"] as const).flatMap((field) =>
    spec[field] === undefined
      ? []
      : [invalid(`${path}.${field}`, spec[field], "requires indexed completion mode")],
  );
}

function validateIndexed(path: string, spec: JobSpec): FieldError[] {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec;
  const atMost = (field: string, value: number, text: string) =>
    invalid(`${path}.${field}`, value, `must be less than or equal to ${text}`);
  const errors: FieldError[] = [];
  if (completions === undefined)
    errors.push(required(`${path}.completions`, "when completion mode is Indexed"));
  if (parallelism > MAX_INDEXED_PARALLELISM) {
    const text = `${MAX_INDEXED_PARALLELISM} when completion mode is Indexed`;
    errors.push(atMost("parallelism", parallelism, text));
  }
  if (maxFailedIndexes !== undefined) {
    if (completions !== undefined && maxFailedIndexes > completions)
      errors.push(atMost("maxFailedIndexes", maxFailedIndexes, "completions"));
    if (maxFailedIndexes > MAX_INDEXED_PARALLELISM)
      errors.push(atMost("maxFailedIndexes", maxFailedIndexes, String(MAX_INDEXED_PARALLELISM)));
  }
  if ((completions ?? 0) <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return errors;
  const text = `${MAX_WITH_MANY_COMPLETIONS} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) {
    const detail = `must be specified when completions is above ${MANY_COMPLETIONS}`;
    errors.push(required(`${path}.maxFailedIndexes`, detail));
  }
  if (parallelism > MAX_WITH_MANY_COMPLETIONS)
    errors.push(atMost("parallelism", parallelism, text));
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MAX_WITH_MANY_COMPLETIONS)
    errors.push(atMost("maxFailedIndexes", maxFailedIndexes, text));
  return errors;
}

function validateRestartPolicy(
  path: string,
  { template, podFailurePolicy }: JobSpec,
): FieldError[] {
  const field = `${path}.template.spec.restartPolicy`;
  const policy = template.spec?.restartPolicy ?? "";
  if (policy === "" || policy === "Always")
    return [required(field, 'valid values: "OnFailure", "Never"')];
  if (policy !== "OnFailure" && policy !== "Never")
    return [unsupported(field, policy, ["OnFailure", "Never"])];
  if (podFailurePolicy && policy !== "Never")
    return [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
  return [];
}

/** The completions of an indexed Job may follow its parallelism. Models batch validation.validateCompletions. */
function completionsChange(spec: JobSpec, old: JobSpec): FieldError[] {
  const { completions, parallelism } = spec;
  const field = "spec.completions";
  if (spec.completionMode !== "Indexed")
    return immutable(field, completions ?? null, old.completions ?? null);
  if (completions === undefined || completions === old.completions || completions === parallelism)
    return [];
  return [invalid(field, completions, "can only be modified in tandem with spec.parallelism")];
}

/** Where a suspended Job runs may change until it starts. Models batch validation.validatePodTemplateUpdate. */
function templateChange({ spec }: Job, old: Job): FieldError[] {
  const isAdjustable = old.spec.suspend === true && old.status.startTime === undefined;
  const before = isAdjustable
    ? withAdjustable(old.spec.template, spec.template)
    : old.spec.template;
  if (isSemanticallyEqual(spec.template, before)) return [];
  return immutable("spec.template", internalPodTemplate(spec.template), null);
}

function withAdjustable(old: PodTemplateSpec, template: PodTemplateSpec): PodTemplateSpec {
  const spec = template.spec;
  if (!spec || !old.spec) return old;
  const { nodeSelector, tolerations, schedulingGates } = spec;
  return {
    ...old,
    metadata: {
      ...old.metadata,
      annotations: template.metadata?.annotations ?? {},
      labels: template.metadata?.labels ?? {},
    },
    spec: {
      ...old.spec,
      nodeSelector: nodeSelector ?? {},
      tolerations: tolerations ?? [],
      schedulingGates: schedulingGates ?? [],
      affinity: adjustedAffinity(old.spec.affinity, spec.affinity),
    },
  };
}

/** The old affinity with the new one's node part; nothing is left when nothing else was there. */
function adjustedAffinity(old: Affinity | undefined, affinity: Affinity | undefined): Affinity {
  const { nodeAffinity: _replaced, ...rest } = old ?? {};
  return { ...rest, ...(affinity?.nodeAffinity && { nodeAffinity: affinity.nodeAffinity }) };
}
