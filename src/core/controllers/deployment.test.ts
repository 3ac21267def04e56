import { describe, expect, test } from "vitest";
import type { Deployment, Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { deploymentController } from "./deployment.ts";
import { replicaSetController } from "./replicaset.ts";
import { deployment as deploymentKind } from "#core/api/kinds/apps/deployment.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

interface Wish {
  readonly replicas?: number;
  readonly image?: string;
  readonly [field: string]: unknown;
}

function deploymentFor({ replicas = 4, image = "nginx:1.26", ...spec }: Wish) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas,
      selector: { matchLabels: { app: "web" } },
      strategy: {
        type: "RollingUpdate",
        rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
      },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image }] },
      },
      ...spec,
    },
  };
}

function start(wish: Wish): FakeCluster {
  const cluster = new FakeCluster([deploymentController, replicaSetController]);
  cluster.client.create(deploymentKind, deploymentFor(wish));
  return cluster;
}

function setSpec(cluster: FakeCluster, wish: Wish): void {
  cluster.edit("Deployment", "web", (object) => ({
    ...object,
    spec: { ...object.spec, ...deploymentFor(wish).spec },
  }));
}

const conditionsOf = ({ status }: Deployment) =>
  (status.conditions ?? []).map((each) => `${each.type}|${each.status}|${each.reason ?? ""}`);

/** Distinct condition sets that were written, in order. */
function conditionHistory(cluster: FakeCluster): string[] {
  const seen = cluster.writes
    .filter(({ kind }) => kind === "Deployment")
    .map(({ object }) => conditionsOf(object as unknown as Deployment).join(" "));
  return seen.filter((each, i) => each !== seen[i - 1] && each !== "");
}

const messages = (cluster: FakeCluster) =>
  cluster.events
    .filter(({ on }) => on === "Deployment/web")
    .map(({ message }) => message.replace(/web-[a-z0-9]+/, "web-x"));

describe("a new Deployment", () => {
  test("writes its status in the order of a real cluster", () => {
    const cluster = start({ replicas: 3 });
    cluster.run(5000);
    expect(conditionHistory(cluster)).toEqual([
      "Progressing|True|NewReplicaSetCreated",
      "Progressing|True|NewReplicaSetCreated Available|False|MinimumReplicasUnavailable",
      "Available|False|MinimumReplicasUnavailable Progressing|True|ReplicaSetUpdated",
      "Available|True|MinimumReplicasAvailable Progressing|True|NewReplicaSetAvailable",
    ]);
    expect(messages(cluster)).toEqual(["Scaled up replica set web-x from 0 to 3"]);
    expect(cluster.get<Deployment>("Deployment", "web").status).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
    });
    const [replicaSet] = cluster.all<ReplicaSet>("ReplicaSet");
    expect(replicaSet?.metadata.annotations).toEqual({
      "deployment.kubernetes.io/desired-replicas": "3",
      "deployment.kubernetes.io/max-replicas": "4",
      "deployment.kubernetes.io/revision": "1",
    });
    expect(replicaSet?.spec.selector.matchLabels?.["pod-template-hash"]).toMatch(
      /^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/,
    );
  });

  test("gives its ReplicaSet a first status before any pod is counted", () => {
    const cluster = start({ replicas: 3 });
    cluster.run(5000);
    const statuses = cluster.writes
      .filter(({ kind, verb }) => kind === "ReplicaSet" && verb === "status")
      .map(({ object }) => object.status);
    expect(statuses[0]).toEqual({ replicas: 0, terminatingReplicas: 0, observedGeneration: 1 });
    expect(statuses[1]).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
  });
});

describe("a rolling update", () => {
  test("stays between floor and ceiling and leaves the old set empty", () => {
    const cluster = start({ replicas: 4 });
    cluster.run(5000);
    cluster.writes.length = 0;
    setSpec(cluster, { replicas: 4, image: "nginx:1.27" });
    let most = 0;
    let fewest = 4;
    for (let i = 0; i < 1000; i++) {
      cluster.run(10);
      const pods = cluster.all<Pod>("Pod").filter((pod) => !pod.metadata.deletionTimestamp);
      most = Math.max(most, pods.length);
      fewest = Math.min(
        fewest,
        pods.filter((pod) => pod.status.conditions?.[0]?.status === "True").length,
      );
    }
    expect([most, fewest]).toEqual([5, 3]);
    expect(cluster.all<ReplicaSet>("ReplicaSet").map((each) => each.spec.replicas)).toEqual([0, 4]);
    expect(cluster.get<Deployment>("Deployment", "web").metadata.annotations).toEqual({
      "deployment.kubernetes.io/revision": "2",
    });
    expect(conditionsOf(cluster.get("Deployment", "web"))).toEqual([
      "Available|True|MinimumReplicasAvailable",
      "Progressing|True|NewReplicaSetAvailable",
    ]);
  });

  test("a broken one stalls, times out, and is undone to the first set under a new revision", () => {
    const cluster = start({ replicas: 4, progressDeadlineSeconds: 10 });
    cluster.isHealthy = (image) => image !== "bad";
    cluster.run(5000);
    setSpec(cluster, { replicas: 4, image: "bad", progressDeadlineSeconds: 10 });
    cluster.run(15_000);
    expect(cluster.all<ReplicaSet>("ReplicaSet").map((each) => each.spec.replicas)).toEqual([3, 2]);
    expect(conditionsOf(cluster.get("Deployment", "web"))).toEqual([
      "Available|True|MinimumReplicasAvailable",
      "Progressing|False|ProgressDeadlineExceeded",
    ]);
    cluster.events.length = 0;
    setSpec(cluster, { replicas: 4, image: "nginx:1.26", progressDeadlineSeconds: 10 });
    cluster.run(5000);
    expect(messages(cluster)).toEqual([
      "Scaled down replica set web-x from 2 to 0",
      "Scaled up replica set web-x from 3 to 4",
    ]);
    const [first] = cluster.all<ReplicaSet>("ReplicaSet");
    expect(first?.metadata.annotations).toMatchObject({
      "deployment.kubernetes.io/revision": "3",
      "deployment.kubernetes.io/revision-history": "1",
    });
    expect(conditionsOf(cluster.get("Deployment", "web"))).toEqual([
      "Available|True|MinimumReplicasAvailable",
      "Progressing|True|NewReplicaSetAvailable",
    ]);
  });

  test("while paused nothing rolls but the size follows; it goes on when resumed", () => {
    const cluster = start({ replicas: 3 });
    cluster.run(5000);
    setSpec(cluster, { replicas: 3, paused: true });
    cluster.run(500);
    setSpec(cluster, { replicas: 5, paused: true, image: "nginx:1.27" });
    cluster.run(5000);
    expect(cluster.all<ReplicaSet>("ReplicaSet").map((each) => each.spec.replicas)).toEqual([5]);
    expect(conditionsOf(cluster.get("Deployment", "web"))).toEqual([
      "Progressing|Unknown|DeploymentPaused",
      "Available|True|MinimumReplicasAvailable",
    ]);
    cluster.writes.length = 0;
    setSpec(cluster, { replicas: 5, paused: false, image: "nginx:1.27" });
    cluster.run(8000);
    expect(conditionHistory(cluster).slice(1)).toEqual([
      "Available|True|MinimumReplicasAvailable Progressing|Unknown|DeploymentResumed",
      "Available|True|MinimumReplicasAvailable Progressing|True|ReplicaSetUpdated",
      "Available|True|MinimumReplicasAvailable Progressing|True|NewReplicaSetAvailable",
    ]);
    expect(cluster.all<ReplicaSet>("ReplicaSet").map((each) => each.spec.replicas)).toEqual([0, 5]);
  });
});

describe("Recreate", () => {
  test("starts no new pod before the last old one is gone", () => {
    const cluster = start({ replicas: 3, strategy: { type: "Recreate" } });
    cluster.run(5000);
    setSpec(cluster, { replicas: 3, image: "nginx:1.27", strategy: { type: "Recreate" } });
    for (let i = 0; i < 500; i++) {
      cluster.run(10);
      expect(
        new Set(cluster.all<Pod>("Pod").map((pod) => pod.spec.containers[0]?.image)).size,
      ).toBeLessThanOrEqual(1);
    }
    expect(cluster.all<ReplicaSet>("ReplicaSet").map((each) => each.spec.replicas)).toEqual([0, 3]);
    expect(messages(cluster).slice(1)).toEqual([
      "Scaled down replica set web-x from 3 to 0",
      "Scaled up replica set web-x from 0 to 3",
    ]);
  });
});

test("old sets beyond revisionHistoryLimit are deleted once a rollout is complete", () => {
  const cluster = start({ replicas: 1, revisionHistoryLimit: 1 });
  cluster.run(3000);
  for (const image of ["a", "b", "c"]) {
    setSpec(cluster, { replicas: 1, image, revisionHistoryLimit: 1 });
    cluster.run(5000);
  }
  expect(
    cluster
      .all<ReplicaSet>("ReplicaSet")
      .map((each) => each.spec.template.spec?.containers[0]?.image),
  ).toEqual(["b", "c"]);
});

test("a label edit quarantines a pod: it is released and replaced", () => {
  const cluster = start({ replicas: 3 });
  cluster.run(5000);
  const [pod] = cluster.all<Pod>("Pod");
  cluster.edit("Pod", pod?.metadata.name ?? "", (object) => ({
    ...object,
    metadata: { ...object.metadata, labels: { app: "sick" } },
  }));
  cluster.run(3000);
  expect(cluster.all<Pod>("Pod")).toHaveLength(4);
  expect(
    cluster.all<Pod>("Pod").filter((each) => each.metadata.ownerReferences?.length === 0),
  ).toHaveLength(1);
  expect(cluster.writes.filter(({ because }) => because === "pod-released")).toHaveLength(1);
});

test("3,000 pods come up and go down in a moment", () => {
  const cluster = start({ replicas: 3000 });
  cluster.run(20_000);
  expect(cluster.get<Deployment>("Deployment", "web").status.availableReplicas).toBe(3000);
  setSpec(cluster, { replicas: 0 });
  cluster.run(20_000);
  expect(cluster.all<Pod>("Pod")).toHaveLength(0);
});
