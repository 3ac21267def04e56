import { startedCluster } from "./cluster-figures.ts";
import { timed, type Figure } from "./figure.ts";

const NODES = 5_000;
const PODS = 100_000;
const MIB = 1024 * 1024;

/** How the core bears the largest cluster that Kubernetes promises to bear less than: 100,000 pods on 5,000 nodes, from the request to Running. */
export function crowdFigures(): Figure[] {
  const { cluster, startMs } = startedCluster({ nodes: NODES, pods: PODS });
  const checkpoint = timed(() => cluster.checkpoint());
  const label = `${NODES} nodes`;
  return [
    { name: `${label}: ${PODS} pods to Running`, value: startMs / 1000, unit: "s", isRate: false },
    { name: `${label}: the same`, value: (PODS * 1000) / startMs, unit: "pods/s", isRate: true },
    { name: `${label}: heap`, value: process.memoryUsage().heapUsed / MIB, unit: "MiB" },
    { name: `${label}: one checkpoint`, value: checkpoint.ms, unit: "ms", isRate: false },
  ];
}
