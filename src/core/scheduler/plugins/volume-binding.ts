import {
  classNameOf,
  findVolume,
  isClaimBound,
  isReachable,
  NO_PROVISIONER,
  waitsForConsumer,
} from "#core/api/volume-match.ts";
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
    for (const name of claimNamesOf(pod)) {
      const claim = context.claim(pod.metadata.namespace ?? "", name);
      if (!claim)
        return { status: unresolvable(`persistentvolumeclaim ${JSON.stringify(name)} not found`) };
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
export function claimNamesOf({ spec, metadata }: Pod): string[] {
  return (spec.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (ephemeral) return [`${metadata.name ?? ""}-${name}`];
    return persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [];
  });
}
