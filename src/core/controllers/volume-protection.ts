import { persistentVolume } from "#core/api/kinds/core/persistent-volume.ts";
import { isBeingDeleted } from "#core/api/meta.ts";
import type { PersistentVolume } from "#core/api/schema/generated/types.ts";
import { defineController } from "#core/client/controller.ts";
import { isHeldBy, withoutFinalizer } from "./shared/finalizers.ts";

const FINALIZER = "kubernetes.io/pv-protection";

/** Lets a volume that is being deleted go unless a claim is bound to it. Models pkg/controller/volume/pvprotection. */
export const volumeProtectionController = defineController({
  name: "persistentvolume-protection-controller",
  kind: "PersistentVolume",
  watches: [],
  reconcile(key, context) {
    const volume = context.lister<PersistentVolume>("PersistentVolume").get(key);
    if (!volume || !isBeingDeleted(volume) || !isHeldBy(volume, FINALIZER)) return undefined;
    if (volume.status.phase !== "Bound")
      context.client.update(persistentVolume, withoutFinalizer(volume, FINALIZER));
    return undefined;
  },
});
