import { useYard } from "#app/state/hooks.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { ReplicaSetView } from "#core/view/rows.ts";

/** The ReplicaSet to show while there is no Deployment: the selected one, else the first by name that no Deployment owns. */
export function useLoneReplicaSet(): ReplicaSetView | undefined {
  return useYard(loneReplicaSet);
}

/** As above, of a state. */
export function loneReplicaSet({
  replicaSets,
  selection,
}: Pick<YardState, "replicaSets" | "selection">): ReplicaSetView | undefined {
  let first: ReplicaSetView | undefined;
  for (const row of replicaSets.values()) {
    if (row.deployment !== "" || row.namespace.startsWith("kube-")) continue;
    if (row.uid === selection?.id) return row;
    if (first === undefined || row.name < first.name) first = row;
  }
  return first;
}
