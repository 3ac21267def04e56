import { expect, test } from "vitest";
import type { KubeObject } from "#core/api/meta.ts";
import { attributesClassProtectionController } from "./attributes-class-protection.ts";
import { claimProtectionController } from "./claim-protection.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";
import { volumeProtectionController } from "./volume-protection.ts";

const DELETED = "2026-01-05T09:00:00Z";

function seed(cluster: FakeCluster, object: object): void {
  cluster.seed(object as KubeObject as never);
}

function seedClaim(cluster: FakeCluster): void {
  seed(cluster, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name: "data",
      namespace: "default",
      uid: "data",
      deletionTimestamp: DELETED,
      finalizers: ["kubernetes.io/pvc-protection", "example.com/mine"],
    },
    spec: { resources: {} },
    status: {},
  });
}

function seedPod(cluster: FakeCluster, phase: string): void {
  seed(cluster, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "user", namespace: "default", uid: "user" },
    spec: {
      nodeName: "n",
      containers: [],
      volumes: [{ name: "v", persistentVolumeClaim: { claimName: "data" } }],
    },
    status: { phase },
  });
}

const finalizersOf = (cluster: FakeCluster, kind: string) =>
  cluster.all(kind).map(({ metadata }) => metadata.finalizers ?? []);

test.each([
  ["a running pod uses", "Running", ["kubernetes.io/pvc-protection", "example.com/mine"]],
  ["an ended pod used", "Succeeded", ["example.com/mine"]],
])("a claim that %s keeps what it should", (_, phase, expected) => {
  const cluster = new FakeCluster([claimProtectionController]);
  seedClaim(cluster);
  seedPod(cluster, phase);
  cluster.manager.start();
  cluster.run(1000);
  expect(finalizersOf(cluster, "PersistentVolumeClaim")).toEqual([expected]);
});

test.each([
  ["Bound", ["kubernetes.io/pv-protection"]],
  ["Released", []],
])("a volume that is %s and being deleted", (phase, expected) => {
  const cluster = new FakeCluster([volumeProtectionController]);
  seed(cluster, {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name: "pv",
      uid: "pv",
      deletionTimestamp: DELETED,
      finalizers: ["kubernetes.io/pv-protection"],
    },
    spec: {},
    status: { phase },
  });
  cluster.manager.start();
  cluster.run(1000);
  expect(finalizersOf(cluster, "PersistentVolume").flat()).toEqual(expected);
});

test.each([
  ["names", "fast", ["kubernetes.io/vac-protection"]],
  ["does not name", "slow", []],
])("a class of volume attributes that a claim %s", (_, volumeAttributesClassName, expected) => {
  const cluster = new FakeCluster([attributesClassProtectionController]);
  seed(cluster, {
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttributesClass",
    metadata: {
      name: "fast",
      uid: "fast",
      deletionTimestamp: DELETED,
      finalizers: ["kubernetes.io/vac-protection"],
    },
    driverName: "example.com",
  });
  seed(cluster, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data", namespace: "default", uid: "data" },
    spec: { resources: {}, volumeAttributesClassName },
    status: {},
  });
  cluster.manager.start();
  cluster.run(1000);
  expect(finalizersOf(cluster, "VolumeAttributesClass").flat()).toEqual(expected);
});
