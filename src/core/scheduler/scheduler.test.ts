import { describe, expect, test } from "vitest";
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
} from "#core/api/schema/generated/types.ts";
import { Random, seedRandom } from "#core/sim/random.ts";
import { feasibleNodesToFind, runCycle } from "./cycle.ts";
import type { CycleContext } from "./framework.ts";
import { addPod, createNodeInfo, createPodInfo, type NodeInfo } from "./node-info.ts";
import { outcomesByNode } from "./outcomes.ts";
import { countMatching } from "./pod-counters.ts";
import { defaultProfile } from "./plugins/index.ts";
import { backoffMs, SchedulingQueue } from "./queue.ts";

function node(name: string, { cpu = "4", taint = "" } = {}): NodeInfo {
  return createNodeInfo({
    metadata: { name, labels: { "kubernetes.io/hostname": name } },
    spec: taint === "" ? {} : { taints: [{ key: taint, effect: "NoSchedule" }] },
    status: { allocatable: { cpu, memory: "8Gi", pods: "110" } },
  } as unknown as Node);
}

function pod(name: string, cpu = "500m", spec: object = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", uid: name },
    spec: {
      containers: [{ name: "c", image: "nginx:1.27", resources: { requests: { cpu } } }],
      ...spec,
    },
    status: {},
  } as unknown as Pod;
}

const unbound = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "unbound", namespace: "default" },
  spec: { resources: {} },
  status: {},
};
const bound = {
  ...unbound,
  metadata: { ...unbound.metadata, annotations: { "pv.kubernetes.io/bind-completed": "yes" } },
  spec: { resources: {}, volumeName: "pv" },
};
const VOLUME = { metadata: { name: "pv" }, spec: {}, status: {} } as PersistentVolume;
const claims: ReadonlyMap<string, PersistentVolumeClaim> = new Map([
  ["unbound", unbound],
  ["bound", bound],
]);

function cycle(wanted: Pod, nodes: readonly NodeInfo[], seed = 1) {
  const context: CycleContext = {
    nodes,
    nodesWithAffinity: [],
    countImageHolders: () => 0,
    namespaceLabels: () => ({}),
    claim: (_namespace, name) => claims.get(name),
    volume: () => VOLUME,
    volumes: () => [],
    storageClass: () => undefined,
    owningSelector: () => undefined,
    countMatching,
  };
  return runCycle(wanted, defaultProfile, context, {
    random: new Random(seedRandom({ seed, name: "test" })),
    start: 0,
  });
}

describe("a cycle", () => {
  test("takes the emptier node", () => {
    const full = node("full");
    addPod(full, createPodInfo(pod("big", "3")));
    const result = cycle(pod("p"), [full, node("empty")]);
    expect(result.node).toBe("empty");
    expect(result.isTieBroken).toBe(false);
    const scores = Object.fromEntries(
      outcomesByNode(result.outcomes).map(({ node: name, total }) => [name, total]),
    );
    expect(scores["empty"]).toBeGreaterThan(scores["full"] as number);
  });

  test("breaks a tie by chance, the same chance for the same seed", () => {
    const nodes = () => [node("a"), node("b"), node("c")];
    expect(cycle(pod("p"), nodes(), 5).node).toBe(cycle(pod("p"), nodes(), 5).node);
    const chosen = new Set(
      Array.from({ length: 40 }, (_, seed) => cycle(pod("p"), nodes(), seed).node),
    );
    expect([...chosen].sort()).toEqual(["a", "b", "c"]);
    expect(cycle(pod("p"), nodes()).isTieBroken).toBe(true);
  });

  test("one node that fits is taken without scoring", () => {
    const result = cycle(pod("p"), [node("a"), node("b", { taint: "x" })]);
    expect(result.node).toBe("a");
    expect(outcomesByNode(result.outcomes).find(({ node: name }) => name === "a")?.scores).toEqual(
      {},
    );
  });

  test("says in upstream's words why nothing fits", () => {
    const nodes = [
      node("cp", { taint: "node-role.kubernetes.io/control-plane" }),
      node("a", { cpu: "1" }),
      node("b", { cpu: "1" }),
      node("c", { cpu: "1" }),
    ];
    for (const name of [1, 2, 3])
      addPod(nodes[name] as NodeInfo, createPodInfo(pod(`p${name}`, "800m")));
    const result = cycle(pod("p"), nodes);
    expect(result.node).toBe("");
    expect(result.message).toBe(
      "0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. no new claims to deallocate, preemption: 0/4 nodes are available: 1 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod.",
    );
    expect(result.refusedBy.toSorted()).toEqual(["NodeResourcesFit", "TaintToleration"]);
  });

  test("a claim that does not exist is named, with the tail of a real server", () => {
    const wanted = pod("p", "1m", {
      volumes: [{ name: "v", persistentVolumeClaim: { claimName: "missing" } }],
    });
    expect(cycle(wanted, [node("a"), node("b"), node("c")]).message).toBe(
      '0/3 nodes are available: persistentvolumeclaim "missing" not found. not found',
    );
  });

  test("an unbound claim holds its pod back, a bound one does not", () => {
    const wanting = (claimName: string) =>
      pod("p", "1m", { volumes: [{ name: "v", persistentVolumeClaim: { claimName } }] });
    expect(cycle(wanting("unbound"), [node("a"), node("b"), node("c")]).message).toBe(
      "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found",
    );
    expect(cycle(wanting("bound"), [node("a")]).node).toBe("a");
  });

  test("no nodes at all", () => {
    expect(cycle(pod("p"), []).message).toBe("no nodes available to schedule pods");
  });

  test.each([
    [1, 1],
    [99, 99],
    [100, 100],
    [1_000, 420],
    [5_000, 500],
    [6_000, 300],
  ])("of %d nodes, %d that fit are enough", (nodes, enough) => {
    expect(feasibleNodesToFind(nodes)).toBe(enough);
  });
});

describe("the queue", () => {
  const newQueue = () => {
    const state = SchedulingQueue.empty();
    return new SchedulingQueue(() => state);
  };
  const add = (queue: SchedulingQueue, uid: string, priority = 0, now = 0) =>
    queue.add({ uid, priority, now, cause: 0 });

  test("gives the highest priority first, then the longest waiting", () => {
    const queue = newQueue();
    add(queue, "first");
    add(queue, "second");
    add(queue, "urgent", 100);
    expect(
      [queue.pop(0), queue.pop(0), queue.pop(0), queue.pop(0)].map((each) => each?.uid),
    ).toEqual(["urgent", "first", "second", undefined]);
  });

  test("a parked pod wakes only for what its refusing plugins care about", () => {
    const queue = newQueue();
    add(queue, "p");
    const popped = queue.pop(0);
    queue.park(popped as NonNullable<typeof popped>, { now: 0, refusedBy: ["TaintToleration"] });
    queue.moveFor("AssignedPod", 5_000);
    expect(queue.isEmpty).toBe(true);
    queue.moveFor("Node", 5_000);
    expect(queue.pop(5_000)).toMatchObject({ uid: "p", attempts: 2 });
  });

  test("five minutes free what no event has freed", () => {
    const queue = newQueue();
    queue.park(
      { uid: "p", attempts: 1, cause: 0, priority: 0 },
      { now: 0, refusedBy: ["NodeName"] },
    );
    queue.flushForgotten(300_000);
    expect(queue.isEmpty).toBe(true);
    queue.flushForgotten(300_001);
    expect(queue.pop(300_001)?.uid).toBe("p");
  });

  test.each([
    [1, 1_000],
    [2, 2_000],
    [4, 8_000],
    [5, 10_000],
    [20, 10_000],
  ])("back-off after attempt %d is %d ms", (attempts, ms) => {
    expect(backoffMs(attempts)).toBe(ms);
  });
});
