import { expect, test } from "vitest";
import { formatMicroTime, formatTime } from "#core/base/time.ts";
import type { Node, Pod, Taint } from "#core/api/schema/generated/types.ts";
import { nodeLifecycleController } from "./node-lifecycle.ts";
import {
  judgeDisruption,
  newZone,
  rateFor,
  setRate,
  takePermit,
  zoneStates,
  type ZoneState,
} from "./node-lifecycle/zones.ts";
import { taintEvictionController } from "./taint-eviction.ts";
import { FakeCluster } from "./testing/fake-cluster.ts";

const NODES = ["node-1", "node-2", "node-3"];

function start(): FakeCluster {
  const cluster = new FakeCluster([nodeLifecycleController, taintEvictionController]);
  for (const name of NODES) {
    cluster.seed({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name, uid: name },
      spec: {},
      status: {
        conditions: ["MemoryPressure", "DiskPressure", "PIDPressure", "Ready"].map((type) =>
          condition(type, type === "Ready" ? "True" : "False"),
        ),
      },
    } as never);
    cluster.seed(lease(cluster, name));
  }
  const tolerations = ["unreachable", "not-ready"].map((key) => ({
    key: `node.kubernetes.io/${key}`,
    operator: "Exists",
    effect: "NoExecute",
    tolerationSeconds: 5,
  }));
  cluster.seed({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "web", namespace: "default", uid: "web" },
    spec: { nodeName: "node-2", containers: [], tolerations },
    status: { phase: "Running", conditions: [condition("Ready", "True")] },
  } as never);
  cluster.manager.start();
  return cluster;
}

const condition = (type: string, status: string) => ({
  type,
  status,
  lastHeartbeatTime: "2026-01-01T00:00:00Z",
  lastTransitionTime: "2026-01-01T00:00:00Z",
});

function lease(cluster: FakeCluster, name: string) {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, namespace: "kube-node-lease", uid: `lease-${name}` },
    spec: { renewTime: formatMicroTime(cluster.simulation.epochMs) },
  };
}

/** Lets these nodes renew their leases every 10 s. */
function live(cluster: FakeCluster, nodes: readonly string[], seconds: number): void {
  for (let i = 0; i < seconds / 10; i++) {
    for (const name of nodes) {
      cluster.edit(
        "Lease",
        name,
        (object) => ({ ...object, spec: lease(cluster, name).spec }),
        "kube-node-lease",
      );
    }
    cluster.run(10_000);
  }
}

const taintsOf = (cluster: FakeCluster, name: string) =>
  (cluster.get<Node>("Node", name, "").spec.taints ?? []).map(
    ({ key, effect }: Taint) => `${key.split("/")[1] ?? ""}:${effect}`,
  );
const readyOf = (cluster: FakeCluster, name: string) =>
  cluster.get<Node>("Node", name, "").status.conditions?.find(({ type }) => type === "Ready");

test("a silent node is marked, tainted, and loses its pods after what they tolerate", () => {
  const cluster = start();
  live(cluster, NODES, 20);
  expect(cluster.events.map(({ message }) => message)).toContain(
    "Node node-1 event: Registered Node node-1 in Controller",
  );
  live(cluster, ["node-1", "node-3"], 40);
  expect(readyOf(cluster, "node-2")?.status).toBe("True");
  live(cluster, ["node-1", "node-3"], 10);
  cluster.run(2000);
  expect(readyOf(cluster, "node-2")).toMatchObject({
    status: "Unknown",
    reason: "NodeStatusUnknown",
    message: "Kubelet stopped posting node status.",
  });
  expect(taintsOf(cluster, "node-2")).toEqual(["unreachable:NoSchedule", "unreachable:NoExecute"]);
  expect(cluster.get<Pod>("Pod", "web").status.conditions?.[0]?.status).toBe("False");
  expect(cluster.events.slice(-2).map(({ on, message }) => [on, message])).toEqual([
    ["Node/node-2", "Node node-2 status is now: NodeNotReady"],
    ["Pod/web", "Node is not ready"],
  ]);
  cluster.run(5000);
  expect(cluster.events.at(-1)?.message).toBe("Marking for deletion Pod default/web");
  expect(cluster.all<Pod>("Pod").every((pod) => pod.metadata.deletionTimestamp !== undefined)).toBe(
    true,
  );
});

test("a node that comes back in time keeps its pods and loses its taints", () => {
  const cluster = start();
  live(cluster, NODES, 20);
  live(cluster, ["node-1", "node-3"], 50);
  cluster.run(200);
  expect(taintsOf(cluster, "node-2")).toHaveLength(2);
  const ready = {
    ...condition("Ready", "True"),
    lastHeartbeatTime: formatTime(cluster.simulation.epochMs),
  };
  cluster.edit("Node", "node-2", (object) => ({ ...object, status: { conditions: [ready] } }), "");
  cluster.run(4850);
  expect(taintsOf(cluster, "node-2")).toEqual([]);
  cluster.run(5000);
  expect(cluster.events.at(-1)?.message).toBe("Cancelling deletion of Pod default/web");
  expect(cluster.get<Pod>("Pod", "web").metadata.deletionTimestamp).toBeUndefined();
});

test("when every node is silent nobody is evicted", () => {
  const cluster = start();
  live(cluster, NODES, 20);
  cluster.run(70_000);
  expect(NODES.map((name) => readyOf(cluster, name)?.status)).toEqual([
    "Unknown",
    "Unknown",
    "Unknown",
  ]);
  expect(NODES.map((name) => taintsOf(cluster, name))).toEqual(
    NODES.map(() => ["unreachable:NoSchedule"]),
  );
});

test("a zone lets one node through each ten seconds", () => {
  const zone = newZone(0);
  expect(takePermit(zone, 0)).toBe(0);
  expect(takePermit(zone, 1000)).toBe(9000);
  expect(takePermit(zone, 10_000)).toBe(0);
  setRate(zone, rateFor({ state: "partial", size: 10 }), 20_000);
  expect(takePermit(zone, 100_000)).toBeUndefined();
  expect(rateFor({ state: "partial", size: 51 })).toBe(0.01);
});

test.each<[number, number, ZoneState]>([
  [3, 0, "normal"],
  [2, 1, "normal"],
  [1, 2, "normal"],
  [0, 1, "full"],
  [2, 3, "partial"],
  [3, 3, "normal"],
])("%i ready and %i lost nodes: %s", (ready, lost, state) => {
  const node = (status: string, i: number) =>
    ({
      metadata: { name: `${status}${i}` },
      status: { conditions: [{ type: "Ready", status }] },
    }) as unknown as Node;
  const nodes = [
    ...Array.from({ length: ready }, (_, i) => node("True", i)),
    ...Array.from({ length: lost }, (_, i) => node("Unknown", i)),
  ];
  expect(zoneStates(nodes).get("")?.state).toBe(state);
});

test("only the loss of all zones together stops everything", () => {
  expect(judgeDisruption(["normal", "full"], ["full", "full"])).toBe("enter-master");
  expect(judgeDisruption(["full", "full"], ["full", "normal"])).toBe("leave-master");
  expect(judgeDisruption(["normal", "normal"], ["full", "normal"])).toBe("by-zone");
});
