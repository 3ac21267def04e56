import type { TextKey, TextValues } from "#app/i18n/text.ts";
import type { Selection, YardState } from "#app/state/yard-state.ts";
import { placedName } from "#app/state/selectors.ts";
import type { NodeView, PodView } from "#core/view/rows.ts";

type Text = (key: TextKey, values?: TextValues) => string;

/** One line of the tree. */
export interface Branch {
  readonly id: string;
  readonly level: 1 | 2 | 3;
  readonly label: string;
  readonly selection: Selection | null;
  readonly parent: string;
  readonly family: PodView["family"] | "";
  readonly hasChildren: boolean;
}

/** The cluster as lines: cluster, nodes, pods; in words complete enough to do without the picture. */
export function treeOf({ nodes, pods }: Pick<YardState, "nodes" | "pods">, text: Text): Branch[] {
  const byNode = new Map<string, PodView[]>();
  for (const pod of pods.values()) byNode.set(pod.node, [...(byNode.get(pod.node) ?? []), pod]);
  const root: Branch = {
    id: "cluster",
    level: 1,
    label: text("list.cluster"),
    selection: null,
    parent: "",
    family: "",
    hasChildren: nodes.size > 0,
  };
  const sorted = [...nodes.values()].sort(
    (a, b) => Number(a.role === "worker") - Number(b.role === "worker") || byName(a.name, b.name),
  );
  const waiting = byNode.get("") ?? [];
  return [
    root,
    ...sorted.flatMap((node) => nodeBranches(node, byNode.get(node.name) ?? [], text)),
    ...(waiting.length === 0
      ? []
      : [waitingBranch(waiting, text), ...podBranches(waiting, "waiting", text)]),
  ];
}

/** What the picture shows beside the machines: Services and the members of etcd. */
export function besideNodes(
  { services, etcd }: Pick<YardState, "services" | "etcd">,
  text: Text,
): Branch[] {
  const line = { level: 2, parent: "cluster", hasChildren: false } as const;
  return [
    ...[...services.values()].map(({ uid, namespace, name, endpoints }): Branch => ({
      ...line,
      id: uid,
      label: text("list.service", {
        name: placedName({ namespace, name }),
        count: endpoints.length,
      }),
      selection: { kind: "Service", namespace, name, id: uid },
      family: endpoints.length > 0 ? "healthy" : "failing",
    })),
    ...[...etcd.values()].map(({ name, role }): Branch => ({
      ...line,
      id: name,
      label: `${name}, ${text(`stage.${role}`)}`,
      selection: { kind: "Etcd", namespace: "", name, id: name },
      family: role === "down" ? "failing" : "healthy",
    })),
  ];
}

function nodeBranches(node: NodeView, pods: readonly PodView[], text: Text): Branch[] {
  const state = text(`stage.node.${node.powered ? node.state : "off"}`);
  const label = text("list.node", {
    name: node.name,
    role: text(`inspector.role.${node.role}`),
    state,
    count: pods.length,
  });
  const branch: Branch = {
    id: node.uid,
    level: 2,
    label,
    selection: { kind: "Node", namespace: "", name: node.name, id: node.uid },
    parent: "cluster",
    family: node.state === "ready" && node.powered ? "healthy" : "failing",
    hasChildren: pods.length > 0,
  };
  return [branch, ...podBranches(pods, node.uid, text)];
}

function waitingBranch(pods: readonly PodView[], text: Text): Branch {
  return {
    id: "waiting",
    level: 2,
    label: `${text("list.waiting")} (${pods.length})`,
    selection: null,
    parent: "cluster",
    family: "waiting",
    hasChildren: true,
  };
}

function podBranches(pods: readonly PodView[], parent: string, text: Text): Branch[] {
  return [...pods]
    .sort((a, b) => a.slot - b.slot || byName(a.name, b.name))
    .map((pod) => ({
      id: pod.uid,
      level: 3 as const,
      parent,
      family: pod.family,
      hasChildren: false,
      label: text(pod.restarts > 0 ? "list.pod-restarts" : "list.pod", {
        name: placedName(pod),
        state: stateWords(pod, text),
        ready: pod.readyText,
        restarts: pod.restarts,
      }),
      selection: { kind: "Pod" as const, namespace: pod.namespace, name: pod.name, id: pod.uid },
    }));
}

function stateWords(pod: PodView, text: Text): string {
  const word = text(`stage.state.${pod.state}`);
  return pod.status === "" || pod.status === word ? word : `${word} (${pod.status})`;
}

function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
