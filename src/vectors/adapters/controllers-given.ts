import { parseTime } from "#core/base/time.ts";
import type { Deployment, Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Any fixed moment: ages of the tables count back from it. */
export const NOW = parseTime("2026-01-01T12:00:00Z") as number;

export const fields = (value: unknown): Fields => (value ?? {}) as Fields;
export const list = (value: unknown): readonly Fields[] => (value ?? []) as readonly Fields[];
export const count = (value: unknown): number => (typeof value === "number" ? value : 0);
export const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function timeAgo(seconds: unknown): string | undefined {
  return typeof seconds === "number" ? new Date(NOW - seconds * 1000).toISOString() : undefined;
}

/** The moment in whole milliseconds; a finer part counts as one more, since the tables only ask on which side of a limit it lies. */
export function momentOf(time: string): number {
  const isFiner = /\.\d{3}\d*[1-9]/.test(time);
  return Math.floor(parseTime(time) ?? NOW) + (isFiner ? 1 : 0);
}

export function deploymentOf(given: Fields, status: Fields = {}): Deployment {
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

export function replicaSetOf(name: string, given: Fields): ReplicaSet {
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

export function podOf(given: Fields): Pod {
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
