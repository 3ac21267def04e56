import { expect, test } from "vitest";
import { RecordedServer } from "./server.ts";

const NAMESPACE = "namespaces/default";
const LABEL =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

interface Asked {
  readonly path: string;
  readonly body: object;
}

const budget = (name: string, spec: object, metadata: object = {}): Asked => ({
  path: `/apis/policy/v1/${NAMESPACE}/poddisruptionbudgets`,
  body: {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, ...metadata },
    spec,
  },
});
const told = (name: string): Asked => ({
  path: `/api/v1/${NAMESPACE}/events`,
  body: {
    apiVersion: "v1",
    kind: "Event",
    metadata: { name },
    involvedObject: { namespace: "default" },
  },
});
const role = (name: string, aggregationRule: object): Asked => ({
  path: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  body: {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name },
    aggregationRule,
  },
});
const versioned = (resourceVersion: string): Asked => ({
  path: `/api/v1/${NAMESPACE}/configmaps`,
  body: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "cfg", resourceVersion } },
});

test.each<[string, Asked, number, string | undefined]>([
  ["a budget may be called what a path can hold", budget("Bad_Name", {}), 201, undefined],
  ["a budget may have any finalizer", budget("a", {}, { finalizers: ["other"] }), 201, undefined],
  [
    "a budget's name ends a path",
    budget("a/b", {}),
    422,
    `PodDisruptionBudget.policy "a/b" is invalid: metadata.name: Invalid value: "a/b": may not contain '/'`,
  ],
  [
    "a budget's labels are looked at once its spec is right",
    budget("a", {}, { labels: { a: "?" } }),
    422,
    `PodDisruptionBudget.policy "a" is invalid: metadata.labels: Invalid value: "?": ${LABEL}`,
  ],
  [
    "a budget's spec comes before its metadata",
    budget("a", { minAvailable: -1 }, { labels: { a: "?" } }),
    422,
    'PodDisruptionBudget.policy "a" is invalid: spec.minAvailable: Invalid value: -1: must be greater than or equal to 0',
  ],
  ["an event may be called what a path can hold", told("Bad_Name"), 201, undefined],
  [
    "a selector that cannot be made is shown as none",
    role("all", { clusterRoleSelectors: [{ matchLabels: { a: "?" } }] }),
    422,
    `ClusterRole.rbac.authorization.k8s.io "all" is invalid: [aggregationRule.clusterRoleSelectors[0].matchLabels: Invalid value: "?": ${LABEL}, aggregationRule.clusterRoleSelectors[0]: Invalid value: "null": invalid label selector.]`,
  ],
  [
    "nothing new has a version",
    versioned("7"),
    500,
    "resourceVersion should not be set on objects to be created",
  ],
  ["what is no version counts as none", versioned("1e3"), 201, undefined],
  ["what is larger than any version counts as none", versioned("9".repeat(30)), 201, undefined],
])("%s", (_, { path, body }, code, message) => {
  const answer = new RecordedServer().send({ method: "POST", path, body });
  expect([answer.code, (answer.body as { readonly message?: string }).message]).toEqual([
    code,
    message,
  ]);
});
