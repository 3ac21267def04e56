import { controllerOf, isBeingDeleted, keyOf, uidOf } from "#core/api/meta.ts";
import type { Deployment, Pod, ReplicaSet } from "#core/api/schema/generated/types.ts";
import type { Cluster } from "../cluster.ts";
import { defineCheck, firstViolation } from "./define.ts";
import { observedGenerationOf } from "./observed-generation.ts";

/** In peace every ReplicaSet has as many pods as it wants, and every Deployment that is not paused has them all in its newest one. */
export const replicaCountsSettle = defineCheck({
  name: "replica-counts-settle",
  when: "settled",
  violation: (cluster) =>
    firstViolation(cluster.store.list("ReplicaSet", "") as readonly ReplicaSet[], (each) =>
      replicaSetViolation(cluster, each),
    ) ??
    firstViolation(
      cluster.store.list("Deployment", "") as readonly Deployment[],
      deploymentViolation,
    ),
});

function replicaSetViolation({ store }: Cluster, replicaSet: ReplicaSet): string | undefined {
  const name = `ReplicaSet ${keyOf(replicaSet)}`;
  const { spec, status } = replicaSet;
  const pods = (store.list("Pod", replicaSet.metadata.namespace ?? "") as readonly Pod[]).filter(
    (pod) => controllerOf(pod)?.uid === uidOf(replicaSet) && !isBeingDeleted(pod) && isActive(pod),
  );
  if (observedGenerationOf(replicaSet) !== replicaSet.metadata.generation)
    return `${name} was not looked at`;
  if (pods.length !== spec.replicas)
    return `${name} has ${pods.length} pods of ${spec.replicas ?? 1}`;
  return status.replicas === pods.length
    ? undefined
    : `${name} reports ${status.replicas} pods and has ${pods.length}`;
}

function deploymentViolation(deployment: Deployment): string | undefined {
  const name = `Deployment ${keyOf(deployment)}`;
  const { spec, status } = deployment;
  if (observedGenerationOf(deployment) !== deployment.metadata.generation)
    return `${name} was not looked at`;
  if (spec.paused === true || spec.replicas === 0) return undefined;
  const { replicas, updatedReplicas, availableReplicas } = status;
  const isDone =
    replicas === spec.replicas &&
    updatedReplicas === spec.replicas &&
    availableReplicas === spec.replicas;
  return isDone
    ? undefined
    : `${name} wants ${spec.replicas ?? 1} and has ${replicas ?? 0}, updated ${updatedReplicas ?? 0}, available ${availableReplicas ?? 0}`;
}

function isActive({ status }: Pod): boolean {
  return status.phase !== "Succeeded" && status.phase !== "Failed";
}
