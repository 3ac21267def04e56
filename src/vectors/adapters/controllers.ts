import { parseTime } from "#core/base/time.ts";
import type {
  Deployment,
  DeploymentCondition,
  Node,
  OwnerReference,
  Pod,
  ReplicaSet,
  Service,
  ServicePort,
} from "#core/api/schema/generated/types.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { kinds } from "#core/api/kinds/index.ts";
import { garbageCollector } from "#core/controllers/gc.ts";
import { unblockedReferences } from "#core/controllers/gc/plan.ts";
import { FakeCluster } from "#core/controllers/testing/fake-cluster.ts";
import {
  maxUnavailable,
  minAvailable,
  resolveFenceposts,
} from "#core/controllers/deployment/fenceposts.ts";
import { planHistoryCleanup } from "#core/controllers/deployment/history.ts";
import { planScale } from "#core/controllers/deployment/proportional.ts";
import {
  planNewReplicaSet,
  planNewSize,
  planOldReplicaSets,
  planScaleDown,
  planUnhealthyCleanup,
  type Scaling,
} from "#core/controllers/deployment/rolling.ts";
import {
  isComplete,
  planDeadlineCheck,
  planRolloutStatus,
} from "#core/controllers/deployment/status.ts";
import { comparePods, planVictims, rankPod } from "#core/controllers/replicaset/ranking.ts";
import { planReplicaSetStatus } from "#core/controllers/replicaset/status.ts";
import {
  nextAvailabilityCheck,
  soonestAvailabilityCheck,
} from "#core/controllers/shared/pod-state.ts";
import { slowStart } from "#core/controllers/shared/slow-start.ts";
import {
  endpointOf,
  endpointPortsOf,
  type AddressType,
} from "#core/controllers/endpointslice/endpoints.ts";
import { sliceFor } from "#core/controllers/endpointslice/plan.ts";
import type { VectorAdapter, VectorCase } from "../adapter.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Any fixed moment: ages of the tables count back from it. */
const NOW = parseTime("2026-01-01T12:00:00Z") as number;

const fields = (value: unknown): Fields => (value ?? {}) as Fields;
const list = (value: unknown): readonly Fields[] => (value ?? []) as readonly Fields[];
const count = (value: unknown): number => (typeof value === "number" ? value : 0);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

function timeAgo(seconds: unknown): string | undefined {
  return typeof seconds === "number" ? new Date(NOW - seconds * 1000).toISOString() : undefined;
}

/** The moment in whole milliseconds; a finer part counts as one more, since the tables only ask on which side of a limit it lies. */
function momentOf(time: string): number {
  const isFiner = /\.\d{3}\d*[1-9]/.test(time);
  return Math.floor(parseTime(time) ?? NOW) + (isFiner ? 1 : 0);
}

function deploymentOf(given: Fields, status: Fields = {}): Deployment {
  const { maxSurge, maxUnavailable: unavailable, strategy = "RollingUpdate" } = given;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "foo", namespace: "default", generation: 1 },
    spec: {
      replicas: count(given.replicas),
      ...(typeof given.revisionHistoryLimit === "number" && {
        revisionHistoryLimit: given.revisionHistoryLimit,
      }),
      ...(typeof given.progressDeadlineSeconds === "number" && {
        progressDeadlineSeconds: given.progressDeadlineSeconds,
      }),
      selector: { matchLabels: { name: "foo" } },
      strategy: {
        type: strategy as "Recreate" | "RollingUpdate",
        rollingUpdate: {
          ...(maxSurge !== undefined &&
            maxSurge !== null && { maxSurge: maxSurge as number | string }),
          ...(unavailable !== undefined &&
            unavailable !== null && { maxUnavailable: unavailable as number | string }),
        },
      },
      template: { metadata: {}, spec: { containers: [] } },
    },
    status: { observedGeneration: 1, ...status },
  };
}

function replicaSetOf(name: string, given: Fields): ReplicaSet {
  const annotations: Record<string, string> = {};
  if (typeof given.desiredReplicasAnnotation === "number")
    annotations["deployment.kubernetes.io/desired-replicas"] = String(
      given.desiredReplicasAnnotation,
    );
  if (typeof given.maxReplicasAnnotation === "number")
    annotations["deployment.kubernetes.io/max-replicas"] = String(given.maxReplicasAnnotation);
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name,
      uid: name,
      namespace: "default",
      annotations,
      generation: count(given.generation),
      ...(given.creationTimestamp !== undefined && {
        creationTimestamp: text(given.creationTimestamp),
      }),
      ...(given.deletionTimestamp !== undefined && {
        deletionTimestamp: text(given.deletionTimestamp),
      }),
    },
    spec: {
      replicas: count(given.specReplicas),
      selector: {},
      template: {} as ReplicaSet["spec"]["template"],
    },
    status: {
      replicas: count(given.statusReplicas),
      availableReplicas: count(given.availableReplicas),
      readyReplicas: count(given.readyReplicas),
      observedGeneration: count(given.observedGeneration),
    },
  };
}

const sizeAfter = (scalings: readonly Scaling[], before: number): number =>
  scalings.at(-1)?.to ?? before;
const taken = (scalings: readonly Scaling[]): number =>
  scalings.reduce((sum, each) => sum + each.from - each.to, 0);

function runRolling({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const deployment = deploymentOf(fields(given.deployment), fields(given.status));
  const newReplicaSet = replicaSetOf("new", fields(given.newRS));
  const old = replicaSetOf("old", fields(given.oldRS));
  const oldSize = count(fields(given.oldRS).specReplicas);
  switch (given.op) {
    case "reconcileNewReplicaSet": {
      const scaling = planNewReplicaSet(deployment, [newReplicaSet, old], newReplicaSet);
      return {
        scaled: scaling !== undefined,
        newRSReplicas: scaling?.to ?? count(fields(given.newRS).specReplicas),
      };
    }
    case "reconcileOldReplicaSets": {
      const { unhealthy, healthy } = planOldReplicaSets(deployment, [old], newReplicaSet);
      const all = [...unhealthy, ...healthy];
      return { scaled: all.length > 0, oldRSReplicas: sizeAfter(all, oldSize) };
    }
    case "cleanupUnhealthyReplicas": {
      const { scalings } = planUnhealthyCleanup([old], count(given.maxCleanupCount));
      return { cleanedUp: taken(scalings), oldRSReplicas: sizeAfter(scalings, oldSize) };
    }
    case "scaleDownOldReplicaSetsForRollingUpdate": {
      const scalings = planScaleDown(deployment, { all: [old], old: [old] });
      return { scaledDown: taken(scalings), oldRSReplicas: sizeAfter(scalings, oldSize) };
    }
    case "newRSNewReplicas": {
      const all = list(given.allRSs).map((each, i) => replicaSetOf(`rs-${i}`, each));
      return {
        newRSReplicas: planNewSize(deployment, {
          all,
          current: count(fields(given.newRS).specReplicas),
        }),
      };
    }
    case "deploymentComplete":
      return { complete: isComplete(deployment, deployment.status) };
    default:
      return {
        deletedCount: planHistoryCleanup(
          deploymentOf(given),
          list(given.oldRSs).map((each) => replicaSetOf(text(each.name), each)),
        ).length,
      };
  }
}

function runFenceposts({ in: input, want }: VectorCase): unknown {
  const given = fields(input);
  const wanted = fields(want);
  if ("maxUnavailable" in wanted) return { maxUnavailable: maxUnavailable(deploymentOf(given)) };
  if ("minAvailable" in wanted) return { minAvailable: minAvailable(deploymentOf(given)) };
  const share = (value: unknown) => value as number | string | undefined;
  try {
    return resolveFenceposts(
      {
        maxSurge: share(given.maxSurge ?? undefined),
        maxUnavailable: share(given.maxUnavailable ?? undefined),
      },
      count(given.replicas),
    );
  } catch {
    return { error: true };
  }
}

function runProportional({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const newReplicaSet = given.newRS ? replicaSetOf("new", fields(given.newRS)) : undefined;
  const old = list(given.oldRSs).map((each, i) => replicaSetOf(`old-${i}`, each));
  const { scalings } = planScale(deploymentOf(fields(given.deployment)), newReplicaSet, old);
  const sizes = new Map(scalings.map(({ replicaSet, to }) => [replicaSet.metadata.name, to]));
  const after = (each: ReplicaSet) => sizes.get(each.metadata.name) ?? each.spec.replicas;
  return { newRS: newReplicaSet ? after(newReplicaSet) : null, oldRSs: old.map(after) };
}

function conditionOf(given: unknown): DeploymentCondition[] {
  if (!given) return [];
  const { status, reason, lastUpdateTime } = fields(given);
  const updated = text(lastUpdateTime).split(" ")[0] ?? "";
  return [
    {
      type: "Progressing",
      status: text(status),
      reason: text(reason),
      ...(updated !== "" && { lastUpdateTime: updated }),
    },
  ];
}

function runProgress({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const replicas = given.specReplicas;
  const { progressDeadlineSeconds, strategy } = given;
  if (given.op === "requeueStuck") {
    const status = {
      ...fields(given.status),
      observedGeneration: 1,
      conditions: conditionOf(given.progressingCondition),
    };
    const deployment = deploymentOf({ replicas, progressDeadlineSeconds }, status);
    const wait = planDeadlineCheck(deployment, deployment.status, momentOf(text(given.now)));
    return { requeueAfterSeconds: wait === undefined ? null : wait / 1000 };
  }
  const status = {
    ...fields(given.statusBefore),
    conditions: conditionOf(given.progressingBefore),
  };
  const deployment = deploymentOf({ replicas, progressDeadlineSeconds, strategy }, status);
  const newReplicaSet = given.newRS ? replicaSetOf("new", fields(given.newRS)) : undefined;
  const old = list(given.oldRSs).map((each, i) => replicaSetOf(`old-${i}`, each));
  const after = planRolloutStatus({ deployment, old, newReplicaSet, nowEpochMs: NOW });
  const progressing = after.conditions?.find((condition) => condition.type === "Progressing");
  return {
    progressing: progressing ? { status: progressing.status, reason: progressing.reason } : null,
  };
}

function podOf(given: Fields): Pod {
  const readyAt = timeAgo(given.readySinceSecondsAgo);
  const createdAt = timeAgo(given.createdSecondsAgo);
  const isReady = given.ready === true || given.readyCondition === true;
  const status = (name: string, restarts: unknown) => [
    { name, restartCount: count(restarts), image: "", imageID: "", ready: true },
  ];
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: text(given.name),
      annotations: fields(given.annotations) as Record<string, string>,
      labels: fields(given.labels) as Record<string, string>,
      ...(createdAt && { creationTimestamp: createdAt }),
    },
    spec: {
      containers: [],
      nodeName: text(given.nodeName),
      initContainers: [{ name: "sidecar", restartPolicy: "Always" }],
    },
    status: {
      phase: (given.phase ?? "Running") as "Running",
      conditions: [
        {
          type: "Ready",
          status: isReady ? "True" : "False",
          ...(readyAt && { lastTransitionTime: readyAt }),
        },
      ],
      containerStatuses: status("c", given.restarts),
      initContainerStatuses: status("sidecar", given.sidecarRestarts),
    },
  } as unknown as Pod;
}

function runRanking({ in: input }: VectorCase): unknown {
  const given = fields(input);
  if (given.op === "comparePods") {
    const a = rankPod(podOf(fields(given.a)), count(given.rankA));
    const b = rankPod(podOf(fields(given.b)), count(given.rankB));
    return {
      aBeforeB: comparePods(a, b, NOW).order < 0,
      bBeforeA: comparePods(b, a, NOW).order < 0,
    };
  }
  const pods = list(given.pods).map(podOf);
  const related = given.related ? list(given.related).map(podOf) : pods;
  const victims = planVictims({ pods, related, count: count(given.count), nowEpochMs: NOW });
  return { delete: victims.map(({ pod }) => pod.metadata.name) };
}

function runSync({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const minReadySeconds = count(given.minReadySeconds);
  const rule = { minReadySeconds, nowEpochMs: NOW };
  const seconds = (wait: number | undefined) => ({
    seconds: wait === undefined ? null : wait / 1000,
  });
  switch (given.op) {
    case "slowStartBatch": {
      let left = count(given.succeedingCalls);
      const outcome = slowStart(
        { count: count(given.count), initialBatchSize: count(given.initialBatchSize) },
        () => (left-- > 0 ? undefined : "no"),
      );
      return {
        successes: outcome.successes,
        error: outcome.failure !== undefined,
        calls: outcome.calls,
      };
    }
    case "nextPodAvailabilityCheck":
      return seconds(nextAvailabilityCheck(podOf(given), rule));
    case "findMinNextPodAvailability":
      return seconds(soonestAvailabilityCheck(list(given.pods).map(podOf), rule));
    case "calculateStatusConditions":
      return { conditions: reducedConditions(given) };
    default: {
      const pods = list(given.activePods).map(podOf);
      const terminating = Array.from({ length: count(given.terminatingPods) }, () => podOf({}));
      const status = planReplicaSetStatus(observationOf(given, pods, terminating));
      const {
        replicas,
        fullyLabeledReplicas = 0,
        readyReplicas = 0,
        availableReplicas = 0,
        terminatingReplicas,
      } = status;
      return {
        replicas,
        fullyLabeledReplicas,
        readyReplicas,
        availableReplicas,
        terminatingReplicas,
      };
    }
  }
}

function observationOf(given: Fields, activePods: readonly Pod[], terminatingPods: readonly Pod[]) {
  const base = replicaSetOf("rs", { specReplicas: given.replicas });
  const labels = fields(given.templateLabels) as Record<string, string>;
  const failure = { type: "ReplicaFailure", status: "True" };
  const replicaSet: ReplicaSet = {
    ...base,
    spec: {
      ...base.spec,
      minReadySeconds: count(given.minReadySeconds),
      template: { metadata: { labels }, spec: { containers: [] } },
    },
    status: { replicas: 0, conditions: given.existingReplicaFailure === true ? [failure] : [] },
  };
  const manageError = typeof given.manageError === "string" ? given.manageError : undefined;
  return { replicaSet, activePods, terminatingPods, manageError, nowEpochMs: NOW };
}

function reducedConditions(given: Fields): unknown {
  const pods = Array.from({ length: count(given.activePods) }, () => podOf({}));
  const { conditions = [] } = planReplicaSetStatus(observationOf(given, pods, []));
  return conditions.map(({ type, status, reason, message }) => ({
    type,
    status,
    ...(reason && { reason }),
    ...(message && { message }),
  }));
}

function serviceOf(given: Fields): Service {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: text(given.name) || "svc",
      namespace: text(given.namespace) || "default",
      labels: fields(given.labels) as Record<string, string>,
    },
    spec: {
      ...(given.headless === true && { clusterIP: "None" }),
      publishNotReadyAddresses: given.publishNotReadyAddresses === true,
      ports: list(given.servicePorts) as unknown as ServicePort[],
    },
    status: { loadBalancer: {} },
  };
}

function runEndpoints({ in: input }: VectorCase): unknown {
  const given = fields(input);
  if (given.op === "newSlice") {
    const { metadata } = sliceFor(serviceOf(fields(given.service)), { addressType: "IPv4" });
    const [owner] = metadata.ownerReferences ?? [];
    const { uid, ...ownerReference } = owner ?? { uid: "" };
    return { generateName: metadata.generateName, labels: metadata.labels, ownerReference };
  }
  const service = serviceOf(given);
  if (given.op === "endpointPorts") {
    const containers = [{ name: "c", ports: given.containerPorts }];
    const initContainers = [{ name: "s", restartPolicy: "Always", ports: given.sidecarPorts }];
    return {
      ports: endpointPortsOf(service, { spec: { containers, initContainers } } as unknown as Pod),
    };
  }
  const pod = {
    metadata: {
      namespace: "default",
      ...(given.terminating === true && { deletionTimestamp: "2026-01-01T00:00:00Z" }),
    },
    spec: {
      containers: [],
      nodeName: given.nodeName,
      hostname: given.hostname,
      subdomain: given.subdomainEqualsService === true ? "svc" : undefined,
    },
    status: {
      podIPs: (given.podIPs as string[]).map((ip) => ({ ip })),
      conditions: [{ type: "Ready", status: given.podReady === true ? "True" : "False" }],
    },
  } as unknown as Pod;
  const node = { metadata: { labels: fields(given.nodeLabels) } } as unknown as Node;
  const { addresses, conditions, nodeName, zone, hostname } = endpointOf(pod, {
    service,
    node,
    addressType: given.addressType as AddressType,
  });
  return { addresses, ...conditions, nodeName, zone, hostname };
}

function objectOf(given: Fields): KubeObject {
  const { apiVersion, kind, namespace, name, uid, ownerReferences, finalizers } = given;
  const metadata = {
    name,
    uid,
    ownerReferences,
    ...(namespace !== null && { namespace }),
    ...(finalizers !== undefined && { finalizers }),
  };
  const status = kind === "Pod" ? { phase: "Running" } : {};
  return {
    apiVersion,
    kind,
    metadata,
    spec: kind === "Pod" ? { containers: [] } : {},
    status,
  } as unknown as KubeObject;
}

const placeName = ({ kind, metadata: { namespace, name } }: KubeObject) =>
  `${namespace ? `${namespace}/` : ""}${kind}/${name ?? ""}`;

/** Plays the action in a small world and reports the parts that the case asks for. */
function runCollector({ in: input, want }: VectorCase): unknown {
  const given = fields(input);
  const objects = list(given.objects).map(objectOf);
  if (given.action === "unblockOwnerReferences") {
    const references = unblockedReferences(objects[0]?.metadata.ownerReferences ?? []);
    return {
      ownerReferences: references.map(({ uid, blockOwnerDeletion }: OwnerReference) => ({
        uid,
        blockOwnerDeletion,
      })),
    };
  }
  const cluster = new FakeCluster([garbageCollector]);
  for (const object of objects) cluster.seed(object);
  const [verb, target = "", policy = ""] = text(given.action).split(" ");
  let ownerDuring: unknown;
  if (verb === "delete") {
    const [namespace = "", kindName = "", name = ""] =
      target.split("/").length === 2 ? ["", ...target.split("/")] : target.split("/");
    const kind = kinds.find((each) => each.kind === kindName);
    if (!kind) throw new Error(`no kind ${kindName}`);
    const propagationPolicy = policy.split("=")[1] as
      "Background" | "Foreground" | "Orphan" | undefined;
    cluster.client.delete(
      kind,
      { namespace, name },
      propagationPolicy ? { propagationPolicy } : {},
    );
    ownerDuring = {
      finalizers: [...cluster.objects.values()].find((object) => placeName(object) === target)
        ?.metadata.finalizers,
    };
  }
  cluster.run(10_000);
  const left = [...cluster.objects.values()];
  const kindOf = (on: string) => on.split("/")[0] ?? "";
  const on = (event: string) =>
    objects.find(
      (object) =>
        `${object.kind}/${object.metadata.name ?? ""}` === event && object.kind === kindOf(event),
    );
  const found: Fields = {
    remaining: left.map(placeName).sort(),
    events: cluster.events.map((event) => {
      const object = on(event.on);
      return {
        type: "Warning",
        reason: event.reason,
        object: object ? placeName(object) : event.on,
        message: event.message,
      };
    }),
    ownerDuring,
    podOwnerReferences: left.find((object) => object.kind === "Pod")?.metadata.ownerReferences,
  };
  return Object.fromEntries(Object.keys(fields(want)).map((key) => [key, found[key]]));
}

const adapter = (file: string, run: (testCase: VectorCase) => unknown): VectorAdapter => ({
  file,
  run: (testCase) => ({ got: run(testCase) }),
});

/** Deployment, ReplicaSet, EndpointSlice and the garbage collector. */
export const controllersAdapters: readonly VectorAdapter[] = [
  adapter("deployment-progress.json", runProgress),
  adapter("deployment-rolling.json", runRolling),
  adapter("endpoints.json", runEndpoints),
  adapter("gc.json", runCollector),
  adapter("maxsurge-resolve.json", runFenceposts),
  adapter("proportional-scaling.json", runProportional),
  adapter("replicaset-ranking.json", runRanking),
  adapter("replicaset-sync.json", runSync),
];
