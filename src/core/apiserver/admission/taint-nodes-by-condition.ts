import type { Draft } from "#core/api/define.ts";
import type { Node } from "#core/api/schema/generated/types.ts";
import { defineAdmission } from "../admission.ts";

const NOT_READY = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" } as const;

/** A new node is kept free of pods until it reports ready. Models plugin TaintNodesByCondition. */
export const taintNodesByCondition = defineAdmission({
  name: "TaintNodesByCondition",
  kinds: ["Node"],
  admit({ kind, operation, subresource, draft }) {
    if (kind.storedAs !== "Node" || operation !== "create" || subresource !== "" || !draft) return;
    const { spec } = draft as Draft<Node>;
    const taints = spec.taints ?? [];
    if (taints.some((taint) => taint.key === NOT_READY.key && taint.effect === NOT_READY.effect))
      return;
    spec.taints = [...taints, { ...NOT_READY }];
  },
});
