import { isEqual } from "#core/base/equal.ts";
import {
  controllerOf,
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import type {
  Deployment,
  DeploymentStatus,
  Pod,
  ReplicaSet,
} from "#core/api/schema/generated/types.ts";
import {
  controllerKey,
  defineController,
  type ControllerContext,
} from "#core/client/controller.ts";
import { because } from "./because.ts";
import {
  desiredReplicas,
  isRollingUpdate,
  maxSurge,
  minAvailable,
} from "./deployment/fenceposts.ts";
import { planHistoryCleanup } from "./deployment/history.ts";
import { syncRevision } from "./deployment/new-replicaset.ts";
import {
  noteCondition,
  scaleReplicaSet,
  writeStatus,
  type Pass,
  type RolloutSets,
} from "./deployment/pass.ts";
import { isScalingEvent, planScale } from "./deployment/proportional.ts";
import { activeReplicaSets, sizeOf, totalReplicas } from "./deployment/replicasets.ts";
import { revisionOf } from "./deployment/revision.ts";
import { planNewReplicaSet, planOldReplicaSets } from "./deployment/rolling.ts";
import {
  isComplete,
  planDeadlineCheck,
  planPausedCondition,
  planRolloutStatus,
  planStatus,
} from "./deployment/status.ts";
import { findCondition } from "./shared/conditions.ts";
import { deployment as deploymentKind } from "#core/api/kinds/apps/deployment.ts";
import { replicaSet as replicaSetKind } from "#core/api/kinds/apps/replica-set.ts";
import { claim } from "./shared/owner-ref.ts";
import { isPodTerminal } from "./shared/pod-state.ts";
import { isEmptySelector, selectorTest } from "./shared/selects.ts";

type Requeue = { readonly requeueAfterMs: number } | undefined;

/** Rolls each Deployment from one pod template to the next by scaling ReplicaSets. Models pkg/controller/deployment. */
export const deploymentController = defineController({
  name: "deployment-controller",
  kind: "Deployment",
  maxRetries: 15,
  watches: [
    { kind: "ReplicaSet", keysFor: keysForReplicaSet },
    { kind: "Pod", keysFor: keysForPod },
  ],
  reconcile(key, context) {
    const deployment = context.lister<Deployment>("Deployment").get(key);
    if (!deployment) return undefined;
    if (isEmptySelector(deployment.spec.selector)) return refuseToSelectAll(context, deployment);
    const pass: Pass = { context, deployment, replicaSets: claimReplicaSets(context, deployment) };
    if (isBeingDeleted(deployment))
      return writePlainStatus(pass, syncRevision(pass, { create: false }));
    checkPaused(pass);
    if (pass.deployment.spec.paused === true) return scaleOnly(pass);
    const sets = syncRevision(pass, { create: false });
    if (isScalingEvent(pass.deployment, allOf(sets))) return scaleOnly(pass);
    return isRollingUpdate(deployment) ? rollOut(pass) : recreate(pass);
  },
});

function allOf({ newReplicaSet, old }: RolloutSets): readonly ReplicaSet[] {
  return newReplicaSet ? [...old, newReplicaSet] : old;
}

/** A selector that matches everything would fight with every other owner. */
function refuseToSelectAll(context: ControllerContext, deployment: Deployment): undefined {
  const message = "This deployment is selecting all pods. A non-empty selector is required.";
  context.record(deployment, { type: "Warning", reason: "SelectingAll", message });
  const observedGeneration = deployment.metadata.generation ?? 0;
  if ((deployment.status.observedGeneration ?? 0) < observedGeneration) {
    because(context, "status-counted", { kind: "Deployment", replicas: 0, ready: 0, available: 0 });
    context.client.update(
      deploymentKind,
      { ...deployment, status: { ...deployment.status, observedGeneration } },
      "status",
    );
  }
  return undefined;
}

function claimReplicaSets(context: ControllerContext, deployment: Deployment): ReplicaSet[] {
  return claim<Deployment, ReplicaSet>({
    client: context.client,
    owner: deployment,
    ownerKind: deploymentKind,
    itemKind: replicaSetKind,
    items: context.lister<ReplicaSet>("ReplicaSet").inNamespace(namespaceOf(deployment)),
    selects: selectorTest(deployment.spec.selector),
    explain(change, replicaSet) {
      const code = change === "adopt" ? "replicaset-adopted" : "replicaset-released";
      because(context, code, { owner: nameOf(deployment), replicaSet: nameOf(replicaSet) });
    },
  });
}

function checkPaused(pass: Pass): void {
  const condition = planPausedCondition(pass.deployment, pass.context.nowEpochMs);
  if (!condition) return;
  because(
    pass.context,
    pass.deployment.spec.paused === true ? "rollout-paused" : "rollout-resumed",
    {},
  );
  noteCondition(pass, condition);
  writeStatus(pass, pass.deployment.status);
}

/** Follows a change of size without rolling anything out. Models sync. */
function scaleOnly(pass: Pass): Requeue {
  const { context } = pass;
  const sets = syncRevision(pass, { create: false });
  const plan = planScale(pass.deployment, sets.newReplicaSet, sets.old);
  const desired = desiredReplicas(pass.deployment);
  for (const scaling of plan.scalings) {
    const { from, to } = scaling;
    const replicaSet = nameOf(scaling.replicaSet);
    if (plan.rule === "saturated")
      because(context, "new-replicaset-saturated", { replicaSet, from });
    else
      because(context, plan.rule === "single" ? "scaled-by-you" : "scaled-proportionally", {
        replicaSet,
        from,
        to,
        desired,
      });
    scaleReplicaSet(pass, scaling);
  }
  if (pass.deployment.spec.paused === true) trimHistory(pass, sets);
  return writePlainStatus(pass, sets);
}

/** Counts only; progress is not judged. Models syncDeploymentStatus. */
function writePlainStatus(pass: Pass, { newReplicaSet, old }: RolloutSets): Requeue {
  const { context, deployment } = pass;
  writeIfChanged(
    pass,
    planStatus({ deployment, old, newReplicaSet, nowEpochMs: context.nowEpochMs }),
  );
  return undefined;
}

/** One step of a rolling update: at most one of scaling up and scaling down. Models rolloutRolling. */
function rollOut(pass: Pass): Requeue {
  const sets = syncRevision(pass, { create: true });
  if (!scaleUpNew(pass, sets) && !scaleDownOld(pass, sets)) {
    if (isComplete(pass.deployment, pass.deployment.status)) trimHistory(pass, sets);
  }
  return writeRolloutStatus(pass, sets);
}

function scaleUpNew(pass: Pass, sets: RolloutSets): boolean {
  if (!sets.newReplicaSet) return false;
  const scaling = planNewReplicaSet(pass.deployment, allOf(sets), sets.newReplicaSet);
  if (!scaling) return false;
  const { from, to } = scaling;
  const ceiling = desiredReplicas(pass.deployment) + maxSurge(pass.deployment);
  because(pass.context, "rollout-scale-up", {
    replicaSet: nameOf(scaling.replicaSet),
    from,
    to,
    ceiling,
  });
  scaleReplicaSet(pass, scaling);
  return true;
}

function scaleDownOld(pass: Pass, { newReplicaSet, old }: RolloutSets): boolean {
  if (!newReplicaSet) return false;
  const { unhealthy, healthy } = planOldReplicaSets(pass.deployment, old, newReplicaSet);
  const latest = new Map<string, ReplicaSet>();
  for (const scaling of [...unhealthy, ...healthy]) {
    const name = nameOf(scaling.replicaSet);
    const { from, to } = scaling;
    if (unhealthy.includes(scaling))
      because(pass.context, "rollout-remove-unhealthy", {
        replicaSet: name,
        from,
        to,
        unhealthy: from - to,
      });
    else
      because(pass.context, "rollout-scale-down", {
        replicaSet: name,
        from,
        to,
        floor: minAvailable(pass.deployment),
      });
    const written = scaleReplicaSet(pass, {
      ...scaling,
      replicaSet: latest.get(name) ?? scaling.replicaSet,
    });
    latest.set(name, written);
  }
  return unhealthy.length + healthy.length > 0;
}

/** Removes the old pods first, waits until they are gone, then starts the new ones. Models rolloutRecreate. */
function recreate(pass: Pass): Requeue {
  const { context } = pass;
  let sets = syncRevision(pass, { create: false });
  const active = activeReplicaSets(sets.old);
  for (const replicaSet of active) {
    const from = sizeOf(replicaSet);
    because(context, "recreate-scale-down", { replicaSet: nameOf(replicaSet), from, to: 0 });
    scaleReplicaSet(pass, { replicaSet, from, to: 0 });
  }
  if (active.length > 0 || areOldPodsRunning(pass, sets)) return writeRolloutStatus(pass, sets);
  if (!sets.newReplicaSet) sets = syncRevision(pass, { create: true });
  const { newReplicaSet } = sets;
  const to = desiredReplicas(pass.deployment);
  if (newReplicaSet && sizeOf(newReplicaSet) !== to) {
    const from = sizeOf(newReplicaSet);
    because(context, "recreate-scale-up", { replicaSet: nameOf(newReplicaSet), from, to });
    scaleReplicaSet(pass, { replicaSet: newReplicaSet, from, to });
  }
  if (isComplete(pass.deployment, pass.deployment.status)) trimHistory(pass, sets);
  return writeRolloutStatus(pass, sets);
}

/** Whether a pod of an older revision may still run; ended ones do not count, stopping ones do. Models oldPodsRunning. */
function areOldPodsRunning({ context }: Pass, { old }: RolloutSets): boolean {
  if (totalReplicas(old) > 0) return true;
  const pods = context.lister<Pod>("Pod");
  return old.some((each) =>
    pods
      .ownedBy(uidOf(each))
      .some((pod) => controllerOf(pod)?.uid === uidOf(each) && !isPodTerminal(pod)),
  );
}

function trimHistory({ context, deployment }: Pass, { old }: RolloutSets): void {
  for (const replicaSet of planHistoryCleanup(deployment, old)) {
    const limit = deployment.spec.revisionHistoryLimit ?? 0;
    because(context, "history-over-limit", {
      replicaSet: nameOf(replicaSet),
      revision: revisionOf(replicaSet),
      limit,
    });
    try {
      context.client.delete(replicaSetKind, {
        namespace: namespaceOf(replicaSet),
        name: nameOf(replicaSet),
      });
    } catch (error) {
      if (!isStatusReason(error, "NotFound")) throw error;
    }
  }
}

function writeRolloutStatus(pass: Pass, { newReplicaSet, old }: RolloutSets): Requeue {
  const { context, deployment } = pass;
  const { nowEpochMs } = context;
  const status = planRolloutStatus({ deployment, old, newReplicaSet, nowEpochMs });
  if (writeIfChanged(pass, status)) return undefined;
  const remaining = planDeadlineCheck(deployment, status, nowEpochMs);
  if (remaining === undefined) return undefined;
  // A second more than what is left, since timestamps have whole seconds.
  return { requeueAfterMs: remaining + 1000 };
}

function writeIfChanged(pass: Pass, status: DeploymentStatus): boolean {
  const before = pass.deployment.status;
  if (isEqual(before, status)) return false;
  explainStatus(pass, status);
  writeStatus(pass, status);
  return true;
}

function explainStatus({ context, deployment }: Pass, status: DeploymentStatus): void {
  const before = deployment.status;
  const available = status.availableReplicas ?? 0;
  const desired = desiredReplicas(deployment);
  const statusOf = (of: DeploymentStatus, type: string) => findCondition(of.conditions, type);
  const progressing = statusOf(status, "Progressing");
  const isNewReason = progressing?.reason !== statusOf(before, "Progressing")?.reason;
  if (isNewReason && progressing?.reason === "ProgressDeadlineExceeded") {
    because(context, "progress-deadline-exceeded", {
      seconds: deployment.spec.progressDeadlineSeconds ?? 0,
    });
  } else if (isNewReason && progressing?.reason === "NewReplicaSetAvailable") {
    because(context, "rollout-complete", {
      replicaSet: progressing.message?.split('"')[1] ?? "",
      replicas: desired,
    });
  } else if (statusOf(status, "Available")?.status !== statusOf(before, "Available")?.status) {
    const isMet = statusOf(status, "Available")?.status === "True";
    because(context, "minimum-available", { available, minimum: minAvailable(deployment), isMet });
  } else if (progressing?.reason === "ReplicaSetUpdated") {
    because(context, "rollout-progressing", {
      updated: status.updatedReplicas ?? 0,
      desired,
      available,
    });
  } else {
    because(context, "status-counted", {
      kind: "Deployment",
      replicas: status.replicas ?? 0,
      ready: status.readyReplicas ?? 0,
      available,
    });
  }
}

function keysForReplicaSet(
  object: KubeObject,
  old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const owners = controllerKey(object, "Deployment");
  const before = old ? controllerKey(old, "Deployment") : [];
  if (controllerOf(object) || change === "deleted") return [...new Set([...before, ...owners])];
  const isUnchanged =
    old !== undefined &&
    before.length === 0 &&
    isEqual(old.metadata.labels, object.metadata.labels);
  if (isUnchanged) return before;
  const matching = context
    .lister<Deployment>("Deployment")
    .inNamespace(namespaceOf(object))
    .filter((each) => selectorTest(each.spec.selector)(object));
  return [...new Set([...before, ...matching.map(keyOf)])];
}

/** A Recreate rollout goes on when the last old pod is gone; no other change of a pod concerns a Deployment directly. */
function keysForPod(
  object: KubeObject,
  _old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  if (change !== "deleted") return [];
  const owner = controllerOf(object);
  const replicaSet =
    owner?.kind === "ReplicaSet"
      ? context.lister<ReplicaSet>("ReplicaSet").byUid(owner.uid)
      : undefined;
  if (!replicaSet) return [];
  return controllerKey(replicaSet, "Deployment").filter((key) => {
    const deployment = context.lister<Deployment>("Deployment").get(key);
    return deployment !== undefined && !isRollingUpdate(deployment);
  });
}
