import type { PodView } from "#core/view/rows.ts";
import type { World } from "#app/state/create-yard.ts";
import { defineAction } from "./define.ts";

export const deleteSelected = defineAction({
  name: "delete-selected",
  label: "actions.deleteSelected",
  group: "cluster",
  keys: ["x"],
  enabled: ({ selection, readOnly }) => selection?.kind === "Pod" && !readOnly,
  perform({ world }) {
    const { selection } = world.store.getState();
    return selection?.kind === "Pod" ? deletePod(world, selection) : undefined;
  },
});

/** Deletes a pod as `kubectl delete pod` would, without waiting for its end. */
export function deletePod(
  world: World,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): Promise<number> {
  return world.runKubectl(`delete pod ${name}${inNamespace(namespace)} --wait=false`);
}

/** ` -n NAME` where it is needed. */
export function inNamespace(namespace: string): string {
  return namespace === "" || namespace === "default" ? "" : ` -n ${namespace}`;
}

/** Pods of the person's own work: not the cluster's own, and not already leaving. */
export function ownPods(pods: ReadonlyMap<string, PodView>): readonly PodView[] {
  return [...pods.values()].filter(
    ({ namespace, family }) => namespace !== "kube-system" && family !== "leaving",
  );
}
