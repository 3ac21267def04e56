import { persistentVolumeClaim } from "#core/api/kinds/core/persistent-volume-claim.ts";
import { isBeingDeleted, namespaceOf } from "#core/api/meta.ts";
import type { PersistentVolumeClaim, Pod } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { isHeldBy, withoutFinalizer } from "./shared/finalizers.ts";
import { isPodTerminal } from "./shared/pod-state.ts";

const FINALIZER = "kubernetes.io/pvc-protection";

/** Lets a claim that is being deleted go once no pod uses it any more. Models pkg/controller/volume/pvcprotection. */
export const claimProtectionController = defineController({
  name: "persistentvolumeclaim-protection-controller",
  kind: "PersistentVolumeClaim",
  watches: [{ kind: "Pod", keysFor: (pod) => claimKeysOf(pod as Pod) }],
  reconcile(key, context) {
    const claim = context.lister<PersistentVolumeClaim>("PersistentVolumeClaim").get(key);
    if (!claim || !isBeingDeleted(claim) || !isHeldBy(claim, FINALIZER)) return undefined;
    if (!isInUse(key, context))
      context.client.update(persistentVolumeClaim, withoutFinalizer(claim, FINALIZER));
    return undefined;
  },
});

/** The claims that a pod names, those made for it included. */
function claimKeysOf(pod: Pod): string[] {
  const namespace = namespaceOf(pod);
  const keys: string[] = [];
  for (const { name, persistentVolumeClaim: claim, ephemeral } of pod.spec.volumes ?? []) {
    if (claim) keys.push(`${namespace}/${claim.claimName}`);
    else if (ephemeral) keys.push(`${namespace}/${pod.metadata.name ?? ""}-${name}`);
  }
  return keys;
}

/** A pod that no node runs holds nothing. */
function isInUse(key: string, context: ControllerContext): boolean {
  return context
    .lister<Pod>("Pod")
    .list()
    .some((pod) => pod.spec.nodeName && !isPodTerminal(pod) && claimKeysOf(pod).includes(key));
}
