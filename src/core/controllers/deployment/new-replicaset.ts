import { isEqual } from "#core/base/equal.ts";
import { controllerOf, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type { KindDefinition } from "#core/api/define.ts";
import { StatusError } from "#core/api/status.ts";
import type { Deployment, ReplicaSet } from "#core/api/schema/generated/types.ts";
import { because } from "../because.ts";
import { findCondition } from "../shared/conditions.ts";
import { deployment as deploymentKind } from "#core/api/kinds/apps/deployment.ts";
import { replicaSet as replicaSetKind } from "#core/api/kinds/apps/replica-set.ts";
import { controllerReference } from "../shared/owner-ref.ts";
import { isNamespaceTerminating } from "../shared/pod-control.ts";
import { podTemplateHash } from "../shared/template-hash.ts";
import {
  keyOfSet,
  noteCondition,
  noteRevision,
  writeStatus,
  type Pass,
  type RolloutSets,
} from "./pass.ts";
import {
  findNewReplicaSet,
  findOldReplicaSets,
  isSameTemplate,
  POD_TEMPLATE_HASH,
} from "./replicasets.ts";
import { maxRevision, planAnnotations, REVISION, revisionOf } from "./revision.ts";
import { planNewSize } from "./rolling.ts";
import { hasProgressDeadline, newCondition } from "./status.ts";

/** Finds the new and the old sets and brings the revision numbers up to date. Models getAllReplicaSetsAndSyncRevision. */
export function syncRevision(pass: Pass, { create }: { readonly create: boolean }): RolloutSets {
  const existing = findNewReplicaSet(pass.deployment, pass.replicaSets);
  const old = findOldReplicaSets(existing, pass.replicaSets);
  const revision = maxRevision(old) + 1;
  if (existing) return { newReplicaSet: syncExisting(pass, existing, revision), old };
  if (!create) return { newReplicaSet: undefined, old };
  return { newReplicaSet: createReplicaSet(pass, { old, revision }), old };
}

/** Annotates the set of the current template, then the Deployment. */
function syncExisting(pass: Pass, existing: ReplicaSet, revision: number): ReplicaSet {
  const { context, deployment } = pass;
  const before = existing.metadata.annotations ?? {};
  const annotations = planAnnotations({ deployment, before, revision, exists: true });
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0;
  if (!isEqual(before, annotations) || (existing.spec.minReadySeconds ?? 0) !== minReadySeconds) {
    explainAnnotations(pass, existing, revision);
    return context.client.update<ReplicaSet>(replicaSetKind, {
      ...existing,
      metadata: { ...existing.metadata, annotations },
      // An absent zero stays absent: writing it would count as a change of the spec.
      spec:
        minReadySeconds === (existing.spec.minReadySeconds ?? 0)
          ? existing.spec
          : { ...existing.spec, minReadySeconds },
    });
  }
  let isChanged = noteRevision(pass, annotations[REVISION] ?? "");
  if (
    hasProgressDeadline(deployment) &&
    !findCondition(deployment.status.conditions, "Progressing")
  ) {
    const message = `Found new replica set "${nameOf(existing)}"`;
    noteCondition(
      pass,
      newCondition(
        { type: "Progressing", status: "True", reason: "FoundNewReplicaSet", message },
        context.nowEpochMs,
      ),
    );
    isChanged = true;
  }
  if (isChanged) {
    because(context, "revision-noted", { revision: revisionOf(existing) });
    writeStatus(pass, pass.deployment.status);
  }
  return existing;
}

function explainAnnotations({ context }: Pass, existing: ReplicaSet, revision: number): void {
  const replicaSet = nameOf(existing);
  const toRevision = revisionOf(existing);
  if (toRevision < revision) because(context, "rollback", { toRevision, revision, replicaSet });
  else because(context, "annotations-copied", { replicaSet });
}

/** Creates the set of a template that was never seen before. Models the second half of getNewReplicaSet. */
function createReplicaSet(
  pass: Pass,
  { old, revision }: { readonly old: readonly ReplicaSet[]; readonly revision: number },
): ReplicaSet {
  const { context, deployment } = pass;
  const replicas = planNewSize(deployment, { all: old, current: 0 });
  const draft = replicaSetFor(deployment, { revision, replicas });
  const name = nameOf(draft);
  because(context, revision === 1 ? "first-rollout" : "template-changed", {
    revision,
    replicaSet: name,
    replicas,
  });
  let created: ReplicaSet;
  let isNew = true;
  try {
    created = context.client.create<ReplicaSet>(replicaSetKind, draft);
  } catch (error) {
    created = reuseExisting(pass, name, error);
    isNew = false;
  }
  if (isNew && replicas > 0) {
    const message = `Scaled up replica set ${name} from 0 to ${replicas}`;
    context.record(deployment, { type: "Normal", reason: "ScalingReplicaSet", message });
  }
  let isChanged = noteRevision(pass, String(revision));
  if (isNew && hasProgressDeadline(deployment)) {
    const message = `Created new replica set "${name}"`;
    noteCondition(
      pass,
      newCondition(
        { type: "Progressing", status: "True", reason: "NewReplicaSetCreated", message },
        context.nowEpochMs,
      ),
    );
    isChanged = true;
  }
  if (isChanged) writeStatus(pass, pass.deployment.status);
  return created;
}

/** The object to create. Its name follows from the template, so that creating it twice is refused. */
export function replicaSetFor(
  deployment: Deployment,
  { revision, replicas }: { readonly revision: number; readonly replicas: number },
): ReplicaSet {
  const { spec } = deployment;
  const hash = podTemplateHash(spec.template, deployment.status.collisionCount);
  const labels = { ...spec.template.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      name: `${nameOf(deployment)}-${hash}`,
      namespace: namespaceOf(deployment),
      labels,
      annotations: planAnnotations({ deployment, before: {}, revision, exists: false }),
      ownerReferences: [
        controllerReference(deployment, deploymentKind as unknown as KindDefinition<never>),
      ],
    },
    spec: {
      replicas,
      ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector.matchLabels, [POD_TEMPLATE_HASH]: hash },
      },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

/** What a refused create means: our own set that the cache did not show yet, a hash collision, or a failure to report. */
function reuseExisting(pass: Pass, name: string, error: unknown): ReplicaSet {
  const { context, deployment } = pass;
  if (!(error instanceof StatusError) || isNamespaceTerminating(error)) throw error;
  if (error.reason === "AlreadyExists") {
    const taken = context.client.get<ReplicaSet>(replicaSetKind, keyOfSet(deployment, name));
    if (
      controllerOf(taken)?.uid === uidOf(deployment) &&
      isSameTemplate(deployment.spec.template, taken.spec.template)
    )
      return taken;
    const collisionCount = (deployment.status.collisionCount ?? 0) + 1;
    because(context, "hash-collision", { replicaSet: name, collisionCount });
    writeStatus(pass, { ...deployment.status, collisionCount });
    throw error;
  }
  const message = `Failed to create new replica set "${name}": ${error.message}`;
  if (hasProgressDeadline(deployment)) {
    because(context, "replicaset-create-failed", { replicaSet: name, message: error.message });
    noteCondition(
      pass,
      newCondition(
        { type: "Progressing", status: "False", reason: "ReplicaSetCreateError", message },
        context.nowEpochMs,
      ),
    );
    tryWriteStatus(pass);
  }
  context.record(deployment, { type: "Warning", reason: "ReplicaSetCreateError", message });
  throw error;
}

/** The refused create matters more than a refused status write, which the next attempt repeats. */
function tryWriteStatus(pass: Pass): void {
  try {
    writeStatus(pass, pass.deployment.status);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
  }
}
