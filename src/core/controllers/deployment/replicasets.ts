import { isSemanticallyEqual } from "#core/base/equal.ts";
import { compareText } from "#core/base/order.ts";
import { nameOf, uidOf } from "#core/api/meta.ts";
import type { Deployment, PodTemplateSpec, ReplicaSet } from "#core/api/schema/generated/types.ts";

/** Label that keeps the pods of one revision apart from those of another. */
export const POD_TEMPLATE_HASH = "pod-template-hash";

/** spec.replicas, with the default. */
export function sizeOf(replicaSet: ReplicaSet): number {
  return replicaSet.spec.replicas ?? 1;
}

/** Σ spec.replicas. */
export function totalSize(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, each) => sum + sizeOf(each), 0);
}

/** Σ status.replicas. */
export function totalReplicas(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, each) => sum + each.status.replicas, 0);
}

/** Σ status.readyReplicas. */
export function totalReady(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, each) => sum + (each.status.readyReplicas ?? 0), 0);
}

/** Σ status.availableReplicas. */
export function totalAvailable(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, each) => sum + (each.status.availableReplicas ?? 0), 0);
}

/** Σ status.terminatingReplicas; undefined when a set that was looked at does not count them. Models GetTerminatingReplicaCountForReplicaSets. */
export function totalTerminating(replicaSets: readonly ReplicaSet[]): number | undefined {
  let sum = 0;
  for (const { status } of replicaSets) {
    if (status.terminatingReplicas !== undefined) sum += status.terminatingReplicas;
    else if ((status.observedGeneration ?? 0) > 0) return undefined;
  }
  return sum;
}

/** The sets that want pods. Models controller.FilterActiveReplicaSets. */
export function activeReplicaSets(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  return replicaSets.filter((each) => sizeOf(each) > 0);
}

/** Oldest first; names break ties. Models controller.ReplicaSetsByCreationTimestamp. */
export function byCreation(replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  return [...replicaSets].sort(compareCreation);
}

/** Negative when `a` is older. */
export function compareCreation(a: ReplicaSet, b: ReplicaSet): number {
  return (
    compareText(a.metadata.creationTimestamp ?? "", b.metadata.creationTimestamp ?? "") ||
    compareText(nameOf(a), nameOf(b))
  );
}

/** Whether two pod templates ask for the same pods, the template hash aside. Models EqualIgnoreHash. */
export function isSameTemplate(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return isSemanticallyEqual(withoutHash(a), withoutHash(b));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const labels = template.metadata?.labels;
  if (labels?.[POD_TEMPLATE_HASH] === undefined) return template;
  const rest = Object.fromEntries(
    Object.entries(labels).filter(([key]) => key !== POD_TEMPLATE_HASH),
  );
  return { ...template, metadata: { ...template.metadata, labels: rest } };
}

/** The set of the current template; the oldest when several have it, so that all controllers agree. Models FindNewReplicaSet. */
export function findNewReplicaSet(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet | undefined {
  return byCreation(replicaSets).find((each) =>
    isSameTemplate(each.spec.template, deployment.spec.template),
  );
}

/** All sets but the new one. Models FindOldReplicaSets. */
export function findOldReplicaSets(
  newReplicaSet: ReplicaSet | undefined,
  replicaSets: readonly ReplicaSet[],
): ReplicaSet[] {
  return replicaSets.filter(
    (each) => uidOf(each) !== (newReplicaSet ? uidOf(newReplicaSet) : undefined),
  );
}
