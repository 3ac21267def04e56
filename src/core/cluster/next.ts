import { isBeingDeleted, keyOf, nameOf, type KubeObject } from "#core/api/meta.ts";
import type { Deployment, Lease, Node, Pod } from "#core/api/schema/generated/types.ts";
import { parseTime } from "#core/base/time.ts";
import { graceEndsAt, lastSignAt } from "#core/controllers/node-lifecycle.ts";
import { plannedEvictionAt } from "#core/controllers/taint-eviction.ts";
import type { Explanation, ExplainQuestion } from "#core/view/explanation.ts";
import type { Cluster } from "./cluster.ts";

type Next = NonNullable<Explanation["next"]>;
/** A deadline in Unix ms, as controllers and objects keep it. */
interface Due {
  readonly code: string;
  readonly atEpochMs: number;
  readonly facts?: Next["facts"];
}

/** Leases are renewed every ten seconds and looked at every five: longer silence than this is news. */
const USUAL_SILENCE_MS = 16_000;

/** What is due next for an object: the deadline of whoever watches over it. Null when nobody waits for a time. */
export function nextFor(
  cluster: Cluster,
  question: Extract<ExplainQuestion, { about: "object" }>,
): Explanation["next"] {
  const { kind, namespace, name } = question;
  const object = cluster.store.get(kind, namespace === "" ? name : `${namespace}/${name}`);
  if (!object) return null;
  switch (kind) {
    case "Pod":
      return nextForPod(cluster, object as Pod);
    case "Node":
      return datedOf(cluster, nodeDue(cluster, object as Node));
    case "Deployment":
      return datedOf(cluster, rolloutDue(object as Deployment));
    default:
      return null;
  }
}

function nextForPod(cluster: Cluster, pod: Pod): Explanation["next"] {
  const node = cluster.store.get("Node", pod.spec.nodeName ?? "") as Node | undefined;
  const isSilent = node !== undefined && saysNothing(cluster, node);
  if (isBeingDeleted(pod)) {
    const atEpochMs = parseTime(pod.metadata.deletionTimestamp ?? "") ?? cluster.epochMs;
    const code = isSilent ? "grace-silent" : "grace-ends";
    return datedOf(cluster, { code, atEpochMs });
  }
  if (node && isSilent)
    return datedOf(cluster, evictionDue(cluster, pod) ?? nodeDue(cluster, node));
  return (
    cluster.machines.nextOf(pod, cluster.zeroAt) ?? datedOf(cluster, evictionDue(cluster, pod))
  );
}

function evictionDue({ controllerManager }: Cluster, pod: KubeObject): Due | undefined {
  const memory = controllerManager.memoryOf("taint-eviction-controller");
  const atEpochMs = plannedEvictionAt(memory, keyOf(pod));
  return atEpochMs === undefined ? undefined : { code: "eviction", atEpochMs };
}

/** A silent node: first it is called NotReady, then its pods run out of patience. */
function nodeDue(cluster: Cluster, node: Node): Due | undefined {
  if (!saysNothing(cluster, node)) return undefined;
  const name = nameOf(node);
  const ready = node.status.conditions?.find(({ type }) => type === "Ready");
  if (ready?.status === "True") {
    const memory = cluster.controllerManager.memoryOf("node-controller");
    const lease = cluster.store.get("Lease", `kube-node-lease/${name}`) as Lease | undefined;
    const atEpochMs = graceEndsAt(memory, { node, lease, nowEpochMs: cluster.epochMs });
    return atEpochMs === undefined
      ? undefined
      : { code: "node-grace", atEpochMs, facts: { node: name } };
  }
  const due = (cluster.store.list("Pod", "") as readonly Pod[])
    .filter(({ spec }) => spec.nodeName === name)
    .flatMap((pod) => evictionDue(cluster, pod) ?? []);
  if (due.length === 0) return undefined;
  const atEpochMs = Math.min(...due.map((each) => each.atEpochMs));
  return { code: "evictions", atEpochMs, facts: { count: due.length } };
}

/** Whether nothing is to be expected from a node's kubelet: it does not run, or nobody hears it. */
function saysNothing({ controllerManager, epochMs, machines }: Cluster, node: Node): boolean {
  const name = nameOf(node);
  const sign = lastSignAt(controllerManager.memoryOf("node-controller"), name);
  const silenceMs = sign === undefined ? 0 : epochMs - sign;
  return !machines.isKubeletRunning(name) || silenceMs > USUAL_SILENCE_MS;
}

/** Models deploymentutil.DeploymentTimedOut: the deadline counts from the last progress. */
function rolloutDue({ spec, status }: Deployment): Due | undefined {
  const condition = status.conditions?.find(({ type }) => type === "Progressing");
  const limit = spec.progressDeadlineSeconds ?? 0;
  const since = parseTime(condition?.lastUpdateTime ?? "");
  const isWaiting =
    condition?.status === "True" && condition.reason !== "NewReplicaSetAvailable" && !spec.paused;
  if (!isWaiting || since === undefined || limit === 0) return undefined;
  return { code: "progress-deadline", atEpochMs: since + limit * 1000, facts: { limit } };
}

function datedOf(cluster: Cluster, due: Due | undefined): Explanation["next"] {
  if (!due) return null;
  const { code, atEpochMs, facts = {} } = due;
  return { code, at: cluster.at + atEpochMs - cluster.epochMs, facts };
}
