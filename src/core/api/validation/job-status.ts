import { isEqual } from "#core/base/equal.ts";
import { parseTime } from "#core/base/time.ts";
import { duplicate, invalid, invalidAsWhole, required, type FieldError } from "../field-error.ts";
import type { Job } from "../schema/generated/types.ts";
import { notNegative } from "./fields.ts";
import { internalStruct } from "./internal-structs.ts";
import { readIndexes } from "./job-indexes.ts";

type Condition = "Complete" | "Failed" | "FailureTarget" | "SuccessCriteriaMet";
const CONDITIONS = "status.conditions";

/** Every mistake of an observed status: what contradicts itself, or goes back. Models batch validation.ValidateJobStatusUpdate. */
export function validateJobStatus(job: Job, old: Job): FieldError[] {
  return [
    ...validateNumbers(job),
    ...validateConditions(job, old),
    ...validateTimes(job, old),
    ...validateFinished(job, old),
    ...validateIndexes(job, old),
    ...validateSuccess(job),
    ...validateHistory(job, old),
  ];
}

function isTrue({ status }: Job, type: Condition): boolean {
  return (status.conditions ?? []).some((each) => each.type === type && each.status === "True");
}

function isFinished(job: Job): boolean {
  return isTrue(job, "Complete") || isTrue(job, "Failed");
}

/** Rules hold for what this write changes; what was wrong before may stay. */
function isChanged(
  job: Job,
  old: Job,
  ...facts: readonly (Condition | keyof Job["status"])[]
): boolean {
  return facts.some((fact) => {
    if (/^[A-Z]/.test(fact))
      return isTrue(job, fact as Condition) !== isTrue(old, fact as Condition);
    const field = fact as keyof Job["status"];
    return !isEqual(job.status[field], old.status[field]);
  });
}

function validateNumbers({ status }: Job): FieldError[] {
  const fields = ["active", "succeeded", "failed", "ready", "terminating"] as const;
  const errors = fields.flatMap((field) => notNegative(`status.${field}`, status[field]));
  const seen = new Set<string>();
  for (const list of ["succeeded", "failed"] as const) {
    for (const [i, uid] of (status.uncountedTerminatedPods?.[list] ?? []).entries()) {
      const field = `status.uncountedTerminatedPods.${list}[${i}]`;
      if (uid === "") errors.push(invalid(field, uid, "must not be empty"));
      else if (seen.has(uid)) errors.push(duplicate(field, uid));
      seen.add(uid);
    }
  }
  return errors;
}

function validateConditions(job: Job, old: Job): FieldError[] {
  const errors: FieldError[] = [];
  const clash = (other: Condition) => {
    if (isChanged(job, old, "Complete", other) && isTrue(job, "Complete") && isTrue(job, other))
      errors.push(
        invalidAsWhole(CONDITIONS, `cannot set Complete=True and ${other}=true conditions`),
      );
  };
  clash("Failed");
  clash("FailureTarget");
  return errors;
}

function validateTimes(job: Job, old: Job): FieldError[] {
  const { completionTime, startTime } = job.status;
  const field = "status.completionTime";
  const errors: FieldError[] = [];
  if (isChanged(job, old, "Complete", "completionTime")) {
    if (completionTime && !isTrue(job, "Complete")) {
      const detail = "cannot set completionTime when there is no Complete=True condition";
      errors.push(invalid(field, completionTime, detail));
    }
    if (!completionTime && isTrue(job, "Complete"))
      errors.push(required(field, "completionTime is required for Complete jobs"));
  }
  if (isChanged(job, old, "startTime", "completionTime") && startTime && completionTime) {
    if ((parseTime(completionTime) ?? 0) < (parseTime(startTime) ?? 0))
      errors.push(invalid(field, completionTime, "completionTime cannot be set before startTime"));
  }
  return errors;
}

function validateFinished(job: Job, old: Job): FieldError[] {
  const { active = 0, startTime, uncountedTerminatedPods: uncounted } = job.status;
  const errors: FieldError[] = [];
  if (
    isChanged(job, old, "Failed", "failedIndexes") &&
    isTrue(job, "Failed") &&
    !isTrue(job, "FailureTarget")
  ) {
    const detail = "cannot set Failed=True condition without the FailureTarget=true condition";
    errors.push(invalidAsWhole(CONDITIONS, detail));
  }
  if (
    isChanged(job, old, "Complete", "SuccessCriteriaMet") &&
    isTrue(job, "Complete") &&
    !isTrue(job, "SuccessCriteriaMet")
  ) {
    const detail =
      "cannot set Complete=True condition without the SuccessCriteriaMet=true condition";
    errors.push(invalidAsWhole(CONDITIONS, detail));
  }
  if (!isFinished(job)) return errors;
  const hasJustFinished = !isFinished(old);
  if ((hasJustFinished || isChanged(job, old, "active")) && active > 0)
    errors.push(invalid("status.active", active, "active>0 is invalid for finished job"));
  const needsNoStart = job.spec.suspend === true && job.spec.completions === 0;
  if ((hasJustFinished || isChanged(job, old, "startTime")) && !startTime && !needsNoStart)
    errors.push(required("status.startTime", "startTime is required for finished job"));
  const count = (uncounted?.succeeded?.length ?? 0) + (uncounted?.failed?.length ?? 0);
  if ((hasJustFinished || isChanged(job, old, "uncountedTerminatedPods")) && count > 0) {
    const detail = "uncountedTerminatedPods needs to be empty for finished job";
    errors.push(
      invalid("status.uncountedTerminatedPods", internalStruct("UncountedPods", uncounted), detail),
    );
  }
  return errors;
}

function validateIndexes(job: Job, old: Job): FieldError[] {
  const { completions, completionMode, backoffLimitPerIndex } = job.spec;
  const { completedIndexes = "", failedIndexes, ready, active = 0, terminating = 0 } = job.status;
  const [done, failed] = ["status.completedIndexes", "status.failedIndexes"] as const;
  const isDoneChanged = isChanged(job, old, "completedIndexes");
  const isFailedChanged = isChanged(job, old, "failedIndexes");
  const errors: FieldError[] = [];
  const check = (field: string, name: string, text: string) => {
    const { problem } = readIndexes(text, completions ?? 0);
    if (problem !== undefined)
      errors.push(invalid(field, text, `error parsing ${name}: ${problem}`));
  };
  const hasLimit = backoffLimitPerIndex !== undefined;
  if (isDoneChanged && completions !== undefined) check(done, "completedIndexes", completedIndexes);
  if (isFailedChanged && completions !== undefined && hasLimit && failedIndexes !== undefined)
    check(failed, "failedIndexes", failedIndexes);
  if (isDoneChanged && completedIndexes !== "" && completionMode !== "Indexed") {
    const detail = "cannot set non-empty completedIndexes when non-indexed completion mode";
    errors.push(invalid(done, completedIndexes, detail));
  }
  if (isFailedChanged && !hasLimit && failedIndexes !== undefined) {
    const detail = "cannot set non-null failedIndexes when backoffLimitPerIndex is null";
    errors.push(invalid(failed, failedIndexes, detail));
  }
  const overlap = overlapOf(completedIndexes, failedIndexes ?? "", completions ?? 0);
  if ((isDoneChanged || isFailedChanged) && completions !== undefined && overlap !== undefined) {
    const detail = `failedIndexes and completedIndexes overlap at index: ${overlap}`;
    errors.push(invalid(failed, failedIndexes, detail));
  }
  const isEnding = isFinished(job) !== isFinished(old) || isChanged(job, old, "terminating");
  if (isEnding && terminating > 0 && isFinished(job))
    errors.push(
      invalid("status.terminating", terminating, "terminating>0 is invalid for finished job"),
    );
  if (isChanged(job, old, "ready", "active") && ready !== undefined && ready > active)
    errors.push(invalid("status.ready", ready, "cannot set more ready pods than active"));
  return errors;
}

function overlapOf(completed: string, failed: string, completions: number): number | undefined {
  const { intervals } = readIndexes(completed, completions);
  for (const [from, to] of readIndexes(failed, completions).intervals) {
    const hit = intervals.find(([first, last]) => first <= to && from <= last);
    if (hit) return Math.max(hit[0], from);
  }
  return undefined;
}

function validateSuccess(job: Job): FieldError[] {
  const errors: FieldError[] = [];
  const isMet = isTrue(job, "SuccessCriteriaMet");
  for (const other of ["Failed", "FailureTarget"] as const) {
    const detail = `cannot set SuccessCriteriaMet=True and ${other}=true conditions`;
    if (isMet && isTrue(job, other)) errors.push(invalidAsWhole(CONDITIONS, detail));
  }
  if (job.spec.successPolicy && !isMet && isTrue(job, "Complete")) {
    const detail =
      "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True";
    errors.push(invalidAsWhole(CONDITIONS, detail));
  }
  return errors;
}

function validateHistory(job: Job, old: Job): FieldError[] {
  const { failed = 0, succeeded = 0, completionTime, startTime } = job.status;
  const { completions, parallelism, completionMode, suspend } = job.spec;
  const errors: FieldError[] = [];
  for (const type of ["Failed", "Complete", "FailureTarget"] as const) {
    if (isTrue(old, type) && !isTrue(job, type))
      errors.push(invalidAsWhole(CONDITIONS, `cannot disable the terminal ${type}=True condition`));
  }
  if (failed < (old.status.failed ?? 0))
    errors.push(invalid("status.failed", failed, "cannot decrease the failed counter"));
  // An indexed Job may be scaled down, and then forgets pods beyond its new end.
  const isElastic = completionMode === "Indexed" && completions === parallelism;
  if (!isElastic && succeeded < (old.status.succeeded ?? 0))
    errors.push(invalid("status.succeeded", succeeded, "cannot decrease the succeeded counter"));
  const before = old.status;
  if (completionTime && before.completionTime && completionTime !== before.completionTime)
    errors.push(
      invalid("status.completionTime", completionTime, "completionTime cannot be mutated"),
    );
  // A Job that is resumed begins its time anew.
  const isResuming = before.conditions?.some(
    ({ type, status }) => type === "Suspended" && status === "True",
  );
  const mayRestart = suspend === true || (isResuming === true && startTime !== undefined);
  if (before.startTime && startTime !== before.startTime && !mayRestart)
    errors.push(required("status.startTime", "startTime cannot be removed for unsuspended job"));
  if (isTrue(old, "SuccessCriteriaMet") && !isTrue(job, "SuccessCriteriaMet"))
    errors.push(invalidAsWhole(CONDITIONS, "cannot disable the SuccessCriteriaMet=True condition"));
  const isLate = isTrue(old, "Complete") && !isTrue(old, "SuccessCriteriaMet");
  if (isLate && isTrue(job, "SuccessCriteriaMet")) {
    const detail =
      "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions";
    errors.push(invalidAsWhole(CONDITIONS, detail));
  }
  return errors;
}
