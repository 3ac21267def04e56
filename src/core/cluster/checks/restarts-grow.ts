import { keyOf, uidOf } from "#core/api/meta.ts";
import type { Pod } from "#core/api/schema/generated/types.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** The restart count of a container never falls. */
export const restartsGrow = defineCheck({
  name: "restarts-grow",
  when: "always",
  violation: (_cluster, changes) =>
    firstViolation(changes, ({ kind, object, old }) => {
      if (kind !== "Pod" || !old || uidOf(old) !== uidOf(object)) return undefined;
      const before = restartsOf(old as Pod);
      const after = restartsOf(object as Pod);
      return after < before
        ? `pod ${keyOf(object)} went from ${before} to ${after} restarts`
        : undefined;
    }),
});

function restartsOf({ status }: Pod): number {
  return (status.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
}
