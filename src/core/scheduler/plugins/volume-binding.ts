import {
  classNameOf,
  findVolume,
  isClaimBound,
  isReachable,
  NO_PROVISIONER,
  waitsForConsumer,
} from "#core/api/volume-match.ts";
import { controllerOf } from "#core/api/meta.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
} from "#core/api/schema/generated/types.ts";
import { definePlugin, SKIP, SUCCESS, unresolvable } from "../framework.ts";

const REASON_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const REASON_BINDING = "node(s) didn't find available persistent volumes to bind";
const REASON_GONE = "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)";

/** The claims of a pod, told apart. */
interface Claims {
  readonly bound: readonly PersistentVolumeClaim[];
  readonly delayed: readonly PersistentVolumeClaim[];
}

/**
 * Claims of a pod must exist and be bound, but for those that wait for their first consumer: for them a node must have a volume, or be able
 * to get one. Models plugins/volumebinding.
 */
export const volumeBinding = definePlugin<Claims>({
  name: "VolumeBinding",
  weight: 0,
  preFilter(pod, context) {
    const bound: PersistentVolumeClaim[] = [];
    const delayed: PersistentVolumeClaim[] = [];
    let isUnbound = false;
    for (const { name, isEphemeral } of claimsNamedBy(pod)) {
      const claim = context.claim(pod.metadata.namespace ?? "", name);
      if (!claim) return { status: unresolvable(missingText(name, isEphemeral)) };
      const problem = problemOf(claim, isEphemeral ? pod : undefined);
      if (problem !== undefined) return { status: unresolvable(problem) };
      if (isClaimBound(claim)) bound.push(claim);
      else if (waitsForConsumer(context.storageClass(classNameOf(claim)))) delayed.push(claim);
      else isUnbound = true;
    }
    if (isUnbound)
      return { status: unresolvable("pod has unbound immediate PersistentVolumeClaims") };
    if (bound.length + delayed.length === 0) return { status: SKIP };
    return { status: SUCCESS, state: { bound, delayed } };
  },
  filter(_pod, { node }, state, context) {
    const taken = new Set<string>();
    for (const claim of state?.bound ?? []) {
      const volume = context.volume(claim.spec.volumeName ?? "");
      if (!volume) return unresolvable(REASON_GONE);
      if (!isReachable(volume, node)) return unresolvable(REASON_CONFLICT);
    }
    for (const claim of state?.delayed ?? []) {
      const volume: PersistentVolume | undefined = findVolume(claim, context.volumes(), {
        node,
        taken,
      });
      if (volume) taken.add(volume.metadata.name ?? "");
      else if (context.storageClass(classNameOf(claim))?.provisioner === NO_PROVISIONER)
        return unresolvable(REASON_BINDING);
    }
    return SUCCESS;
  },
  requeueOn: ["Claim", "Node"],
});

/** The names of the claims that a pod's volumes use. */
export function claimNamesOf(pod: Pod): string[] {
  return claimsNamedBy(pod).map(({ name }) => name);
}

function claimsNamedBy({ spec, metadata }: Pod) {
  return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (ephemeral) return [{ name: `${metadata.name ?? ""}-${name}`, isEphemeral: true }];
    return persistentVolumeClaim
      ? [{ name: persistentVolumeClaim.claimName, isEphemeral: false }]
      : [];
  });
}

/** Why a claim that is there is of no use to a pod, or to the one pod it should have been made for. Models podHasPVCs. */
function problemOf(claim: PersistentVolumeClaim, owner: Pod | undefined): string | undefined {
  const { metadata, spec, status } = claim;
  const subject = `persistentvolumeclaim ${JSON.stringify(metadata.name ?? "")}`;
  if (status.phase === "Lost")
    return `${subject} bound to non-existent persistentvolume ${JSON.stringify(spec.volumeName ?? "")}`;
  if (metadata.deletionTimestamp !== undefined) return `${subject} is being deleted`;
  if (!owner || controllerOf(claim)?.uid === owner.metadata.uid) return undefined;
  const place = (name = "") => `${owner.metadata.namespace ?? ""}/${name}`;
  return `PVC ${place(metadata.name)} was not created for pod ${place(owner.metadata.name)} (pod is not owner)`;
}

function missingText(name: string, isEphemeral: boolean): string {
  const claim = `persistentvolumeclaim ${JSON.stringify(name)}`;
  return isEphemeral
    ? `waiting for ephemeral volume controller to create the ${claim}`
    : `${claim} not found`;
}
