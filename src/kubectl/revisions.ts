import { controllerOf, type KubeObject } from "#core/api/meta.ts";
import { formatLabelSelector } from "#core/api/label-selector.ts";
import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  PodTemplateSpec,
  ReplicaSet,
  StatefulSet,
} from "#core/api/schema/generated/types.ts";
import { listObjects } from "./api.ts";
import type { Steps } from "./command.ts";
import type { Session } from "./define.ts";
import { failure } from "./failure.ts";
import { applyStrategicPatch } from "#core/api/patch/strategic-merge.ts";
import { patchSchemaNamed } from "#core/api/patch/patch-schema.ts";
import { cloneJson } from "#core/base/clone.ts";
import { valueAt } from "./json.ts";
import { CHANGE_CAUSE } from "./record.ts";
import { resourceFor } from "./resources.ts";

const REVISION = "deployment.kubernetes.io/revision";

/** One remembered state of a workload. */
export interface Revision {
  readonly number: number;
  readonly changeCause: string;
  readonly template: PodTemplateSpec;
  /** The ReplicaSet or ControllerRevision that remembers it. */
  readonly keeper: KubeObject;
}

/** Every remembered state, oldest first. Throws kubectl's text for kinds without history. Models polymorphichelpers HistoryViewerFor. */
export function* revisionsOf(session: Session, object: KubeObject): Steps<readonly Revision[]> {
  if (object.kind === "Deployment")
    return yield* deploymentRevisions(session, object as Deployment);
  if (object.kind === "StatefulSet" || object.kind === "DaemonSet")
    return yield* controllerRevisions(session, object as DaemonSet | StatefulSet);
  const group = object.apiVersion.includes("/") ? object.apiVersion.replace(/\/.*/, "") : "";
  throw failure(
    `error retrieving history for ${JSON.stringify(object.kind)}, no visitor method exists for {${group} ${object.kind}}`,
  );
}

function* deploymentRevisions(
  session: Session,
  deployment: Deployment,
): Steps<readonly Revision[]> {
  const labelSelector = formatLabelSelector(deployment.spec?.selector);
  const sets = (yield* listObjects(
    resourceFor(session, "replicasets.apps"),
    deployment.metadata.namespace ?? "",
    { labelSelector },
  )) as readonly ReplicaSet[];
  const byNumber = new Map<number, Revision>();
  for (const keeper of sets) {
    const number = Number(keeper.metadata.annotations?.[REVISION] ?? 0);
    const template = keeper.spec?.template;
    if (controllerOf(keeper)?.uid !== deployment.metadata.uid || number === 0 || !template)
      continue;
    byNumber.set(number, {
      number,
      changeCause: keeper.metadata.annotations?.[CHANGE_CAUSE] ?? "",
      template: template as PodTemplateSpec,
      keeper,
    });
  }
  return inOrder(byNumber);
}

function* controllerRevisions(
  session: Session,
  owner: DaemonSet | StatefulSet,
): Steps<readonly Revision[]> {
  const labelSelector = formatLabelSelector(owner.spec?.selector);
  const resource = resourceFor(session, "controllerrevisions.apps");
  const keepers = (yield* listObjects(resource, owner.metadata.namespace ?? "", {
    labelSelector,
  })) as readonly ControllerRevision[];
  const byNumber = new Map<number, Revision>();
  for (const keeper of keepers) {
    if (controllerOf(keeper)?.uid !== owner.metadata.uid) continue;
    const changeCause = keeper.metadata.annotations?.[CHANGE_CAUSE] ?? "";
    byNumber.set(keeper.revision, {
      number: keeper.revision,
      changeCause,
      template: templateInside(owner, keeper),
      keeper,
    });
  }
  return inOrder(byNumber);
}

/** A ControllerRevision holds a strategic patch of the owner. */
function templateInside(owner: KubeObject, keeper: ControllerRevision): PodTemplateSpec {
  const schema = patchSchemaNamed(`io.k8s.api.apps.v1.${owner.kind}`);
  const patched = applyStrategicPatch(
    cloneJson(owner) as unknown as Record<string, unknown>,
    cloneJson(keeper.data) as Record<string, unknown>,
    schema,
  );
  return valueAt(patched, "spec", "template") as PodTemplateSpec;
}

function inOrder(byNumber: ReadonlyMap<number, Revision>): readonly Revision[] {
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
