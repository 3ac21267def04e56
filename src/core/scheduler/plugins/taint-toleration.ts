import { definePlugin, normalizeByMax, SUCCESS, unresolvable } from "../framework.ts";
import { toleratesTaint, type TolerationGates } from "./tolerations.ts";

export const REASON_TAINT = "node(s) had untolerated taint(s)";

/** Keeps pods off tainted nodes, and prefers nodes with fewer PreferNoSchedule taints that the pod does not tolerate. Models plugins/tainttoleration. */
export const taintToleration = createTaintToleration({ comparesNumbers: false });

/** The plugin under other feature gates than v1.35's defaults. */
export function createTaintToleration(gates: TolerationGates) {
  return definePlugin({
    name: "TaintToleration",
    weight: 3,
    isLocal: true,
    filter: (pod, { node }) => {
      if (!node.spec?.taints?.length) return SUCCESS;
      const hard = (node.spec?.taints ?? []).filter(
        ({ effect }) => effect === "NoSchedule" || effect === "NoExecute",
      );
      return hard.every((taint) => toleratesTaint(pod.spec?.tolerations, taint, gates))
        ? SUCCESS
        : unresolvable(REASON_TAINT);
    },
    score: (pod, { node }) => {
      if (!node.spec?.taints?.length) return 0;
      const soft = (pod.spec?.tolerations ?? []).filter(
        ({ effect }) => !effect || effect === "PreferNoSchedule",
      );
      return (node.spec?.taints ?? []).filter(
        (taint) => taint.effect === "PreferNoSchedule" && !toleratesTaint(soft, taint, gates),
      ).length;
    },
    normalize: (scores) => normalizeByMax(scores, true),
    requeueOn: ["Node"],
  });
}
