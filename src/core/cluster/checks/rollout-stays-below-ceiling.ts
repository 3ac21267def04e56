import { controllerOf, keyOf } from "#core/api/meta.ts";
import type { ReplicaSet } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "../cluster.ts";
import { defineCheck, firstViolation } from "./define.ts";

const CEILING = "deployment.kubernetes.io/max-replicas";

/** A Deployment never raises a ReplicaSet beyond what its surge allows all of them together. */
export const rolloutStaysBelowCeiling = defineCheck({
  name: "rollout-stays-below-ceiling",
  when: "always",
  violation: (cluster, changes) =>
    firstViolation(changes, ({ kind, type, object, old }) => {
      if (kind !== "ReplicaSet" || type === "deleted") return undefined;
      const after = object as ReplicaSet;
      const hasGrown =
        (after.spec.replicas ?? 1) > ((old as ReplicaSet | undefined)?.spec.replicas ?? 0);
      const ceiling = Number(after.metadata.annotations?.[CEILING] ?? Number.POSITIVE_INFINITY);
      if (!hasGrown || !controllerOf(after)) return undefined;
      const total = totalOf(cluster, after);
      return total > ceiling
        ? `ReplicaSet ${keyOf(after)} grew: ${total} in all, ${ceiling} allowed`
        : undefined;
    }),
});

function totalOf({ store }: Cluster, one: ReplicaSet): number {
  const owner = controllerOf(one)?.uid;
  return (store.list("ReplicaSet", one.metadata.namespace ?? "") as readonly ReplicaSet[])
    .filter((each) => controllerOf(each)?.uid === owner)
    .reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0);
}
