import { configMap as configMapKind } from "#core/api/kinds/core/config-map.ts";
import { secret as secretKind } from "#core/api/kinds/core/secret.ts";
import { service as serviceKind } from "#core/api/kinds/core/service.ts";
import type { KindDefinition } from "#core/api/define.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import { decodeBase64 } from "./base64.ts";
import { enterPhase, recordContainer, setWaiting, type WorkerContext } from "./context.ts";
import { containerEnvironment, expandVariables, type EnvOutcome } from "./env.ts";
import { fullImageName, withDefaultTag } from "./image-name.ts";
import { ensureImage } from "./image-pull.ts";
import { imitatedTimeline, isImitatedReady } from "./imitated.ts";
import type { Timeline } from "./ports.ts";
import { firstProbes } from "./probes.ts";
import { NEVER, type ContainerRecord, type PodRecord } from "./records.ts";
import { memoryLimitOf } from "./resources.ts";
import { endRun } from "./container-end.ts";
import { specOf } from "./status.ts";
import { timeAbove } from "./timeline.ts";

const OOM_EXIT_CODE = 137;
const START_ERROR_CODE = 128;

/** Sets a waiting container on its way: image, configuration, creation. */
export function beginContainer(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  if (ensureImage(context, record, container)) createContainer(context, record, container);
}

/** Second step of a start, with the image in place: resolves the environment and creates the container. */
export function createContainer(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  const { now, timings } = context;
  const outcome = environmentOf(context, record, container);
  if ("error" in outcome) {
    recordContainer(context, record, container, {
      type: "Warning",
      reason: "Failed",
      message: `Error: ${outcome.error}`,
    });
    setWaiting(record, container, "CreateContainerConfigError", outcome.error);
    enterPhase(container, "config-error", { now, until: now + timings.retryMs });
    context.because({
      code: "config-missing",
      facts: { container: container.name, detail: outcome.error },
    });
    return;
  }
  recordContainer(context, record, container, {
    type: "Normal",
    reason: "Created",
    message: "Container created",
  });
  container.timeline = timelineOf(context, record, container, outcome.variables);
  const spread = timings.startSpreadMs === 0 ? 0 : context.random().nextInt(timings.startSpreadMs);
  const hookMs = hookDelay(specOf(record.pod, container.name)?.lifecycle?.postStart?.sleep);
  enterPhase(container, "starting", { now, until: now + timings.startMs + spread + hookMs });
}

/** Third step of a start: the process begins to run. */
export function startContainer(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): void {
  const { now } = context;
  const timeline = container.timeline as Timeline;
  const hasRun = container.id !== "";
  container.id = `containerd://${context.random().nextHex(8)}`;
  if (hasRun) container.restartCount += 1;
  if (container.terminated) container.last = container.terminated;
  container.terminated = null;
  container.waitingReason = "";
  container.waitingMessage = "";
  container.startedAt = now;
  container.actual = container.allocated;
  record.isDirty = true;
  if (timeline.startError !== null) {
    failStart(context, record, container, timeline.startError);
    return;
  }
  recordContainer(context, record, container, {
    type: "Normal",
    reason: "Started",
    message: "Container started",
  });
  planEnd(container, { timeline });
  enterPhase(container, "running", { now, until: container.until });
  const spec = specOf(record.pod, container.name);
  container.isStarted = context.isImitated || !spec?.startupProbe;
  container.probes = context.isImitated || !spec ? {} : firstProbes(spec, container, now);
  container.isReady = context.isImitated
    ? isImitatedReady(record.pod)
    : container.isStarted && !spec?.readinessProbe && container.kind !== "init";
  context.because({ code: "container-started", facts: { container: container.name } });
}

/** Decides how and when the run ends if nobody interferes: by itself, or by the memory limit, or by what the machine has at most. */
export function planEnd(
  container: ContainerRecord,
  { timeline, mostBytes = Number.POSITIVE_INFINITY }: { timeline: Timeline; mostBytes?: number },
): void {
  const exitAt = timeline.exit?.atMs ?? NEVER;
  const limit = Math.min(mostBytes, memoryLimitOf(container.actual));
  const oomAt = timeAbove(timeline.memoryBytes, limit) ?? NEVER;
  const isOom = oomAt < exitAt;
  container.until = container.startedAt + Math.min(exitAt, oomAt);
  container.exitCode = isOom ? OOM_EXIT_CODE : (timeline.exit?.code ?? 0);
  container.exitReason = isOom ? "OOMKilled" : "";
}

function failStart(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  error: string,
): void {
  recordContainer(context, record, container, {
    type: "Warning",
    reason: "Failed",
    message: `Error: ${error}`,
  });
  container.exitCode = START_ERROR_CODE;
  container.exitReason = "StartError";
  endRun(context, record, container, error);
  setWaiting(record, container, "RunContainerError", error);
}

function timelineOf(
  { workloads, isImitated }: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
  env: ReadonlyMap<string, string>,
): Timeline {
  if (isImitated) return imitatedTimeline(record.pod);
  const spec = specOf(record.pod, container.name);
  const tagged = withDefaultTag(container.image);
  const expand = (words: readonly string[] | undefined) =>
    words?.map((word) => expandVariables(word, (name) => env.get(name)));
  return workloads.start({
    image: fullImageName("error" in tagged ? container.image : tagged.image),
    command: expand(spec?.command),
    args: expand(spec?.args),
    env,
    hostname: record.pod.spec.hostname ?? record.pod.metadata.name ?? "",
  });
}

/** The variables of a container as they are now. */
export function environmentOf(
  context: WorkerContext,
  record: PodRecord,
  container: ContainerRecord,
): EnvOutcome {
  const { client, node } = context;
  const spec = specOf(record.pod, container.name);
  if (!spec || context.isImitated) return { variables: new Map() };
  const { namespace = "" } = record.pod.metadata;
  const nodeIp = node.spec.internalIp;
  const hasLinks = record.pod.spec.enableServiceLinks ?? true;
  const own = hasLinks ? client.list(serviceKind, { namespace }) : [];
  const master = find(client, serviceKind, { namespace: "default", name: "kubernetes" });
  return containerEnvironment(record.pod, spec, {
    configMap: (_namespace, name) => find(client, configMapKind, { namespace, name }),
    secret: (_namespace, name) => find(client, secretKind, { namespace, name }),
    decodeSecret: decodeBase64,
    services: master ? [...own, master] : own,
    podIps: record.ip === "" ? [] : [record.ip],
    hostIps: [nodeIp],
    allocatable: node.object?.status.allocatable ?? {},
  });
}

/** The object as the server has it now, or undefined when it does not exist. */
export function find<T extends KubeObject>(
  client: WorkerContext["client"],
  kind: KindDefinition<T>,
  key: { readonly namespace: string; readonly name: string },
): T | undefined {
  try {
    return client.get(kind, key);
  } catch (error) {
    if (error instanceof StatusError) return undefined;
    throw error;
  }
}

/** How long a sleeping hook takes. */
export function hookDelay(sleep: { readonly seconds: number } | undefined): number {
  return (sleep?.seconds ?? 0) * 1000;
}
