import type { Selection, YardState } from "#app/state/yard-state.ts";
import type {
  DeploymentView,
  EtcdView,
  NodeView,
  PodView,
  ReplicaSetView,
  ServiceView,
} from "#core/view/rows.ts";

/** The row behind a selection. */
export type Subject =
  | { readonly kind: "Pod"; readonly row: PodView }
  | { readonly kind: "Node"; readonly row: NodeView }
  | { readonly kind: "Deployment"; readonly row: DeploymentView }
  | { readonly kind: "ReplicaSet"; readonly row: ReplicaSetView }
  | { readonly kind: "Service"; readonly row: ServiceView }
  | { readonly kind: "Etcd"; readonly row: EtcdView };

/** The row behind a selection, undefined when it is gone or has none. */
export function subjectOf(selection: Selection | null, state: YardState): Subject | undefined {
  switch (selection?.kind) {
    case "Pod":
      return wrap("Pod", find(state.pods, selection));
    case "Node":
      return wrap("Node", find(state.nodes, selection));
    case "Deployment":
      return wrap("Deployment", find(state.deployments, selection));
    case "ReplicaSet":
      return wrap("ReplicaSet", find(state.replicaSets, selection));
    case "Service":
      return wrap("Service", find(state.services, selection));
    case "Etcd":
      return wrap("Etcd", state.etcd.get(selection.name));
    default:
      return undefined;
  }
}

function find<Row extends { readonly name: string; readonly namespace?: string }>(
  rows: ReadonlyMap<string, Row>,
  { id, name, namespace }: Selection,
): Row | undefined {
  const row = rows.get(id);
  if (row) return row;
  if (id !== "") return undefined;
  for (const each of rows.values())
    if (each.name === name && (each.namespace ?? "") === namespace) return each;
  return undefined;
}

function wrap<Kind extends Subject["kind"], Row>(
  kind: Kind,
  row: Row | undefined,
): { kind: Kind; row: Row } | undefined {
  return row === undefined ? undefined : { kind, row };
}

/** One link of the way from the Deployment down to the pod. */
export interface Crumb {
  readonly label: string;
  readonly selection: Selection | null;
}

/** Deployment, ReplicaSet, pod: the owners of a subject. */
export function crumbsOf(subject: Subject, state: YardState): Crumb[] {
  if (subject.kind === "Pod") {
    const set = [...state.replicaSets.values()].find(
      ({ name, namespace }) =>
        name === subject.row.ownerName && namespace === subject.row.namespace,
    );
    if (set) return [...setCrumbs(set, state), { label: "pod", selection: null }];
    if (subject.row.ownerName !== "")
      return [
        { label: `${subject.row.ownerKind} ${subject.row.ownerName}`, selection: null },
        { label: "pod", selection: null },
      ];
    return [
      { label: subject.row.namespace, selection: null },
      { label: "pod", selection: null },
    ];
  }
  if (subject.kind === "ReplicaSet")
    return setCrumbs(subject.row, state).map((crumb, index, all) =>
      index === all.length - 1 ? { ...crumb, selection: null } : crumb,
    );
  if (subject.kind === "Deployment" || subject.kind === "Service") {
    return [
      { label: subject.row.namespace, selection: null },
      { label: subject.kind.toLowerCase(), selection: null },
    ];
  }
  if (subject.kind === "Node")
    return [
      { label: "cluster", selection: null },
      { label: "node", selection: null },
    ];
  return [
    { label: "cluster", selection: null },
    { label: "etcd", selection: null },
  ];
}

function setCrumbs(set: ReplicaSetView, state: YardState): Crumb[] {
  const deployment = [...state.deployments.values()].find(
    ({ name, namespace }) => name === set.deployment && namespace === set.namespace,
  );
  const own: Crumb = {
    label: set.revision > 0 ? `r${set.revision}` : "rs",
    selection: { kind: "ReplicaSet", namespace: set.namespace, name: set.name, id: set.uid },
  };
  if (!deployment) return [own];
  return [
    {
      label: deployment.name,
      selection: {
        kind: "Deployment",
        namespace: deployment.namespace,
        name: deployment.name,
        id: deployment.uid,
      },
    },
    own,
  ];
}

/** The most useful lines about a subject, without `kubectl`. */
export function kubectlLines(subject: Subject): string[] {
  const { row } = subject;
  const inNamespace =
    "namespace" in row && row.namespace !== "default" ? ` -n ${row.namespace}` : "";
  switch (subject.kind) {
    case "Pod":
      return [
        `get pod ${row.name}${inNamespace} -o wide`,
        `describe pod ${row.name}${inNamespace}`,
        `logs ${row.name}${inNamespace}`,
        ...(subject.row.restarts > 0 ? [`logs ${row.name}${inNamespace} --previous`] : []),
        `delete pod ${row.name}${inNamespace}`,
      ];
    case "Node":
      return [
        `get node ${row.name} -o wide`,
        `describe node ${row.name}`,
        `get pods -A --field-selector spec.nodeName=${row.name}`,
        `cordon ${row.name}`,
        `drain ${row.name} --ignore-daemonsets`,
      ];
    case "Deployment":
      return [
        `rollout status deployment/${row.name}${inNamespace}`,
        `rollout history deployment/${row.name}${inNamespace}`,
        `scale deployment/${row.name}${inNamespace} --replicas=${subject.row.desired + 1}`,
        `rollout undo deployment/${row.name}${inNamespace}`,
        `describe deployment ${row.name}${inNamespace}`,
      ];
    case "ReplicaSet":
      return [`get rs ${row.name}${inNamespace} -o wide`, `describe rs ${row.name}${inNamespace}`];
    case "Service":
      return [
        `get svc ${row.name}${inNamespace} -o wide`,
        `get endpointslices${inNamespace} -l kubernetes.io/service-name=${row.name}`,
        `describe svc ${row.name}${inNamespace}`,
      ];
    case "Etcd":
      return [];
  }
}

/** Where the API keeps the object of a subject; undefined for what is no object. */
export function resourceOf(
  kind: Subject["kind"],
): { readonly group: string; readonly version: string; readonly resource: string } | undefined {
  switch (kind) {
    case "Pod":
      return { group: "", version: "v1", resource: "pods" };
    case "Node":
      return { group: "", version: "v1", resource: "nodes" };
    case "Service":
      return { group: "", version: "v1", resource: "services" };
    case "Deployment":
      return { group: "apps", version: "v1", resource: "deployments" };
    case "ReplicaSet":
      return { group: "apps", version: "v1", resource: "replicasets" };
    case "Etcd":
      return undefined;
  }
}
