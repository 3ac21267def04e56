import type { ApiRequest } from "#core/api/request.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { Cluster, type ClusterInput } from "#core/cluster/cluster.ts";
import { timed, type Figure } from "./figure.ts";

const START_LIMIT_MS = 3_600_000;
const STEP_MS = 500;
const HOUR_MS = 3_600_000;
const HOUR_NODES = 100;
const HOUR_PODS = 3_000;
const PODS_PER_DEPLOYMENT = 250;

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
  const boot = timed(() => newCluster(nodes));
  const cluster = boot.result;
  const before = { events: cluster.simulation.state.handledCount, revision: cluster.revision };
  const { ms } = timed(() => startPods(cluster, pods));
  const perSecond = (count: number) => (count * 1000) / ms;
  const label = `${nodes} nodes`;
  const checkpoint = timed(() => cluster.checkpoint());
  return [
    { name: `${label}: boot and one minute`, value: boot.ms, unit: "ms", isRate: false },
    {
      name: `${label}: create to Running, ${pods} pods`,
      value: perSecond(pods),
      unit: "pods/s",
      aim,
      isRate: true,
    },
    {
      name: `${label}: store writes meanwhile`,
      value: perSecond(cluster.revision - before.revision),
      unit: "writes/s",
      isRate: true,
    },
    {
      name: `${label}: events of the kernel meanwhile`,
      value: perSecond(cluster.simulation.state.handledCount - before.events),
      unit: "events/s",
      isRate: true,
    },
    { name: `${label}: one checkpoint`, value: checkpoint.ms, unit: "ms", isRate: false },
  ];
}

/** One simulated hour of a cluster in which nothing is asked for. */
export function hourFigures(): Figure[] {
  const cluster = newCluster(HOUR_NODES);
  startPods(cluster, HOUR_PODS);
  const events = cluster.simulation.state.handledCount;
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

/** Creates Deployments and runs until all their pods are Running. */
function startPods(cluster: Cluster, count: number): void {
  for (let left = count, i = 1; left > 0; left -= PODS_PER_DEPLOYMENT, i++)
    cluster.applyInput(
      createDeployment(`bench-${i}`, Math.min(left, PODS_PER_DEPLOYMENT)),
      "bench",
    );
  const limit = cluster.at + START_LIMIT_MS;
  while (runningPods(cluster) < count) {
    if (cluster.at >= limit)
      throw new Error(`only ${runningPods(cluster)} of ${count} pods run after an hour`);
    cluster.runTo(cluster.at + STEP_MS);
  }
}

function runningPods({ store }: Cluster): number {
  const pods = store.list("Pod", "default") as readonly Pod[];
  return pods.reduce((sum, { status }) => sum + (status.phase === "Running" ? 1 : 0), 0);
}

function createDeployment(name: string, replicas: number): ClusterInput {
  const labels = { app: name };
  const container = {
    name: "web",
    image: "nginx:1.27",
    resources: { requests: { cpu: "50m", memory: "32Mi" } },
  };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const body = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
  const request: Omit<ApiRequest, "user" | "table"> = {
    verb: "create",
    group: "apps",
    version: "v1",
    resource: "deployments",
    subresource: "",
    namespace: "default",
    name: "",
    options: {},
    agent: "kubectl",
    body,
  };
  return { type: "request", request };
}
