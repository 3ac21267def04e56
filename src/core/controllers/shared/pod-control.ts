import type { Draft, KindDefinition } from "#core/api/define.ts";
import { nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { isStatusReason, StatusError } from "#core/api/status.ts";
import type { ObjectMeta, Pod, PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { controllerReference } from "./owner-ref.ts";

/** Who makes a pod, and from what. */
export interface PodOrder<Owner extends KubeObject> {
  readonly owner: Owner;
  readonly ownerKind: KindDefinition<Owner>;
  readonly template: PodTemplateSpec;
  /** The beginning of its name; the owner's name and a hyphen unless said otherwise. */
  readonly generateName?: string;
}

/** The pod that a template asks for. Models controller.GetPodFromTemplate. */
export function podFromTemplate<Owner extends KubeObject>({
  owner,
  ownerKind,
  template,
  generateName = `${nameOf(owner)}-`,
}: PodOrder<Owner>): unknown {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const metadata: Draft<ObjectMeta> = { generateName, namespace: namespaceOf(owner) };
  if (labels) metadata.labels = labels;
  if (annotations) metadata.annotations = annotations;
  if (finalizers) metadata.finalizers = [...finalizers];
  metadata.ownerReferences = [
    controllerReference(owner, ownerKind as unknown as KindDefinition<never>),
  ];
  return { apiVersion: "v1", kind: "Pod", metadata, spec: template.spec };
}

/**
 * Creates one pod and tells of it in an event of the owner. Returns the refusal, if any; that of a
 * namespace on its way out is no failure, since nothing will ever succeed there. Models controller.RealPodControl.
 */
export function createPod<Owner extends KubeObject>(
  context: ControllerContext,
  order: PodOrder<Owner>,
): StatusError | undefined {
  const { owner } = order;
  try {
    const created = context.client.create<Pod>(podKind, podFromTemplate(order));
    context.record(owner, {
      type: "Normal",
      reason: "SuccessfulCreate",
      message: `Created pod: ${nameOf(created)}`,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (isNamespaceTerminating(error)) return undefined;
    context.record(owner, {
      type: "Warning",
      reason: "FailedCreate",
      message: `Error creating: ${error.message}`,
    });
    return error;
  }
}

/** Deletes one pod and tells of it in an event of the owner. Returns the refusal, if any; a pod that is gone already is none. */
export function deletePod(
  context: ControllerContext,
  owner: KubeObject,
  victim: Pod,
): StatusError | undefined {
  const name = nameOf(victim);
  try {
    context.client.delete(podKind, { namespace: namespaceOf(victim), name });
    context.record(owner, {
      type: "Normal",
      reason: "SuccessfulDelete",
      message: `Deleted pod: ${name}`,
    });
    return undefined;
  } catch (error) {
    if (isStatusReason(error, "NotFound")) return undefined;
    if (!(error instanceof StatusError)) throw error;
    context.record(owner, {
      type: "Warning",
      reason: "FailedDelete",
      message: `Error deleting: ${error.message}`,
    });
    return error;
  }
}

/** Whether a create was refused because its namespace is being deleted. Models errors.HasStatusCause(NamespaceTerminatingCause). */
export function isNamespaceTerminating(error: unknown): boolean {
  return (
    error instanceof StatusError &&
    (error.status.details?.causes ?? []).some((cause) => cause.reason === "NamespaceTerminating")
  );
}
