import { createStore } from "zustand/vanilla";
import type { Yard } from "#app/state/hooks.ts";
import type { PageSlice, YardState } from "#app/state/yard-state.ts";
import type {
  ContainerView,
  DeploymentView,
  EtcdView,
  MarkView,
  NodeView,
  PodFamily,
  PodState,
  PodView,
  ReplicaSetView,
  ServiceView,
} from "#core/view/rows.ts";

/** Test data: pictures of clusters that never ran, for tests and for looking at the stage by itself. */

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

const MB = 1024 * 1024;

/** A pod in a state; everything else may be given. */
export function podFixture(
  shortName: string,
  state: PodState,
  more: Partial<PodView> = {},
): PodView {
  const isReady = state === "ready";
  const container: ContainerView = {
    name: "shop",
    image: "jangteo/shop:v2",
    state: isReady ? "running" : "waiting",
    reason: "",
    ready: isReady,
    restarts: 0,
    sidecar: false,
    init: false,
  };
  return {
    uid: `pod-${shortName}`,
    namespace: "default",
    name: `shop-5c4d6f7b89-${shortName}`,
    shortName,
    node: "worker-1",
    slot: 0,
    family: FAMILY[state],
    state,
    status: isReady ? "Running" : state,
    ready: isReady,
    readyText: isReady ? "1/1" : "0/1",
    restarts: 0,
    ownerKind: "ReplicaSet",
    ownerName: "shop-5c4d6f7b89",
    deployment: "shop",
    revision: 4,
    revisionRole: "new",
    ip: "10.244.1.7",
    containers: [container],
    createdAt: 38_000,
    pullFrom: 0,
    pullUntil: 0,
    backoffFrom: 0,
    backoffUntil: 0,
    graceFrom: 0,
    graceUntil: 0,
    qosClass: "Burstable",
    app: "shop",
    cpuRequestMilli: 200,
    memoryRequestBytes: 256 * MB,
    ...more,
  };
}

/** A node; a master when its name says so. */
export function nodeFixture(name: string, more: Partial<NodeView> = {}): NodeView {
  const isMaster = name.startsWith("master");
  const part = !isMaster ? "none" : name === "master-1" ? "leader" : "standby";
  return {
    uid: `node-${name}`,
    name,
    role: isMaster ? "control-plane" : "worker",
    state: "ready",
    status: "Ready",
    taints: isMaster ? ["node-role.kubernetes.io/control-plane:NoSchedule"] : [],
    zone: "",
    powered: true,
    heartbeatAt: 45_000,
    cpuAllocatableMilli: 2000,
    cpuRequestedMilli: 1000,
    cpuUsedMilli: 800,
    memoryAllocatableBytes: 4096 * MB,
    memoryRequestedBytes: 1200 * MB,
    memoryUsedBytes: 900 * MB,
    podCapacity: 110,
    apiServer: isMaster ? "up" : "none",
    scheduler: part,
    controllers: part,
    ...more,
  };
}

const OLD: Partial<PodView> = { revision: 3, revisionRole: "old", ownerName: "shop-7f9c8d5b64" };
const NONE: Partial<PodView> = { revision: 0, revisionRole: "none", deployment: "" };
const NOW = 46_200;

/** The moment of the design picture: a rolling update half way, 46.2 s in, one pod in flight. */
export function rolloutPods(): PodView[] {
  return [
    podFixture("x7k2p", "ready", { ...OLD, slot: 0 }),
    podFixture("m4q9d", "ready", { ...OLD, slot: 1 }),
    podFixture("c8v2t", "ready", { slot: 2 }),
    podFixture("db-0", "ready", {
      ...NONE,
      slot: 3,
      name: "db-0",
      ownerKind: "StatefulSet",
      ownerName: "db",
      app: "db",
    }),
    podFixture("b6zrh", "ready", { ...OLD, node: "worker-2", slot: 0 }),
    podFixture("k9j4f", "pending", { node: "worker-2", slot: 1, status: "Pending" }),
    podFixture("h2n8s", "terminating", {
      ...OLD,
      node: "worker-2",
      slot: 2,
      graceFrom: NOW - 8000,
      graceUntil: NOW + 22_000,
      status: "Terminating",
    }),
    podFixture("t5w9n", "pulling", {
      node: "worker-2",
      slot: 3,
      pullFrom: NOW - 6200,
      pullUntil: NOW + 3800,
      status: "ContainerCreating",
    }),
    podFixture("p5f7w", "ready", { ...OLD, node: "worker-3", slot: 0 }),
    podFixture("z2l6m", "ready", { node: "worker-3", slot: 1 }),
    podFixture("q8d5x", "not-ready", { node: "worker-3", slot: 2, status: "Running" }),
    podFixture("v4r7g", "starting", { node: "worker-3", slot: 3, status: "ContainerCreating" }),
  ];
}

const EXPLAINED: readonly MarkView[] = [
  mark(1, 31_000, {
    lane: "you",
    actor: "you",
    verb: "input",
    kind: "Deployment",
    name: "shop",
    code: "",
    facts: { label: "kubectl apply -f shop.yaml" },
  }),
  mark(2, 31_100, {
    lane: "controllers",
    actor: "deployment-controller",
    verb: "update",
    kind: "Deployment",
    name: "shop",
    code: "template-changed",
    facts: { revision: 4 },
  }),
];

function mark(
  id: number,
  at: number,
  more: Pick<MarkView, "lane" | "actor" | "verb" | "kind" | "name" | "code" | "facts">,
): MarkView {
  return { id, at, namespace: "default", uid: "", cause: Math.max(0, id - 1), ...more };
}

const DEPLOYMENT: DeploymentView = {
  uid: "deployment-shop",
  namespace: "default",
  name: "shop",
  desired: 8,
  current: 10,
  ready: 6,
  available: 6,
  updated: 6,
  floor: 6,
  ceiling: 10,
  strategy: "RollingUpdate",
  paused: false,
  revision: 4,
  previousRevision: 3,
  progress: "progressing",
  image: "jangteo/shop:v2",
};

const SETS: readonly ReplicaSetView[] = [
  {
    uid: "rs-4",
    namespace: "default",
    name: "shop-5c4d6f7b89",
    deployment: "shop",
    revision: 4,
    desired: 6,
    current: 6,
    ready: 2,
    available: 2,
    isNew: true,
    image: "jangteo/shop:v2",
  },
  {
    uid: "rs-3",
    namespace: "default",
    name: "shop-7f9c8d5b64",
    deployment: "shop",
    revision: 3,
    desired: 4,
    current: 4,
    ready: 4,
    available: 4,
    isNew: false,
    image: "jangteo/shop:v1",
  },
];

const PAGE: PageSlice = {
  language: "en",
  theme: "dark",
  reducedMotion: false,
  selection: null,
  listView: false,
  present: false,
  readOnly: false,
  zoom: 0,
  colourBy: "state",
  messages: false,
  files: [],
  openFile: "",
  pointedAt: "",
  editorPoint: null,
  caption: "",
};

function serviceFixture(pods: readonly PodView[]): ServiceView {
  const endpoints = pods.filter(({ ready, app }) => ready && app === "shop").map(({ uid }) => uid);
  return {
    uid: "service-shop",
    namespace: "default",
    name: "shop",
    type: "ClusterIP",
    clusterIp: "10.96.0.12",
    ports: "80",
    endpoints,
    matched: 11,
    rate: 240,
  };
}

/** Rows of the whole picture. */
export function rolloutState(more: Partial<YardState> = {}): YardState {
  const pods = rolloutPods();
  const etcd: EtcdView[] = ["etcd-1", "etcd-2", "etcd-3"].map((name) => ({
    name,
    role: name === "etcd-2" ? "leader" : "follower",
    revision: 4812,
  }));
  const nodes = ["master-1", "master-2", "master-3", "worker-1", "worker-2", "worker-3"].map(
    (name) => nodeFixture(name),
  );
  return {
    ...PAGE,
    connection: "live",
    at: NOW,
    receivedAt: 0,
    playing: false,
    speed: 1,
    pace: 1000,
    past: false,
    branch: "main",
    branches: [{ id: "main", name: "main", parent: "", forkedAt: 0, liveAt: NOW }],
    inputs: [],
    revision: 4812,
    faults: [],
    pods: byUid(pods),
    nodes: byUid(nodes),
    deployments: byUid([DEPLOYMENT]),
    replicaSets: byUid(SETS),
    services: byUid([serviceFixture(pods)]),
    etcd: new Map(etcd.map((member) => [member.name, member])),
    events: new Map(),
    marks: EXPLAINED,
    traffic: new Map([
      [
        "service-shop",
        {
          service: "service-shop",
          okPerSecond: 240,
          failedPerSecond: 0,
          p50Ms: 21,
          p95Ms: 48,
          totalOk: 9000,
          totalFailed: 0,
        },
      ],
    ]),
    requests: [],
    gauges: [],
    lesson: null,
    ...more,
  };
}

/** Many nodes and pods, a few of them in trouble. */
export function crowdState({
  workers,
  podsPerWorker,
}: {
  workers: number;
  podsPerWorker: number;
}): YardState {
  const names = Array.from({ length: workers }, (_, index) => `worker-${index + 1}`);
  const states: readonly PodState[] = [
    "crash-loop",
    "not-ready",
    "pulling",
    "terminating",
    "unknown",
    "succeeded",
  ];
  const pods = names.flatMap((node, place) =>
    Array.from({ length: podsPerWorker }, (_, slot) => {
      const roll = (place * 7919 + slot * 104_729 + place * slot * 31) % 97;
      return podFixture(`${place.toString(36)}-${slot.toString(36)}`, states[roll] ?? "ready", {
        node,
        slot,
        uid: `crowd-${place}-${slot}`,
      });
    }),
  );
  const nodes = [...["master-1", "master-2", "master-3"], ...names].map((name) =>
    nodeFixture(name, name === "worker-7" ? { state: "not-ready", status: "NotReady" } : {}),
  );
  return rolloutState({ pods: byUid(pods), nodes: byUid(nodes) });
}

/** A world that only shows: its commands answer nothing, its kubectl lines are kept in a list. */
export function fixtureYard(state: YardState): Yard & { readonly lines: string[] } {
  const store = createStore<YardState>(() => state);
  const lines: string[] = [];
  return {
    store,
    lines,
    send: () => Promise.reject(new Error("this world only shows")),
    runKubectl: (line) => {
      lines.push(line);
      return Promise.resolve(0);
    },
    setPage: (change) => store.setState(change),
  };
}

export function byUid<Row extends { readonly uid: string }>(
  rows: readonly Row[],
): Map<string, Row> {
  return new Map(rows.map((row) => [row.uid, row]));
}
