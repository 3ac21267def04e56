import { expect, test } from "vitest";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { podGcController } from "./pod-gc.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

function seedPod(
  cluster: FakeCluster,
  name: string,
  more: { nodeName?: string; deletionTimestamp?: string },
): void {
  const { deletionTimestamp, nodeName } = more;
  cluster.seed({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      ...(deletionTimestamp && { deletionTimestamp }),
    },
    spec: { containers: [], ...(nodeName && { nodeName }) },
    status: { phase: "Running" },
  } as never);
}

test("pods of a node that is gone are failed and removed after the quarantine; others stay", () => {
  const cluster = new FakeCluster([podGcController]);
  cluster.seed({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "here", uid: "here" },
    spec: {},
    status: {},
  } as never);
  seedPod(cluster, "stays", { nodeName: "here" });
  seedPod(cluster, "lost", { nodeName: "gone" });
  cluster.manager.start();
  cluster.run(59_000);
  expect(cluster.all<Pod>("Pod")).toHaveLength(2);
  cluster.run(2000);
  expect(cluster.all<Pod>("Pod").map(({ metadata }) => metadata.name)).toEqual(["stays"]);
  expect(cluster.writes.at(-1)?.object.status).toMatchObject({
    phase: "Failed",
    conditions: [
      {
        type: "DisruptionTarget",
        reason: "DeletionByPodGC",
        message: "PodGC: node no longer exists",
      },
    ],
  });
});

test("what stops on a node declared out of service is removed at once", () => {
  const cluster = new FakeCluster([podGcController]);
  const taints = [{ key: "node.kubernetes.io/out-of-service", effect: "NoExecute" }];
  cluster.seed({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "off", uid: "off" },
    spec: { taints },
    status: { conditions: [{ type: "Ready", status: "Unknown" }] },
  } as never);
  seedPod(cluster, "stuck", { nodeName: "off", deletionTimestamp: "2026-01-01T00:00:00Z" });
  seedPod(cluster, "running", { nodeName: "off" });
  cluster.manager.start();
  cluster.run(21_000);
  expect(cluster.all<Pod>("Pod").map(({ metadata }) => metadata.name)).toEqual(["running"]);
});
