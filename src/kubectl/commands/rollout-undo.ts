import type { KubeObject } from "#core/api/meta.ts";
import type { Deployment, PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { callObject, print } from "../api.ts";
import { defineCommand, type Invocation, type Steps } from "../command.ts";
import { templateText } from "../describers/pod-template.ts";
import { failure, isFailureToPrint, throwGathered } from "../failure.ts";
import { dryRunOf, dryRunSuffix, OUTPUT_FLAGS } from "../output.ts";
import { resultName } from "../resources.ts";
import { type Revision, revisionsOf } from "../revisions.ts";
import { ROLLOUT_FLAGS, rolloutTargets } from "../rollout-target.ts";
import type { Found } from "../target.ts";

const UNDOABLE: readonly string[] = ["DaemonSet", "Deployment", "StatefulSet"];

/** Annotations that belong to the live Deployment, not to a revision. Models deploymentutil annotationsToSkip. */
const KEPT_ANNOTATIONS: readonly string[] = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "deployment.kubernetes.io/revision",
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

export const rolloutUndo = defineCommand({
  name: "undo",
  flags: [
    ...ROLLOUT_FLAGS,
    ...OUTPUT_FLAGS,
    { name: "to-revision", type: "int" },
    { name: "dry-run", type: "text", bare: "unchanged" },
  ],
  *run(invocation) {
    const { found, failures } = yield* rolloutTargets(invocation);
    for (const one of found) {
      try {
        yield* undo(invocation, one);
      } catch (error) {
        if (!isFailureToPrint(error)) throw error;
        failures.push(error);
      }
    }
    throwGathered(failures);
  },
});

function* undo(invocation: Invocation, one: Found): Steps<void> {
  const { session, flags } = invocation;
  const { resource, object } = one;
  const toRevision = flags.int("to-revision", 0);
  if (toRevision < 0) throw failure(`unable to find specified revision ${toRevision} in history`);
  if (!UNDOABLE.includes(object.kind))
    throw failure(
      `error retrieving rollbacker for ${JSON.stringify(object.kind)}, no visitor method exists for {${resource.group} ${object.kind}}`,
    );
  const revisions = yield* revisionsOf(session, object);
  const dryRun = dryRunOf(invocation);
  const said = (did: string) =>
    print(`${resultName(resource, object.metadata.name ?? "")} ${did}${dryRunSuffix(dryRun)}\n`);
  const wanted = chosen(object, revisions, toRevision);
  if (dryRun === "client") {
    const promise = object.kind === "Deployment" ? "" : "will roll back to ";
    return yield* said(`${promise}${templateText(wanted.template)}`);
  }
  if (object.kind === "Deployment" && (object as Deployment).spec?.paused) {
    throw failure(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  const template = withoutHash(wanted.template);
  const live = (object as Deployment).spec?.template as PodTemplateSpec | undefined;
  if (isSemanticallyEqual(template, live)) {
    return yield* said(
      `skipped rollback (current template already matches revision ${wanted.number})`,
    );
  }
  const place = {
    resource,
    namespace: object.metadata.namespace ?? "",
    name: object.metadata.name ?? "",
  };
  const options = { fieldManager: "kubectl-rollout", ...(dryRun === "server" && { dryRun: true }) };
  if (object.kind === "Deployment") {
    yield* callObject({
      ...place,
      verb: "patch",
      patchType: "json",
      body: rollbackPatch(object, wanted, template),
      options,
    });
  } else {
    const data = (wanted.keeper as { readonly data?: unknown }).data;
    yield* callObject({ ...place, verb: "patch", patchType: "strategic", body: data, options });
  }
  yield* said("rolled back");
}

/** The revision asked for, or the one before the newest. */
function chosen(object: KubeObject, revisions: readonly Revision[], toRevision: number): Revision {
  const found =
    toRevision > 0
      ? revisions.find((revision) => revision.number === toRevision)
      : revisions.at(-2);
  if (found) return found;
  if (toRevision > 0) throw failure(`unable to find specified revision ${toRevision} in history`);
  if (object.kind === "Deployment")
    throw failure(
      `no rollout history found for deployment ${JSON.stringify(object.metadata.name ?? "")}`,
    );
  throw failure("no last revision to roll back to");
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { "pod-template-hash": _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

function rollbackPatch(
  object: KubeObject,
  { keeper }: Revision,
  template: PodTemplateSpec,
): unknown {
  const annotations: Record<string, string> = {};
  for (const key of KEPT_ANNOTATIONS) {
    const value = object.metadata.annotations?.[key];
    if (value !== undefined) annotations[key] = value;
  }
  for (const [key, value] of Object.entries(keeper.metadata.annotations ?? {})) {
    if (!KEPT_ANNOTATIONS.includes(key)) annotations[key] = value;
  }
  return [
    { op: "replace", path: "/spec/template", value: template },
    { op: "replace", path: "/metadata/annotations", value: annotations },
  ];
}
