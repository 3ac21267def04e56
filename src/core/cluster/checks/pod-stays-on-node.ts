import { keyOf, uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** A pod is bound once and never moves: a pod elsewhere is another pod. */
export const podStaysOnNode = defineCheck({
  name: "pod-stays-on-node",
  when: "always",
  violation: (_cluster, changes) =>
    firstViolation(changes, ({ kind, object, old }) => {
      if (kind !== "Pod" || !old || uidOf(old) !== uidOf(object)) return undefined;
      const before = (old as Pod).spec.nodeName ?? "";
      const after = (object as Pod).spec.nodeName ?? "";
      return before !== "" && after !== before
        ? `pod ${keyOf(object)} moved from ${before} to ${after}`
        : undefined;
    }),
});
