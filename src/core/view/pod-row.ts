import { parseTime } from "#core/base/time.ts";
import { podReadyText, podStatusText } from "#core/api/kinds/core/pod-columns.ts";
import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import type { Container, ContainerStatus, Pod } from "#core/api/schema/generated/types.ts";
import type { ContainerView, PodFamily, PodState, PodView } from "./rows.ts";
import type { Span } from "./source.ts";

/** What a pod's row needs besides the pod. */
export interface PodRowContext {
  readonly zeroEpochMs: number;
  readonly nowEpochMs: number;
  readonly slot: number;
  /** The node's Ready condition is Unknown: nobody knows how the pod fares. */
  readonly isNodeLost: boolean;
  readonly pull: Span | undefined;
  readonly backoff: Span | undefined;
  readonly deployment: string;
  readonly revision: number;
  readonly revisionRole: PodView["revisionRole"];
}

const FAMILY: Readonly<Record<PodState, PodFamily>> = {
  pending: "waiting",
  unschedulable: "waiting",
  gated: "waiting",
  init: "waiting",
  creating: "progress",
  pulling: "progress",
  starting: "progress",
  "not-ready": "progress",
  ready: "healthy",
  succeeded: "healthy",
  "crash-loop": "failing",
  "image-error": "failing",
  "oom-killed": "failing",
  error: "failing",
  terminating: "leaving",
  evicted: "leaving",
  unknown: "leaving",
};

const IMAGE_ERRORS = new Set([
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "ErrImageNeverPull",
  "ImageInspectError",
  "RegistryUnavailable",
]);
const CONFIG_ERRORS = new Set([
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "PostStartHookError",
]);

/** As many letters does the API server add to a name that it makes up. */
const MADE_UP_LETTERS = 5;
const LONGEST_MADE_UP = 63;

/** What tells a pod from its siblings; of a long name that was cut, the server's letters follow without a dash. */
function tailOf(name: string): string {
  const tail = name.split("-").at(-1) ?? name;
  return name.length === LONGEST_MADE_UP ? tail.slice(-MADE_UP_LETTERS) : tail;
}

/** The row of one pod. */
export function podRow(pod: Pod, context: PodRowContext): PodView {
  const state = podState(pod, context);
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const name = pod.metadata.name ?? "";
  const sinceStart = (time: string | undefined) =>
    time === undefined ? 0 : (parseTime(time) ?? context.zeroEpochMs) - context.zeroEpochMs;
  const graceUntil = sinceStart(pod.metadata.deletionTimestamp);
  return {
    uid: pod.metadata.uid ?? "",
    namespace: pod.metadata.namespace ?? "",
    name,
    shortName: owner && owner.kind !== "StatefulSet" ? tailOf(name) : name,
    node: pod.spec.nodeName ?? "",
    slot: context.slot,
    family: FAMILY[state],
    state,
    status: podStatusText(pod),
    ready: isReady(pod),
    readyText: podReadyText(pod),
    restarts: podRestartCount(pod),
    ownerKind: owner?.kind ?? "",
    ownerName: owner?.name ?? "",
    deployment: context.deployment,
    revision: context.revision,
    revisionRole: context.revisionRole,
    ip: pod.status.podIP ?? "",
    containers: containersOf(pod),
    createdAt: sinceStart(pod.metadata.creationTimestamp),
    pullFrom: context.pull?.from ?? 0,
    pullUntil: context.pull?.until ?? 0,
    backoffFrom: context.backoff?.from ?? 0,
    backoffUntil: context.backoff?.until ?? 0,
    graceFrom:
      graceUntil === 0 ? 0 : graceUntil - (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000,
    graceUntil,
    qosClass: pod.status.qosClass ?? "",
    app: pod.metadata.labels?.["app"] ?? pod.metadata.labels?.["app.kubernetes.io/name"] ?? "",
    cpuRequestMilli: sum(pod, (container) =>
      quantityMilli(container.resources?.requests?.["cpu"] ?? "0"),
    ),
    memoryRequestBytes: sum(pod, (container) =>
      quantityBytes(container.resources?.requests?.["memory"] ?? "0"),
    ),
  };
}

/** Which of the states a learner tells apart the pod is in. */
export function podState(pod: Pod, context: Pick<PodRowContext, "isNodeLost" | "pull">): PodState {
  const { phase, reason } = pod.status;
  if (phase === "Failed" && reason === "Evicted") return "evicted";
  if (context.isNodeLost && phase !== "Failed" && phase !== "Succeeded") return "unknown";
  if (pod.metadata.deletionTimestamp !== undefined && phase !== "Failed" && phase !== "Succeeded")
    return "terminating";
  if (phase === "Succeeded") return "succeeded";
  if (phase === "Failed") return hasTerminated(pod, "OOMKilled") ? "oom-killed" : "error";
  if (!pod.spec.nodeName) return waitingState(pod);
  return containerState(pod, context.pull !== undefined);
}

function waitingState(pod: Pod): PodState {
  const scheduled = pod.status.conditions?.find((condition) => condition.type === "PodScheduled");
  if (scheduled?.reason === "SchedulingGated") return "gated";
  return scheduled?.status === "False" ? "unschedulable" : "pending";
}

function containerState(pod: Pod, isPulling: boolean): PodState {
  if (isReady(pod)) return "ready";
  const statuses = [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ];
  for (const { state } of statuses) {
    const reason = state?.waiting?.reason ?? "";
    if (reason === "CrashLoopBackOff") return "crash-loop";
    if (IMAGE_ERRORS.has(reason)) return "image-error";
    if (CONFIG_ERRORS.has(reason)) return "error";
  }
  if (statuses.some(({ state }) => state?.terminated?.reason === "OOMKilled")) return "oom-killed";
  if (
    statuses.some(({ state }) => state?.terminated !== undefined && state.terminated.exitCode !== 0)
  )
    return "error";
  if (isPulling) return "pulling";
  if (isInitialising(pod)) return "init";
  const mains = pod.status.containerStatuses ?? [];
  if (mains.length === 0 || mains.some(({ state }) => state?.running === undefined))
    return "creating";
  return mains.some(({ started }) => started === false) ? "starting" : "not-ready";
}

/** Restarts of all containers and sidecars taken together. */
function podRestartCount(pod: Pod): number {
  const sidecars = new Set(
    (pod.spec.initContainers ?? [])
      .filter(({ restartPolicy }) => restartPolicy === "Always")
      .map(({ name }) => name),
  );
  const statuses = [
    ...(pod.status.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
    ...(pod.status.containerStatuses ?? []),
  ];
  return statuses.reduce((total, { restartCount }) => total + restartCount, 0);
}

function isInitialising(pod: Pod): boolean {
  const initialized = pod.status.conditions?.find((condition) => condition.type === "Initialized");
  return (pod.spec.initContainers?.length ?? 0) > 0 && initialized?.status === "False";
}

function hasTerminated(pod: Pod, reason: string): boolean {
  return (
    pod.status.containerStatuses?.some(({ state }) => state?.terminated?.reason === reason) ?? false
  );
}

function isReady(pod: Pod): boolean {
  return (
    pod.status.conditions?.some(
      (condition) => condition.type === "Ready" && condition.status === "True",
    ) ?? false
  );
}

function containersOf(pod: Pod): ContainerView[] {
  const inits = (pod.spec.initContainers ?? []).map((container) =>
    containerView(container, pod.status.initContainerStatuses, true),
  );
  return [
    ...inits,
    ...pod.spec.containers.map((container) =>
      containerView(container, pod.status.containerStatuses, false),
    ),
  ];
}

function containerView(
  container: Container,
  statuses: readonly ContainerStatus[] | undefined,
  init: boolean,
): ContainerView {
  const status = statuses?.find(({ name }) => name === container.name);
  const state = status?.state;
  return {
    name: container.name,
    image: container.image ?? "",
    state: state?.running ? "running" : state?.terminated ? "terminated" : "waiting",
    reason: state?.waiting?.reason ?? state?.terminated?.reason ?? "",
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    sidecar: init && container.restartPolicy === "Always",
    init,
  };
}

function sum(pod: Pod, read: (container: Container) => number): number {
  return pod.spec.containers.reduce((total, container) => total + read(container), 0);
}
