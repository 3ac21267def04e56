import type { KubeObject } from "#core/api/meta.ts";
import type {
  Deployment,
  EndpointSlice,
  Event,
  Node,
  Pod,
  ReplicaSet,
} from "#core/api/schema/generated/types.ts";

type Fields = Record<string, unknown>;

interface AnyCondition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** What the recorder noted of an object, in its words; undefined for kinds it did not look at. */
export function digestOf(object: KubeObject): Fields | undefined {
  switch (object.kind) {
    case "Deployment":
      return named(object, deploymentFields(object as Deployment));
    case "EndpointSlice":
      return named(object, endpointSliceFields(object as EndpointSlice));
    case "Event":
      return eventFields(object as Event);
    case "Node":
      return named(object, nodeFields(object as Node));
    case "Pod":
      return named(object, podFields(object as Pod));
    case "ReplicaSet":
      return named(object, replicaSetFields(object as ReplicaSet));
    case "Service":
      return named(object, {});
    default:
      return (
        OTHER_FIELDS[object.kind] && named(object, OTHER_FIELDS[object.kind]?.(object as Any) ?? {})
      );
  }
}

type Any = KubeObject & {
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly revision: number;
};

const OTHER_FIELDS: Readonly<Record<string, (object: Any) => Fields>> = {
  ControllerRevision: ({ revision }) => ({ revision }),
  CronJob: ({ status }) => ({
    status: timesSet({
      ...status,
      ...(status["active"] !== undefined && {
        active: (status["active"] as readonly { readonly name: string }[]).map(({ name }) => name),
      }),
    }),
  }),
  DaemonSet: ({ metadata, status }) => ({
    generation: metadata.generation,
    status: statusFields(status),
  }),
  HorizontalPodAutoscaler: ({ spec, status }) => ({
    min: spec["minReplicas"],
    max: spec["maxReplicas"],
    status: timesSet(statusFields(status)),
  }),
  Job: ({ metadata, spec, status }) => ({
    generation: metadata.generation,
    spec: {
      parallelism: spec["parallelism"],
      completions: spec["completions"],
      suspend: spec["suspend"],
    },
    status: timesSet(statusFields(withoutUncounted(status))),
  }),
  PersistentVolume: ({ metadata, spec, status }) => ({
    phase: status["phase"],
    ...(spec["claimRef"] !== undefined && {
      claim: (spec["claimRef"] as { readonly name: string }).name,
    }),
    finalizers: metadata.finalizers,
  }),
  PersistentVolumeClaim: ({ metadata, spec, status }) => ({
    ...(spec["volumeName"] !== undefined && { volume: spec["volumeName"] }),
    phase: status["phase"],
    finalizers: metadata.finalizers,
  }),
  PodDisruptionBudget: ({ status: { disruptedPods: _disrupted, ...status } }) => ({
    status: statusFields(status),
  }),
  StatefulSet: ({ metadata, spec, status }) => ({
    generation: metadata.generation,
    replicas: spec["replicas"],
    status: statusFields(status),
  }),
};

function withoutUncounted({ uncountedTerminatedPods: _uncounted, ...status }: Fields): Fields {
  return status;
}

function timesSet(status: Fields): Fields {
  return Object.fromEntries(
    Object.entries(status).map(([key, value]) => [key, key.endsWith("Time") ? "set" : value]),
  );
}

function named({ metadata }: KubeObject, fields: Fields): Fields {
  return {
    name: metadata.name,
    ...(metadata.deletionTimestamp !== undefined && { deleting: true }),
    ...fields,
  };
}

function deploymentFields({ metadata, spec, status }: Deployment): Fields {
  const revision = metadata.annotations?.["deployment.kubernetes.io/revision"];
  return {
    generation: metadata.generation,
    replicas: spec.replicas,
    ...(spec.paused === true && { paused: true }),
    ...(revision !== undefined && { revision }),
    status: statusFields(status),
  };
}

function replicaSetFields({ metadata, spec, status }: ReplicaSet): Fields {
  const annotations = Object.entries(metadata.annotations ?? {}).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return {
    generation: metadata.generation,
    replicas: spec.replicas,
    annotations: Object.fromEntries(annotations),
    status: statusFields(status),
    ...ownersOf(metadata),
  };
}

function statusFields(status: object): Fields {
  const { conditions, ...rest } = status as { readonly conditions?: readonly AnyCondition[] };
  return { ...rest, ...(conditions && { conditions: conditions.map(conditionText) }) };
}

function conditionText({ type, status, reason = "", message = "" }: AnyCondition): string {
  return `${type}|${status}|${reason}|${message}`;
}

function ownersOf({ ownerReferences = [] }: KubeObject["metadata"]): Fields {
  if (ownerReferences.length === 0) return {};
  return { owners: ownerReferences.map(({ kind, name }) => `${kind}/${name}`) };
}

function podFields({ metadata, spec, status }: Pod): Fields {
  const conditions = status.conditions ?? [];
  const containers = status.containerStatuses ?? [];
  const message = conditions.find(
    ({ type, status: is }) => type === "PodScheduled" && is === "False",
  )?.message;
  const { labels, finalizers } = metadata;
  return {
    phase: status.phase,
    ...(spec.nodeName !== undefined && { node: spec.nodeName }),
    ...(status.nominatedNodeName !== undefined && { nominated: status.nominatedNodeName }),
    ...(conditions.length > 0 && {
      conditions: conditions.map(
        ({ type, status: is, reason }) => `${type}=${is}${reason ? `:${reason}` : ""}`,
      ),
    }),
    ...(containers.length > 0 && { containers: containers.map(containerText) }),
    ...(labels && { labels }),
    ...ownersOf(metadata),
    ...(finalizers && finalizers.length > 0 && { finalizers }),
    ...(message && { schedulingMessage: message }),
  };
}

function containerText({
  name,
  ready,
  restartCount,
  state,
}: NonNullable<Pod["status"]["containerStatuses"]>[number]): string {
  const begin = `${name} ready=${ready} restarts=${restartCount}`;
  if (state?.waiting) return `${begin} waiting:${state.waiting.reason ?? ""}`;
  if (state?.terminated)
    return `${begin} terminated:${state.terminated.reason ?? ""}:${state.terminated.exitCode}`;
  return `${begin} running`;
}

function nodeFields({ spec, status }: Node): Fields {
  const taints = spec.taints ?? [];
  return {
    ...(spec.unschedulable === true && { unschedulable: true }),
    ...(taints.length > 0 && {
      taints: taints.map(({ key, value = "", effect }) => `${key}=${value}:${effect}`),
    }),
    conditions: (status.conditions ?? []).map(conditionText),
  };
}

function endpointSliceFields({ ports, endpoints }: EndpointSlice): Fields {
  const list = endpoints ?? [];
  return {
    ports: ports?.map(({ name, protocol, port }) => ({ name, protocol, port })) ?? null,
    ...(list.length > 0 && {
      endpoints: list.map(({ targetRef, conditions, nodeName }) => {
        const { ready, serving, terminating } = conditions ?? {};
        return `${targetRef?.name ?? ""} ready=${ready} serving=${serving} terminating=${terminating} node=${nodeName ?? ""}`;
      }),
    }),
  };
}

function eventFields(event: Event): Fields {
  const { involvedObject, type, reason, message, count, source, reportingComponent } = event;
  return {
    on: `${involvedObject.kind ?? ""}/${involvedObject.name ?? ""}`,
    ...(involvedObject.fieldPath !== undefined && { fieldPath: involvedObject.fieldPath }),
    severity: type,
    reason,
    message,
    ...(count !== undefined && { count }),
    source: source?.component || reportingComponent || "",
  };
}
