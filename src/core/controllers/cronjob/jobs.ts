import { formatTime } from "#core/base/time.ts";
import { compareText } from "#core/base/order.ts";
import { cronJob as cronJobKind } from "#core/api/kinds/batch/cron-job.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { nameOf, namespaceOf } from "#core/api/meta.ts";
import { zoneOffsetMinutes } from "#core/api/time-zones.ts";
import type { CronJob, Job } from "#core/api/schema/generated/types.ts";
import { endOf } from "../job/sight.ts";
import { controllerReference } from "../shared/owner-ref.ts";

const SCHEDULED_AT = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/** The name of the run of a moment, so that it cannot be begun twice. Models getJobName. */
export function jobName(cronJob: string, scheduledEpochMs: number): string {
  return `${cronJob}-${Math.floor(scheduledEpochMs / 60_000)}`;
}

/** The Job of one run. Models getJobFromTemplate2. */
export function jobFor(cronJob: CronJob, scheduledEpochMs: number): unknown {
  const { metadata = {}, spec } = cronJob.spec.jobTemplate;
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: jobName(nameOf(cronJob), scheduledEpochMs),
      namespace: namespaceOf(cronJob),
      ...(metadata.labels && { labels: metadata.labels }),
      annotations: {
        ...metadata.annotations,
        [SCHEDULED_AT]: zonedTime(scheduledEpochMs, cronJob.spec.timeZone),
      },
      ownerReferences: [
        controllerReference(cronJob, cronJobKind as unknown as KindDefinition<never>),
      ],
    },
    spec,
  };
}

/** RFC 3339 in a zone. */
function zonedTime(epochMs: number, zone: string | undefined): string {
  const minutes = zone === undefined ? 0 : zoneOffsetMinutes(zone, epochMs);
  if (minutes === 0) return formatTime(epochMs);
  const pad = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${pad(Math.abs(minutes) / 60)}:${pad(Math.abs(minutes) % 60)}`;
  return formatTime(epochMs + minutes * 60_000).replace("Z", offset);
}

/** The runs that ended and are more than are to be kept, oldest first. Models cleanupFinishedJobs. */
export function planCleanup({ spec }: Pick<CronJob, "spec">, jobs: readonly Job[]): readonly Job[] {
  const over = (type: "Complete" | "Failed", limit: number | undefined) => {
    const ended = jobs.filter((job) => endOf(job)?.type === type);
    const surplus = limit === undefined ? 0 : ended.length - limit;
    return surplus > 0 ? sortedByStart(ended).slice(0, surplus) : [];
  };
  return [
    ...over("Complete", spec.successfulJobsHistoryLimit),
    ...over("Failed", spec.failedJobsHistoryLimit),
  ];
}

/** By start, those that have not begun last, then by name. Models byJobStartTime. */
export function sortedByStart(jobs: readonly Job[]): readonly Job[] {
  const start = (job: Job) => job.status.startTime ?? "~";
  return [...jobs].sort(
    (a, b) => compareText(start(a), start(b)) || compareText(nameOf(a), nameOf(b)),
  );
}
