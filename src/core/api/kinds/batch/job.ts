import { defineKind, type Column, type Draft } from "../../define.ts";
import { formatLabelSelector } from "../../label-selector.ts";
import { humanDuration } from "../../human-duration.ts";
import { parseTime } from "#core/base/time.ts";
import { JOB_LABELS } from "../../validation/job-labels.ts";
import { validateJob, validateJobUpdate } from "../../validation/jobs.ts";
import { validateJobStatus } from "../../validation/job-status.ts";
import { jobSpecWarnings } from "../../validation/job-warnings.ts";
import { nameWarnings } from "../../validation/warnings.ts";
import type { Job } from "../../schema/generated/types.ts";
import { ageColumn, templateColumns, nameColumn, textColumn, wideColumn } from "../columns.ts";
import { defaultPodSpec } from "../core/pod-spec-defaults.ts";
import { defaultFailurePolicy } from "./job-defaults.ts";

const MAX_INT32 = 2_147_483_647;

/** Job. Models pkg/registry/batch/job; in batch/v1 pods are left behind by default. */
export const job = defineKind<Job>({
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  categories: ["all"],
  schemaName: "io.k8s.api.batch.v1.Job",
  subresources: {
    status: {
      validateUpdate: validateJobStatus,
    },
  },
  hasGeneration: true,
  defaultPropagation: "Orphan",
  deletionWarning:
    "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan " +
    "to suppress this warning",
  setDefaults,
  newStatus: () => ({}),
  prepareCreate(draft) {
    if (draft.spec.manualSelector !== true) generateSelector(draft);
    copyTemplateLabels(draft);
  },
  warnings({ metadata, spec }, old) {
    const isSame = old && metadata.generation === old.metadata.generation;
    if (isSame) return [];
    const names = old ? [] : nameWarnings(metadata.name ?? "", "Pod names and hostnames");
    return [...names, ...jobSpecWarnings("spec", spec)];
  },
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  columns: columns(),
  selectableFields: [
    { path: "status.successful", read: (each) => String(each.status.succeeded ?? 0) },
  ],
  namesItselfInSelectors: true,
});

/** Models v1.SetDefaults_Job. */
function setDefaults(draft: Draft<Job>): void {
  const { spec } = draft;
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1;
  spec.parallelism ??= 1;
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : MAX_INT32;
  spec.completionMode ??= "NonIndexed";
  spec.suspend ??= false;
  spec.manualSelector ??= false;
  spec.podReplacementPolicy ??= spec.podFailurePolicy ? "Failed" : "TerminatingOrFailed";
  defaultFailurePolicy(spec.podFailurePolicy);
  copyTemplateLabels(draft);
  if (spec.template.spec) defaultPodSpec(spec.template.spec);
}

/** A Job without labels has those of its template. */
function copyTemplateLabels({ metadata, spec }: Draft<Job>): void {
  const labels = spec.template.metadata?.labels;
  if (labels && Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
}

/** Labels of the Job's own that no other Job's pods have; what the user wrote already is left to validation. Models jobStrategy generateSelector. */
function generateSelector({ metadata, spec }: Draft<Job>): void {
  const uid = metadata.uid ?? "";
  const template = (spec.template.metadata ??= {});
  const labels = (template.labels ??= {});
  for (const key of [JOB_LABELS.oldName, JOB_LABELS.name]) labels[key] ??= metadata.name ?? "";
  for (const key of [JOB_LABELS.oldUid, JOB_LABELS.uid]) labels[key] ??= uid;
  const matchLabels = ((spec.selector ??= {}).matchLabels ??= {});
  matchLabels[JOB_LABELS.uid] ??= uid;
}

function columns(): Column<Job>[] {
  return [
    nameColumn,
    textColumn("Status", "Status of the job.", statusText),
    textColumn(
      "Completions",
      "The number of pods which reached phase Succeeded. The value increases monotonically for a given spec. However, it may decrease in " +
        "reaction to scale down of elastic indexed jobs.",
      completionsText,
    ),
    textColumn("Duration", "Time required to complete the job.", (each, { nowEpochMs }) =>
      durationText(each, nowEpochMs),
    ),
    ageColumn,
    ...templateColumns<Job>(({ spec }) => spec.template.spec),
    wideColumn(
      "Selector",
      "A label query over pods that should match the pod count. Normally, the system sets this field for you. More info: " +
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
      (each) => formatLabelSelector(each.spec.selector),
    ),
  ];
}

/** Models printers.printJob. */
function statusText({ metadata, status }: Job): string {
  const isTrue = (type: string) =>
    (status.conditions ?? []).some((each) => each.type === type && each.status === "True");
  if (isTrue("Complete")) return "Complete";
  if (isTrue("Failed")) return "Failed";
  if (metadata.deletionTimestamp) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find(isTrue) ?? "Running";
}

function completionsText({ spec, status }: Job): string {
  const { completions, parallelism = 0 } = spec;
  const succeeded = status.succeeded ?? 0;
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationText({ status }: Job, nowEpochMs: number): string {
  const start = status.startTime ? parseTime(status.startTime) : undefined;
  if (start === undefined) return "";
  const end = status.completionTime ? parseTime(status.completionTime) : undefined;
  return humanDuration((end ?? nowEpochMs) - start);
}
