import { matchesLabels, parseLabelSelector } from "#core/api/label-selector.ts";
import {
  METRICS_GROUP,
  METRICS_SERVICE,
  type NodeMetrics,
  type PodMetrics,
} from "#core/api/kinds/metrics/usage-kinds.ts";
import { namespaceOf, nameOf, type KubeObject } from "#core/api/meta.ts";
import type { APIService, EndpointSlice, Node, Pod } from "#core/api/schema/generated/types.ts";
import { methodNotSupported, notFound, serviceUnavailable } from "#core/api/status.ts";
import { formatTime } from "#core/base/time.ts";
import type { Call, ServerContext } from "./context.ts";

/** Cpu and memory in use, read off the machines. */
export interface UsagePort {
  node(name: string): { readonly cpuMilli: number; readonly memoryBytes: number } | undefined;
  /** Of the containers that run in a pod. */
  containers(podUid: string): readonly ContainerUsage[];
}

/** What one container uses, and for how long it has run. */
export interface ContainerUsage {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ranMs: number;
}

/** Two looks at a container make a rate. Models metrics-server's resolution of 15 s. */
const RESOLUTION_MS = 15_000;
const WINDOW = { node: "10.034s", pod: "15.012s" } as const;

/** Whether a call is for the metrics server. */
export function isMetrics({ kind }: Call): boolean {
  return kind.group === METRICS_GROUP;
}

/** Answers for a metrics server, if one runs behind its APIService. Models metrics-server pkg/api. */
export function answerMetrics(context: ServerContext, call: Call, usage: UsagePort): unknown {
  const { request, kind } = call;
  const target = `${kind.plural}.${METRICS_GROUP}`;
  if (request.verb !== "get" && request.verb !== "list")
    throw methodNotSupported({ group: METRICS_GROUP, resource: kind.plural }, request.verb);
  if (!isServed(context))
    throw serviceUnavailable(
      `the server is currently unable to handle the request (get ${target})`,
    );
  const all = kind.namespaced
    ? podsWith(context, request.namespace, usage)
    : nodesWith(context, usage);
  if (request.verb === "list") return listed(call, all);
  const found = all.find((each) => nameOf(each) === request.name);
  if (found) return found;
  const name = kind.namespaced ? `${request.namespace}/${request.name}` : request.name;
  throw notFound({ group: METRICS_GROUP, resource: kind.kind.toLowerCase() }, name);
}

/** The service behind the APIService has somebody who answers. Models the aggregator's availability check. */
function isServed({ store }: ServerContext): boolean {
  const service = (store.get("APIService", METRICS_SERVICE) as APIService | undefined)?.spec
    ?.service;
  if (!service) return false;
  const slices = store.list("EndpointSlice", service.namespace ?? "") as readonly EndpointSlice[];
  return slices.some(
    ({ metadata, endpoints }) =>
      metadata.labels?.["kubernetes.io/service-name"] === service.name &&
      (endpoints ?? []).some(({ conditions }) => conditions?.ready === true),
  );
}

function listed(call: Call, all: readonly KubeObject[]): unknown {
  const { labelSelector = "", fieldSelector = "" } = call.request.options;
  const selector = parseLabelSelector(labelSelector);
  const name = /^metadata\.name==?(.+)$/.exec(fieldSelector)?.[1];
  const items = all
    .filter(({ metadata }) => matchesLabels(selector, metadata.labels ?? {}))
    .filter((each) => name === undefined || nameOf(each) === name);
  return {
    kind: `${call.kind.kind}List`,
    apiVersion: `${METRICS_GROUP}/v1beta1`,
    metadata: {},
    items: items.map(({ apiVersion: _version, kind: _kind, ...rest }) => rest),
  };
}

function metadataOf(object: KubeObject, now: string): KubeObject["metadata"] {
  const { name, namespace, labels } = object.metadata;
  return {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    creationTimestamp: now,
    ...(labels && { labels }),
  };
}

/** Cpu in billionths and memory in kibibytes, as a kubelet measures them. */
function amountsOf(usage: {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}): Readonly<Record<string, string>> {
  const { cpuMilli, memoryBytes } = usage;
  return {
    cpu: cpuMilli === 0 ? "0" : `${Math.round(cpuMilli * 1_000_000)}n`,
    memory: `${Math.round(memoryBytes / 1024)}Ki`,
  };
}

function nodesWith({ store, simulation }: ServerContext, usage: UsagePort): readonly NodeMetrics[] {
  const now = formatTime(simulation.epochMs);
  return (store.list("Node", "") as readonly Node[]).flatMap((node) => {
    const used = usage.node(nameOf(node));
    if (!used || used.memoryBytes === 0) return [];
    return [
      {
        kind: "NodeMetrics",
        apiVersion: `${METRICS_GROUP}/v1beta1`,
        metadata: metadataOf(node, now),
        timestamp: now,
        window: WINDOW.node,
        usage: amountsOf(used),
      },
    ];
  });
}

function podsWith(
  { store, simulation }: ServerContext,
  namespace: string,
  usage: UsagePort,
): readonly PodMetrics[] {
  const now = formatTime(simulation.epochMs);
  return (store.list("Pod", namespace) as readonly Pod[]).flatMap((pod) => {
    const containers = usage
      .containers(pod.metadata.uid ?? "")
      .filter(({ ranMs }) => ranMs >= RESOLUTION_MS);
    if (containers.length === 0 || namespaceOf(pod) === "") return [];
    return [
      {
        kind: "PodMetrics",
        apiVersion: `${METRICS_GROUP}/v1beta1`,
        metadata: metadataOf(pod, now),
        timestamp: now,
        window: WINDOW.pod,
        containers: containers.map((each) => ({ name: each.name, usage: amountsOf(each) })),
      },
    ];
  });
}
