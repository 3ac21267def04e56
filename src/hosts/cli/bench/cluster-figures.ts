import type { Pod } from "#core/api/schema/generated/types.ts";
import { Cluster } from "#core/cluster/cluster.ts";
import { timed, type Figure } from "./figure.ts";
import { createDeployment } from "./inputs.ts";

const START_LIMIT_MS = 3_600_000;
const STEP_MS = 500;
const HOUR_MS = 3_600_000;
const HOUR_NODES = 100;
const HOUR_PODS = 3_000;
const PODS_PER_DEPLOYMENT = 250;
/** It takes about ten thousand pods until all code is compiled to its best; the best round counts, the first is told beside it. */
const ROUNDS = 6;
const CONTAINER = {
  name: "web",
  image: "nginx:1.27",
  resources: { requests: { cpu: "50m", memory: "32Mi" } },
};

/** How fast pods come up on a cluster of some size: from the request to Running. */
export function startFigures({
  nodes,
  pods,
  aim,
}: {
  readonly nodes: number;
  readonly pods: number;
  readonly aim: number;
}): Figure[] {
  const rounds = Array.from({ length: ROUNDS }, () => startRound(nodes, pods));
  const [first, ...later] = rounds as [Round, ...Round[]];
  const best = later.reduce((a, b) => (b.startMs < a.startMs ? b : a), first);
  const perSecond = (count: number, ms: number) => (count * 1000) / ms;
  const label = `${nodes} nodes`;
  const rate = (name: string, value: number, unit: string): Figure => {
    return { name: `${label}: ${name}`, value, unit, isRate: true };
  };
  const time = (name: string, value: number): Figure => {
    return { name: `${label}: ${name}`, value, unit: "ms", isRate: false };
  };
  return [
    time("boot and one minute", best.bootMs),
    { ...rate(`create to Running, ${pods} pods`, perSecond(pods, best.startMs), "pods/s"), aim },
    rate("the same, first round", perSecond(pods, first.startMs), "pods/s"),
    rate("store writes meanwhile", perSecond(best.writes, best.startMs), "writes/s"),
    rate("events of the kernel meanwhile", perSecond(best.events, best.startMs), "events/s"),
    time("one checkpoint", best.checkpointMs),
  ];
}

interface Round {
  readonly bootMs: number;
  readonly startMs: number;
  readonly writes: number;
  readonly events: number;
  readonly checkpointMs: number;
}

function startRound(nodes: number, pods: number): Round {
  const { ms: bootMs, result: cluster } = timed(() => newCluster(nodes));
  const { revision } = cluster;
  const { handledCount } = cluster.simulation.state;
  const startMs = startPods(cluster, pods);
  const { ms: checkpointMs } = timed(() => cluster.checkpoint());
  return {
    bootMs,
    startMs,
    writes: cluster.revision - revision,
    events: cluster.simulation.state.handledCount - handledCount,
    checkpointMs,
  };
}

/** A new cluster on which so many pods run, and how long that took. */
export function startedCluster({
  nodes,
  pods,
}: {
  readonly nodes: number;
  readonly pods: number;
}): { readonly cluster: Cluster; readonly startMs: number } {
  const cluster = newCluster(nodes);
  return { cluster, startMs: startPods(cluster, pods) };
}

/** One simulated hour of a cluster in which nothing is asked for. */
export function hourFigures(): Figure[] {
  const cluster = newCluster(HOUR_NODES);
  startPods(cluster, HOUR_PODS);
  const events = cluster.simulation.state.handledCount;
  const { revision } = cluster;
  const { ms } = timed(() => cluster.runTo(cluster.at + HOUR_MS));
  const checkpoint = timed(() => cluster.checkpoint());
  return [
    {
      name: `one hour of ${HOUR_NODES} nodes and ${HOUR_PODS} pods`,
      value: ms / 1000,
      unit: "s",
      aim: 2,
      isRate: false,
    },
    {
      name: "events of the kernel in that hour",
      value: cluster.simulation.state.handledCount - events,
      unit: "events",
    },
    { name: "store writes in that hour", value: cluster.revision - revision, unit: "writes" },
    { name: "one checkpoint after that hour", value: checkpoint.ms, unit: "ms", isRate: false },
  ];
}

function newCluster(nodes: number): Cluster {
  const spec = {
    controlPlanes: 1,
    workers: nodes,
    etcdMembers: 1,
    workerCpu: "32",
    workerMemory: "128Gi",
    startTime: "2026-03-02T09:00:00Z",
    preset: "empty",
  } as const;
  const cluster = new Cluster({ seed: 1, spec, hasView: false });
  cluster.boot();
  return cluster;
}

/** Creates Deployments and runs until all their pods are Running. Returns how long that takes, without the time to look whether they are. */
function startPods(cluster: Cluster, count: number): number {
  let { ms } = timed(() => {
    for (let left = count, i = 1; left > 0; left -= PODS_PER_DEPLOYMENT, i++)
      cluster.applyInput(
        createDeployment(`bench-${i}`, {
          replicas: Math.min(left, PODS_PER_DEPLOYMENT),
          podSpec: { containers: [CONTAINER] },
        }),
        "bench",
      );
  });
  const limit = cluster.at + START_LIMIT_MS;
  while (runningPods(cluster) < count) {
    if (cluster.at >= limit)
      throw new Error(`only ${runningPods(cluster)} of ${count} pods run after an hour`);
    ms += timed(() => cluster.runTo(cluster.at + STEP_MS)).ms;
  }
  return ms;
}

function runningPods({ store }: Cluster): number {
  const pods = store.list("Pod", "default") as readonly Pod[];
  return pods.reduce((sum, { status }) => sum + (status.phase === "Running" ? 1 : 0), 0);
}
