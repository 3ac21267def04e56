import type { KindDefinition } from "#core/api/define.ts";
import { persistentVolumeClaim } from "#core/api/kinds/core/persistent-volume-claim.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import { controllerOf, isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import type { PersistentVolumeClaim, Pod, Volume } from "#core/api/schema/generated/types.ts";
import { internalError } from "#core/api/status.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { controllerReference } from "./shared/owner-ref.ts";

/** Makes the claims that pods bring along, and makes them again when they were deleted. Models pkg/controller/volume/ephemeral. */
export const ephemeralVolumeController = defineController({
  name: "ephemeral-volume-controller",
  kind: "Pod",
  isNews: (pod, old) => !old && ephemeralVolumes(pod as Pod).length > 0,
  watches: [
    {
      kind: "PersistentVolumeClaim",
      keysFor: (claim, _old, change, context) =>
        change === "deleted" ? podsWaitingFor(claim as PersistentVolumeClaim, context) : [],
    },
  ],
  reconcile(key, context) {
    const pod = context.lister<Pod>("Pod").get(key);
    if (!pod || isBeingDeleted(pod)) return undefined;
    for (const volume of ephemeralVolumes(pod)) provide(pod, volume, context);
    return undefined;
  },
});

function ephemeralVolumes({ spec }: Pod): readonly Volume[] {
  return (spec.volumes ?? []).filter(({ ephemeral }) => ephemeral !== undefined);
}

function claimNameOf(pod: Pod, { name }: Volume): string {
  return `${nameOf(pod)}-${name}`;
}

function podsWaitingFor(claim: PersistentVolumeClaim, context: ControllerContext): string[] {
  return context
    .lister<Pod>("Pod")
    .inNamespace(namespaceOf(claim))
    .filter((pod) =>
      ephemeralVolumes(pod).some((volume) => claimNameOf(pod, volume) === nameOf(claim)),
    )
    .map((pod) => `${namespaceOf(pod)}/${nameOf(pod)}`);
}

function provide(pod: Pod, volume: Volume, context: ControllerContext): void {
  const name = claimNameOf(pod, volume);
  const namespace = namespaceOf(pod);
  const existing = context
    .lister<PersistentVolumeClaim>("PersistentVolumeClaim")
    .get(`${namespace}/${name}`);
  if (existing) {
    if (controllerOf(existing)?.uid === uidOf(pod)) return;
    throw internalError(
      `PVC ${namespace}/${name} was not created for pod ${namespace}/${nameOf(pod)} (pod is not owner)`,
    );
  }
  const { metadata, spec } = volume.ephemeral?.volumeClaimTemplate ?? {};
  because(context, "ephemeral-claim", { pod: nameOf(pod), claim: name });
  context.client.create(persistentVolumeClaim, {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace,
      ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
      ...(metadata?.labels ? { labels: metadata.labels } : {}),
      ownerReferences: [controllerReference(pod, podKind as unknown as KindDefinition<never>)],
    },
    spec: spec ?? {},
  });
}
