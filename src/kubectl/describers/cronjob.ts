import { formatLabelSelector } from "#core/api/label-selector.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { writePodTemplate } from "./pod-template.ts";
import { boolText, DescribeText, longTime } from "./text.ts";
import { writeName } from "./workload.ts";
import type { CronJob } from "./unlisted-kinds.ts";

/** Models describe.CronJobDescriber. */
export const cronJobDescriber = defineDescriber<CronJob>({
  group: "batch",
  kind: "CronJob",
  *describe(cronJob, context) {
    const { metadata, spec, status } = cronJob;
    const events = yield* eventsOf(cronJob, context);
    const text = new DescribeText();
    writeName(text, cronJob);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    writeSpec(text, cronJob);
    writePodTemplate(text, spec?.jobTemplate.spec?.template);
    const last = status?.lastScheduleTime;
    text.line(0, `Last Schedule Time:\t${last ? longTime(last) : "<unset>"}`);
    const active = (status?.active ?? []).map(({ name }) => name ?? "");
    text.line(0, `Active Jobs:\t${active.length === 0 ? "<none>" : active.join(", ")}`);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeSpec(text: DescribeText, { spec }: CronJob): void {
  const job = spec?.jobTemplate.spec;
  text.line(0, `Schedule:\t${spec?.schedule ?? ""}`);
  text.line(0, `Concurrency Policy:\t${spec?.concurrencyPolicy ?? ""}`);
  text.line(0, `Suspend:\t${boolText(spec?.suspend)}`);
  text.line(0, `Successful Job History Limit:\t${spec?.successfulJobsHistoryLimit ?? "<unset>"}`);
  text.line(0, `Failed Job History Limit:\t${spec?.failedJobsHistoryLimit ?? "<unset>"}`);
  const deadline = spec?.startingDeadlineSeconds;
  text.line(
    0,
    `Starting Deadline Seconds:\t${deadline === undefined ? "<unset>" : `${deadline}s`}`,
  );
  text.line(0, `Selector:\t${job?.selector ? formatLabelSelector(job.selector) : "<unset>"}`);
  text.line(0, `Parallelism:\t${job?.parallelism ?? "<unset>"}`);
  text.line(0, `Completions:\t${job?.completions ?? "<unset>"}`);
  if (job?.activeDeadlineSeconds !== undefined) {
    text.line(0, `Active Deadline Seconds:\t${job.activeDeadlineSeconds}s`);
  }
}
