import { definePlugin, SUCCESS, unresolvable } from "../framework.ts";
import { toleratesTaint } from "./tolerations.ts";

export const REASON_UNSCHEDULABLE = "node(s) were unschedulable";
const TAINT = { key: "node.kubernetes.io/unschedulable", effect: "NoSchedule" } as const;

/** No cordoned nodes, unless the pod tolerates the taint that cordoning stands for. Models plugins/nodeunschedulable. */
export const nodeUnschedulable = definePlugin({
  name: "NodeUnschedulable",
  weight: 0,
  isLocal: true,
  filter: (pod, node) => {
    if (!node.node.spec?.unschedulable) return SUCCESS;
    return toleratesTaint(pod.spec.tolerations, TAINT)
      ? SUCCESS
      : unresolvable(REASON_UNSCHEDULABLE);
  },
  requeueOn: ["Node"],
});
