import type { MarkView } from "#core/view/rows.ts";
import type { YardState } from "#app/state/yard-state.ts";
import { byUid, nodeFixture, podFixture, rolloutState } from "#app/stage/fixtures.ts";
import type { Explanation } from "#protocol/messages.ts";

function mark(id: number, at: number, more: Partial<MarkView>): { mark: MarkView } {
  return {
    mark: {
      id,
      at,
      lane: "controllers",
      actor: "deployment-controller",
      verb: "update",
      kind: "Deployment",
      namespace: "default",
      name: "shop",
      uid: "",
      cause: id - 1,
      code: "",
      facts: {},
      ...more,
    },
  };
}

/** A made-up answer with a chain and a table. */
export function sampleExplanation(): Explanation {
  return {
    question: { about: "latest" },
    chain: [
      mark(6, 38_400, {
        lane: "scheduler",
        actor: "default-scheduler",
        kind: "Pod",
        name: "shop-5c4d6f7b89-q8d5x",
        code: "node-chosen",
        facts: { node: "worker-3", score: 612, feasible: 3, total: 6, isTie: false },
      }),
      mark(5, 38_300, {
        actor: "replicaset-controller",
        verb: "create",
        kind: "Pod",
        name: "shop-5c4d6f7b89-q8d5x",
        code: "replicas-missing",
        facts: { desired: 6, current: 5, missing: 1 },
      }),
      mark(4, 38_200, {
        kind: "ReplicaSet",
        name: "shop-5c4d6f7b89",
        code: "rollout-scale-up",
        facts: { replicaSet: "shop-5c4d6f7b89", from: 5, to: 6, ceiling: 10 },
      }),
      mark(3, 31_100, {
        code: "template-changed",
        facts: { revision: 4, replicaSet: "shop-5c4d6f7b89", replicas: 8 },
      }),
      mark(2, 31_000, {
        lane: "you",
        actor: "you",
        verb: "input",
        facts: { label: "kubectl apply -f shop.yaml" },
      }),
    ],
    scheduling: {
      pod: { namespace: "default", name: "shop-5c4d6f7b89-q8d5x", uid: "pod-q8d5x" },
      at: 38_400,
      attempt: 1,
      node: "worker-3",
      message: "",
      tieBroken: true,
      verdicts: [
        {
          node: "worker-3",
          fits: true,
          plugin: "",
          reasons: [],
          scores: { NodeResourcesFit: 82, PodTopologySpread: 200, ImageLocality: 30 },
          total: 312,
        },
        {
          node: "worker-2",
          fits: true,
          plugin: "",
          reasons: [],
          scores: { NodeResourcesFit: 60, PodTopologySpread: 150 },
          total: 210,
        },
        {
          node: "worker-1",
          fits: false,
          plugin: "NodeResourcesFit",
          reasons: ["Insufficient cpu"],
          scores: {},
          total: 0,
        },
        {
          node: "master-1",
          fits: false,
          plugin: "TaintToleration",
          reasons: ["node(s) had untolerated taint(s)"],
          scores: {},
          total: 0,
        },
      ],
    },
    next: null,
  };
}

/** A worker that was switched off 54 s ago. */
export function lostWorkerState(page: Pick<YardState, "theme" | "language">): YardState {
  const place = (name: string, node: string, slot: number, state: "ready" | "unknown") =>
    podFixture(name, state, { node, slot, revisionRole: "none", revision: 0 });
  const pods = [
    place("x7k2p", "worker-1", 0, "ready"),
    place("m4q9d", "worker-1", 1, "ready"),
    place("c8v2t", "worker-1", 2, "ready"),
    place("b6zrh", "worker-2", 0, "ready"),
    place("t5w9n", "worker-2", 1, "ready"),
    place("k9j4f", "worker-2", 2, "ready"),
    place("z2l6m", "worker-2", 3, "ready"),
    place("p5f7w", "worker-3", 0, "unknown"),
    place("q8d5x", "worker-3", 1, "unknown"),
  ];
  const nodes = ["master-1", "master-2", "master-3", "worker-1", "worker-2"].map((name) =>
    nodeFixture(name, { heartbeatAt: 92_000 }),
  );
  const dead = nodeFixture("worker-3", {
    powered: false,
    state: "off",
    status: "NotReady",
    heartbeatAt: 40_000,
  });
  const base = rolloutState(page);
  const deployments = [...base.deployments.values()].map((row) => ({
    ...row,
    desired: 8,
    current: 9,
    ready: 7,
  }));
  return {
    ...base,
    at: 94_000,
    pods: byUid(pods),
    nodes: byUid([...nodes, dead]),
    deployments: byUid(deployments),
    caption: "worker-3 is off. Kubernetes waits about 5 minutes, then makes new pods.",
  };
}

/** Every state of a node side by side, and pods without one. */
export function nodeStatesState(page: Pick<YardState, "theme" | "language">): YardState {
  const base = rolloutState(page);
  const states = ["ready", "not-ready", "cordoned", "draining", "off"] as const;
  const nodes = states.map((state, index) =>
    nodeFixture(`worker-${index + 1}`, { state, powered: state !== "off" }),
  );
  const pods = states.flatMap((state, index) =>
    ["a1b2c", "d3e4f", "g5h6j"].map((name, slot) =>
      podFixture(
        `${name}`,
        state === "not-ready" || state === "off"
          ? "unknown"
          : state === "draining" && slot < 2
            ? "terminating"
            : "ready",
        { node: `worker-${index + 1}`, slot, uid: `${state}-${slot}` },
      ),
    ),
  );
  const waiting = ["w2rgx", "w3rgy"].map((name) =>
    podFixture(name, "unschedulable", { node: "", slot: -1 }),
  );
  const masters = ["master-1", "master-2", "master-3"].map((name) =>
    nodeFixture(
      name,
      name === "master-3"
        ? {
            powered: false,
            state: "off",
            scheduler: "down",
            controllers: "down",
            apiServer: "down",
          }
        : {},
    ),
  );
  const agents = ["master-1", "master-2"].map((node) =>
    podFixture(`log-${node}`, "ready", {
      node,
      slot: 0,
      uid: `log-${node}`,
      ownerKind: "DaemonSet",
      revision: 0,
      revisionRole: "none",
    }),
  );
  const services = [...base.services.values()].flatMap((service) => [
    { ...service, endpoints: pods.filter(({ ready }) => ready).map(({ uid }) => uid) },
    { ...service, uid: "service-cart", name: "cart", endpoints: [], rate: 0 },
    { ...service, uid: "service-blog", name: "blog", endpoints: [], rate: 12 },
  ]);
  const etcd = new Map(
    [...base.etcd].map(([name, member], index) => [
      name,
      index === 2 ? { ...member, role: "down" as const } : member,
    ]),
  );
  return {
    ...base,
    pods: byUid([...pods, ...waiting, ...agents]),
    nodes: byUid([...masters, ...nodes]),
    services: byUid(services),
    etcd,
  };
}
