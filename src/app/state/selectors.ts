import type { DeploymentView, ServiceView } from "#core/view/rows.ts";
import type { YardState } from "./yard-state.ts";

/** The Deployment that the page speaks of when nothing else is selected: the selected one, the shop, or the first. */
export function mainDeployment({
  deployments,
  selection,
  pods,
}: YardState): DeploymentView | undefined {
  const all = [...deployments.values()];
  const name =
    selection?.kind === "Deployment"
      ? selection.name
      : selection?.kind === "Pod"
        ? pods.get(selection.id)?.deployment
        : undefined;
  return (
    all.find((deployment) => deployment.name === name) ??
    all.find((deployment) => deployment.name === "shop") ??
    all.find(({ namespace }) => namespace !== "kube-system")
  );
}

/** Nothing is known yet: an empty cluster would be a false picture. */
export function isBlank({ connection, nodes }: YardState): boolean {
  return connection === "starting" && nodes.size === 0;
}

/** Services that customers could call, in order of their names. */
export function customerServices({
  services,
}: Pick<YardState, "services">): readonly ServiceView[] {
  return [...services.values()]
    .filter(
      ({ namespace, name }) =>
        namespace !== "kube-system" && !(namespace === "default" && name === "kubernetes"),
    )
    .sort((a, b) => placedName(a).localeCompare(placedName(b), "en", { numeric: true }));
}

/** The name of an object as people find it: with its namespace unless that is the one they begin in. */
export function placedName({
  namespace,
  name,
}: {
  readonly namespace: string;
  readonly name: string;
}): string {
  return namespace === "default" || namespace === "" ? name : `${namespace}/${name}`;
}
