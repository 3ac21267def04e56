import { volumeAttributesClass } from "#core/api/kinds/storage/volume-attributes-class.ts";
import { isBeingDeleted } from "#core/api/meta.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  VolumeAttributesClass,
} from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { isHeldBy, withoutFinalizer } from "./shared/finalizers.ts";

const FINALIZER = "kubernetes.io/vac-protection";

/** Lets a class of volume attributes that is being deleted go once no volume and no claim names it. Models pkg/controller/volume/vacprotection. */
export const attributesClassProtectionController = defineController({
  name: "volumeattributesclass-protection-controller",
  kind: "VolumeAttributesClass",
  watches: [
    {
      kind: "PersistentVolumeClaim",
      keysFor: (claim, old) => [
        ...classesOfClaim(claim as PersistentVolumeClaim),
        ...(old ? classesOfClaim(old as PersistentVolumeClaim) : []),
      ],
    },
    {
      kind: "PersistentVolume",
      keysFor: (volume, old) => [
        ...classesOfVolume(volume as PersistentVolume),
        ...(old ? classesOfVolume(old as PersistentVolume) : []),
      ],
    },
  ],
  reconcile(key, context) {
    const found = context.lister<VolumeAttributesClass>("VolumeAttributesClass").get(key);
    if (!found || !isBeingDeleted(found) || !isHeldBy(found, FINALIZER)) return undefined;
    if (!isNamed(key, context))
      context.client.update(volumeAttributesClass, withoutFinalizer(found, FINALIZER));
    return undefined;
  },
});

function isNamed(name: string, context: ControllerContext): boolean {
  const claims = context.lister<PersistentVolumeClaim>("PersistentVolumeClaim").list();
  const volumes = context.lister<PersistentVolume>("PersistentVolume").list();
  return (
    claims.some((claim) => classesOfClaim(claim).includes(name)) ||
    volumes.some((volume) => classesOfVolume(volume).includes(name))
  );
}

function classesOfVolume({ spec }: PersistentVolume): string[] {
  return present([spec.volumeAttributesClassName]);
}

/** The class asked for, the class there is, and the one on the way. */
function classesOfClaim({ spec, status }: PersistentVolumeClaim): string[] {
  return present([
    spec.volumeAttributesClassName,
    status.currentVolumeAttributesClassName,
    status.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ]);
}

function present(names: readonly (string | undefined)[]): string[] {
  return names.filter((name) => name !== undefined && name !== "") as string[];
}
