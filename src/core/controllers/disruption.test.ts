import { expect, test } from "vitest";
import type { Pod, PodDisruptionBudget } from "#core/api/schema/generated/types.ts";
import { disruptionController } from "./disruption.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

const READY = { type: "Ready", status: "True" };
const EVICTED_AT = "2026-01-01T00:00:00Z";

function start(conditions: readonly object[], disruptedPods?: object): FakeCluster {
  const cluster = new FakeCluster([disruptionController]);
  const labels = { app: "web" };
  cluster.seed({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", uid: "web", labels },
    spec: { nodeName: "n", containers: [] },
    status: { phase: "Running", conditions },
  } as never);
  cluster.seed({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "web", namespace: "default", uid: "budget" },
    spec: { minAvailable: 0, selector: { matchLabels: labels } },
    status: { ...(disruptedPods && { disruptedPods }) },
  } as never);
  return cluster;
}

test("an evicted pod that stays counts as healthy again after two minutes", () => {
  const cluster = start([READY], { web: EVICTED_AT });
  const healthy = () =>
    cluster.get<PodDisruptionBudget>("PodDisruptionBudget", "web").status.currentHealthy;
  cluster.run(119_000);
  expect(healthy()).toBe(0);
  cluster.run(3_000);
  expect(healthy()).toBe(1);
  expect(cluster.events.map(({ message }) => message)).toContain(
    "Pod was expected by PDB default/default to be deleted but it wasn't",
  );
});

test("a mark of disruption that led to nothing is taken back after two minutes", () => {
  const mark = { type: "DisruptionTarget", status: "True", lastTransitionTime: EVICTED_AT };
  const cluster = start([READY, mark]);
  cluster.run(121_000);
  const { conditions = [] } = cluster.get<Pod>("Pod", "web").status;
  expect(
    conditions.find(({ type, status }) => type === "DisruptionTarget" && status === "False"),
  ).toBeDefined();
});
