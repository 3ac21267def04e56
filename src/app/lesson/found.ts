import type { Selection, YardState } from "#app/state/yard-state.ts";

type Rows = Pick<YardState, "nodes" | "pods" | "services" | "etcd">;

/** What `node/master-1` or `pod/web-*` means on the stage; the first by name, null when there is none. */
export function found(target: string, { nodes, pods, services, etcd }: Rows): Selection | null {
  const [kind = "", name = ""] = target.split("/");
  const isIt = (each: { readonly name: string }) =>
    name.endsWith("*") ? each.name.startsWith(name.slice(0, -1)) : each.name === name;
  const first = <T extends { readonly name: string }>(rows: ReadonlyMap<string, T>) =>
    [...rows.values()].filter(isIt).sort((a, b) => (a.name < b.name ? -1 : 1))[0];
  switch (kind) {
    case "node": {
      const row = first(nodes);
      return row ? { kind: "Node", namespace: "", name: row.name, id: row.uid } : null;
    }
    case "pod": {
      const row = first(pods);
      return row ? { kind: "Pod", namespace: row.namespace, name: row.name, id: row.uid } : null;
    }
    case "service": {
      const row = first(services);
      return row
        ? { kind: "Service", namespace: row.namespace, name: row.name, id: row.uid }
        : null;
    }
    case "etcd": {
      const row = first(etcd);
      return row ? { kind: "Etcd", namespace: "", name: row.name, id: row.name } : null;
    }
    default:
      return null;
  }
}
