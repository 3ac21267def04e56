import { formatTime, parseTime } from "#core/base/time.ts";
import { parseCron } from "#core/api/cron-schedule.ts";
import type { CronJob, Job } from "#core/api/schema/generated/types.ts";
import { cronJobController } from "#core/controllers/cronjob.ts";
import { jobName, sortedByStart } from "#core/controllers/cronjob/jobs.ts";
import { nextTime, planDue, planWait, scheduleOf } from "#core/controllers/cronjob/schedule.ts";
import { FakeCluster } from "#core/controllers/testing/fake-cluster.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, list, NOW, text, type Fields } from "./controllers-given.ts";

const timeOf = (value: unknown) => parseTime(text(value)) ?? NOW;
const show = (epochMs: number | undefined) => (epochMs === undefined ? null : formatTime(epochMs));

function cronJobOf(given: Fields): CronJob {
  const {
    schedule,
    timeZone,
    startingDeadlineSeconds,
    concurrencyPolicy,
    suspend,
    creationTimestamp,
    lastScheduleTime,
  } = given;
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "tick", namespace: "default", uid: "tick", creationTimestamp },
    spec: {
      schedule,
      concurrencyPolicy,
      suspend,
      ...(typeof timeZone === "string" && { timeZone }),
      ...(typeof startingDeadlineSeconds === "number" && { startingDeadlineSeconds }),
      jobTemplate: { spec: { template: { spec: { containers: [] } } } },
    },
    status: { ...(typeof lastScheduleTime === "string" && { lastScheduleTime }) },
  } as unknown as CronJob;
}

function zoned(given: Fields) {
  const found = scheduleOf(cronJobOf(given));
  if ("problem" in found) throw new Error(found.problem);
  return found;
}

export function runCronSchedule({ in: input }: VectorCase): unknown {
  const given = fields(input);
  switch (given.op) {
    case "parse":
      return { error: "problem" in parseCron(text(given.schedule)) };
    case "fires":
      return { fires: nextTime(zoned(given), timeOf(given.time) - 1000) === timeOf(given.time) };
    default:
      return { next: show(nextTime(zoned(given), timeOf(given.after))) };
  }
}

export function runCronSync({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const nowEpochMs = timeOf(given.now);
  switch (given.op) {
    case "mostRecentScheduleTime": {
      const heedsDeadline = given.applyStartingDeadline === true;
      const due = planDue(cronJobOf(given), zoned(given), { nowEpochMs, heedsDeadline });
      if (!due) return { error: true };
      return { earliest: show(due.earliest), mostRecent: show(due.mostRecent), missed: due.missed };
    }
    case "nextScheduleTime": {
      const due = planDue(cronJobOf(given), zoned(given), { nowEpochMs, heedsDeadline: true });
      return { scheduleTime: show(due?.mostRecent), tooManyMissedEvent: due?.missed === "many" };
    }
    case "sortJobsForHistory": {
      const jobs = list(given.jobs).map(({ name, startTime }) => ({
        metadata: { name },
        status: startTime ? { startTime } : {},
      }));
      const sorted = sortedByStart(jobs as unknown as readonly Job[]);
      return {
        jobs: sorted.map(({ metadata, status }) => ({
          name: metadata.name,
          startTime: status.startTime ?? null,
        })),
      };
    }
    case "jobName":
      return { name: jobName(text(given.cronJob), timeOf(given.scheduledTime)) };
    default:
      return sync(given, nowEpochMs);
  }
}

/** One look of the controller at a CronJob, at the moment of the row. */
function sync(given: Fields, nowEpochMs: number): unknown {
  const cluster = new FakeCluster([cronJobController], nowEpochMs);
  const cronJob = cronJobOf(given);
  const ends = [
    ...Array<boolean>(count(given.activeJobs)).fill(false),
    ...Array<boolean>(count(given.finishedJobs)).fill(true),
  ];
  const jobs = ends.map((isOver, i) => jobOf(i, isOver));
  const active = jobs
    .filter((_, i) => ends[i] === false)
    .map(({ metadata }) => ({ ...metadata, uid: metadata.uid }));
  for (const job of jobs) cluster.seed(job);
  cluster.seed({
    ...cronJob,
    status: { ...cronJob.status, ...(active.length > 0 && { active }) },
  } as never);
  cluster.run(50);
  const after = cluster.get<CronJob>("CronJob", "tick");
  const left = cluster.all<Job>("Job").map(({ metadata }) => metadata.name);
  const parsed = scheduleOf(cronJob);
  const isIdle = "problem" in parsed || cronJob.spec.suspend === true;
  return {
    createsJob: left.some((name) => !jobs.some(({ metadata }) => metadata.name === name)),
    deletesActiveJob: active.some(({ name }) => !left.includes(name)),
    activeAfter: after.status.active?.length ?? 0,
    warningEvents:
      cluster.events.filter(({ type, reason }) => type === "Warning" && reason !== "MissSchedule")
        .length > 0
        ? 1
        : 0,
    requeueAfterSeconds: isIdle ? null : planWait(after, parsed, nowEpochMs) / 1000,
  };
}

function jobOf(i: number, isOver: boolean): Job {
  const owner = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    name: "tick",
    uid: "tick",
    controller: true,
  };
  const conditions = isOver ? [{ type: "Complete", status: "True" }] : [];
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: `run-${i}`, namespace: "default", uid: `run-${i}`, ownerReferences: [owner] },
    spec: {},
    status: { conditions },
  } as unknown as Job;
}
