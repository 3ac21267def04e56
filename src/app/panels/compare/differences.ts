import type { ClusterSlice } from "#app/state/yard-state.ts";

/** One thing that is not the same in two worlds. */
export interface Difference {
  /** `deployment/shop`, `worker-2`, or a key of the texts. */
  readonly what: string;
  readonly left: string;
  readonly right: string;
}

type Side = Pick<
  ClusterSlice,
  "deployments" | "nodes" | "pods" | "services" | "traffic" | "faults"
>;

/** What differs between two worlds, in the words of kubectl; "" where a world does not have the thing. */
export function differencesOf(left: Side, right: Side): readonly Difference[] {
  const a = factsOf(left);
  const b = factsOf(right);
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  return names
    .map((what) => ({ what, left: a.get(what) ?? "", right: b.get(what) ?? "" }))
    .filter((row) => row.left !== row.right);
}

function factsOf({
  deployments,
  nodes,
  pods,
  services,
  traffic,
  faults,
}: Side): ReadonlyMap<string, string> {
  const facts = new Map<string, string>();
  for (const row of deployments.values()) {
    facts.set(
      `deployment/${row.name}`,
      `${row.ready}/${row.desired} · ${row.image} · r${row.revision}`,
    );
  }
  for (const node of nodes.values()) {
    const here = [...pods.values()].filter(
      (pod) => pod.node === node.name && pod.namespace !== "kube-system",
    );
    facts.set(`node/${node.name}`, `${node.status} · ${here.length} pods`);
  }
  for (const service of services.values()) {
    const flow = traffic.get(service.uid);
    const ok = flow ? ` · ${flow.totalOk} ok · ${flow.totalFailed} failed` : "";
    facts.set(
      `service/${service.name}`,
      `${service.endpoints.length}/${service.matched} endpoints${ok}`,
    );
  }
  const unready = [...pods.values()].filter((pod) => !pod.ready && pod.namespace !== "kube-system");
  if (unready.length > 0)
    facts.set(
      "pods not ready",
      unready
        .map((pod) => `${pod.shortName} ${pod.status}`)
        .sort()
        .join(", "),
    );
  for (const fault of faults) facts.set(`fault: ${fault}`, "on");
  return facts;
}
