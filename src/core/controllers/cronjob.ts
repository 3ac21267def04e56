import { isSemanticallyEqual } from "#core/base/equal.ts";
import { formatTime, parseTime, weekdayOf } from "#core/base/time.ts";
import { isTimeZone } from "#core/api/time-zones.ts";
import { cronJob as cronJobKind } from "#core/api/kinds/batch/cron-job.ts";
import { job as jobKind } from "#core/api/kinds/batch/job.ts";
import {
  controllerOf,
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import { isStatusReason, StatusError } from "#core/api/status.ts";
import type { CronJob, CronJobStatus, Job } from "#core/api/schema/generated/types.ts";
import {
  controllerKey,
  defineController,
  type ControllerContext,
} from "#core/client/controller.ts";
import { because } from "./because.ts";
import { jobFor, jobName, planCleanup } from "./cronjob/jobs.ts";
import { planDue, planWait, scheduleOf } from "./cronjob/schedule.ts";
import { endOf } from "./job/sight.ts";
import { isNamespaceTerminating } from "./shared/pod-control.ts";

/** Begins Jobs by the clock. Models pkg/controller/cronjob, ControllerV2. */
export const cronJobController = defineController({
  name: "cronjob-controller",
  kind: "CronJob",
  isNews: (cronJob, old) => !isRescheduled(cronJob as CronJob, old as CronJob | undefined),
  watches: [
    { kind: "CronJob", keysFor: keysForRescheduled },
    {
      kind: "Job",
      keysFor: (job, old) => [
        ...new Set([
          ...controllerKey(job, "CronJob"),
          ...(old ? controllerKey(old, "CronJob") : []),
        ]),
      ],
    },
  ],
  reconcile(key, context) {
    const cronJob = context.lister<CronJob>("CronJob").get(key);
    if (!cronJob) return undefined;
    const pass: Pass = { context, cronJob, status: { ...cronJob.status } };
    const jobs = context
      .lister<Job>("Job")
      .ownedBy(uidOf(cronJob))
      .filter((job) => controllerOf(job)?.uid === uidOf(cronJob));
    for (const job of planCleanup(cronJob, jobs)) {
      because(context, "cronjob-history", { job: nameOf(job) });
      deleteJob(pass, job);
    }
    noteJobs(pass, jobs);
    let failure: StatusError | undefined;
    let waitMs: number | undefined;
    try {
      waitMs = isBeingDeleted(cronJob) ? undefined : startDue(pass);
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      failure = error;
    }
    if (!isSemanticallyEqual(pass.status, cronJob.status)) {
      because(context, "cronjob-counted", {
        cronJob: nameOf(cronJob),
        active: pass.status.active?.length ?? 0,
      });
      context.client.update(cronJobKind, { ...cronJob, status: pass.status }, "status");
    }
    if (failure) throw failure;
    return waitMs === undefined ? undefined : { requeueAfterMs: waitMs };
  },
});

/** One look at a CronJob, with the status as it becomes. */
interface Pass {
  readonly context: ControllerContext;
  readonly cronJob: CronJob;
  status: CronJobStatus;
}

type Reference = NonNullable<CronJobStatus["active"]>[number];

/** Notes which runs ended or went missing. */
function noteJobs(pass: Pass, jobs: readonly Job[]): void {
  const { context, cronJob } = pass;
  const tell = (type: "Normal" | "Warning", reason: string, message: string) =>
    context.record(cronJob, { type, reason, message });
  for (const job of jobs) {
    const end = endOf(job);
    const isActive = activeOf(pass).some(({ uid }) => uid === uidOf(job));
    if (!isActive && !end)
      tell(
        "Warning",
        "UnexpectedJob",
        `Saw a job that the controller did not create or forgot: ${nameOf(job)}`,
      );
    else if (isActive && end) {
      forget(pass, uidOf(job));
      tell(
        "Normal",
        "SawCompletedJob",
        `Saw completed job: ${nameOf(job)}, condition: ${end.type}`,
      );
    }
    const { completionTime } = job.status;
    if (
      end?.type === "Complete" &&
      completionTime &&
      completionTime > (pass.status.lastSuccessfulTime ?? "")
    )
      pass.status = { ...pass.status, lastSuccessfulTime: completionTime };
  }
  for (const { uid, name, namespace } of activeOf(pass)) {
    if (jobs.some((job) => uidOf(job) === uid) || jobNamed(context, namespace ?? "", name ?? ""))
      continue;
    tell("Normal", "MissingJob", `Active job went missing: ${name ?? ""}`);
    forget(pass, uid ?? "");
  }
}

function activeOf({ status }: Pass): readonly Reference[] {
  return status.active ?? [];
}

function forget(pass: Pass, jobUid: string): void {
  const { active: _active, ...rest } = pass.status;
  const active = activeOf(pass).filter(({ uid }) => uid !== jobUid);
  pass.status = active.length === 0 ? rest : { ...rest, active };
}

function jobNamed({ client }: ControllerContext, namespace: string, name: string): Job | undefined {
  try {
    return client.get<Job>(jobKind, { namespace, name });
  } catch (error) {
    if (isStatusReason(error, "NotFound")) return undefined;
    throw error;
  }
}

/** Begins the run that is due, unless something speaks against it. Returns when to look again. Models syncCronJob. */
function startDue(pass: Pass): number | undefined {
  const { context, cronJob } = pass;
  const { nowEpochMs } = context;
  const { spec, status } = cronJob;
  const warn = (reason: string, message: string) =>
    context.record(cronJob, { type: "Warning", reason, message });
  const zone = spec.timeZone;
  if (zone !== undefined && !isTimeZone(zone)) {
    warn("UnknownTimeZone", `invalid timeZone: ${JSON.stringify(zone)}: unknown time zone ${zone}`);
    return undefined;
  }
  if (spec.suspend === true) return undefined;
  const text = JSON.stringify(spec.schedule);
  if (spec.schedule.includes("TZ"))
    warn(
      "UnsupportedSchedule",
      `CRON_TZ or TZ used in schedule ${text} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`,
    );
  const zoned = scheduleOf(cronJob);
  if ("problem" in zoned) {
    warn("UnparseableSchedule", `unparseable schedule: ${text} : ${zoned.problem}`);
    return undefined;
  }
  const due = planDue(cronJob, zoned, { nowEpochMs, heedsDeadline: true });
  if (!due) {
    warn(
      "InvalidSchedule",
      `invalid schedule: ${spec.schedule} : time difference between two schedules is less than 1 second`,
    );
    return undefined;
  }
  const at = due.mostRecent;
  const waitMs = planWait(cronJob, zoned, nowEpochMs);
  if (at === undefined) return waitMs;
  if (due.missed === "many")
    warn(
      "TooManyMissedTimes",
      "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew",
    );
  const { startingDeadlineSeconds } = spec;
  if (startingDeadlineSeconds !== undefined && at + startingDeadlineSeconds * 1000 < nowEpochMs) {
    warn("MissSchedule", `Missed scheduled time to start a job: ${longTime(at)}`);
    return waitMs;
  }
  const isDone =
    activeOf(pass).some(({ name }) => name === jobName(nameOf(cronJob), at)) ||
    parseTime(status.lastScheduleTime ?? "") === at;
  if (isDone) return waitMs;
  return begin(pass, at)
    ? planWait({ ...cronJob, status: pass.status }, zoned, nowEpochMs)
    : waitMs;
}

/** Whether a run was begun. */
function begin(pass: Pass, at: number): boolean {
  const { context, cronJob } = pass;
  const { concurrencyPolicy } = cronJob.spec;
  if (concurrencyPolicy === "Forbid" && activeOf(pass).length > 0) {
    const message =
      "Not starting job because prior execution is running and concurrency policy is Forbid";
    context.record(cronJob, { type: "Normal", reason: "JobAlreadyActive", message });
    return false;
  }
  if (concurrencyPolicy === "Replace") replaceActive(pass);
  const job = createJob(pass, at);
  if (!job) return false;
  const { apiVersion, kind } = job;
  const reference: Reference = {
    apiVersion,
    kind,
    namespace: namespaceOf(job),
    name: nameOf(job),
    uid: uidOf(job),
    resourceVersion: job.metadata.resourceVersion ?? "",
  };
  pass.status = {
    ...pass.status,
    active: [...activeOf(pass), reference],
    lastScheduleTime: formatTime(at),
  };
  return true;
}

function replaceActive(pass: Pass): void {
  for (const { namespace = "", name = "" } of activeOf(pass)) {
    const job = jobNamed(pass.context, namespace, name);
    if (!job) continue;
    because(pass.context, "cronjob-replaced", { job: name });
    const failure = deleteJob(pass, job);
    if (failure) throw failure;
  }
}

function createJob({ context, cronJob, status }: Pass, at: number): Job | undefined {
  const name = jobName(nameOf(cronJob), at);
  because(context, "cronjob-due", { cronJob: nameOf(cronJob), job: name });
  try {
    const job = context.client.create<Job>(jobKind, jobFor(cronJob, at));
    context.record(cronJob, {
      type: "Normal",
      reason: "SuccessfulCreate",
      message: `Created job ${nameOf(job)}`,
    });
    return job;
  } catch (error) {
    if (isStatusReason(error, "AlreadyExists")) {
      const taken = jobNamed(context, namespaceOf(cronJob), name);
      const isOurs = taken && controllerOf(taken)?.uid === uidOf(cronJob);
      return isOurs && !status.active?.some(({ uid }) => uid === uidOf(taken)) ? taken : undefined;
    }
    if (error instanceof StatusError && !isNamespaceTerminating(error))
      context.record(cronJob, {
        type: "Warning",
        reason: "FailedCreate",
        message: `Error creating job: ${error.message}`,
      });
    throw error;
  }
}

/** Deletes a run and forgets it. Returns the refusal, if any. */
function deleteJob(pass: Pass, job: Job): StatusError | undefined {
  const { context, cronJob } = pass;
  try {
    context.client.delete(
      jobKind,
      { namespace: namespaceOf(job), name: nameOf(job) },
      { propagationPolicy: "Background" },
    );
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    context.record(cronJob, {
      type: "Warning",
      reason: "FailedDelete",
      message: `Deleted job: ${error.message}`,
    });
    return error;
  }
  forget(pass, uidOf(job));
  context.record(cronJob, {
    type: "Normal",
    reason: "SuccessfulDelete",
    message: `Deleted job ${nameOf(job)}`,
  });
  return undefined;
}

function isRescheduled(cronJob: CronJob, old: CronJob | undefined): boolean {
  return (
    old !== undefined &&
    (cronJob.spec.schedule !== old.spec.schedule || cronJob.spec.timeZone !== old.spec.timeZone)
  );
}

/** A new schedule counts from now on: what it would have missed is not made up for. Models updateCronJob. */
function keysForRescheduled(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const cronJob = object as CronJob;
  if (change !== "updated" || !isRescheduled(cronJob, old as CronJob | undefined)) return [];
  const zoned = scheduleOf(cronJob);
  if (!("problem" in zoned))
    context.enqueueAfter(keyOf(object), planWait(cronJob, zoned, context.nowEpochMs));
  return [];
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Thu, 19 May 2016 10:00:00 +0000`: Go's RFC1123Z. */
function longTime(epochMs: number): string {
  const text = formatTime(epochMs);
  const weekday = WEEKDAYS[weekdayOf(Math.floor(epochMs / 86_400_000))] ?? "";
  const month = MONTHS[Number(text.slice(5, 7)) - 1] ?? "";
  return `${weekday}, ${text.slice(8, 10)} ${month} ${text.slice(0, 4)} ${text.slice(11, 19)} +0000`;
}
