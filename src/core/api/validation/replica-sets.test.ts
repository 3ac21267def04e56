import { expect, test } from "vitest";
import type { Draft } from "../define.ts";
import { fieldErrorBody } from "../field-error.ts";
import { deployment } from "../kinds/apps/deployment.ts";
import type { Deployment } from "../schema/generated/types.ts";

function newDeployment(edit: (spec: Draft<Deployment>["spec"]) => void): Deployment {
  const draft: Draft<Deployment> = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      selector: { matchLabels: { app: "web" } },
      strategy: {},
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "c", image: "nginx", resources: {} }] },
      },
    },
    status: {},
  };
  edit(draft.spec);
  deployment.setDefaults(draft);
  return draft as Deployment;
}

const NO_PERCENT =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

test.each<[string, (spec: Draft<Deployment>["spec"]) => void, string[]]>([
  ["nothing", () => undefined, []],
  [
    "other labels in the template",
    (spec) => (spec.template.metadata = { labels: { app: "b" } }),
    [
      'spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`',
    ],
  ],
  [
    "numbers as texts, which are no percentages and yet not zero",
    (spec) => (spec.strategy = { rollingUpdate: { maxUnavailable: "1", maxSurge: "0" } }),
    [
      `spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "1": ${NO_PERCENT}`,
      `spec.strategy.rollingUpdate.maxSurge: Invalid value: "0": ${NO_PERCENT}`,
    ],
  ],
  [
    "a selector that selects all",
    (spec) => (spec.selector = {}),
    ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"],
  ],
  [
    "no way to roll",
    (spec) => (spec.strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } }),
    [
      'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0',
    ],
  ],
  [
    "settings of the other strategy",
    (spec) => (spec.strategy = { type: "Recreate", rollingUpdate: {} }),
    [
      "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'",
    ],
  ],
  [
    "pods that end",
    (spec) => spec.template.spec && (spec.template.spec.restartPolicy = "Never"),
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    "a deadline too short",
    (spec) => Object.assign(spec, { minReadySeconds: 600 }),
    ["spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"],
  ],
])("%s", (_name, edit, expected) => {
  const errors = deployment.validate(newDeployment(edit));
  expect(errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`)).toEqual(expected);
});

test("the selector stays", () => {
  const changed = newDeployment(
    (spec) =>
      (spec.selector = {
        matchLabels: { app: "web" },
        matchExpressions: [{ key: "app", operator: "Exists" }],
      }),
  );
  const errors = deployment.validateUpdate(
    changed,
    newDeployment(() => undefined),
  );
  expect(errors.map((error) => `${error.field}: ${error.detail}`)).toEqual([
    "spec.selector: field is immutable",
  ]);
});
