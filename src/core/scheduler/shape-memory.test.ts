import { describe, expect, test } from "vitest";
import type { Selector } from "#core/api/label-selector.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import { Random, seedRandom } from "#core/sim/random.ts";
import { runCycle } from "./cycle.ts";
import type { CycleContext } from "./framework.ts";
import { NodeCache, type NodeCacheState } from "./node-cache.ts";
import { defaultProfile } from "./plugins/index.ts";
import { asksTheSame, ShapeMemories } from "./shape-memory.ts";

const IMAGES = ["nginx:1.27", "redis:8"];

function randomNode(
  name: string,
  random: Random,
  { hasZones }: { readonly hasZones: boolean },
): Node {
  const zone = `zone-${random.nextInt(3)}`;
  const taints = [
    { key: "gpu", effect: "NoSchedule" },
    { key: "old", effect: "PreferNoSchedule" },
  ].filter(() => random.nextInt(4) === 0);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        ...(hasZones && random.nextInt(3) > 0 && { "topology.kubernetes.io/zone": zone }),
      },
    },
    spec: { taints, unschedulable: random.nextInt(8) === 0 },
    status: {
      allocatable: { cpu: random.pick(["2", "4"]), memory: "8Gi", pods: "12" },
      images: random.nextInt(2) === 0 ? [{ names: IMAGES, sizeBytes: 600 * 1024 * 1024 }] : [],
    },
  } as unknown as Node;
}

/** Pods of a few sorts, some of which differ in one thing only. */
function randomPod(i: number, random: Random): Pod {
  const tolerations = random.pick([undefined, [{ key: "gpu", operator: "Exists" }]]);
  const hostPort = random.nextInt(5) === 0 ? 8080 : undefined;
  const term = { topologyKey: "kubernetes.io/hostname", labelSelector: { matchLabels: LABELS } };
  const antiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
  const spread = {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: random.pick(["DoNotSchedule", "ScheduleAnyway"]),
    labelSelector: { matchLabels: LABELS },
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `p-${i}`,
      namespace: random.pick(["default", "other"]),
      uid: `u-${i}`,
      labels: LABELS,
    },
    spec: {
      containers: [
        {
          name: "c",
          image: random.pick(IMAGES),
          resources: { requests: { cpu: random.pick(["100m", "700m"]) } },
          ...(hostPort !== undefined && { ports: [{ containerPort: 80, hostPort }] }),
        },
      ],
      ...(tolerations && { tolerations }),
      ...(random.nextInt(4) === 0 && {
        nodeSelector: { "topology.kubernetes.io/zone": `zone-${random.nextInt(3)}` },
      }),
      ...(random.nextInt(12) === 0 && { affinity: { podAntiAffinity: antiAffinity } }),
      ...(random.nextInt(4) === 0 && { topologySpreadConstraints: [spread] }),
    },
    status: {},
  } as unknown as Pod;
}

const LABELS = { app: "web" };
/** One and the same, as that of a ReplicaSet is. */
const SELECTOR: Selector = {
  requirements: [{ key: "app", operator: "=", values: ["web"] }],
  matchesNothing: false,
};

function contextOf(cache: NodeCache): CycleContext {
  return {
    nodes: cache.nodesInRow(),
    nodesWithAffinity: cache.nodesWithAffinity(),
    countImageHolders: (image) => cache.countImageHolders(image),
    countMatching: cache.matchCounter(),
    namespaceLabels: () => ({}),
    claim: () => undefined,
    volume: () => undefined,
    volumes: () => [],
    storageClass: () => undefined,
    owningSelector: () => SELECTOR,
  };
}

describe("the memory of shapes", () => {
  test.each(Array.from({ length: 12 }, (_, seed) => seed))(
    "changes no result while pods come and go and nodes change (seed %i)",
    (seed) => {
      const chance = new Random(seedRandom({ seed, name: "chance" }));
      const state: NodeCacheState = NodeCache.empty();
      const cache = new NodeCache(() => state);
      const count = chance.pick([5, 40, 140]);
      const zones = { hasZones: seed % 2 === 0 };
      for (let i = 0; i < count; i++) cache.set(randomNode(`n-${i}`, chance, zones));
      const memories = new ShapeMemories();
      const ties = {
        kept: seedRandom({ seed, name: "tie" }),
        fresh: seedRandom({ seed, name: "tie" }),
      };
      let start = 0;
      let placedCount = 0;
      for (let i = 0; i < 150; i++) {
        const pod = randomPod(i, chance);
        // What is known of labels spares a look at every node, and changes nothing either.
        const context = {
          ...contextOf(cache),
          isLabelUsed: (name: string) => cache.isLabelUsed(name),
        };
        const memory = memories.of(pod, context.nodes);
        const random = new Random(ties.kept);
        const kept = runCycle(pod, defaultProfile, context, { random, start, memory });
        const fresh = runCycle(pod, defaultProfile, contextOf(cache), {
          random: new Random(ties.fresh),
          start,
        });
        expect(kept).toEqual(fresh);
        start = kept.nextStart;
        if (kept.node !== "") {
          cache.place(pod, kept.node);
          placedCount += 1;
        }
        if (chance.nextInt(6) === 0) cache.remove(`u-${chance.nextInt(i + 1)}`);
        if (chance.nextInt(6) === 0) {
          const name = `n-${chance.nextInt(count)}`;
          if (chance.nextInt(5) === 0) cache.delete(name);
          else cache.set(randomNode(name, chance, zones));
        }
      }
      expect(placedCount).toBeGreaterThan(20);
    },
  );

  test.each([
    ["a name", { metadata: { name: "other" } }, true],
    ["labels", { metadata: { name: "p", labels: { app: "other" } } }, true],
    ["an image", { spec: { containers: [{ name: "c", image: "redis:8" }] } }, true],
    ["a node name", { spec: { nodeName: "n-1" } }, false],
    ["a node selector", { spec: { nodeSelector: { a: "b" } } }, false],
    ["an affinity", { spec: { affinity: { nodeAffinity: {} } } }, false],
    ["a toleration", { spec: { tolerations: [{ operator: "Exists" }] } }, false],
    ["overhead", { spec: { overhead: { cpu: "1" } } }, false],
    ["an amount", { spec: { containers: [{ resources: { requests: { cpu: "1" } } }] } }, false],
    ["a port", { spec: { containers: [{ ports: [{ hostPort: 80 }] }] } }, false],
    ["a container", { spec: { containers: [{}, {}] } }, false],
    ["an initial container", { spec: { initContainers: [{}] } }, false],
  ])("%s makes another shape: %#", (_what, change: { readonly spec?: object }, isSame) => {
    const base = { metadata: { name: "p" }, spec: { containers: [{}] } };
    const changed = { ...base, ...change, spec: { ...base.spec, ...change.spec } };
    expect(asksTheSame(base as unknown as Pod, changed as unknown as Pod)).toBe(isSame);
  });
});
