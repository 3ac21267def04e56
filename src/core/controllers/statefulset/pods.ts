import { persistentVolumeClaim } from "#core/api/kinds/core/persistent-volume-claim.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { isBeingDeleted, nameOf, namespaceOf, type KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import type {
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
} from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { because } from "../because.ts";
import {
  claimName,
  claimsFor,
  ordinalOf,
  planClaimOwners,
  statefulPod,
  withIdentity,
} from "./identity.ts";
import type { Step } from "./plan.ts";

type Verb = "Create" | "Delete" | "Update";

/** Carries out one step. Returns the refusal, if any. Models StatefulPodControl. */
export function carryOut(
  context: ControllerContext,
  set: StatefulSet,
  step: Step,
  templateOf: (revision: string) => PodTemplateSpec,
): StatusError | undefined {
  switch (step.type) {
    case "create": {
      const { ordinal, revision } = step;
      return createStatefulPod(
        context,
        set,
        statefulPod(set, { ordinal, revision, template: templateOf(revision) }),
      );
    }
    case "delete":
      return deleteStatefulPod(context, set, step);
    case "claims":
      return createClaims(context, set, step.pod);
    case "claim-owners":
      return attempt(() => fixClaimOwners(context, set, step.pod));
    case "identity":
      because(context, "stateful-identity", { pod: nameOf(step.pod) });
      return recorded(context, set, step.pod, "Update", () =>
        context.client.update(podKind, withIdentity(set, step.pod)),
      );
  }
}

/** A pod whose claim still belongs to a pod of the same name that is gone has to wait until it is collected. */
function createStatefulPod(
  context: ControllerContext,
  set: StatefulSet,
  pod: Pod,
): StatusError | undefined {
  const stale = claimsOf(context, set, pod).some(({ metadata }) =>
    (metadata.ownerReferences ?? []).some(
      ({ kind, name }) => kind === "Pod" && name === nameOf(pod),
    ),
  );
  if (stale) return undefined;
  const failure = createClaims(context, set, pod);
  if (failure) {
    recordPod(context, set, pod, "Create", failure);
    return failure;
  }
  because(context, "ordinal-missing", { pod: nameOf(pod), ordinal: ordinalOf(pod) });
  return recorded(context, set, pod, "Create", () => context.client.create(podKind, pod));
}

function deleteStatefulPod(
  context: ControllerContext,
  set: StatefulSet,
  { pod, why }: Extract<Step, { type: "delete" }>,
): StatusError | undefined {
  because(context, `stateful-${why}`, { pod: nameOf(pod), replicas: set.spec.replicas ?? 1 });
  return recorded(context, set, pod, "Delete", () =>
    context.client.delete(podKind, { namespace: namespaceOf(pod), name: nameOf(pod) }),
  );
}

/** Creates the claims of a pod that are not there. Models createPersistentVolumeClaims. */
function createClaims(
  context: ControllerContext,
  set: StatefulSet,
  pod: Pod,
): StatusError | undefined {
  let first: StatusError | undefined;
  const place = nameOf(set);
  for (const wanted of claimsFor(set, ordinalOf(pod)) as readonly KubeObject[]) {
    const name = nameOf(wanted);
    const found = claimNamed(context, set, name);
    if (found && !isBeingDeleted(found)) continue;
    if (found) {
      first ??= new StatusError({ message: `pvc ${name} is being deleted`, code: 500 });
      continue;
    }
    because(context, "stateful-claim", { pod: nameOf(pod), claim: name });
    const failure = attempt(() => context.client.create(persistentVolumeClaim, wanted));
    if (failure?.reason === "AlreadyExists") continue;
    context.record(
      set,
      failure
        ? {
            type: "Warning",
            reason: "FailedCreate",
            message: `Create Claim ${name} for Pod ${nameOf(pod)} in StatefulSet ${place} failed error: ${failure.message}`,
          }
        : {
            type: "Normal",
            reason: "SuccessfulCreate",
            message: `Create Claim ${name} Pod ${nameOf(pod)} in StatefulSet ${place} success`,
          },
    );
    if (failure)
      first ??= new StatusError({
        message: `failed to create PVC ${name}: ${failure.message}`,
        code: 500,
      });
  }
  return first;
}

/** Whether the owners of a pod's claims are not what the retention policy asks for. */
export function hasClaimsToFix(context: ControllerContext, set: StatefulSet, pod: Pod): boolean {
  return claimsOf(context, set, pod).some(
    (claim) => planClaimOwners(set, pod, claim) !== undefined,
  );
}

function fixClaimOwners(context: ControllerContext, set: StatefulSet, pod: Pod): void {
  for (const claim of claimsOf(context, set, pod)) {
    const ownerReferences = planClaimOwners(set, pod, claim);
    if (!ownerReferences) continue;
    because(context, "stateful-claim-owner", {
      claim: nameOf(claim),
      owner: ownerReferences.at(-1)?.name ?? "",
    });
    context.client.update(persistentVolumeClaim, {
      ...claim,
      metadata: { ...claim.metadata, ownerReferences },
    });
  }
}

function claimsOf(
  context: ControllerContext,
  set: StatefulSet,
  pod: Pod,
): readonly PersistentVolumeClaim[] {
  return (set.spec.volumeClaimTemplates ?? []).flatMap(
    (template) => claimNamed(context, set, claimName(set, template, ordinalOf(pod))) ?? [],
  );
}

function claimNamed(
  context: ControllerContext,
  set: StatefulSet,
  name: string,
): PersistentVolumeClaim | undefined {
  return context
    .lister<PersistentVolumeClaim>("PersistentVolumeClaim")
    .get(`${namespaceOf(set)}/${name}`);
}

function recorded(
  context: ControllerContext,
  set: StatefulSet,
  pod: Pod,
  verb: Verb,
  write: () => void,
): StatusError | undefined {
  const failure = attempt(write);
  if (failure?.reason === "AlreadyExists") return failure;
  if (verb === "Delete" && failure?.reason === "NotFound") return undefined;
  recordPod(context, set, pod, verb, failure);
  return failure;
}

function recordPod(
  context: ControllerContext,
  set: StatefulSet,
  pod: Pod,
  verb: Verb,
  failure: StatusError | undefined,
): void {
  const subject = `${verb} Pod ${nameOf(pod)} in StatefulSet ${nameOf(set)}`;
  context.record(
    set,
    failure
      ? {
          type: "Warning",
          reason: `Failed${verb}`,
          message: `${subject} failed error: ${failure.message}`,
        }
      : { type: "Normal", reason: `Successful${verb}`, message: `${subject} successful` },
  );
}

function attempt(write: () => void): StatusError | undefined {
  try {
    write();
    return undefined;
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
}
