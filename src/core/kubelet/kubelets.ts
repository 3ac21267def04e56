import { assertPresent } from "#core/base/assert.ts";
import type { Millis } from "#core/base/time.ts";
import type { Node, Pod } from "#core/api/schema/generated/types.ts";
import { CHANGES, type Change } from "#core/client/changes.ts";
import type { Component, SimEvent } from "#core/sim/simulation.ts";
import { isDeleting } from "./context.ts";
import { environmentOf } from "./container-start.ts";
import { isIdle, startLeak } from "./impairment.ts";
import { NodeWorker } from "./node-worker.ts";
import { beat, LEASE_MS, registerNode } from "./node-agent.ts";
import { podsOfNode, reportPod } from "./pod-report.ts";
import { afterReboot, applyImages, crashNow, syncPod } from "./pod-worker.ts";
import type { KubeletPorts, NodeSpec } from "./ports.ts";
import { PodReadings, type KubeletsState } from "./pod-readings.ts";
import {
  isAlive,
  NEVER,
  newPodRecord,
  freezeRecord,
  thawRecord,
  withPod,
  type NodeRecord,
  type PodRecord,
} from "./records.ts";
import { timingsOf, type Timings } from "./timings.ts";

/** Every kubelet of the cluster, one node a instance: `kubelet/<node>`. */
export class Kubelets implements Component {
  readonly name = "kubelet";
  state: KubeletsState = { nodes: new Map(), nodeOfPod: new Map() };
  private readonly ports: KubeletPorts;
  private readonly timings: Timings;
  /** What can be read off its nodes and pods. */
  readonly readings: PodReadings;
  private readonly workers = new Map<string, NodeWorker>();

  constructor(ports: KubeletPorts) {
    this.ports = ports;
    this.readings = new PodReadings(() => this.state, ports);
    this.timings = timingsOf(ports.options.profile);
    ports.simulation.register(this);
    for (const spec of ports.options.nodes) this.addMachine(spec);
  }

  /** Switches every machine on: registers its node and begins to beat. Call once, when the API server answers. */
  start(): void {
    for (const node of this.state.nodes.values()) this.startNode(node);
  }

  /** Adds a machine to the running cluster and switches it on. */
  addNode(spec: NodeSpec): void {
    this.startNode(this.addMachine(spec));
  }

  handle(event: SimEvent, instance: string): void {
    const node = assertPresent(this.state.nodes.get(instance), `no kubelet runs on ${instance}`);
    switch (event.type) {
      case CHANGES:
        if (node.isPowered) this.takeChanges(node, event.payload as readonly Change[]);
        break;
      case "wake": {
        const record = node.pods.get(event.payload as string);
        if (record && node.isPowered && !isIdle(node)) this.sync(node, thawRecord(record));
        break;
      }
      case "beat":
        if (!node.isPowered) break;
        // A heartbeat answers to nothing but the clock.
        this.ports.simulation.reactTo(0);
        if (!node.isSilent) beat(this.context(node));
        this.setBeat(node, LEASE_MS);
        break;
      default:
        break;
    }
  }

  /** Switches a machine on or off. Off: it falls silent and everything on it dies. On: it boots and starts its pods again. */
  setPower(nodeName: string, isOn: boolean): void {
    const node = this.nodeNamed(nodeName);
    if (node.isPowered === isOn) return;
    node.isPowered = isOn;
    if (!isOn) {
      this.ports.simulation.clearTimer({ to: `${this.name}/${nodeName}`, key: "beat" });
      for (const record of node.pods.values()) this.setWake(node, record, NEVER);
      return;
    }
    node.bootCount += 1;
    // Whatever was stopped on it comes up with the machine.
    node.isSilent = false;
    node.runtimeStoppedAt = NEVER;
    this.reboot(node);
  }

  isPowered(nodeName: string): boolean {
    return this.state.nodes.get(nodeName)?.isPowered ?? false;
  }

  /** Ends a running container with this exit code. False when it does not run. */
  crashContainer(podUid: string, container: string, exitCode: number): boolean {
    const found = this.readings.find(podUid);
    if (!found?.node.isPowered) return false;
    const record = thawRecord(found.record);
    const each = record.containers.find(({ name }) => name === container);
    if (!each || !crashNow(this.context(found.node), each, exitCode)) return false;
    this.keep(found.node, record);
    return true;
  }

  /** Lets a running container take more and more memory until it is killed. False when it does not run. */
  leakMemory(podUid: string, container: string): boolean {
    const found = this.readings.find(podUid);
    if (!found?.node.isPowered) return false;
    const record = thawRecord(found.record);
    const each = record.containers.find(({ name }) => name === container);
    if (!each || !startLeak(found.node, each, this.ports.simulation.now)) return false;
    this.keep(found.node, record);
    return true;
  }

  /** Stops or starts the kubelet of a machine. Stopped: nothing is said, started or ended there, and what runs runs on. */
  setKubelet(nodeName: string, isOn: boolean): void {
    const node = this.nodeNamed(nodeName);
    if (node.isSilent === !isOn) return;
    node.isSilent = !isOn;
    if (!isOn || !node.isPowered) return;
    registerNode(this.context(node));
    this.catchUp(node);
  }

  /** Stops or starts the container runtime of a machine. Stopped: its kubelet goes on beating, but can reach no container. */
  setRuntime(nodeName: string, isOn: boolean): void {
    const node = this.nodeNamed(nodeName);
    if ((node.runtimeStoppedAt === NEVER) === isOn) return;
    node.runtimeStoppedAt = isOn ? NEVER : this.ports.simulation.now;
    if (!isOn || !node.isPowered || node.isSilent) return;
    beat(this.context(node));
    this.catchUp(node);
  }

  isKubeletRunning(nodeName: string): boolean {
    const node = this.state.nodes.get(nodeName);
    return node !== undefined && node.isPowered && !node.isSilent;
  }

  /** Runs a command in a running container; undefined when it does not run. */
  exec(
    podUid: string,
    container: string,
    command: readonly string[],
  ): { readonly exitCode: number; readonly output: string } | undefined {
    const found = this.readings.find(podUid);
    const each = found?.record.containers.find(({ name }) => name === container);
    if (!found?.node.isPowered || !each?.timeline || !isAlive(each)) return undefined;
    const context = this.context(found.node);
    const outcome = environmentOf(context, found.record, each);
    return this.ports.workloads.exec(each.timeline, {
      command,
      sinceMs: context.now - each.startedAt,
      env: "variables" in outcome ? outcome.variables : new Map(),
      hostname: found.record.pod.metadata.name ?? "",
    });
  }

  private nodeNamed(name: string): NodeRecord {
    return assertPresent(this.state.nodes.get(name), `no machine is called ${name}`);
  }

  /** After a time in which nobody looked: takes up what was asked for and what has ended since. */
  private catchUp(node: NodeRecord): void {
    const context = this.context(node);
    const bound = podsOfNode(context);
    const alive = new Set(bound.map(({ metadata }) => metadata.uid ?? ""));
    for (const uid of [...node.pods.keys()]) if (!alive.has(uid)) this.forget(node, uid);
    for (const pod of bound) this.takePod(node, pod);
    for (const frozen of [...node.pods.values()]) {
      const record = thawRecord(frozen);
      applyImages(context, record);
      record.isDirty = true;
      this.sync(node, record);
    }
  }

  /** A record that something was done to: looked after at once, where anybody looks. */
  private keep(node: NodeRecord, record: PodRecord): void {
    if (isIdle(node)) node.pods.set(record.uid, freezeRecord(record));
    else this.sync(node, record);
  }

  private addMachine(spec: NodeSpec): NodeRecord {
    const node: NodeRecord = {
      spec,
      object: undefined,
      isPowered: true,
      isSilent: false,
      runtimeStoppedAt: NEVER,
      pods: new Map(),
      images: new Map(),
      pullFreeAt: 0,
      bootCount: 1,
      statusPostedAt: 0,
      isStatusDirty: false,
      cpuAllocatableMilli: 0,
      memoryAllocatableBytes: 0,
    };
    this.state.nodes.set(spec.name, node);
    return node;
  }

  private startNode(node: NodeRecord): void {
    this.ports.simulation.reactTo(0);
    registerNode(this.context(node));
    // Machines do not beat in step: each has its own phase.
    this.setBeat(node, this.ports.simulation.random("kubelet/phase").nextInt(LEASE_MS));
  }

  private setBeat(node: NodeRecord, delayMs: Millis): void {
    const to = this.workerOf(node).agent;
    this.ports.simulation.setTimer({ delayMs, to, key: "beat", type: "beat" });
  }

  private reboot(node: NodeRecord): void {
    const context = this.context(node);
    const { now } = context;
    node.pullFreeAt = now;
    for (const [image, { availableAt }] of node.images)
      if (availableAt > now) node.images.delete(image);
    registerNode(context);
    const bound = podsOfNode(context);
    const alive = new Set(bound.map(({ metadata }) => metadata.uid ?? ""));
    for (const uid of [...node.pods.keys()]) if (!alive.has(uid)) this.forget(node, uid);
    for (const frozen of [...node.pods.values()]) {
      if (frozen.isFinished) continue;
      const record = thawRecord(frozen);
      afterReboot(context, record);
      node.pods.set(record.uid, freezeRecord(record));
    }
    for (const pod of bound) this.takePod(node, pod);
    // A pod whose object stayed the same has lost its containers all the same.
    for (const record of [...node.pods.values()]) this.sync(node, thawRecord(record));
    this.setBeat(node, LEASE_MS);
  }

  private takeChanges(node: NodeRecord, changes: readonly Change[]): void {
    const { simulation } = this.ports;
    for (const change of changes) {
      simulation.reactTo(change.traceId);
      if (change.kind === "Node") this.takeNode(node, change);
      else if (change.type === "deleted") this.forget(node, change.object.metadata.uid ?? "");
      else this.takePod(node, change.object as Pod);
    }
  }

  private takeNode(node: NodeRecord, change: Change): void {
    const object = change.object as Node;
    node.object = change.type === "deleted" ? undefined : object;
    if (this.ports.options.profile !== "imitated") return;
    const isSilent = object.metadata.annotations?.["fake/down"] === "true";
    if (isSilent === node.isSilent) return;
    node.isSilent = isSilent;
    if (isSilent) return;
    beat(this.context(node));
    for (const record of [...node.pods.values()]) this.sync(node, thawRecord(record));
  }

  private takePod(node: NodeRecord, pod: Pod): void {
    const uid = pod.metadata.uid ?? "";
    const known = node.pods.get(uid);
    if (!known) {
      if (isOver(pod) && !isDeleting(pod)) return;
      const record = newPodRecord(pod, node.spec.name);
      this.state.nodeOfPod.set(uid, node.spec.name);
      if (isIdle(node)) node.pods.set(uid, freezeRecord(record));
      else this.sync(node, record);
      return;
    }
    const before = known.pod;
    if (before === pod) return;
    if (isIdle(node) || !needsSync(before, pod, known)) {
      node.pods.set(uid, withPod(known, pod));
      return;
    }
    const record = thawRecord(known);
    record.pod = pod;
    if (before.spec !== pod.spec) applyImages(this.context(node), record);
    record.isDirty = true;
    this.sync(node, record);
  }

  /** The object is gone, be it by force: what still runs dies unseen. */
  private forget(node: NodeRecord, uid: string): void {
    const record = node.pods.get(uid);
    if (!record) return;
    this.setWake(node, record, NEVER);
    this.ports.podNetwork.release(uid);
    node.pods.delete(uid);
    this.state.nodeOfPod.delete(uid);
    if (!isIdle(node)) this.retryResizes(node);
  }

  /** What had no room for more may have it now. */
  private retryResizes(node: NodeRecord): void {
    for (const each of [...node.pods.values()])
      if (each.resizeRefusal?.reason === "Deferred") this.sync(node, thawRecord(each));
  }

  /** Brings a pod on its way; takes a record that may be changed and keeps it frozen. */
  private sync(node: NodeRecord, record: PodRecord): void {
    const context = this.context(node);
    syncPod(context, record);
    const retryMs = reportPod(context, record);
    if (retryMs !== undefined) record.wakeAt = Math.min(record.wakeAt, context.now + retryMs);
    node.pods.set(record.uid, freezeRecord(record));
    this.setWake(node, record, record.wakeAt);
  }

  private setWake(node: NodeRecord, record: PodRecord, at: Millis): void {
    const { simulation } = this.ports;
    const to = this.workerOf(node).agent;
    if (at === NEVER) simulation.clearTimer({ to, key: record.uid });
    else if (simulation.timerTime({ to, key: record.uid }) !== at)
      simulation.setTimer({
        delayMs: Math.max(0, at - simulation.now),
        to,
        key: record.uid,
        type: "wake",
        payload: record.uid,
      });
  }

  /** The worker of a node, with nothing on its mind. */
  private context(node: NodeRecord): NodeWorker {
    const worker = this.workerOf(node);
    worker.node = node;
    worker.reasons = [];
    return worker;
  }

  private workerOf(node: NodeRecord): NodeWorker {
    const { name } = node.spec;
    let worker = this.workers.get(name);
    if (!worker) {
      const { ports, timings } = this;
      worker = new NodeWorker(`${this.name}/${name}`, { ports, timings, node });
      this.workers.set(name, worker);
    }
    return worker;
  }
}

/** A pod that has ended for good before the kubelet saw it. */
function isOver({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** Whether a change says anything to the kubelet; its own status writes come back as changes too. */
function needsSync(before: Pod, after: Pod, record: PodRecord): boolean {
  // The deletion may have been seen already while a status was written: what counts is whether the end has begun.
  if (isDeleting(after) && (!record.stop || !isDeleting(before) || record.isFinished)) return true;
  if (before.metadata.generation !== after.metadata.generation) return true;
  if (before.metadata.annotations !== after.metadata.annotations) return true;
  return (
    (after.spec.readinessGates?.length ?? 0) > 0 &&
    before.status.conditions !== after.status.conditions
  );
}
