import type { UsagePort } from "#core/apiserver/metrics.ts";
import type { ApiRequest, ApiResponse } from "#core/api/request.ts";
import { keyOf, type KubeObject } from "#core/api/meta.ts";
import { badRequest, StatusError } from "#core/api/status.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { formatTime, parseTime } from "#core/base/time.ts";
import type { Client } from "#core/client/client.ts";
import type { EventRecorder } from "#core/client/recorder.ts";
import type { WatchHub } from "#core/client/watch-hub.ts";
import { Kubelets } from "#core/kubelet/kubelets.ts";
import type { PodReadings } from "#core/kubelet/pod-readings.ts";
import { PodAddresses } from "#core/network/ipam.ts";
import type { PodAnswer } from "#core/network/ports.ts";
import { PROXY_LAG_MS, Traffic, TRAFFIC_KINDS } from "#core/network/traffic.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Store } from "#core/store/store.ts";
import type { Explanation } from "#core/view/explanation.ts";
import type { RequestView, TrafficView } from "#core/view/rows.ts";
import type { ViewFacts } from "#core/view/source.ts";
import type { MachineSpec } from "./bootstrap.ts";
import { faults } from "./faults/index.ts";
import { createWorkloads } from "#core/workloads/registry.ts";

/** What the machines need of the cluster. */
export interface MachinesPorts {
  readonly simulation: Simulation;
  readonly hub: WatchHub;
  readonly specs: readonly MachineSpec[];
  readonly profile: "modelled" | "imitated";
  clientFor(agent: string): Client;
  recorderFor(agent: string): EventRecorder;
  onFacts(podUid: string): void;
}

/** A fault to strike or heal. */
export interface FaultOrder {
  readonly name: string;
  readonly target: string;
  readonly on: boolean;
  readonly store: Store;
}

const KUBELET_LAG_MS = 8;
const MAX_SHOWN_REQUESTS = 80;

/** The machines of a cluster: their kubelets, the pod network and the customers, plugged together. */
export class Machines {
  private readonly kubelets: Kubelets;
  private readonly addresses: PodAddresses;
  private readonly network: Traffic;
  private readonly specs: readonly MachineSpec[];

  private readonly simulation: Simulation;

  constructor(ports: MachinesPorts) {
    const { simulation, hub, specs } = ports;
    this.simulation = simulation;
    this.specs = specs;
    this.addresses = new PodAddresses(new Map(specs.map(({ name, podCidr }) => [name, podCidr])));
    this.kubelets = new Kubelets({
      simulation,
      workloads: createWorkloads(),
      podNetwork: this.addresses,
      options: { profile: ports.profile, nodes: specs },
      clientFor: (agent) => ports.clientFor(agent),
      recorderFor: (agent) => ports.recorderFor(agent),
      requestRate: (podUid) => this.network.loadOf(podUid),
      onFacts: (podUid) => ports.onFacts(podUid),
    });
    const workers = specs.filter(({ role }) => role === "worker").map(({ name }) => name);
    this.network = new Traffic({
      simulation,
      answer: (podUid, port) => this.answer(podUid, port),
      entryNodes: () => workers.filter((name) => this.kubelets.isPowered(name)),
    });
    hub.subscribe({
      to: this.network.name,
      kinds: TRAFFIC_KINDS,
      lagMs: PROXY_LAG_MS,
      route: "all",
    });
    if (specs.length > 0)
      hub.subscribe({
        to: this.kubelets.name,
        kinds: ["Pod", "Node"],
        lagMs: KUBELET_LAG_MS,
        route: "node",
      });
  }

  /** Switches every machine on. Call once. */
  start(): void {
    this.kubelets.start();
  }

  /** Everything here that remembers. */
  parts(): readonly { state: unknown }[] {
    return [this.kubelets, this.addresses, this.network];
  }

  /** Sends customers to a Service. */
  setRate(service: KubeObject, ratePerSecond: number): void {
    this.network.setRate(service.metadata.uid ?? "", keyOf(service), ratePerSecond);
  }

  /** Strikes or heals a fault; returns whether it lasts until it is healed. Unknown names and targets do nothing. */
  strike({ name, target, on, store }: FaultOrder): boolean {
    const fault = faults.find((each) => each.name === name);
    const object = fault && store.get(fault.targetKind, target);
    if (!fault || !object) return false;
    fault.set({ kubelets: this.kubelets, network: this.network }, object, { on });
    return fault.isLasting;
  }

  /** Whether a machine has power and its kubelet runs. */
  isKubeletRunning(nodeName: string): boolean {
    return this.kubelets.isKubeletRunning(nodeName);
  }

  /** What a machine uses as its kubelet measures it; undefined when it does not answer. */
  measured(nodeName: string): ReturnType<PodReadings["usage"]> | undefined {
    return this.isKubeletRunning(nodeName) ? this.kubelets.readings.usage(nodeName) : undefined;
  }

  /** What the containers of a pod use. */
  containerUsage(podUid: string): ReturnType<PodReadings["containerUsage"]> {
    return this.kubelets.readings.containerUsage(podUid);
  }

  /** Facts for the picture. */
  facts(): ViewFacts {
    return {
      pull: (podUid) => this.kubelets.readings.facts(podUid)?.pull,
      backoff: (podUid) => this.kubelets.readings.facts(podUid)?.backoff,
      isPowered: (nodeName) => this.kubelets.isPowered(nodeName),
      usage: (nodeName) => this.kubelets.readings.usage(nodeName),
      rate: (serviceUid) => this.network.rateOf(serviceUid),
    };
  }

  /** Figures of every Service with customers. */
  traffic(): readonly TrafficView[] {
    return [...this.network.figures()].map(([service, figures]) => ({ service, ...figures }));
  }

  /** Requests to draw. Times are ms since the learner arrived. */
  requests(zeroAt: number): readonly RequestView[] {
    return this.network
      .samples()
      .slice(-MAX_SHOWN_REQUESTS)
      .map((sample) => ({
        ...sample,
        sentAt: sample.sentAt - zeroAt,
        doneAt: sample.doneAt - zeroAt,
      }));
  }

  /** What will happen to a pod next, as far as its kubelet can tell. */
  nextOf(pod: KubeObject, zeroAt: number): Explanation["next"] {
    const facts = this.kubelets.readings.facts(pod.metadata.uid ?? "");
    if (facts?.pull) return { code: "pull-ends", at: facts.pull.until - zeroAt, facts: {} };
    if (facts?.backoff) {
      const code = isWaitingForImage(pod as Pod) ? "pull-retry" : "restart";
      return { code, at: facts.backoff.until - zeroAt, facts: {} };
    }
    const probe = this.kubelets.readings.awaitedProbe(pod.metadata.uid ?? "");
    if (!probe) return null;
    const { type, at, failures } = probe;
    const code = failures === 0 ? `probe-${type}` : `probe-${type}-failing`;
    return { code, at: at - zeroAt, facts: { failures } };
  }

  /** Answers `pods/log`. Models the kubelet's containerLogs behind the API server. */
  readLogs(store: Store, request: ApiRequest): ApiResponse {
    const pod = store.get("Pod", `${request.namespace}/${request.name}`) as Pod | undefined;
    const options = request.options as LogOptions;
    const container = options.container ?? "";
    const unreachable = this.whyUnreachable(pod, container);
    if (unreachable !== undefined) return unreachable;
    const lines = this.kubelets.readings.logs(pod?.metadata.uid ?? "", container, {
      previous: options.previous ?? false,
      ...(options.tailLines !== undefined && { tail: options.tailLines }),
    });
    if (!lines) return failure(this.whyNoLogs(pod, container, options.previous ?? false));
    const from = sinceOf(options, this.simulation.epochMs);
    const body = lines
      .filter(({ epochMs }) => epochMs >= from)
      .map(
        ({ epochMs, text }) =>
          `${options.timestamps ? `${formatTime(epochMs).slice(0, -1)}.000000000Z ` : ""}${text}\n`,
      )
      .join("");
    return { code: 200, body: body.slice(0, options.limitBytes), warnings: [] };
  }

  /** The API server asks the kubelet for logs, and nobody answers there. Models the proxied request of registry/core/pod/rest/log.go. */
  private whyUnreachable(pod: Pod | undefined, container: string): ApiResponse | undefined {
    const node = pod?.spec.nodeName ?? "";
    const spec = this.specs.find(({ name }) => name === node);
    if (!pod || !spec || this.kubelets.isKubeletRunning(node)) return undefined;
    const { namespace = "", name = "" } = pod.metadata;
    const address = `${spec.internalIp}:10250`;
    const cause = this.kubelets.isPowered(node) ? "connection refused" : "no route to host";
    const message = `Get "https://${address}/containerLogs/${namespace}/${name}/${container}": dial tcp ${address}: connect: ${cause}`;
    const { status } = new StatusError({ message, code: 500 });
    return { code: 500, body: status, warnings: [] };
  }

  private whyNoLogs(pod: Pod | undefined, container: string, previous: boolean): string {
    const name = pod?.metadata.name ?? "";
    if (previous) return `previous terminated container "${container}" in pod "${name}" not found`;
    const status = pod?.status.containerStatuses?.find((each) => each.name === container);
    const reason = status?.state?.waiting?.reason ?? "ContainerCreating";
    return `container "${container}" in pod "${name}" is waiting to start: ${waitingText(reason, status?.state?.waiting?.message)}`;
  }

  private answer(podUid: string, port: number): PodAnswer {
    const serving = this.kubelets.readings.serving(podUid);
    if (!serving) return { outcome: "timeout" };
    if (!serving.isNodePowered) return { outcome: "timeout" };
    for (const { timeline, sinceMs } of serving.containers) {
      const listener = timeline.listeners.find(
        (each) =>
          (each.port === 0 || each.port === port) &&
          sinceMs >= each.fromMs &&
          sinceMs < each.untilMs,
      );
      if (!listener) continue;
      const path = listener.paths.find(
        (each) => (each.path === "/" || each.path === "*") && sinceMs >= each.fromMs,
      );
      const isError = listener.protocol === "http" && (path?.status ?? 200) >= 500;
      return { outcome: isError ? "error" : "ok", serviceMs: timeline.serviceMs };
    }
    return { outcome: "refused" };
  }
}

function isWaitingForImage({ status }: Pod): boolean {
  const containers = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return containers.some(({ state }) =>
    /^(ErrImagePull|ImagePullBackOff)$/.test(state?.waiting?.reason ?? ""),
  );
}

/** Query parameters of pods/log. */
interface LogOptions {
  readonly container?: string;
  readonly previous?: boolean;
  readonly tailLines?: number;
  readonly timestamps?: boolean;
  readonly sinceSeconds?: number;
  readonly sinceTime?: string;
  readonly limitBytes?: number;
}

/** From when on a log is wanted, as Unix milliseconds. */
function sinceOf({ sinceSeconds, sinceTime }: LogOptions, nowEpochMs: number): number {
  if (sinceSeconds !== undefined) return nowEpochMs - sinceSeconds * 1000;
  return parseTime(sinceTime ?? "") ?? Number.NEGATIVE_INFINITY;
}

function waitingText(reason: string, message: string | undefined): string {
  if (reason === "ErrImagePull" || reason === "ImagePullBackOff")
    return reason === "ErrImagePull" ? "image can't be pulled" : "trying and failing to pull image";
  return reason === "CrashLoopBackOff" && message ? message : reason;
}

function failure(message: string): ApiResponse {
  const { status, code } = badRequest(message);
  return { code, body: status, warnings: [] };
}

/** What a metrics server reads off machines that are made later than the server it answers for. */
export function usageOf(machines: () => Machines): UsagePort {
  return {
    node: (name) => machines().measured(name),
    containers: (podUid) => machines().containerUsage(podUid),
  };
}
