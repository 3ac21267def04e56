import { humanDuration } from "#core/api/human-duration.ts";
import { formatLabelSelector } from "#core/api/label-selector.ts";
import { controllerOf } from "#core/api/meta.ts";
import { parseTime } from "#core/base/time.ts";
import { defineDescriber } from "./describer.ts";
import { eventsOf, writeEvents } from "./events.ts";
import { writePodTemplate } from "./pod-template.ts";
import { DescribeText, longTime } from "./text.ts";
import { writeName } from "./workload.ts";
import type { Job } from "./unlisted-kinds.ts";

/** Models describe.JobDescriber. */
export const jobDescriber = defineDescriber<Job>({
  group: "batch",
  kind: "Job",
  *describe(job, context) {
    const { metadata, spec } = job;
    const events = yield* eventsOf(job, context);
    const text = new DescribeText();
    writeName(text, job);
    if (spec?.selector) text.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
    text.labels("Labels", metadata.labels);
    text.annotations(metadata.annotations);
    const controller = controllerOf(job);
    if (controller) text.line(0, `Controlled By:\t${controller.kind}/${controller.name}`);
    writeSpec(text, job);
    writeProgress(text, job);
    writePodTemplate(text, spec?.template);
    writeEvents(text, events, context.session.nowEpochMs());
    return text.aligned();
  },
});

function writeSpec(text: DescribeText, { spec }: Job): void {
  if (spec?.parallelism !== undefined) text.line(0, `Parallelism:\t${spec.parallelism}`);
  text.line(0, `Completions:\t${spec?.completions ?? "<unset>"}`);
  if (spec?.completionMode) text.line(0, `Completion Mode:\t${spec.completionMode}`);
  if (spec?.suspend !== undefined) text.line(0, `Suspend:\t${spec.suspend}`);
  if (spec?.backoffLimit !== undefined) text.line(0, `Backoff Limit:\t${spec.backoffLimit}`);
  if (spec?.ttlSecondsAfterFinished !== undefined) {
    text.line(0, `TTL Seconds After Finished:\t${spec.ttlSecondsAfterFinished}`);
  }
}

function writeProgress(text: DescribeText, { spec, status }: Job): void {
  const { startTime, completionTime } = status ?? {};
  if (startTime) text.line(0, `Start Time:\t${longTime(startTime)}`);
  if (completionTime) text.line(0, `Completed At:\t${longTime(completionTime)}`);
  if (startTime && completionTime) {
    const took = (parseTime(completionTime) ?? 0) - (parseTime(startTime) ?? 0);
    text.line(0, `Duration:\t${humanDuration(took)}`);
  }
  if (spec?.activeDeadlineSeconds !== undefined) {
    text.line(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  }
  const { active = 0, ready, succeeded = 0, failed = 0 } = status ?? {};
  const readyText = ready === undefined ? "" : ` (${ready} Ready)`;
  text.line(
    0,
    `Pods Statuses:\t${active} Active${readyText} / ${succeeded} Succeeded / ${failed} Failed`,
  );
  if (spec?.completionMode === "Indexed") {
    text.line(
      0,
      `Completed Indexes:\t${status?.completedIndexes ? status.completedIndexes : "<none>"}`,
    );
  }
}
