import { defineKind, type Column } from "../../define.ts";
import { formatLabelSelector } from "../../label-selector.ts";
import { validateCronJob, validateCronJobUpdate } from "../../validation/cron-jobs.ts";
import { jobSpecWarnings } from "../../validation/job-warnings.ts";
import { nameWarnings } from "../../validation/warnings.ts";
import type { CronJob } from "../../schema/generated/types.ts";
import {
  ageColumn,
  integerColumn,
  nameColumn,
  templateColumns,
  textColumn,
  timeSince,
  wideColumn,
} from "../columns.ts";
import { defaultPodSpec } from "../core/pod-spec-defaults.ts";
import { defaultFailurePolicy } from "./job-defaults.ts";

/** CronJob. Models pkg/registry/batch/cronjob. */
export const cronJob = defineKind<CronJob>({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  shortNames: ["cj"],
  categories: ["all"],
  schemaName: "io.k8s.api.batch.v1.CronJob",
  subresources: {
    status: {},
  },
  hasGeneration: true,
  setDefaults({ spec }) {
    if (!spec.concurrencyPolicy) spec.concurrencyPolicy = "Allow";
    spec.suspend ??= false;
    spec.successfulJobsHistoryLimit ??= 3;
    spec.failedJobsHistoryLimit ??= 1;
    // The rest of the Job gets its defaults when it is made.
    defaultFailurePolicy(spec.jobTemplate.spec.podFailurePolicy);
    defaultPodSpec(spec.jobTemplate.spec.template.spec);
  },
  newStatus: () => ({}),
  warnings,
  validate: validateCronJob,
  validateUpdate: validateCronJobUpdate,
  columns: columns(),
});

function warnings({ metadata, spec }: CronJob, old: CronJob | undefined): string[] {
  const isSame = old && metadata.generation === old.metadata.generation;
  const names = old ? [] : nameWarnings(metadata.name ?? "", "Pod names and hostnames");
  const template = isSame ? [] : jobSpecWarnings("spec.jobTemplate.spec", spec.jobTemplate.spec);
  const zone =
    "cannot use TZ or CRON_TZ in spec.schedule, use timeZone instead, see " +
    "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones for more details";
  return [...names, ...template, ...(old && spec.schedule.includes("TZ") ? [zone] : [])];
}

function columns(): Column<CronJob>[] {
  return [
    nameColumn,
    textColumn(
      "Schedule",
      "The schedule in Cron format, see https://en.wikipedia.org/wiki/Cron.",
      (each) => each.spec.schedule,
    ),
    textColumn(
      "Timezone",
      "The time zone name for the given schedule, see https://en.wikipedia.org/wiki/List_of_tz_database_time_zones. If not specified, this " +
        "will default to the time zone of the kube-controller-manager process. The set of valid time zone names and the time zone offset is " +
        "loaded from the system-wide time zone database by the API server during CronJob validation and the controller manager during " +
        "execution. If no system-wide time zone database can be found a bundled version of the database is used instead. If the time zone " +
        "name becomes invalid during the lifetime of a CronJob or due to a change in host configuration, the controller will stop creating " +
        "new new Jobs and will create a system event with the reason UnknownTimeZone. More information can be found in " +
        "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones",
      (each) => each.spec.timeZone ?? "<none>",
    ),
    {
      ...textColumn<CronJob>(
        "Suspend",
        "This flag tells the controller to suspend subsequent executions, it does not apply to already started executions.  Defaults to false.",
        ({ spec: { suspend } }) => (suspend === undefined ? "<unset>" : suspend ? "True" : "False"),
      ),
      type: "boolean",
    },
    integerColumn(
      "Active",
      "A list of pointers to currently running jobs.",
      (each) => each.status.active?.length ?? 0,
    ),
    textColumn(
      "Last Schedule",
      "Information when was the last time the job was successfully scheduled.",
      (each, { nowEpochMs }) =>
        each.status.lastScheduleTime
          ? timeSince(each.status.lastScheduleTime, nowEpochMs)
          : "<none>",
    ),
    ageColumn,
    ...wideColumns(),
  ];
}

function wideColumns(): Column<CronJob>[] {
  return [
    ...templateColumns<CronJob>(({ spec }) => spec.jobTemplate.spec.template.spec),
    wideColumn(
      "Selector",
      "A label query over pods that should match the pod count. Normally, the system sets this field for you. More info: " +
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
      (each) => formatLabelSelector(each.spec.jobTemplate.spec.selector),
    ),
  ];
}
