import { persistentVolume } from "#core/api/kinds/core/persistent-volume.ts";
import { isBeingDeleted, nameOf, namespaceOf, uidOf } from "#core/api/meta.ts";
import { isStatusReason } from "#core/api/status.ts";
import {
  claimReference,
  classNameOf,
  SELECTED_NODE,
  waitsForConsumer,
} from "#core/api/volume-match.ts";
import type { PersistentVolumeClaim, StorageClass } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";

/** The annotation of a claim that names who is to make its volume. */
export const STORAGE_PROVISIONER = "volume.kubernetes.io/storage-provisioner";
/** The annotation of a volume that names who made it. */
export const PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
const HOSTNAME = "kubernetes.io/hostname";
/** How long it takes to make a volume. */
const PROVISIONING_MS = 1_500;

/** Claim key -> when its volume will be there, as Unix milliseconds. Plain data, changed in place. */
type Memory = Map<string, number>;

/**
 * Stands for the external provisioner of every class: makes a volume for each claim that asks for one. Models
 * sig-storage-lib-external-provisioner, and local-path-provisioner for what waits for its first consumer.
 */
export const volumeProvisioner = defineController({
  name: "external-provisioner",
  kind: "PersistentVolumeClaim",
  watches: [{ kind: "StorageClass", keysFor: () => [] }],
  initialState: (): Memory => new Map(),
  reconcile(key, context) {
    const memory = context.memory as Memory;
    const claim = context.lister<PersistentVolumeClaim>("PersistentVolumeClaim").get(key);
    const provisioner = claim && provisionerOf(claim);
    const storageClass =
      claim && context.lister<StorageClass>("StorageClass").get(classNameOf(claim));
    const isAsked =
      claim &&
      storageClass?.provisioner === provisioner &&
      !claim.spec.volumeName &&
      !isBeingDeleted(claim);
    if (!claim || !storageClass || !isAsked) {
      memory.delete(key);
      return undefined;
    }
    const dueAt = memory.get(key);
    if (dueAt === undefined) {
      const message = `External provisioner is provisioning volume for claim "${key}"`;
      context.record(claim, { type: "Normal", reason: "Provisioning", message });
      memory.set(key, context.nowEpochMs + PROVISIONING_MS);
      return { requeueAfterMs: PROVISIONING_MS };
    }
    if (dueAt > context.nowEpochMs) return { requeueAfterMs: dueAt - context.nowEpochMs };
    memory.delete(key);
    createVolume(context, claim, storageClass);
    return undefined;
  },
});

/** The provisioner that a claim was handed to. */
export function provisionerOf({ metadata }: PersistentVolumeClaim): string | undefined {
  return metadata.annotations?.[STORAGE_PROVISIONER];
}

function createVolume(
  context: ControllerContext,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
): void {
  const name = `pvc-${uidOf(claim)}`;
  because(context, "volume-made", { volume: name, claim: nameOf(claim) });
  try {
    context.client.create(persistentVolume, volumeFor(claim, storageClass, name));
  } catch (error) {
    if (isStatusReason(error, "AlreadyExists")) return;
    throw error;
  }
  context.record(claim, {
    type: "Normal",
    reason: "ProvisioningSucceeded",
    message: `Successfully provisioned volume ${name}`,
  });
}

function volumeFor(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass,
  name: string,
): unknown {
  const { provisioner, reclaimPolicy = "Delete", mountOptions } = storageClass;
  const node = claim.metadata.annotations?.[SELECTED_NODE];
  const isLocal = waitsForConsumer(storageClass) && node !== undefined;
  const place = `${name}_${namespaceOf(claim)}_${nameOf(claim)}`;
  const matchExpressions = [{ key: HOSTNAME, operator: "In", values: [node] }];
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, annotations: { [PROVISIONED_BY]: provisioner } },
    spec: {
      capacity: { storage: claim.spec.resources?.requests?.["storage"] ?? "0" },
      accessModes: claim.spec.accessModes,
      volumeMode: claim.spec.volumeMode,
      claimRef: claimReference(claim),
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: nameOf(storageClass),
      ...(mountOptions && { mountOptions }),
      ...(isLocal
        ? {
            hostPath: { path: `/opt/local-path-provisioner/${place}`, type: "DirectoryOrCreate" },
            nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
          }
        : { csi: { driver: provisioner, volumeHandle: name } }),
    },
  };
}
