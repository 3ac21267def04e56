import { expect, test } from "vitest";
import { replicaSet as replicaSetKind } from "#core/api/kinds/apps/replica-set.ts";
import { forbidden } from "#core/api/status.ts";
import type { Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { replicaSetController } from "./replicaset.ts";
import { planVictims } from "./replicaset/ranking.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

function start(replicas: number): FakeCluster {
  const cluster = new FakeCluster([replicaSetController]);
  cluster.client.create(replicaSetKind, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "nginx" }] },
      },
    },
    status: { replicas: 0 },
  });
  return cluster;
}

test("a full quota is reported, and the report goes when there is room again", () => {
  const cluster = start(5);
  let calls = 0;
  cluster.refuse = (kind) => {
    if (kind !== "Pod") return;
    calls += 1;
    if (calls > 2)
      throw forbidden(
        { group: "", resource: "pods" },
        "web-x",
        "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2",
      );
  };
  cluster.run(50);
  const { status } = cluster.get<ReplicaSet>("ReplicaSet", "web");
  expect(status.conditions).toMatchObject([
    {
      type: "ReplicaFailure",
      status: "True",
      reason: "FailedCreate",
      message:
        'pods "web-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
    },
  ]);
  expect(cluster.events.filter(({ reason }) => reason === "SuccessfulCreate")).toHaveLength(2);
  expect(cluster.events.find(({ reason }) => reason === "FailedCreate")?.message).toMatch(
    /^Error creating: pods "web-x" is forbidden: exceeded quota/,
  );
  cluster.refuse = () => {};
  cluster.run(5000);
  expect(cluster.get<ReplicaSet>("ReplicaSet", "web").status).toMatchObject({
    replicas: 5,
    readyReplicas: 5,
  });
  expect(cluster.get<ReplicaSet>("ReplicaSet", "web").status.conditions).toBeUndefined();
});

test("a failed pod is replaced and stays to be looked at", () => {
  const cluster = start(2);
  cluster.run(3000);
  const [pod] = cluster.all<Pod>("Pod");
  cluster.edit("Pod", pod?.metadata.name ?? "", (object) => ({
    ...object,
    status: { phase: "Failed" },
  }));
  cluster.run(3000);
  expect(cluster.all<Pod>("Pod").map(({ status }) => status.phase)).toEqual([
    "Failed",
    "Running",
    "Running",
  ]);
  expect(cluster.get<ReplicaSet>("ReplicaSet", "web").status.replicas).toBe(2);
});

test("an orphan that matches is adopted instead of a new pod", () => {
  const cluster = new FakeCluster([replicaSetController]);
  cluster.seed({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "stray", namespace: "default", uid: "stray", labels: { app: "web" } },
    spec: { containers: [] },
    status: { phase: "Running" },
  } as never);
  cluster.client.create(replicaSetKind, {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: { containers: [] } },
    },
    status: { replicas: 0 },
  });
  cluster.run(100);
  expect(
    cluster
      .all<Pod>("Pod")
      .map(({ metadata }) => [
        metadata.name,
        metadata.ownerReferences?.[0]?.name,
        metadata.ownerReferences?.[0]?.controller,
      ]),
  ).toEqual([["stray", "web", true]]);
});

test("availability is looked at again when minReadySeconds are over", () => {
  const cluster = start(1);
  cluster.edit("ReplicaSet", "web", (object) => ({
    ...object,
    spec: { ...object.spec, minReadySeconds: 10 },
  }));
  cluster.run(5000);
  expect(cluster.get<ReplicaSet>("ReplicaSet", "web").status).toMatchObject({ readyReplicas: 1 });
  expect(cluster.get<ReplicaSet>("ReplicaSet", "web").status.availableReplicas).toBeUndefined();
  cluster.run(7000);
  expect(cluster.get<ReplicaSet>("ReplicaSet", "web").status.availableReplicas).toBe(1);
});

test("every victim comes with the rule that chose it", () => {
  const pod = (name: string, more: object, annotations = {}) =>
    ({
      metadata: { name, uid: name, annotations },
      spec: { nodeName: "n", containers: [] },
      status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
      ...more,
    }) as unknown as Pod;
  const pods = [
    pod("healthy", {}),
    pod("pending", { spec: { containers: [] }, status: { phase: "Pending" } }),
    pod("cheap", {}, { "controller.kubernetes.io/pod-deletion-cost": "-5" }),
  ];
  const victims = planVictims({ pods, related: pods, count: 2, nowEpochMs: 0 });
  expect(victims.map(({ pod: { metadata }, rule }) => [metadata.name, rule])).toEqual([
    ["pending", "not-assigned"],
    ["cheap", "deletion-cost"],
  ]);
});
