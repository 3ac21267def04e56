import { describe, expect, test } from "vitest";
import type { Event, Node, Pod } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "../cluster.ts";
import {
  bootedCluster,
  createDeployment,
  createService,
  fault,
  patch,
  remove,
  scale,
  SHAPE,
} from "../testdata/world.ts";
import { faults } from "./index.ts";

const TWO_WORKERS = { ...SHAPE, workers: 2 };
const NODE = "worker-1";

function started(replicas = 4): Cluster {
  const cluster = bootedCluster({ spec: TWO_WORKERS });
  cluster.applyInput(createDeployment("web", { replicas }), "create");
  cluster.applyInput(createService("web"), "create");
  pass(cluster, 30_000);
  return cluster;
}

function pass(cluster: Cluster, ms: number): void {
  cluster.runTo(cluster.at + ms);
}

function strike(cluster: Cluster, name: string, target: string, on = true): void {
  cluster.applyInput(fault(name, target, { on }), name);
}

function load(cluster: Cluster, ratePerSecond: number): void {
  const input = { type: "load", namespace: "default", service: "web", ratePerSecond } as const;
  cluster.applyInput(input, "load");
}

function readyOf(cluster: Cluster, name = NODE) {
  const node = cluster.store.get("Node", name) as Node;
  return node.status.conditions?.find(({ type }) => type === "Ready");
}

function addressOf(cluster: Cluster): string {
  const { status } = cluster.store.get("Node", NODE) as Node;
  return status.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
}

function podsOn(cluster: Cluster, name = NODE): readonly Pod[] {
  return (cluster.store.list("Pod", "default") as readonly Pod[]).filter(
    ({ spec }) => spec.nodeName === name,
  );
}

function firstOn(cluster: Cluster): Pod {
  const [pod] = podsOn(cluster);
  if (!pod) throw new Error("no pod runs there");
  return pod;
}

function reasons(cluster: Cluster): readonly string[] {
  return (cluster.store.list("Event", "") as readonly Event[]).map(({ reason }) => reason ?? "");
}

function failedIn(cluster: Cluster, ms: number): number {
  const before = cluster.traffic()[0]?.totalFailed ?? 0;
  pass(cluster, ms);
  return (cluster.traffic()[0]?.totalFailed ?? 0) - before;
}

describe("the list of faults", () => {
  test("is in order, and every name is struck and healed", () => {
    const names = faults.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    for (const { name, targetKind, isLasting } of faults) {
      const cluster = started(2);
      const target = targetKind === "Node" ? NODE : `default/${firstOn(cluster).metadata.name}`;
      strike(cluster, name, target);
      expect(cluster.faults()).toEqual(isLasting ? [`${name} ${target}`] : []);
      strike(cluster, name, target, false);
      expect(cluster.faults()).toEqual([]);
      pass(cluster, 60_000);
      expect(readyOf(cluster)?.status).toBe("True");
      expect(podsOn(cluster).length + podsOn(cluster, "worker-2").length).toBe(2);
    }
  });
});

describe("kubelet-stop", () => {
  test("leaves running pods serving, until the node controller takes their node for lost", () => {
    const cluster = started();
    load(cluster, 40);
    pass(cluster, 2_000);
    strike(cluster, "kubelet-stop", NODE);
    expect(failedIn(cluster, 30_000)).toBe(0);
    expect(readyOf(cluster)?.status).toBe("True");
    pass(cluster, 40_000);
    expect(readyOf(cluster)).toMatchObject({
      status: "Unknown",
      reason: "NodeStatusUnknown",
      message: "Kubelet stopped posting node status.",
    });
    expect(reasons(cluster)).toContain("NodeNotReady");
    strike(cluster, "kubelet-stop", NODE, false);
    pass(cluster, 5_000);
    expect(readyOf(cluster)?.status).toBe("True");
    expect(
      podsOn(cluster).map(({ status }) => status.containerStatuses?.[0]?.restartCount),
    ).toEqual([0, 0]);
  });

  test("starts nothing and removes nothing there before it is healed", () => {
    const cluster = started();
    strike(cluster, "kubelet-stop", NODE);
    const { name = "" } = firstOn(cluster).metadata;
    cluster.applyInput(remove("pods", name), "delete");
    cluster.applyInput(scale("web", 8), "scale");
    pass(cluster, 35_000);
    expect(cluster.store.get("Pod", `default/${name}`)?.metadata.deletionTimestamp).toBeDefined();
    const fresh = podsOn(cluster).filter(({ status }) => status.phase === "Pending");
    expect(fresh.length).toBeGreaterThan(0);
    strike(cluster, "kubelet-stop", NODE, false);
    pass(cluster, 20_000);
    expect(cluster.store.get("Pod", `default/${name}`)).toBeUndefined();
    expect(podsOn(cluster).every(({ status }) => status.phase === "Running")).toBe(true);
  });

  test.each([
    ["kubelet-stop", "connection refused"],
    ["node-power", "no route to host"],
  ])("logs cannot be had: %s", (name, cause) => {
    const cluster = started();
    strike(cluster, name, NODE);
    const pod = firstOn(cluster).metadata.name ?? "";
    const response = cluster.handle({
      verb: "get",
      group: "",
      version: "v1",
      resource: "pods",
      subresource: "log",
      namespace: "default",
      name: pod,
      options: {},
      agent: "kubectl",
      user: { name: "kubernetes-admin", groups: ["system:masters"] },
    });
    const address = addressOf(cluster);
    expect(response.body).toMatchObject({
      code: 500,
      message: `Get "https://${address}:10250/containerLogs/default/${pod}/web": dial tcp ${address}:10250: connect: ${cause}`,
    });
  });

  test("a container that dies meanwhile stays dead, and answers nobody", () => {
    const cluster = started();
    load(cluster, 40);
    pass(cluster, 2_000);
    strike(cluster, "kubelet-stop", NODE);
    strike(cluster, "crash", `default/${firstOn(cluster).metadata.name}`);
    expect(failedIn(cluster, 10_000)).toBeGreaterThan(50);
    expect(firstOn(cluster).status.containerStatuses?.[0]?.restartCount).toBe(0);
    strike(cluster, "kubelet-stop", NODE, false);
    pass(cluster, 10_000);
    expect(firstOn(cluster).status.containerStatuses?.[0]?.restartCount).toBe(1);
    expect(failedIn(cluster, 5_000)).toBe(0);
  });
});

describe("runtime-stop", () => {
  test("is told by the kubelet after half a minute, and in three minutes by its list of containers too", () => {
    const cluster = started();
    strike(cluster, "runtime-stop", NODE);
    pass(cluster, 25_000);
    expect(readyOf(cluster)?.status).toBe("True");
    pass(cluster, 20_000);
    expect(readyOf(cluster)).toMatchObject({
      status: "False",
      reason: "KubeletNotReady",
      message: "container runtime is down",
    });
    expect(reasons(cluster)).toContain("NodeNotReady");
    pass(cluster, 160_000);
    expect(readyOf(cluster)?.message).toMatch(
      /^\[container runtime is down, PLEG is not healthy: pleg was last seen active 3m[\d.]+s ago; threshold is 3m0s\]$/,
    );
    strike(cluster, "runtime-stop", NODE, false);
    expect(readyOf(cluster)).toMatchObject({ status: "True", reason: "KubeletReady" });
  });

  test("what runs goes on, what is new waits", () => {
    const cluster = started();
    load(cluster, 40);
    pass(cluster, 2_000);
    strike(cluster, "runtime-stop", NODE);
    cluster.applyInput(scale("web", 8), "scale");
    expect(failedIn(cluster, 20_000)).toBe(0);
    const fresh = podsOn(cluster).filter(({ status }) => status.phase === "Pending");
    expect(fresh.length).toBeGreaterThan(0);
    strike(cluster, "runtime-stop", NODE, false);
    pass(cluster, 20_000);
    expect(podsOn(cluster).every(({ status }) => status.phase === "Running")).toBe(true);
  });
});

describe("proxy-stop", () => {
  test("sends those who come in there to pods that have gone, and nobody else", () => {
    const cluster = started();
    load(cluster, 100);
    pass(cluster, 2_000);
    strike(cluster, "proxy-stop", NODE);
    expect(failedIn(cluster, 5_000)).toBe(0);
    for (const { metadata } of cluster.store.list("Pod", "default"))
      cluster.applyInput(remove("pods", metadata.name ?? ""), "delete");
    pass(cluster, 30_000);
    const failed = failedIn(cluster, 10_000);
    expect(failed).toBeGreaterThan(400);
    expect(failed).toBeLessThan(600);
    strike(cluster, "proxy-stop", NODE, false);
    pass(cluster, 2_000);
    expect(failedIn(cluster, 5_000)).toBe(0);
  });
});

describe("leak", () => {
  function limited(): Cluster {
    const cluster = started(2);
    const container = { name: "web", resources: { limits: { memory: "128Mi" } } };
    const body = { spec: { template: { spec: { containers: [container] } } } };
    cluster.applyInput(patch("deployments", "web", body), "limit");
    pass(cluster, 60_000);
    return cluster;
  }

  test("grows to the limit, is killed there, and the next run is sound", () => {
    const cluster = limited();
    const { name } = firstOn(cluster).metadata;
    const used = () => cluster.machines.facts().usage(NODE).memoryBytes;
    const before = used();
    strike(cluster, "leak", `default/${name}`);
    pass(cluster, 5_000);
    expect(used() - before).toBeCloseTo(5 * 8 * 1024 * 1024, -6);
    pass(cluster, 30_000);
    expect(firstOn(cluster).status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      ready: true,
      lastState: { terminated: { reason: "OOMKilled", exitCode: 137 } },
    });
    pass(cluster, 120_000);
    expect(firstOn(cluster).status.containerStatuses?.[0]?.restartCount).toBe(1);
  });

  test("without a limit the machine's memory is the limit", () => {
    const cluster = started(2);
    strike(cluster, "leak", `default/${firstOn(cluster).metadata.name}`);
    pass(cluster, 300_000);
    expect(firstOn(cluster).status.containerStatuses?.[0]?.restartCount).toBe(0);
    pass(cluster, 300_000);
    expect(firstOn(cluster).status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { reason: "OOMKilled" } },
    });
  });
});
