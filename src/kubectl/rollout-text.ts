import type { KubeObject } from "#core/api/meta.ts";
import type { DaemonSet, Deployment, StatefulSet } from "#core/api/schema/generated/types.ts";
import { failure } from "./failure.ts";

/** Where a rollout stands: what to print, and whether it is over. */
export interface RolloutStatus {
  readonly message: string;
  readonly isDone: boolean;
}

/** Looks at an object of any kind that rolls out. Throws kubectl's text when the rollout failed or cannot be followed. Models polymorphichelpers StatusViewerFor. */
export function rolloutStatusOf(object: KubeObject, revision: number): RolloutStatus {
  switch (object.kind) {
    case "Deployment":
      return deploymentStatus(object as Deployment, revision);
    case "DaemonSet":
      return daemonSetStatus(object as DaemonSet);
    case "StatefulSet":
      return statefulSetStatus(object as StatefulSet);
    default:
      throw failure(`no status viewer has been implemented for ${kindWithGroup(object)}`);
  }
}

function waiting(message: string): RolloutStatus {
  return { message: `${message}\n`, isDone: false };
}

function done(message: string): RolloutStatus {
  return { message: `${message}\n`, isDone: true };
}

function deploymentStatus({ metadata, spec, status }: Deployment, revision: number): RolloutStatus {
  const name = JSON.stringify(metadata.name ?? "");
  if (revision > 0) {
    const now = Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
    if (revision !== now)
      throw failure(
        `desired revision (${revision}) is different from the running revision (${now})`,
      );
  }
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting("Waiting for deployment spec update to be observed...");
  const progressing = status?.conditions?.find((condition) => condition.type === "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded")
    throw failure(`deployment ${name} exceeded its progress deadline`);
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const wanted = spec?.replicas;
  const rollout = `Waiting for deployment ${name} rollout to finish`;
  if (wanted !== undefined && updatedReplicas < wanted) {
    return waiting(
      `${rollout}: ${updatedReplicas} out of ${wanted} new replicas have been updated...`,
    );
  }
  if (replicas > updatedReplicas)
    return waiting(
      `${rollout}: ${replicas - updatedReplicas} old replicas are pending termination...`,
    );
  if (availableReplicas < updatedReplicas) {
    return waiting(
      `${rollout}: ${availableReplicas} of ${updatedReplicas} updated replicas are available...`,
    );
  }
  return done(`deployment ${name} successfully rolled out`);
}

const ONLY_ROLLING = "rollout status is only available for RollingUpdate strategy type";

function daemonSetStatus({ metadata, spec, status }: DaemonSet): RolloutStatus {
  const type = spec?.updateStrategy?.type;
  if (type !== undefined && type !== "RollingUpdate") throw failure(ONLY_ROLLING);
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0))
    return waiting("Waiting for daemon set spec update to be observed...");
  const name = JSON.stringify(metadata.name ?? "");
  const {
    updatedNumberScheduled: updated = 0,
    desiredNumberScheduled: desired = 0,
    numberAvailable: available = 0,
  } = status ?? {};
  const rollout = `Waiting for daemon set ${name} rollout to finish`;
  if (updated < desired)
    return waiting(`${rollout}: ${updated} out of ${desired} new pods have been updated...`);
  if (available < desired)
    return waiting(`${rollout}: ${available} of ${desired} updated pods are available...`);
  return done(`daemon set ${name} successfully rolled out`);
}

function statefulSetStatus({ metadata, spec, status }: StatefulSet): RolloutStatus {
  const strategy = spec?.updateStrategy;
  if (strategy?.type !== undefined && strategy.type !== "RollingUpdate")
    throw failure(ONLY_ROLLING);
  const observed = status?.observedGeneration ?? 0;
  if (observed === 0 || (metadata.generation ?? 0) > observed)
    return waiting("Waiting for statefulset spec update to be observed...");
  const {
    readyReplicas = 0,
    updatedReplicas = 0,
    currentReplicas = 0,
    currentRevision = "",
    updateRevision = "",
  } = status ?? {};
  const wanted = spec?.replicas;
  if (wanted !== undefined && readyReplicas < wanted)
    return waiting(`Waiting for ${wanted - readyReplicas} pods to be ready...`);
  if (strategy?.type === "RollingUpdate" && strategy.rollingUpdate) {
    const partition = strategy.rollingUpdate.partition ?? 0;
    if (wanted !== undefined && updatedReplicas < wanted - partition) {
      return waiting(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted - partition} new pods have been updated...`,
      );
    }
    return done(`partitioned roll out complete: ${updatedReplicas} new pods have been updated...`);
  }
  if (updateRevision !== currentRevision) {
    return waiting(
      `waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${updateRevision}...`,
    );
  }
  return done(
    `statefulset rolling update complete ${currentReplicas} pods at revision ${currentRevision}...`,
  );
}

/** Models GroupKind.String. */
function kindWithGroup({ apiVersion, kind }: KubeObject): string {
  return apiVersion.includes("/") ? `${kind}.${apiVersion.split("/")[0] ?? ""}` : kind;
}
