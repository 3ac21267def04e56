import type { Millis } from "#core/base/time.ts";
import {
  containerUsage,
  nodeUsage,
  podFacts,
  servingOf,
  type ContainerUsage,
  type PodFacts,
  type PodServing,
} from "./facts.ts";
import { imitatedUsage } from "./imitated.ts";
import { isIdle } from "./impairment.ts";
import { linesOf, type LogLine } from "./logs.ts";
import type { KubeletPorts } from "./ports.ts";
import { awaitedProbe } from "./probes.ts";
import { isAlive, NEVER, type NodeRecord, type PodRecord } from "./records.ts";

/** Everything that the kubelets of a cluster remember. */
export interface KubeletsState {
  nodes: Map<string, NodeRecord>;
  /** Pod uid -> node. */
  nodeOfPod: Map<string, string>;
}

/** What people and other components read off nodes and pods; nothing is changed by it. */
export class PodReadings {
  private readonly read: () => KubeletsState;
  private readonly ports: KubeletPorts;
  private readonly rateOf = (podUid: string) => this.ports.requestRate?.(podUid) ?? 0;

  /** `read` gives the state of now: a restored checkpoint replaces it. */
  constructor(read: () => KubeletsState, ports: KubeletPorts) {
    this.read = read;
    this.ports = ports;
  }

  /** The pod's record and its node's; undefined when no kubelet knows the pod. */
  find(podUid: string): { node: NodeRecord; record: PodRecord } | undefined {
    const { nodes, nodeOfPod } = this.read();
    const node = nodes.get(nodeOfPod.get(podUid) ?? "");
    const record = node?.pods.get(podUid);
    return node && record && { node, record };
  }

  /** What no API object tells about a pod; undefined when no kubelet knows it. */
  facts(podUid: string): PodFacts | undefined {
    const found = this.find(podUid);
    if (!found) return undefined;
    return podFacts(found.record, this.now, this.rateOf);
  }

  /** The probe that a pod waits for before it is ready; undefined when it waits for none. */
  awaitedProbe(podUid: string): ReturnType<typeof awaitedProbe> {
    const found = this.find(podUid);
    return found?.node.isPowered ? awaitedProbe(found.record, this.now) : undefined;
  }

  /** Cpu and memory in use on a node. */
  usage(nodeName: string): { cpuMilli: number; memoryBytes: number } {
    const node = this.read().nodes.get(nodeName);
    return node ? nodeUsage(node, this.now, this.rateOf) : { cpuMilli: 0, memoryBytes: 0 };
  }

  /** Cpu and memory in use by the containers of a pod, as far as anybody can see. */
  containerUsage(podUid: string): readonly ContainerUsage[] {
    const found = this.find(podUid);
    if (!found || isIdle(found.node) || !found.node.isPowered) return [];
    const usage = containerUsage(found.record, this.now, this.rateOf);
    const isImitated = this.ports.options.profile === "imitated";
    return isImitated ? imitatedUsage(found.record.pod, usage) : usage;
  }

  /** What runs in a pod and what it answers with; undefined when no kubelet knows the pod. */
  serving(podUid: string): PodServing | undefined {
    const found = this.find(podUid);
    return found && servingOf(found.node, found.record, this.now);
  }

  /** Log lines of a container, oldest first; undefined when there is no such container or run. */
  logs(
    podUid: string,
    container: string,
    { previous = false, tail }: { readonly previous?: boolean; readonly tail?: number } = {},
  ): readonly LogLine[] | undefined {
    const found = this.find(podUid);
    const each = found?.record.containers.find(({ name }) => name === container);
    if (!found?.node.isPowered || !each) return undefined;
    const current =
      isAlive(each) && each.timeline
        ? { timeline: each.timeline, startedAt: each.startedAt, finishedAt: NEVER }
        : undefined;
    const run = previous
      ? (current || each.waitingReason !== "") && each.restartCount > 0
        ? each.previousRun
        : undefined
      : (current ?? each.previousRun);
    if (!run) return undefined;
    const { now } = this;
    const { startEpochMs } = this.ports.simulation;
    return linesOf(run, { now, startEpochMs, ...(tail !== undefined && { tail }) });
  }

  private get now(): Millis {
    return this.ports.simulation.now;
  }
}
