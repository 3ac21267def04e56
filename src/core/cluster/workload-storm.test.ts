import { describe, expect, test } from "vitest";
import { controllerOf, nameOf, uidOf } from "#core/api/meta.ts";
import type { DaemonSet, Job, Pod, StatefulSet } from "#core/api/schema/generated/types.ts";
import { Random, seedRandom } from "#core/sim/random.ts";
import { checks } from "./checks/index.ts";
import type { Cluster } from "./cluster.ts";
import type { ClusterInput } from "./cluster-input.ts";
import { bootedCluster, fault, patch, remove } from "./testdata/world.ts";

const SEEDS = [1, 2, 3, 4];
const WORKERS = ["worker-1", "worker-2", "worker-3"];
const IMAGES = ["nginx:1.26", "nginx:1.27", "podyard/crash:v1", "nginx:nowhere"];
const MAX_PAUSE_MS = 9_000;
const PEACE_MS = 660_000;

const template = (app: string) => ({
  metadata: { labels: { app } },
  spec: {
    terminationGracePeriodSeconds: 2,
    containers: [{ name: "web", image: "nginx:1.26", resources: { requests: { cpu: "50m" } } }],
  },
});

function create(resource: string, group: string, body: object): ClusterInput {
  return {
    type: "request",
    request: {
      verb: "create",
      group,
      version: "v1",
      resource,
      subresource: "",
      namespace: "default",
      name: "",
      options: {},
      agent: "kubectl",
      body,
    },
  };
}

const app = (kind: string, name: string, spec: object) => ({
  apiVersion: "apps/v1",
  kind,
  metadata: { name },
  spec: { selector: { matchLabels: { app: name } }, template: template(name), ...spec },
});

const START: readonly ClusterInput[] = [
  create("statefulsets", "apps", app("StatefulSet", "db", { replicas: 3 })),
  create(
    "statefulsets",
    "apps",
    app("StatefulSet", "quick", { replicas: 3, podManagementPolicy: "Parallel" }),
  ),
  create("daemonsets", "apps", app("DaemonSet", "agent", {})),
  create("poddisruptionbudgets", "policy", {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "db" },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: "db" } } },
  }),
  create("jobs", "batch", {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "work" },
    spec: {
      completions: 6,
      parallelism: 2,
      completionMode: "Indexed",
      backoffLimit: 100,
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [{ name: "w", image: "busybox:1.36", command: ["sleep", "20"] }],
        },
      },
    },
  }),
];

function deed(random: Random, cluster: Cluster): ClusterInput {
  const pods = cluster.store.list("Pod", "default");
  const sets = random.pick(["db", "quick"]);
  const container = { name: "web", image: random.pick(IMAGES) };
  const spec = { template: { spec: { containers: [container] } } };
  switch (random.nextInt(6)) {
    case 0:
      return patch("statefulsets", sets, { spec: { replicas: random.nextInt(6) } });
    case 1:
      return patch("statefulsets", sets, { spec });
    case 2:
      return patch("daemonsets", "agent", { spec });
    case 3:
      return remove("pods", nameOf(random.pick(pods)));
    case 4:
      return patch("nodes", random.pick(WORKERS), {
        spec: { unschedulable: random.nextInt(2) === 0 },
      });
    default:
      return fault("node-power", random.pick(WORKERS), { on: random.nextInt(3) === 0 });
  }
}

/** Heals everything; pods of a StatefulSet with a broken template are deleted by hand, as a real one needs it. */
function calm(cluster: Cluster): void {
  const good = { template: { spec: { containers: [{ name: "web", image: "nginx:1.27" }] } } };
  const inputs = [
    ...WORKERS.flatMap((name) => [
      fault("node-power", name, { on: false }),
      patch("nodes", name, { spec: { unschedulable: false } }),
    ]),
    ...["db", "quick"].map((name) =>
      patch("statefulsets", name, { spec: { ...good, replicas: 2 } }),
    ),
    patch("daemonsets", "agent", { spec: good }),
  ];
  for (const input of inputs) cluster.applyInput(input, "calm");
  cluster.runTo(cluster.at + 60_000);
  for (const pod of cluster.store.list("Pod", "default"))
    if (controllerOf(pod)?.kind === "StatefulSet")
      cluster.applyInput(remove("pods", nameOf(pod)), "calm");
  cluster.runTo(cluster.at + PEACE_MS);
}

describe("a storm over workloads of other kinds", () => {
  test.each(SEEDS)("ends with as many pods as are wanted, seed %i", (seed) => {
    const cluster = bootedCluster({ seed, hashBodies: false });
    const random = new Random(seedRandom({ seed, name: "storm" }));
    for (const input of START) expect(cluster.applyInput(input, "storm")?.code).toBe(201);
    cluster.runTo(cluster.at + 5_000);
    for (let i = 0; i < 25; i++) {
      cluster.runTo(cluster.at + random.nextInt(MAX_PAUSE_MS));
      cluster.applyInput(deed(random, cluster), "storm");
    }
    calm(cluster);
    const pods = cluster.store.list("Pod", "default") as readonly Pod[];
    for (const set of cluster.store.list("StatefulSet", "default") as readonly StatefulSet[]) {
      const names = pods.filter((pod) => controllerOf(pod)?.uid === uidOf(set)).map(nameOf);
      expect(names.sort()).toEqual([`${nameOf(set)}-0`, `${nameOf(set)}-1`]);
      expect(set.status).toMatchObject({
        readyReplicas: 2,
        updatedReplicas: 2,
        currentRevision: set.status.updateRevision,
      });
    }
    const [agent] = cluster.store.list("DaemonSet", "default") as readonly DaemonSet[];
    expect(agent?.status).toMatchObject({
      desiredNumberScheduled: 3,
      numberAvailable: 3,
      updatedNumberScheduled: 3,
    });
    const [work] = cluster.store.list("Job", "default") as readonly Job[];
    expect(work?.status).toMatchObject({ succeeded: 6, completedIndexes: "0-5" });
    for (const { name, when, violation } of checks)
      if (when === "settled") expect([name, violation(cluster, [])]).toEqual([name, undefined]);
  });
});
