import type { EditorPoint } from "#app/editor/point-at.ts";
import type { YardState } from "#app/state/yard-state.ts";
import type { PodView } from "#core/view/rows.ts";

/** More rings than these would be a carpet. */
const MOST = 120;

/** Pods that the selector under the cursor takes, by uid. */
export function lassoed(
  point: EditorPoint | null,
  { pods, services }: Pick<YardState, "pods" | "services">,
): readonly string[] {
  if (point?.part !== "selector") return [];
  const namespace = point.namespace === "" ? "default" : point.namespace;
  const { app, ...others } = point.labels;
  // The picture knows of each pod's labels only the one that names its app; the cluster has judged by all of them.
  const isByApp = app !== undefined && Object.keys(others).length === 0;
  const isTaken = isByApp
    ? (pod: PodView) => pod.app === app
    : point.kind === "Service"
      ? endpointOf([...services.values()].find((row) => isNamed(row, point.name, namespace)))
      : (pod: PodView) => [pod.deployment, pod.ownerName].includes(point.name);
  return [...pods.values()]
    .filter((pod) => pod.namespace === namespace && isTaken(pod))
    .map(({ uid }) => uid)
    .slice(0, MOST);
}

function endpointOf(service: { readonly endpoints: readonly string[] } | undefined) {
  const endpoints = new Set(service?.endpoints ?? []);
  return (pod: PodView) => endpoints.has(pod.uid);
}

function isNamed(
  row: { readonly name: string; readonly namespace: string },
  name: string,
  namespace: string,
): boolean {
  return row.name === name && row.namespace === namespace;
}
