import { isBeingDeleted, keyOf, uidOf } from "#core/api/meta.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** What is being deleted never stops being deleted. */
export const deletionIsFinal = defineCheck({
  name: "deletion-is-final",
  when: "always",
  violation: (_cluster, changes) =>
    firstViolation(changes, ({ kind, type, object, old }) => {
      if (type !== "updated" || !old || !isBeingDeleted(old) || uidOf(old) !== uidOf(object))
        return undefined;
      return isBeingDeleted(object)
        ? undefined
        : `${kind} ${keyOf(object)} came back from deletion`;
    }),
});
