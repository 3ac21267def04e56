import { persistentVolume } from "#core/api/kinds/core/persistent-volume.ts";
import { persistentVolumeClaim } from "#core/api/kinds/core/persistent-volume-claim.ts";
import { nameOf, namespaceOf } from "#core/api/meta.ts";
import {
  BOUND_BY_CONTROLLER,
  claimReference,
  findVolume,
  isClaimBound,
  SELECTED_NODE,
} from "#core/api/volume-match.ts";
import type { Node, PersistentVolumeClaim, Pod } from "#core/api/schema/generated/types.ts";
import type { Client } from "#core/client/client.ts";
import type { CycleContext } from "./framework.ts";
import { claimNamesOf } from "./plugins/volume-binding.ts";

/**
 * Sees to the volumes of a pod that has a node: takes a volume that is there for each claim that waited, or says on which node one is to be
 * made. Returns whether all are bound. Models volumebinding Reserve and PreBind.
 */
export function bindVolumes(client: Client, context: CycleContext, pod: Pod, node: Node): boolean {
  let isReady = true;
  for (const name of claimNamesOf(pod)) {
    const claim = context.claim(namespaceOf(pod), name);
    if (!claim || isClaimBound(claim)) continue;
    isReady = false;
    if (claim.metadata.annotations?.[SELECTED_NODE] === undefined)
      take(client, context, claim, node);
  }
  return isReady;
}

function take(
  client: Client,
  context: CycleContext,
  claim: PersistentVolumeClaim,
  node: Node,
): void {
  const volume = findVolume(claim, context.volumes(), { node });
  if (volume?.spec.claimRef?.uid) return;
  if (volume) {
    const annotations = { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: "yes" };
    client.update(persistentVolume, {
      ...volume,
      metadata: { ...volume.metadata, annotations },
      spec: { ...volume.spec, claimRef: claimReference(claim) },
    });
    return;
  }
  const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: nameOf(node) };
  client.update(persistentVolumeClaim, { ...claim, metadata: { ...claim.metadata, annotations } });
}
