import { expect, test } from "vitest";
import type { Draft } from "../define.ts";
import { fieldErrorBody, type FieldError } from "../field-error.ts";
import { job } from "../kinds/batch/job.ts";
import type { Job } from "../schema/generated/types.ts";
import { validateJobStatus } from "./job-status.ts";

type SpecDraft = Draft<Job>["spec"];

function newJob(edit: (spec: SpecDraft) => void): Job {
  const draft: Draft<Job> = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "pi", namespace: "default", uid: "u-1" },
    spec: {
      template: {
        metadata: {},
        spec: { restartPolicy: "Never", containers: [{ name: "c", image: "perl", resources: {} }] },
      },
    },
    status: {},
  };
  edit(draft.spec);
  job.setDefaults(draft);
  job.prepareCreate(draft, { now: "2026-01-01T00:00:00Z" });
  return draft as Job;
}

const texts = (errors: readonly FieldError[]) =>
  errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);

function indexed(spec: SpecDraft): void {
  spec.completionMode = "Indexed";
  spec.completions = 5;
}

test("a Job selects by its own uid, and its pods carry the names old and new", () => {
  const { spec, metadata } = newJob(() => undefined);
  expect(spec.selector?.matchLabels).toEqual({ "batch.kubernetes.io/controller-uid": "u-1" });
  const labels = {
    "batch.kubernetes.io/controller-uid": "u-1",
    "batch.kubernetes.io/job-name": "pi",
    "controller-uid": "u-1",
    "job-name": "pi",
  };
  expect(spec.template.metadata.labels).toEqual(labels);
  expect(metadata.labels).toEqual(labels);
});

test.each<[string, (spec: SpecDraft) => void, string[]]>([
  ["nothing", () => undefined, []],
  [
    "a limit for each index without indexes",
    (spec) => (spec.backoffLimitPerIndex = 1),
    ["spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"],
  ],
  [
    "indexes without a number of them",
    (spec) => {
      spec.completionMode = "Indexed";
      spec.parallelism = 2;
    },
    ["spec.completions: Required value: when completion mode is Indexed"],
  ],
  [
    "a success rule beyond the indexes",
    (spec) => {
      indexed(spec);
      spec.successPolicy = { rules: [{ succeededIndexes: "0-1,1", succeededCount: 6 }] };
    },
    [
      'spec.successPolicy.rules[0].succeededIndexes: Invalid value: "0-1,1": error parsing succeededIndexes: non-increasing order, previous: 1, current: 1',
      "spec.successPolicy.rules[0].succeededCount: Invalid value: 6: must be less than or equal to 5 (the number of specified completions)",
      "spec.successPolicy.rules[0].succeededCount: Invalid value: 6: must be less than or equal to 0 (the number of indexes in the specified succeededIndexes field)",
    ],
  ],
  [
    "exit codes out of order",
    (spec) =>
      (spec.podFailurePolicy = {
        rules: [{ action: "FailJob", onExitCodes: { operator: "In", values: [3, 0] } }],
      }),
    [
      "spec.podFailurePolicy.rules[0].onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator",
      "spec.podFailurePolicy.rules[0].onExitCodes.values: Invalid value: [3,0]: must be ordered",
    ],
  ],
  [
    "somebody else's manager without a domain",
    (spec) => (spec.managedBy = "me"),
    ['spec.managedBy: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
])("%s", (_, edit, expected) => {
  expect(texts(job.validate(newJob(edit)))).toEqual(expected);
});

test("an indexed Job grows only together with its parallelism", () => {
  const old = newJob(indexed);
  const alone = { ...old, spec: { ...old.spec, completions: 6 } };
  const together = { ...old, spec: { ...old.spec, completions: 6, parallelism: 6 } };
  expect(texts(job.validateUpdate(alone, old))).toEqual([
    "spec.completions: Invalid value: 6: can only be modified in tandem with spec.parallelism",
  ]);
  expect(texts(job.validateUpdate(together, old))).toEqual([]);
});

const START = "2026-01-05T09:00:00Z";
const condition = (type: string) => ({
  type,
  status: "True",
  lastTransitionTime: START,
  lastProbeTime: START,
});

test.each<[string, Job["status"], string[]]>([
  ["begun", { startTime: START, active: 1, ready: 1 }, []],
  [
    "more ready than active",
    { active: 1, ready: 2 },
    ["status.ready: Invalid value: 2: cannot set more ready pods than active"],
  ],
  [
    "complete with pods left and no word of when",
    { active: 1, conditions: [condition("Complete"), condition("SuccessCriteriaMet")] },
    [
      "status.completionTime: Required value: completionTime is required for Complete jobs",
      "status.active: Invalid value: 1: active>0 is invalid for finished job",
      "status.startTime: Required value: startTime is required for finished job",
    ],
  ],
  [
    "failed out of the blue",
    { startTime: START, conditions: [condition("Failed")] },
    [
      "status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition",
    ],
  ],
  [
    "indexes of a Job without any",
    { completedIndexes: "0" },
    [
      'status.completedIndexes: Invalid value: "0": cannot set non-empty completedIndexes when non-indexed completion mode',
    ],
  ],
])("a status that says: %s", (_, status, expected) => {
  const old = newJob(() => undefined);
  expect(texts(validateJobStatus({ ...old, status }, old))).toEqual(expected);
});

test("what a Job once said it cannot take back", () => {
  const base = newJob(() => undefined);
  const conditions = [condition("FailureTarget"), condition("Failed")];
  const old = { ...base, status: { startTime: START, failed: 3, conditions } };
  const status = { startTime: START, failed: 2, conditions: [condition("FailureTarget")] };
  expect(texts(validateJobStatus({ ...base, status }, old))).toEqual([
    "status.conditions: Invalid value: cannot disable the terminal Failed=True condition",
    "status.failed: Invalid value: 2: cannot decrease the failed counter",
  ]);
});
