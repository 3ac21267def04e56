import { keyOf } from "#core/api/meta.ts";
import { defineCheck, firstViolation } from "./define.ts";

/** Every write has a revision of its own, greater than all before, and the object carries it. */
export const revisionsGrow = defineCheck({
  name: "revisions-grow",
  when: "always",
  violation: (_cluster, changes) => {
    let newest = 0;
    return firstViolation(changes, ({ kind, object, old, revision }) => {
      const at = `${kind} ${keyOf(object)} at revision ${revision}`;
      if (revision <= newest) return `${at} follows revision ${newest}`;
      newest = revision;
      if (object.metadata.resourceVersion !== String(revision))
        return `${at} carries ${object.metadata.resourceVersion}`;
      return old && Number(old.metadata.resourceVersion) >= revision
        ? `${at} is older than its past`
        : undefined;
    });
  },
});
