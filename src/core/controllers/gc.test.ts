import { expect, test } from "vitest";
import { deployment as deploymentKind } from "#core/api/kinds/apps/deployment.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { deploymentController } from "./deployment.ts";
import { garbageCollector } from "./gc.ts";
import { replicaSetController } from "./replicaset.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

function startDeployment(): FakeCluster {
  const cluster = new FakeCluster([deploymentController, garbageCollector, replicaSetController]);
  cluster.client.create(deploymentKind, {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "default" },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      strategy: {},
      template: {
        metadata: { labels: { app: "web" } },
        spec: { containers: [{ name: "web", image: "nginx" }] },
      },
    },
  });
  cluster.run(5000);
  return cluster;
}

const left = (cluster: FakeCluster) => [...cluster.objects.keys()].map((key) => key.split("|")[0]);

test("a background delete takes the dependents along afterwards", () => {
  const cluster = startDeployment();
  cluster.client.delete(deploymentKind, { namespace: "default", name: "web" });
  expect(left(cluster)).toEqual(["ReplicaSet", "Pod", "Pod"]);
  cluster.run(2000);
  expect(left(cluster)).toEqual([]);
});

test("a foreground delete keeps the owner until the last pod is gone", () => {
  const cluster = startDeployment();
  cluster.client.delete(
    deploymentKind,
    { namespace: "default", name: "web" },
    { propagationPolicy: "Foreground" },
  );
  cluster.run(200);
  expect(left(cluster).sort()).toEqual(["Deployment", "Pod", "Pod", "ReplicaSet"]);
  expect(
    cluster.all<KubeObject>("Pod").every((pod) => pod.metadata.deletionTimestamp !== undefined),
  ).toBe(true);
  cluster.run(2000);
  expect(left(cluster)).toEqual([]);
});

test("an orphan delete sets the dependents free", () => {
  const cluster = startDeployment();
  cluster.client.delete(
    deploymentKind,
    { namespace: "default", name: "web" },
    { propagationPolicy: "Orphan" },
  );
  cluster.run(2000);
  expect(left(cluster)).toEqual(["ReplicaSet", "Pod", "Pod"]);
  expect(cluster.all<KubeObject>("ReplicaSet")[0]?.metadata.ownerReferences).toEqual([]);
  expect(cluster.all<KubeObject>("Pod")[0]?.metadata.ownerReferences).toHaveLength(1);
});

test("a circle of foreground deletions is broken", () => {
  const cluster = new FakeCluster([garbageCollector]);
  const configMap = (name: string, owner: string) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      ownerReferences: [
        { apiVersion: "v1", kind: "ConfigMap", name: owner, uid: owner, blockOwnerDeletion: true },
      ],
    },
  });
  cluster.seed(configMap("a", "b"));
  cluster.seed(configMap("b", "a"));
  cluster.run(100);
  cluster.client.delete(
    { kind: "ConfigMap" } as never,
    { namespace: "default", name: "a" },
    { propagationPolicy: "Foreground" },
  );
  cluster.run(5000);
  expect(left(cluster)).toEqual([]);
});
