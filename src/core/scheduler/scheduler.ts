import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type {
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
  Service,
  StorageClass,
} from "#core/api/schema/generated/types.ts";
import { StatusError } from "#core/api/status.ts";
import { isEqual } from "#core/base/equal.ts";
import { assertPresent } from "#core/base/assert.ts";
import { CHANGES, type Change } from "#core/client/changes.ts";
import type { Client } from "#core/client/client.ts";
import type { EventRecorder } from "#core/client/recorder.ts";
import type { Component, SimEvent, Simulation } from "#core/sim/simulation.ts";
import type { Because } from "#core/sim/trace.ts";
import type { SchedulerReason } from "./because.ts";
import { bindVolumes } from "./bind-volumes.ts";
import { owningSelector } from "./owning-selector.ts";
import { runCycle } from "./cycle.ts";
import type { CycleContext } from "./framework.ts";
import { isFitRelevant, NodeCache, type NodeAmounts, type NodeCacheState } from "./node-cache.ts";
import { writeUnschedulable } from "./unschedulable-condition.ts";
import { defaultProfile } from "./plugins/index.ts";
import { claimNamesOf } from "./plugins/volume-binding.ts";
import { keepRecord, type SchedulingRecord } from "./records.ts";
import { ShapeMemories } from "./shape-memory.ts";
import { SchedulingQueue, type QueueState } from "./queue.ts";

interface SchedulerState {
  cache: NodeCacheState;
  queue: QueueState;
  /** Unscheduled pods by uid. */
  pending: Map<string, Pod>;
  services: Map<string, Service>;
  replicaSets: Map<string, ReplicaSet>;
  namespaces: Map<string, Readonly<Record<string, string>>>;
  /** By `namespace/name`. */
  claims: Map<string, PersistentVolumeClaim>;
  volumes: Map<string, PersistentVolume>;
  storageClasses: Map<string, StorageClass>;
  /** Rotates, so that large clusters are looked through evenly. */
  start: number;
  records: Map<string, SchedulingRecord>;
}

/** What the scheduler needs of the cluster. */
export interface SchedulerPorts {
  readonly simulation: Simulation;
  readonly client: Client;
  readonly recorder: EventRecorder;
}

/** The profile's name: pods ask for it in spec.schedulerName, events name it as their source. */
export const SCHEDULER_NAME = "default-scheduler";
/** Kinds that the scheduler watches. */
export const SCHEDULER_KINDS = [
  "Pod",
  "Node",
  "Service",
  "ReplicaSet",
  "Namespace",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "StorageClass",
] as const;
const CYCLE_DELAY_MS = 2;
const BIND_DELAY_MS = 3;
/** How often the binder looks whether a pod's volumes are there. */
const VOLUME_POLL_MS = 1_000;
const FLUSH_MS = 30_000;

/** Finds a node for every pod that has none, one pod at a time. Models kube-scheduler with its default profile. */
export class Scheduler implements Component {
  readonly name = "scheduler";
  state: SchedulerState;
  private readonly ports: SchedulerPorts;
  private readonly cache = new NodeCache(() => this.state.cache);
  private readonly queue = new SchedulingQueue(() => this.state.queue);
  private readonly memories = new ShapeMemories();
  /** What does not belong to one cycle. A restored checkpoint replaces the state, and so it is read at each call. */
  private readonly lookups: Omit<
    Required<CycleContext>,
    "nodes" | "nodesWithAffinity" | "countMatching"
  > = {
    isLabelUsed: (name) => this.cache.isLabelUsed(name),
    countImageHolders: (image) => this.cache.countImageHolders(image),
    namespaceLabels: (namespace) => this.state.namespaces.get(namespace) ?? {},
    claim: (namespace, name) => this.state.claims.get(`${namespace}/${name}`),
    volume: (name) => this.state.volumes.get(name),
    volumes: () => this.state.volumes.values(),
    storageClass: (name) => this.state.storageClasses.get(name),
    owningSelector: (pod) => owningSelector(pod, this.state),
  };

  constructor(ports: SchedulerPorts) {
    this.ports = ports;
    this.state = {
      cache: NodeCache.empty(),
      queue: SchedulingQueue.empty(),
      pending: new Map(),
      services: new Map(),
      replicaSets: new Map(),
      namespaces: new Map(),
      claims: new Map(),
      volumes: new Map(),
      storageClasses: new Map(),
      start: 0,
      records: new Map(),
    };
    ports.simulation.register(this);
  }

  /** Starts the slow clock that frees pods forgotten by events. */
  start(): void {
    this.ports.simulation.schedule({ delayMs: FLUSH_MS, to: this.name, type: "flush" });
  }

  /** The last attempt for a pod, if it is still remembered. */
  recordOf(podUid: string): SchedulingRecord | undefined {
    return this.state.records.get(podUid);
  }

  /** What a node has to give and what pods on it ask for (cpu in milli, the rest in units), if it is known. */
  amountsOf(nodeName: string): NodeAmounts | undefined {
    return this.cache.amountsOf(nodeName);
  }

  handle(event: SimEvent): void {
    switch (event.type) {
      case CHANGES:
        for (const change of event.payload as readonly Change[]) this.take(change);
        this.wake();
        return;
      case "cycle":
        this.cycle();
        return;
      case "bind":
        this.bind(event.payload as { readonly pod: Pod; readonly node: string });
        return;
      case "flush":
        this.queue.flushForgotten(this.ports.simulation.now);
        this.ports.simulation.schedule({ delayMs: FLUSH_MS, to: this.name, type: "flush" });
        this.wake();
    }
  }

  private take(change: Change): void {
    const { key } = change;
    switch (change.kind) {
      case "Pod":
        this.takePod(change);
        return;
      case "Node":
        this.takeNode(change);
        return;
      case "Service":
        keep(this.state.services, key, change, change.object as Service);
        return;
      case "ReplicaSet":
        keep(this.state.replicaSets, uidOf(change.object), change, change.object as ReplicaSet);
        return;
      case "Namespace":
        keep(
          this.state.namespaces,
          nameOf(change.object),
          change,
          (change.object as Namespace).metadata.labels ?? {},
        );
        this.queue.moveFor("Namespace", this.ports.simulation.now);
        return;
      case "PersistentVolumeClaim":
        keep(this.state.claims, key, change, change.object as PersistentVolumeClaim);
        this.queue.moveFor("Claim", this.ports.simulation.now);
        return;
      case "PersistentVolume":
        keep(this.state.volumes, nameOf(change.object), change, change.object as PersistentVolume);
        this.queue.moveFor("Claim", this.ports.simulation.now);
        return;
      case "StorageClass":
        keep(
          this.state.storageClasses,
          nameOf(change.object),
          change,
          change.object as StorageClass,
        );
        this.queue.moveFor("Claim", this.ports.simulation.now);
    }
  }

  private takeNode(change: Change): void {
    const node = change.object as Node;
    if (change.type === "deleted") this.cache.delete(nameOf(node));
    else this.cache.set(node);
    const { now } = this.ports.simulation;
    const isNew = change.old === undefined;
    if (isNew || isFitRelevant(change.old as Node | undefined, node))
      this.queue.moveFor("Node", now);
    if (isNew || !isEqual(change.old?.metadata.labels, node.metadata.labels))
      this.queue.moveFor("NodeLabels", now);
  }

  private takePod(change: Change): void {
    const pod = change.object as Pod;
    const uid = uidOf(pod);
    const isGone =
      change.type === "deleted" ||
      pod.status.phase === "Succeeded" ||
      pod.status.phase === "Failed";
    if (isGone) this.forget(uid);
    else if (pod.spec.nodeName) this.place(pod, pod.spec.nodeName);
    else this.await(pod, change);
  }

  private forget(uid: string): void {
    this.state.pending.delete(uid);
    this.queue.remove(uid);
    if (this.cache.remove(uid)) this.queue.moveFor("AssignedPod", this.ports.simulation.now);
  }

  private place(pod: Pod, node: string): void {
    const uid = uidOf(pod);
    const isNews = this.cache.nodeOf(uid) !== node;
    this.state.pending.delete(uid);
    this.queue.remove(uid);
    const before = this.cache.place(pod, node);
    if (isNews || before?.metadata.labels !== pod.metadata.labels)
      this.queue.moveFor("AssignedPod", this.ports.simulation.now);
  }

  private await(pod: Pod, change: Change): void {
    if (pod.spec.schedulerName !== undefined && pod.spec.schedulerName !== SCHEDULER_NAME) return;
    const uid = uidOf(pod);
    if (this.cache.nodeOf(uid) !== undefined) return;
    const isSpecChange = change.old !== undefined && (change.old as Pod).spec !== pod.spec;
    const isNew = !this.state.pending.has(uid);
    this.state.pending.set(uid, pod);
    // Gated pods wait outside the queue; the API server has said so in their condition.
    if ((pod.spec.schedulingGates ?? []).length > 0) return;
    if (isNew || isSpecChange)
      this.queue.add({
        uid,
        priority: pod.spec.priority ?? 0,
        now: this.ports.simulation.now,
        cause: change.traceId,
      });
  }

  private wake(): void {
    const { simulation } = this.ports;
    const { name: to } = this;
    if (this.queue.isEmpty || simulation.timerTime({ to, key: "cycle" }) !== undefined) return;
    simulation.setTimer({ delayMs: CYCLE_DELAY_MS, to, key: "cycle", type: "cycle" });
  }

  private cycle(): void {
    const { simulation } = this.ports;
    const entry = this.queue.pop(simulation.now);
    if (entry) {
      const pod = assertPresent(this.state.pending.get(entry.uid), "a queued pod is pending");
      simulation.reactTo(entry.cause);
      if (!isBeingDeleted(pod)) this.schedule(pod, entry);
    }
    this.wake();
  }

  private schedule(
    pod: Pod,
    entry: {
      readonly uid: string;
      readonly attempts: number;
      readonly cause: number;
      readonly priority: number;
    },
  ): void {
    const { simulation, recorder, client } = this.ports;
    const context = this.context();
    const result = runCycle(pod, defaultProfile, context, {
      random: simulation.random("scheduler"),
      start: this.state.start,
      memory: this.memories.of(pod, context.nodes),
    });
    this.state.start = result.nextStart;
    keepRecord(this.state.records, { pod, attempts: entry.attempts, result, at: simulation.now });
    const total = this.cache.size;
    if (result.node === "") {
      this.because("no-node-fits", { total, message: result.message });
      this.queue.park(entry, { now: simulation.now, refusedBy: result.refusedBy });
      recorder.record(pod, {
        type: "Warning",
        reason: "FailedScheduling",
        message: result.message,
        action: "Scheduling",
      });
      writeUnschedulable(client, pod, {
        reason: "Unschedulable",
        message: result.message,
        epochMs: simulation.epochMs,
      });
      return;
    }
    this.state.pending.delete(uidOf(pod));
    this.cache.place(pod, result.node);
    this.because("node-chosen", {
      node: result.node,
      score: result.score,
      feasible: result.outcomes.feasible.length,
      total,
      isTie: result.isTieBroken,
    });
    this.bindSoon(pod, result.node);
  }

  private bindSoon(pod: Pod, node: string, delayMs = BIND_DELAY_MS): void {
    const { because } = this.ports.simulation.state;
    this.ports.simulation.schedule({
      delayMs,
      to: this.name,
      type: "bind",
      payload: { pod, node, because },
    });
  }

  private bind(binding: {
    readonly pod: Pod;
    readonly node: string;
    readonly because?: {
      code: string;
      facts: Readonly<Record<string, string | number | boolean>>;
    } | null;
  }): void {
    const { simulation, client, recorder } = this.ports;
    const { pod, node } = binding;
    const [namespace, name, uid] = [namespaceOf(pod), nameOf(pod), uidOf(pod)];
    if (binding.because) simulation.because(binding.because.code, binding.because.facts);
    if (this.cache.nodeOf(uid) !== node) return;
    try {
      if (!this.hasVolumes(pod, node)) {
        this.bindSoon(pod, node, VOLUME_POLL_MS);
        return;
      }
      const body = {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { namespace, name, uid },
        target: { kind: "Node", name: node },
      };
      client.create(podKind, body, { namespace, name, subresource: "binding" });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      this.cache.remove(uid);
      return;
    }
    const message = `Successfully assigned ${namespace}/${name} to ${node}`;
    recorder.record(pod, { type: "Normal", reason: "Scheduled", message, action: "Binding" });
  }

  private hasVolumes(pod: Pod, nodeName: string): boolean {
    if (claimNamesOf(pod).length === 0) return true;
    const context = this.context();
    const found = context.nodes.find(({ node }) => nameOf(node) === nodeName);
    return !found || bindVolumes(this.ports.client, context, pod, found.node);
  }

  private because(code: SchedulerReason, facts: Because["facts"]): void {
    this.ports.simulation.because(code, facts);
  }

  private context(): CycleContext {
    const { cache, lookups } = this;
    // Written out: there is one for every pod.
    return {
      nodes: cache.nodesInRow(),
      nodesWithAffinity: cache.nodesWithAffinity(),
      countMatching: cache.matchCounter(),
      isLabelUsed: lookups.isLabelUsed,
      countImageHolders: lookups.countImageHolders,
      namespaceLabels: lookups.namespaceLabels,
      claim: lookups.claim,
      volume: lookups.volume,
      volumes: lookups.volumes,
      storageClass: lookups.storageClass,
      owningSelector: lookups.owningSelector,
    };
  }
}

function keep<T>(map: Map<string, T>, key: string, change: Change, value: T): void {
  if (change.type === "deleted") map.delete(key);
  else map.set(key, value);
}
