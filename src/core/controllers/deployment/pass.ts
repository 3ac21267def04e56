import { nameOf, namespaceOf } from "#core/api/meta.ts";
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { deployment as deploymentKind } from "#core/api/kinds/apps/deployment.ts";
import { replicaSet as replicaSetKind } from "#core/api/kinds/apps/replica-set.ts";
import { desiredReplicas, maxSurge } from "./fenceposts.ts";
import { DESIRED_REPLICAS, MAX_REPLICAS, REVISION, withReplicasAnnotations } from "./revision.ts";
import type { Scaling } from "./rolling.ts";
import { setCondition } from "./status.ts";

/**
 * One look at one Deployment. `deployment` carries what this pass has decided so far, but keeps the resourceVersion that was read:
 * a second status write in the same pass is refused with a conflict and the key comes back, exactly as with upstream's own copy.
 */
export interface Pass {
  readonly context: ControllerContext;
  deployment: Deployment;
  /** The sets that the Deployment controls, as the cache has them. */
  readonly replicaSets: readonly ReplicaSet[];
}

/** The sets of a pass, told apart by the current template. */
export interface RolloutSets {
  readonly newReplicaSet: ReplicaSet | undefined;
  readonly old: readonly ReplicaSet[];
}

/** Writes the status, and annotations too: the status subresource of a Deployment keeps them. */
export function writeStatus(pass: Pass, status: DeploymentStatus): void {
  pass.deployment = { ...pass.deployment, status };
  pass.context.client.update(deploymentKind, pass.deployment, "status");
}

/** Notes a condition without writing it. */
export function noteCondition(pass: Pass, condition: DeploymentCondition): void {
  const { status } = pass.deployment;
  pass.deployment = {
    ...pass.deployment,
    status: { ...status, conditions: setCondition(status.conditions ?? [], condition) },
  };
}

/** Notes the revision in the Deployment's annotations, and reports whether it changed. Models SetDeploymentRevision. */
export function noteRevision(pass: Pass, revision: string): boolean {
  const { metadata } = pass.deployment;
  if (metadata.annotations?.[REVISION] === revision) return false;
  pass.deployment = {
    ...pass.deployment,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [REVISION]: revision } },
  };
  return true;
}

/** Scales one set, notes the Deployment's size in its annotations, and tells of it in an event. Models scaleReplicaSet. */
export function scaleReplicaSet(
  { context, deployment }: Pass,
  { replicaSet, from, to }: Scaling,
): ReplicaSet {
  if (from === to && hasReplicasAnnotations(replicaSet, deployment)) return replicaSet;
  const annotations = withReplicasAnnotations(replicaSet.metadata.annotations ?? {}, deployment);
  const written = context.client.update<ReplicaSet>(replicaSetKind, {
    ...replicaSet,
    metadata: { ...replicaSet.metadata, annotations },
    spec: { ...replicaSet.spec, replicas: to },
  });
  if (from === to) return written;
  const direction = from < to ? "up" : "down";
  const message = `Scaled ${direction} replica set ${nameOf(replicaSet)} from ${from} to ${to}`;
  context.record(deployment, { type: "Normal", reason: "ScalingReplicaSet", message });
  return written;
}

function hasReplicasAnnotations(replicaSet: ReplicaSet, deployment: Deployment): boolean {
  const desired = desiredReplicas(deployment);
  const annotations = replicaSet.metadata.annotations ?? {};
  return (
    annotations[DESIRED_REPLICAS] === String(desired) &&
    annotations[MAX_REPLICAS] === String(desired + maxSurge(deployment))
  );
}

/** Where the sets of a Deployment live. */
export function keyOfSet(
  deployment: Deployment,
  name: string,
): { namespace: string; name: string } {
  return { namespace: namespaceOf(deployment), name };
}
