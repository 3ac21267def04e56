import { quantityBytes, quantityMilli } from "#core/api/quantity.ts";
import type { Container, Node, Pod } from "#core/api/schema/generated/types.ts";
import type { LessonWorldView } from "../world-view.ts";

/** Percent of a node's allocatable cpu or memory that its pods ask for. Models kubectl describe node, getPodsTotalRequestsAndLimits. */
export function nodeShare(view: LessonWorldView, nodeName: string, resource: string): number {
  const node = view.list("Node").find(({ metadata }) => metadata.name === nodeName) as
    Node | undefined;
  const amount = resource === "cpu" ? quantityMilli : quantityBytes;
  const allocatable = amount(node?.status.allocatable?.[resource]);
  if (allocatable <= 0) return 0;
  const pods = (view.list("Pod") as readonly Pod[]).filter(
    ({ spec, status }) =>
      spec.nodeName === nodeName && status.phase !== "Succeeded" && status.phase !== "Failed",
  );
  const asked = pods.reduce((total, { spec }) => {
    const of = ({ resources }: Container) => amount(resources?.requests?.[resource]);
    const init = spec.initContainers ?? [];
    const sidecars = init.filter(({ restartPolicy }) => restartPolicy === "Always");
    const main = [...spec.containers, ...sidecars].reduce((sum, each) => sum + of(each), 0);
    return total + Math.max(main, ...init.map(of));
  }, 0);
  return (asked * 100) / allocatable;
}
