import { keyOf, uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineCheck, firstViolation } from "./define.ts";

const RANKS: Readonly<Record<string, number>> = { Pending: 0, Running: 1, Failed: 2, Succeeded: 2 };

/** A pod's phase never goes back, and the two last phases are final. */
export const podPhaseGoesForward = defineCheck({
  name: "pod-phase-goes-forward",
  when: "always",
  violation: (_cluster, changes) =>
    firstViolation(changes, ({ kind, object, old }) => {
      if (kind !== "Pod" || !old || uidOf(old) !== uidOf(object)) return undefined;
      const before = (old as Pod).status.phase ?? "";
      const after = (object as Pod).status.phase ?? "";
      const [from = 0, to = 0] = [RANKS[before], RANKS[after]];
      const isFine = to > from || before === after;
      return isFine ? undefined : `pod ${keyOf(object)} went from ${before} to ${after}`;
    }),
});
