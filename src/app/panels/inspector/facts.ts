import type { TextKey, TextValues } from "#app/i18n/text.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";
import type { PodView } from "#core/view/rows.ts";
import type { Subject } from "./subject.ts";

type Text = (key: TextKey, values?: TextValues) => string;

/** One line of the What tab. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly isCode?: boolean;
  /** Things that can be selected from here. */
  readonly links?: readonly { readonly label: string; readonly selection: Selection }[];
}

/** What is to be known about a subject, in the order of importance. */
export function factsOf(subject: Subject, state: YardState, text: Text): Fact[] {
  switch (subject.kind) {
    case "Pod":
      return podFacts(subject.row, state, text);
    case "Node":
      return nodeFacts(subject.row, state, text);
    case "Deployment":
      return deploymentFacts(subject.row, state, text);
    case "ReplicaSet": {
      const { row } = subject;
      const pods = [...state.pods.values()].filter(
        ({ ownerName, namespace }) => ownerName === row.name && namespace === row.namespace,
      );
      return [
        {
          label: text("inspector.replicas"),
          value: text("inspector.replicas-value", {
            desired: row.desired,
            current: row.current,
            ready: row.ready,
          }),
        },
        { label: text("inspector.revision"), value: String(row.revision) },
        { label: text("inspector.image"), value: row.image, isCode: true },
        {
          label: text("inspector.pods"),
          value: pods.length === 0 ? text("inspector.none") : "",
          links: pods.map(podLink),
        },
      ];
    }
    case "Service":
      return serviceFacts(subject.row, state, text);
    case "Etcd": {
      const { row } = subject;
      return [
        {
          label: text("inspector.role"),
          value: text(
            row.role === "leader"
              ? "stage.leader"
              : row.role === "down"
                ? "stage.down"
                : "stage.follower",
          ),
        },
        { label: text("inspector.etcd-revision"), value: String(row.revision), isCode: true },
      ];
    }
  }
}

function podFacts(pod: PodView, state: YardState, text: Text): Fact[] {
  const node = [...state.nodes.values()].find(({ name }) => name === pod.node);
  return [
    { label: text("inspector.status"), value: pod.status, isCode: true },
    { label: text("inspector.ready"), value: pod.readyText },
    { label: text("inspector.restarts"), value: String(pod.restarts) },
    node
      ? {
          label: text("inspector.node"),
          value: "",
          links: [
            {
              label: node.name,
              selection: { kind: "Node", namespace: "", name: node.name, id: node.uid },
            },
          ],
        }
      : { label: text("inspector.node"), value: text("inspector.no-node") },
    {
      label: text("inspector.ip"),
      value: pod.ip === "" ? text("inspector.none") : pod.ip,
      isCode: true,
    },
    {
      label: text("inspector.asks"),
      value: text("inspector.asks-value", {
        cpu: cpu(pod.cpuRequestMilli),
        memory: memory(pod.memoryRequestBytes),
      }),
    },
    { label: text("inspector.qos"), value: pod.qosClass },
    ...(pod.revision > 0
      ? [{ label: text("inspector.revision"), value: String(pod.revision) }]
      : []),
  ];
}

function nodeFacts(
  node: Extract<Subject, { kind: "Node" }>["row"],
  state: YardState,
  text: Text,
): Fact[] {
  const pods = [...state.pods.values()].filter((pod) => pod.node === node.name);
  const seconds = Math.max(0, Math.round((state.at - node.heartbeatAt) / 1000));
  return [
    { label: text("inspector.status"), value: node.status, isCode: true },
    { label: text("inspector.role"), value: text(`inspector.role.${node.role}`) },
    ...(node.zone === "" ? [] : [{ label: text("inspector.zone"), value: node.zone }]),
    { label: text("inspector.heartbeat"), value: text("inspector.ago", { seconds }) },
    {
      label: text("inspector.taints"),
      value: node.taints.length === 0 ? text("inspector.none") : node.taints.join(", "),
      isCode: true,
    },
    {
      label: text("inspector.cpu"),
      value: text("inspector.of", {
        asked: cpu(node.cpuRequestedMilli),
        used: cpu(node.cpuUsedMilli),
        all: cpu(node.cpuAllocatableMilli),
      }),
    },
    {
      label: text("inspector.memory"),
      value: text("inspector.of", {
        asked: memory(node.memoryRequestedBytes),
        used: memory(node.memoryUsedBytes),
        all: memory(node.memoryAllocatableBytes),
      }),
    },
    {
      label: text("inspector.pods"),
      value: text("inspector.pods-of", { count: pods.length, capacity: node.podCapacity }),
      links: pods.slice(0, 60).map(podLink),
    },
  ];
}

function deploymentFacts(
  row: Extract<Subject, { kind: "Deployment" }>["row"],
  state: YardState,
  text: Text,
): Fact[] {
  const sets = [...state.replicaSets.values()].filter(
    ({ deployment, namespace }) => deployment === row.name && namespace === row.namespace,
  );
  sets.sort((a, b) => b.revision - a.revision);
  return [
    {
      label: text("inspector.replicas"),
      value: text("inspector.replicas-value", {
        desired: row.desired,
        current: row.current,
        ready: row.ready,
      }),
    },
    { label: text("inspector.available"), value: String(row.available) },
    { label: text("inspector.updated"), value: String(row.updated) },
    { label: text("inspector.strategy"), value: row.strategy, isCode: true },
    {
      label: text("inspector.bounds"),
      value: text("inspector.bounds-value", { floor: row.floor, ceiling: row.ceiling }),
    },
    { label: text("inspector.image"), value: row.image, isCode: true },
    {
      label: text("inspector.replica-sets"),
      value: "",
      links: sets.map((set) => ({
        label: `r${set.revision} ${set.ready}/${set.desired}`,
        selection: { kind: "ReplicaSet", namespace: set.namespace, name: set.name, id: set.uid },
      })),
    },
  ];
}

function serviceFacts(
  row: Extract<Subject, { kind: "Service" }>["row"],
  state: YardState,
  text: Text,
): Fact[] {
  const traffic = state.traffic.get(row.uid);
  const pods = row.endpoints.flatMap((uid) => state.pods.get(uid) ?? []);
  return [
    { label: text("inspector.type"), value: row.type, isCode: true },
    { label: text("inspector.ip"), value: row.clusterIp, isCode: true },
    { label: text("inspector.ports"), value: row.ports, isCode: true },
    { label: text("inspector.matched"), value: String(row.matched) },
    {
      label: text("inspector.endpoints"),
      value: pods.length === 0 ? text("inspector.none") : "",
      links: pods.slice(0, 60).map(podLink),
    },
    ...(traffic
      ? [
          {
            label: text("inspector.rate"),
            value: text("inspector.rate-value", {
              ok: Math.round(traffic.okPerSecond),
              failed: Math.round(traffic.failedPerSecond),
              p95: Math.round(traffic.p95Ms),
            }),
          },
        ]
      : []),
  ];
}

function podLink(pod: PodView): { label: string; selection: Selection } {
  return {
    label: pod.shortName,
    selection: { kind: "Pod", namespace: pod.namespace, name: pod.name, id: pod.uid },
  };
}

/** Milli-CPU as Kubernetes would write it: `200m`, `2`. */
export function cpu(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${Math.round(milli)}m`;
}

/** Bytes as Kubernetes would write them: `256Mi`, `3.8Gi`. */
export function memory(bytes: number): string {
  const mebi = bytes / 1024 / 1024;
  return mebi >= 1024 ? `${Math.round((mebi / 1024) * 10) / 10}Gi` : `${Math.round(mebi)}Mi`;
}
