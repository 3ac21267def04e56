import type { EtcdView, NodeView, PodView, ViewOp } from "#core/view/rows.ts";
import type { Command, Frame } from "#protocol/messages.ts";
import type { Scenario } from "#protocol/scenario.ts";
import type { Send } from "#app/state/hooks.ts";
import type { Engine, EngineListeners, StartEngine } from "./engine.ts";

/** A stand-in for the worker while the page itself is being built (`?mock` on the development server): a frozen rollout whose clock runs. */
export const startMockEngine: StartEngine = (scenario, listeners) => new MockEngine(scenario, listeners);

const GIB = 1024 ** 3;
const TICK_MS = 50;

class MockEngine implements Engine {
  private at: number;
  private playing = true;
  private speed = 1;
  private seq = 0;
  private scenario: Scenario;
  private readonly listeners: EngineListeners;
  private readonly timer: number;

  constructor(scenario: Scenario, listeners: EngineListeners) {
    this.scenario = scenario;
    this.listeners = listeners;
    this.at = scenario.at || 46_200;
    window.setTimeout(() => this.emit(true), 20);
    this.timer = window.setInterval(() => this.tick(), TICK_MS);
  }

  readonly send: Send = (command) => Promise.resolve(this.answer(command) as never);

  open(scenario: Scenario): Promise<void> {
    this.scenario = scenario;
    this.at = scenario.at;
    this.emit(true);
    return Promise.resolve();
  }

  close(): void {
    window.clearInterval(this.timer);
  }

  private answer(command: Command): unknown {
    switch (command.type) {
      case "play":
        this.playing = command.on;
        return null;
      case "speed":
        this.speed = command.factor;
        return null;
      case "seek":
        this.at = command.at;
        return { at: this.at };
      case "step":
        this.at += command.direction * 1200;
        return { at: this.at };
      case "kubectl":
        this.listeners.onOutput(command.session, "stdout", `(mock) kubectl ${command.line}\n`);
        return { exitCode: 0 };
      case "complete":
        return { from: command.cursor, candidates: ["get", "describe", "delete"] };
      case "save":
        return { ...this.scenario, at: this.at };
      default:
        return null;
    }
  }

  private tick(): void {
    if (this.playing) this.at += TICK_MS * this.speed;
    this.emit(false);
  }

  private emit(reset: boolean): void {
    this.seq += 1;
    this.listeners.onFrame(frameOf(this.seq, this.at, reset, this.playing, this.speed));
  }
}

function frameOf(seq: number, at: number, reset: boolean, playing: boolean, speed: number): Frame {
  return {
    seq, reset, at, revision: 4812, playing, speed, past: false, branch: "main",
    branches: [
      { id: "main", name: "main", parent: "", forkedAt: 0, liveAt: at },
      { id: "b", name: "what if", parent: "main", forkedAt: 20_000, liveAt: 31_000 },
    ],
    inputs: [
      { at: 2000, action: 1, label: "kubectl apply -f shop.yaml" },
      { at: 31_000, action: 2, label: "kubectl apply -f shop.yaml" },
    ],
    ops: reset ? rows() : [],
    marks: reset ? marks() : [],
    traffic: [
      { service: "svc-1", okPerSecond: 240 + 20 * Math.sin(at / 3000), failedPerSecond: 0, p50Ms: 21, p95Ms: 48 + 6 * Math.sin(at / 900), totalOk: 9000, totalFailed: 2 },
    ],
    requests: [],
    faults: [],
    pace: 1000 * speed,
  };
}

function marks(): Frame["marks"] {
  const lanes = ["controllers", "scheduler", "kubelets", "kubelets"] as const;
  return Array.from({ length: 48 }, (_unused, index) => ({
    id: index + 1, at: (index < 20 ? 2200 : 20_000) + index * 550, lane: lanes[index % 4] ?? "kubelets", actor: "deployment-controller", verb: "update",
    kind: "ReplicaSet", namespace: "default", name: "shop-5c4d6f7b89", uid: `mark-${index}`, cause: Math.max(0, index - 1), code: "", facts: {},
  }));
}

function rows(): ViewOp[] {
  const pods = [
    pod("x7k2p", "worker-1", 0, "healthy", "ready", 3), pod("m4q9d", "worker-1", 1, "healthy", "ready", 3),
    pod("c8v2t", "worker-1", 2, "healthy", "ready", 4), pod("b6zrh", "worker-2", 0, "healthy", "ready", 3),
    pod("h2n8s", "worker-2", 2, "leaving", "terminating", 3), pod("t5w9n", "worker-2", 3, "progress", "pulling", 4),
    pod("p5f7w", "worker-3", 0, "healthy", "ready", 3), pod("z2l6m", "worker-3", 1, "healthy", "ready", 4),
    pod("q8d5x", "worker-3", 2, "progress", "not-ready", 4), pod("v4r7g", "worker-3", 3, "progress", "starting", 4),
    pod("k9j4f", "", -1, "waiting", "pending", 4),
  ];
  return [
    ...[1, 2, 3].map((n): ViewOp => ({ table: "nodes", id: `master-${n}`, row: node(`master-${n}`, "control-plane", n === 1) })),
    ...[1, 2, 3].map((n): ViewOp => ({ table: "nodes", id: `worker-${n}`, row: node(`worker-${n}`, "worker", false) })),
    ...[1, 2, 3].map((n): ViewOp => ({ table: "etcd", id: `etcd-${n}`, row: { name: `etcd-${n}`, role: n === 2 ? "leader" : "follower", revision: 4812 } satisfies EtcdView })),
    ...pods.map((row): ViewOp => ({ table: "pods", id: row.uid, row })),
    { table: "deployments", id: "dep-1", row: { uid: "dep-1", namespace: "default", name: "shop", desired: 8, current: 10, ready: 6, available: 6, updated: 6, floor: 6, ceiling: 10, strategy: "RollingUpdate", paused: false, revision: 4, previousRevision: 3, progress: "progressing", image: "jangteo/shop:v2" } },
    { table: "replicaSets", id: "rs-4", row: { uid: "rs-4", namespace: "default", name: "shop-5c4d6f7b89", deployment: "shop", revision: 4, desired: 6, current: 6, ready: 2, available: 2, isNew: true, image: "jangteo/shop:v2" } },
    { table: "replicaSets", id: "rs-3", row: { uid: "rs-3", namespace: "default", name: "shop-7d9f8c6b54", deployment: "shop", revision: 3, desired: 4, current: 4, ready: 4, available: 4, isNew: false, image: "jangteo/shop:v1" } },
    { table: "services", id: "svc-1", row: { uid: "svc-1", namespace: "default", name: "shop", type: "ClusterIP", clusterIp: "10.96.7.21", ports: "80", endpoints: pods.filter(({ ready }) => ready).map(({ uid }) => uid), matched: 10, rate: 240 } },
    { table: "events", id: "ev-1", row: { uid: "ev-1", at: 31_200, type: "Normal", reason: "ScalingReplicaSet", kind: "Deployment", namespace: "default", name: "shop", objectUid: "dep-1", message: "Scaled up replica set shop-5c4d6f7b89 from 0 to 2", count: 1, source: "deployment-controller" } },
    { table: "events", id: "ev-2", row: { uid: "ev-2", at: 38_000, type: "Warning", reason: "Unhealthy", kind: "Pod", namespace: "default", name: "shop-5c4d6f7b89-q8d5x", objectUid: "pod-q8d5x", message: "Readiness probe failed: HTTP probe failed with statuscode: 503", count: 2, source: "kubelet" } },
  ];
}

function node(name: string, role: NodeView["role"], leads: boolean): NodeView {
  const master = role === "control-plane";
  return {
    uid: name, name, role, state: "ready", status: "Ready", taints: master ? ["node-role.kubernetes.io/control-plane:NoSchedule"] : [], zone: "", powered: true,
    heartbeatAt: 45_000, cpuAllocatableMilli: 2000, cpuRequestedMilli: 900, cpuUsedMilli: 600, memoryAllocatableBytes: 4 * GIB, memoryRequestedBytes: GIB,
    memoryUsedBytes: GIB / 2, podCapacity: 110, apiServer: master ? "up" : "none", scheduler: master ? (leads ? "leader" : "standby") : "none",
    controllers: master ? (leads ? "leader" : "standby") : "none",
  };
}

function pod(tail: string, nodeName: string, slot: number, family: PodView["family"], state: PodView["state"], revision: number): PodView {
  const hash = revision === 4 ? "5c4d6f7b89" : "7d9f8c6b54";
  const ready = state === "ready";
  return {
    uid: `pod-${tail}`, namespace: "default", name: `shop-${hash}-${tail}`, shortName: tail, node: nodeName, slot, family, state,
    status: state === "pulling" ? "ContainerCreating" : state === "terminating" ? "Terminating" : state === "pending" ? "Pending" : "Running",
    ready, readyText: ready ? "1/1" : "0/1", restarts: 0, ownerKind: "ReplicaSet", ownerName: `shop-${hash}`, deployment: "shop", revision,
    revisionRole: revision === 4 ? "new" : "old", ip: "10.244.1.5",
    containers: [{ name: "shop", image: `jangteo/shop:v${revision - 2}`, state: "running", reason: "", ready, restarts: 0, sidecar: false, init: false }],
    createdAt: 38_000, pullFrom: state === "pulling" ? 42_000 : 0, pullUntil: state === "pulling" ? 49_000 : 0, backoffFrom: 0, backoffUntil: 0,
    graceFrom: state === "terminating" ? 40_000 : 0, graceUntil: state === "terminating" ? 70_000 : 0, qosClass: "Burstable", app: "shop",
    cpuRequestMilli: 200, memoryRequestBytes: GIB / 4,
  };
}
