import { parseCron } from "../cron-schedule.ts";
import { invalid, required, type FieldError } from "../field-error.ts";
import type { CronJob, CronJobSpec, JobTemplateSpec } from "../schema/generated/types.ts";
import { isTimeZone } from "../time-zones.ts";
import { notNegative, unsupported } from "./fields.ts";
import { validateJobSpec } from "./jobs.ts";
import { selectorValue } from "./labels.ts";

const MAX_NAME_LENGTH = 52;
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

/** Every mistake of a new CronJob. Models batch validation.ValidateCronJobCreate. */
export function validateCronJob(cronJob: CronJob): FieldError[] {
  const name = cronJob.metadata.name ?? "";
  const errors = validateSpec(cronJob.spec, undefined);
  // The names of its Jobs end with eleven more characters.
  if (name.length > MAX_NAME_LENGTH)
    errors.push(
      invalid("metadata.name", name, `must be no more than ${MAX_NAME_LENGTH} characters`),
    );
  return errors;
}

/** Every mistake of a changed CronJob. Models batch validation.ValidateCronJobUpdate. */
export function validateCronJobUpdate(cronJob: CronJob, old: CronJob): FieldError[] {
  return validateSpec(cronJob.spec, old.spec);
}

function validateSpec(spec: CronJobSpec, old: CronJobSpec | undefined): FieldError[] {
  const { schedule, timeZone } = spec;
  const isZoneNew = old?.timeZone !== timeZone || old === undefined;
  return [
    ...(schedule === ""
      ? [required("spec.schedule")]
      : validateSchedule(spec, { allowsZone: old?.schedule.includes("TZ") ?? false })),
    ...notNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds),
    ...(isZoneNew ? validateTimeZone("spec.timeZone", timeZone) : []),
    ...validateConcurrency(spec.concurrencyPolicy ?? ""),
    ...validateJobTemplate("spec.jobTemplate", spec.jobTemplate),
    ...notNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit),
    ...notNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit),
  ];
}

function validateSchedule(
  { schedule, timeZone }: CronJobSpec,
  { allowsZone }: { readonly allowsZone: boolean },
): FieldError[] {
  const parsed = parseCron(schedule);
  const errors = "problem" in parsed ? [invalid("spec.schedule", schedule, parsed.problem)] : [];
  if (!schedule.includes("TZ")) return errors;
  if (!allowsZone) {
    const detail = "cannot use TZ or CRON_TZ in schedule, use timeZone field instead";
    return [...errors, invalid("spec.schedule", schedule, detail)];
  }
  if (timeZone === undefined) return errors;
  const detail = "cannot use both timeZone field and TZ or CRON_TZ in schedule";
  return [...errors, invalid("spec.schedule", schedule, detail)];
}

function validateTimeZone(field: string, zone: string | undefined): FieldError[] {
  if (zone === undefined) return [];
  if (zone === "") return [invalid(field, zone, "timeZone must be nil or non-empty string")];
  const isName = zone
    .split("/")
    .every(
      (part) => part !== "." && part !== ".." && !part.startsWith("-") && ZONE_PART.test(part),
    );
  if (!isName) return [invalid(field, zone, `unknown time zone ${zone}`)];
  const errors: FieldError[] = [];
  if (zone.toLowerCase() === "local") {
    const detail =
      "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones";
    errors.push(invalid(field, zone, detail));
  }
  if (!isTimeZone(zone)) errors.push(invalid(field, zone, `unknown time zone ${zone}`));
  return errors;
}

function validateConcurrency(policy: string): FieldError[] {
  const field = "spec.concurrencyPolicy";
  if (policy === "") return [required(field)];
  const supported = ["Allow", "Forbid", "Replace"];
  return supported.includes(policy) ? [] : [unsupported(field, policy, supported)];
}

/** Every mistake of the template of Jobs, whose selectors will be made for each. Models batch validation.ValidateJobTemplateSpec. */
function validateJobTemplate(path: string, { spec }: JobTemplateSpec): FieldError[] {
  if (!spec) return [];
  const errors = validateJobSpec(`${path}.spec`, spec);
  if (spec.selector)
    errors.push(
      invalid(
        `${path}.spec.selector`,
        selectorValue(spec.selector),
        "`selector` will be auto-generated",
      ),
    );
  if (spec.manualSelector === true)
    errors.push(unsupported(`${path}.spec.manualSelector`, true, ["nil", "false"]));
  return errors;
}
