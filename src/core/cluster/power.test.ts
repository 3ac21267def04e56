import { describe, expect, test } from "vitest";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "./cluster.ts";
import { bootedCluster, createDeployment, fault, remove, SHAPE } from "./testdata/world.ts";

const ONE_WORKER = { ...SHAPE, workers: 1 };

function clusterWithPod(): { readonly cluster: Cluster; readonly pod: () => Pod } {
  const cluster = bootedCluster({ spec: ONE_WORKER });
  cluster.applyInput(createDeployment("web", { replicas: 1 }), "create");
  cluster.runTo(30_000);
  return { cluster, pod: () => podsOf(cluster)[0] as Pod };
}

function podsOf({ store }: Cluster): readonly Pod[] {
  return store.list("Pod", "default") as readonly Pod[];
}

function power(cluster: Cluster, { on }: { on: boolean }): void {
  cluster.applyInput(fault("node-power", "worker-1", { on: !on }), "power");
}

describe("a machine that was off for a moment", () => {
  test("starts its pods again, in place, though no object has changed meanwhile", () => {
    const { cluster, pod } = clusterWithPod();
    const before = pod();
    expect(before.status.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
    power(cluster, { on: false });
    cluster.runTo(cluster.at + 5_000);
    power(cluster, { on: true });
    cluster.runTo(cluster.at + 20_000);
    expect(pod().metadata.uid).toBe(before.metadata.uid);
    expect(pod().status.containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 1 });
  });

  test.each([1, 5, 10, 20, 40, 400, 4_000])("lets a pod go that was deleted %i ms before", (ms) => {
    const { cluster, pod } = clusterWithPod();
    const { name, uid } = pod().metadata;
    cluster.applyInput(remove("pods", name ?? ""), "delete");
    cluster.runTo(cluster.at + ms);
    power(cluster, { on: false });
    cluster.runTo(cluster.at + 10_000);
    power(cluster, { on: true });
    cluster.runTo(cluster.at + 60_000);
    const pods = podsOf(cluster);
    expect(pods.map(({ status }) => status.containerStatuses?.[0]?.ready)).toEqual([true]);
    expect(pods.map(({ metadata }) => metadata.uid)).not.toContain(uid);
  });

  test.each(Array.from({ length: 30 }, (_, i) => 600 + i * 4))(
    "stops a pod that is deleted while it reports, %i ms after its birth",
    (ms) => {
      const cluster = bootedCluster({ spec: ONE_WORKER });
      cluster.applyInput(createDeployment("web", { replicas: 1 }), "create");
      cluster.runTo(cluster.at + ms);
      const [first] = podsOf(cluster);
      cluster.applyInput(remove("pods", first?.metadata.name ?? ""), "delete");
      cluster.runTo(cluster.at + 60_000);
      expect(podsOf(cluster).map(({ metadata }) => metadata.deletionTimestamp)).toEqual([
        undefined,
      ]);
    },
  );
});
