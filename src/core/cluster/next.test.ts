import { describe, expect, test } from "vitest";
import type { Pod } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "./cluster.ts";
import { explain } from "./explain.ts";
import {
  bootedCluster,
  createDeployment,
  fault,
  remove,
  setImage,
  SHAPE,
} from "./testdata/world.ts";

const ONE_WORKER = { ...SHAPE, workers: 1 };

function started(more: Parameters<typeof createDeployment>[1] = {}): Cluster {
  const cluster = bootedCluster({ spec: ONE_WORKER });
  cluster.applyInput(createDeployment("web", { replicas: 1, ...more }), "create");
  return cluster;
}

function podOf({ store }: Cluster): Pod {
  return store.list("Pod", "default")[0] as Pod;
}

/** What is next for an object, and in how many seconds. */
function next(cluster: Cluster, kind: string, name: string): readonly [string, number] | null {
  const namespace = kind === "Node" ? "" : "default";
  const found = explain(cluster, { about: "object", kind, namespace, name }).next;
  return found && [found.code, Math.round((found.at - cluster.at) / 1000)];
}

const nextForPod = (cluster: Cluster) => next(cluster, "Pod", podOf(cluster).metadata.name ?? "");

/** Runs until the answer changes, and tells when that was. */
function untilChange(cluster: Cluster, ask: () => readonly [string, number] | null): number {
  const code = ask()?.[0];
  const limit = cluster.at + 400_000;
  while (ask()?.[0] === code && cluster.at < limit) cluster.runTo(cluster.at + 250);
  return cluster.at;
}

const readinessProbe = {
  httpGet: { path: "/", port: 80 },
  periodSeconds: 10,
  initialDelaySeconds: 20,
};

describe("what happens next", () => {
  test("a pod on its way to Ready waits for its next probe", () => {
    const cluster = started({
      spec: {
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              { name: "web", image: "nginx:1.26", ports: [{ containerPort: 80 }], readinessProbe },
            ],
          },
        },
      },
    });
    cluster.runTo(20_000);
    const before = nextForPod(cluster);
    expect(before?.[0]).toBe("probe-readiness");
    const due = cluster.at + (before?.[1] ?? 0) * 1000;
    expect(Math.abs(untilChange(cluster, () => nextForPod(cluster)) - due)).toBeLessThan(1500);
    expect(nextForPod(cluster)).toBeNull();
  });

  test("an image that cannot be pulled is tried again", () => {
    const cluster = started({ image: "nginx:does-not-exist" });
    cluster.runTo(30_000);
    expect(nextForPod(cluster)?.[0]).toBe("pull-retry");
  });

  test("a pod that is being deleted has its grace period", () => {
    const cluster = started();
    cluster.runTo(30_000);
    cluster.applyInput(remove("pods", podOf(cluster).metadata.name ?? ""), "delete");
    expect(nextForPod(cluster)).toEqual(["grace-ends", 5]);
  });

  test("a silent node: grace, then the pods' patience, each at the time it was told", () => {
    const cluster = started();
    cluster.runTo(30_000);
    expect(next(cluster, "Node", "worker-1")).toBeNull();
    cluster.applyInput(fault("node-power", "worker-1", { on: true }), "off");
    cluster.runTo(cluster.at + 20_000);
    const node = () => next(cluster, "Node", "worker-1");
    const grace = node();
    expect([grace?.[0], nextForPod(cluster)]).toEqual(["node-grace", grace]);
    const lost = cluster.at + (grace?.[1] ?? 0) * 1000;
    expect(Math.abs(untilChange(cluster, node) - lost)).toBeLessThan(1500);
    cluster.runTo(cluster.at + 1000);
    expect(node()?.[0]).toBe("evictions");
    const eviction = nextForPod(cluster);
    expect(eviction?.[0]).toBe("eviction");
    expect(eviction?.[1]).toBeGreaterThan(290);
    const uid = podOf(cluster).metadata.uid;
    cluster.runTo(cluster.at + ((eviction?.[1] ?? 0) + 2) * 1000);
    const old = (cluster.store.list("Pod", "default") as readonly Pod[]).find(
      ({ metadata }) => metadata.uid === uid,
    );
    expect(old?.metadata.deletionTimestamp).toBeDefined();
    expect(next(cluster, "Pod", old?.metadata.name ?? "")?.[0]).toBe("grace-silent");
  });

  test.each([
    ["node-power", 0],
    ["node-power", 4000],
    ["kubelet-stop", 0],
    ["kubelet-stop", 7500],
  ])("%s says at once when the node will be called NotReady (+%i ms)", (name, laterMs) => {
    const cluster = started();
    cluster.runTo(30_000 + laterMs);
    cluster.applyInput(fault(name, "worker-1", { on: true }), "off");
    const node = () => next(cluster, "Node", "worker-1");
    const first = node();
    expect([first?.[0], nextForPod(cluster)]).toEqual(["node-grace", first]);
    const lost = cluster.at + (first?.[1] ?? 0) * 1000;
    expect(Math.abs(untilChange(cluster, node) - lost)).toBeLessThan(1500);
  });

  test("a rollout that does not get on has a deadline, and none once it is over", () => {
    const cluster = started({ spec: { progressDeadlineSeconds: 60 } });
    cluster.runTo(30_000);
    expect(next(cluster, "Deployment", "web")).toBeNull();
    cluster.applyInput(setImage("web", "nginx:does-not-exist"), "image");
    cluster.runTo(cluster.at + 10_000);
    const deployment = () => next(cluster, "Deployment", "web");
    expect(deployment()?.[0]).toBe("progress-deadline");
    const due = cluster.at + (deployment()?.[1] ?? 0) * 1000;
    expect(Math.abs(untilChange(cluster, deployment) - due)).toBeLessThan(1500);
    expect(deployment()).toBeNull();
  });

  test("what nobody waits for has no next", () => {
    const cluster = started();
    cluster.runTo(30_000);
    expect([next(cluster, "Pod", "nobody"), next(cluster, "ReplicaSet", "web")]).toEqual([
      null,
      null,
    ]);
  });
});
