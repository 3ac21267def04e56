import { controllerOf, nameOf } from "#core/api/meta.ts";
import { Random, seedRandom } from "#core/sim/random.ts";
import type { Cluster } from "../cluster.ts";
import type { ClusterInput } from "../cluster-input.ts";
import { createDeployment, createService, fault, patch, remove, scale, setImage } from "./world.ts";

/** One thing a storm does, and when. */
export interface StormStep {
  readonly at: number;
  readonly input: ClusterInput;
}

const IMAGES = ["nginx:1.26", "nginx:1.27", "httpd:2.4", "jangteo/shop:v1", "podyard/crash:v1", "nginx:1.161"];
const NAMES = ["blue", "green", "red"];
const WORKERS = ["worker-1", "worker-2", "worker-3"];
const STRATEGIES = [{}, { strategy: { type: "Recreate" } }, { strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }, { minReadySeconds: 2 }];
const MAX_PAUSE_MS = 9_000;

type Deed = (random: Random, cluster: Cluster) => ClusterInput | undefined;

/** What can happen, the frequent things named more than once. */
const DEEDS: readonly Deed[] = [
  (random) => createDeployment(random.pick(NAMES), { replicas: random.nextInt(6), image: random.pick(IMAGES), cpu: random.pick(["50m", "200m", "700m"]), spec: random.pick(STRATEGIES) }),
  (random) => createDeployment(random.pick(NAMES), { replicas: 1 + random.nextInt(4) }),
  (random) => createService(random.pick(NAMES)),
  (random) => scale(random.pick(NAMES), random.nextInt(8)),
  (random) => scale(random.pick(NAMES), random.nextInt(12)),
  (random) => setImage(random.pick(NAMES), random.pick(IMAGES)),
  (random) => setImage(random.pick(NAMES), random.pick(IMAGES)),
  (random) => remove("deployments", random.pick(NAMES)),
  (random, cluster) => withPod(random, cluster, (pod) => remove("pods", pod)),
  (random, cluster) => withPod(random, cluster, (pod) => remove("pods", pod)),
  (random, cluster) => withPod(random, cluster, (pod) => patch("pods", pod, { metadata: { labels: { app: random.pick(NAMES) } } })),
  (random, cluster) => withPod(random, cluster, (pod) => fault("crash", `default/${pod}`, { on: true })),
  (random) => patch("nodes", random.pick(WORKERS), { spec: { unschedulable: random.nextInt(2) === 0 } }),
  (random) => patch("deployments", random.pick(NAMES), { spec: { paused: random.nextInt(2) === 0 } }),
  (random) => fault("node-power", random.pick(WORKERS), { on: random.nextInt(3) === 0 }),
  (random) => fault("node-power", random.pick(WORKERS), { on: true }),
];

function withPod(random: Random, { store }: Cluster, deed: (pod: string) => ClusterInput): ClusterInput | undefined {
  const pods = store.list("Pod", "default");
  return pods.length === 0 ? undefined : deed(nameOf(random.pick(pods)));
}

/**
 * Does random things to a cluster for a while, the same for the same seed, and tells of each before it happens.
 * `look` is called after every instant in which anything happened.
 */
export function storm(cluster: Cluster, { seed, durationMs, look }: { readonly seed: number; readonly durationMs: number; readonly look: () => void }): StormStep[] {
  const random = new Random(seedRandom({ seed, name: "storm" }));
  const steps: StormStep[] = [];
  const end = cluster.at + durationMs;
  const strike = (input: ClusterInput) => {
    steps.push({ at: cluster.at, input });
    cluster.applyInput(input, "storm");
    look();
  };
  for (const name of NAMES) {
    strike(createDeployment(name, { replicas: 1 + random.nextInt(5), spec: random.pick(STRATEGIES) }));
    strike(createService(name));
  }
  while (cluster.at < end) {
    runLooking(cluster, Math.min(end, cluster.at + random.nextInt(MAX_PAUSE_MS)), look);
    const input = random.pick(DEEDS)(random, cluster);
    if (input) strike(input);
  }
  return steps;
}

/** Makes everything whole again, takes away pods that nobody owns any more, then leaves the cluster in peace. */
export function calm(cluster: Cluster, { peaceMs, look }: { readonly peaceMs: number; readonly look: () => void }): void {
  for (const worker of WORKERS) {
    cluster.applyInput(fault("node-power", worker, { on: false }), "calm");
    cluster.applyInput(patch("nodes", worker, { spec: { unschedulable: false } }), "calm");
  }
  for (const name of NAMES) {
    cluster.applyInput(setImage(name, "nginx:1.27"), "calm");
    cluster.applyInput(patch("deployments", name, { spec: { paused: false, replicas: 2 } }), "calm");
  }
  for (const pod of cluster.store.list("Pod", "default"))
    if (!controllerOf(pod)) cluster.applyInput(remove("pods", nameOf(pod)), "calm");
  runLooking(cluster, cluster.at + peaceMs, look);
}

function runLooking(cluster: Cluster, until: number, look: () => void): void {
  for (;;) {
    const next = cluster.nextInstant();
    if (next === undefined || next > until) break;
    cluster.runTo(next);
    look();
  }
  cluster.runTo(until);
}
