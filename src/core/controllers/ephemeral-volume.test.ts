import { expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { ephemeralVolumeController } from "./ephemeral-volume.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

const spec = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

function clusterWithPod(metadata: object = {}): FakeCluster {
  const cluster = new FakeCluster([ephemeralVolumeController]);
  const volumeClaimTemplate = { metadata: { labels: { app: "web" } }, spec };
  cluster.seed({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", uid: "pod-1", ...metadata },
    spec: { containers: [], volumes: [{ name: "scratch", ephemeral: { volumeClaimTemplate } }] },
    status: {},
  } as KubeObject as never);
  return cluster;
}

const claimsOf = (cluster: FakeCluster) =>
  [...cluster.objects.values()].filter(({ kind }) => kind === "PersistentVolumeClaim");

function start(cluster: FakeCluster): FakeCluster {
  cluster.manager.start();
  cluster.run(1000);
  return cluster;
}

test("a pod's claim is made of its template, and belongs to it", () => {
  const [claim] = claimsOf(start(clusterWithPod()));
  expect(claim?.metadata).toMatchObject({ name: "web-scratch", labels: { app: "web" } });
  expect(claim?.metadata.ownerReferences).toEqual([
    {
      apiVersion: "v1",
      kind: "Pod",
      name: "web",
      uid: "pod-1",
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
  expect(claim).toMatchObject({ spec });
});

test("a pod that is going gets none", () => {
  const going = clusterWithPod({ deletionTimestamp: "2026-01-05T09:00:00Z" });
  expect(claimsOf(start(going))).toEqual([]);
});

test("a claim of somebody else stays his", () => {
  const cluster = clusterWithPod();
  const metadata = { name: "web-scratch", namespace: "default", uid: "other" };
  cluster.seed({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata,
    spec,
    status: {},
  } as KubeObject as never);
  const { length } = cluster.writes;
  const [claim] = claimsOf(start(cluster));
  expect(claim?.metadata.ownerReferences).toBeUndefined();
  expect(cluster.writes).toHaveLength(length);
});
