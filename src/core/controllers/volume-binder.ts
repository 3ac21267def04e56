import { persistentVolume } from "#core/api/kinds/core/persistent-volume.ts";
import { persistentVolumeClaim } from "#core/api/kinds/core/persistent-volume-claim.ts";
import {
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import {
  classNameOf,
  findVolume,
  isClaimBound,
  isMeantFor,
  NO_PROVISIONER,
  SELECTED_NODE,
  waitsForConsumer,
} from "#core/api/volume-match.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { bind, setClaimStatus, setVolumePhase } from "./volume-binder/writes.ts";
import { PROVISIONED_BY, provisionerOf, STORAGE_PROVISIONER } from "./volume-provisioner.ts";

/** Keys of volumes, beside those of claims. */
const VOLUME_KEY = "volume ";
/** Everything is looked at again this often, so that waiting claims say so. Models --pvclaimbinder-sync-period. */
const RESYNC_MS = 15_000;

/** Binds claims to volumes and sees to volumes whose claim is gone. Models pkg/controller/volume/persistentvolume. */
export const volumeBinderController = defineController({
  name: "persistentvolume-binder",
  eventSource: "persistentvolume-controller",
  kind: "PersistentVolumeClaim",
  watches: [
    { kind: "PersistentVolume", keysFor: keysForVolume },
    // The claims of a volume that came, changed or went may have waited for it.
    { kind: "PersistentVolumeClaim", keysFor: keysForClaim },
    { kind: "StorageClass", keysFor: (_object, _old, _change, context) => waitingClaims(context) },
    { kind: "Pod", keysFor: () => [] },
  ],
  reconcile(key, context) {
    if (key.startsWith(VOLUME_KEY)) {
      const volume = context
        .lister<PersistentVolume>("PersistentVolume")
        .get(key.slice(VOLUME_KEY.length));
      if (volume && !isBeingDeleted(volume)) syncVolume(context, volume);
      return undefined;
    }
    const claim = context.lister<PersistentVolumeClaim>("PersistentVolumeClaim").get(key);
    if (!claim || isBeingDeleted(claim)) return undefined;
    if (isClaimBound(claim)) {
      syncBoundClaim(context, claim);
      return undefined;
    }
    const isWaiting = claim.spec.volumeName
      ? !bindNamed(context, claim)
      : !bindFound(context, claim);
    return isWaiting ? { requeueAfterMs: RESYNC_MS } : undefined;
  },
});

function tell(
  context: ControllerContext,
  object: KubeObject,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): void {
  context.record(object, { type, reason, message });
}

function volumesOf(context: ControllerContext) {
  return context.lister<PersistentVolume>("PersistentVolume");
}

/** Looks for a volume, or has one made. Returns whether the claim is bound. Models syncUnboundClaim. */
function bindFound(context: ControllerContext, claim: PersistentVolumeClaim): boolean {
  const className = classNameOf(claim);
  const storageClass = context.lister<StorageClass>("StorageClass").get(className);
  const hasNode = claim.metadata.annotations?.[SELECTED_NODE] !== undefined;
  const isDelayed = waitsForConsumer(storageClass) && !hasNode;
  const volume = findVolume(claim, volumesOf(context).list(), { onlyMeant: isDelayed });
  if (volume) {
    bind(context, volume, claim);
    return true;
  }
  if (isDelayed) tellWaiting(context, claim);
  else if (className !== "") provision(context, claim, { className, storageClass });
  else
    tell(
      context,
      claim,
      "Normal",
      "FailedBinding",
      "no persistent volumes available for this claim and no storage class is set",
    );
  return false;
}

function tellWaiting(context: ControllerContext, claim: PersistentVolumeClaim): void {
  const users = context
    .lister<Pod>("Pod")
    .inNamespace(namespaceOf(claim))
    .filter(
      ({ spec }) =>
        !spec.nodeName &&
        spec.volumes?.some((each) => each.persistentVolumeClaim?.claimName === nameOf(claim)),
    )
    .map(nameOf);
  if (users.length === 0)
    tell(
      context,
      claim,
      "Normal",
      "WaitForFirstConsumer",
      "waiting for first consumer to be created before binding",
    );
  else
    tell(
      context,
      claim,
      "Normal",
      "WaitForPodScheduled",
      `waiting for pod${users.length > 1 ? "s" : ""} ${users.join(",")} to be scheduled`,
    );
}

/** Asks the provisioner of the class for a volume. Models provisionClaim. */
function provision(
  context: ControllerContext,
  claim: PersistentVolumeClaim,
  {
    className,
    storageClass,
  }: { readonly className: string; readonly storageClass: StorageClass | undefined },
): void {
  const fail = (message: string) => tell(context, claim, "Warning", "ProvisioningFailed", message);
  if (!storageClass) {
    fail(`storageclass.storage.k8s.io ${JSON.stringify(className)} not found`);
    return;
  }
  const { provisioner } = storageClass;
  if (provisioner === NO_PROVISIONER || provisioner.startsWith("kubernetes.io/")) {
    fail(`no volume plugin matched name: ${provisioner}`);
    return;
  }
  if (provisionerOf(claim) !== provisioner) {
    because(context, "volume-asked-for", { claim: nameOf(claim), provisioner });
    const annotations = {
      ...claim.metadata.annotations,
      [STORAGE_PROVISIONER]: provisioner,
      [`volume.beta.${STORAGE_PROVISIONER.slice("volume.".length)}`]: provisioner,
    };
    context.client.update(persistentVolumeClaim, {
      ...claim,
      metadata: { ...claim.metadata, annotations },
    });
  }
  tell(
    context,
    claim,
    "Normal",
    "ExternalProvisioning",
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  );
}

/** A claim that names its volume gets that one or none. */
function bindNamed(context: ControllerContext, claim: PersistentVolumeClaim): boolean {
  const name = claim.spec.volumeName ?? "";
  const volume = volumesOf(context).get(name);
  if (!volume) return false;
  if (volume.spec.claimRef && !isMeantFor(volume, claim)) {
    tell(
      context,
      claim,
      "Warning",
      "FailedBinding",
      `volume ${JSON.stringify(name)} already bound to a different claim.`,
    );
    return false;
  }
  const mismatch = mismatchOf(volume, claim);
  if (!volume.spec.claimRef && mismatch !== undefined) {
    tell(
      context,
      claim,
      "Warning",
      "VolumeMismatch",
      `Cannot bind to requested volume ${JSON.stringify(name)}: ${mismatch}`,
    );
    return false;
  }
  bind(context, volume, claim);
  return true;
}

/** Models checkVolumeSatisfyClaim. */
function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  const asIfFree = { ...volume, status: { ...volume.status, phase: "Available" as const } };
  if (findVolume(claim, [asIfFree])) return undefined;
  if (classNameOf(volume) !== classNameOf(claim)) return "storageClassName does not match";
  if ((volume.spec.volumeMode ?? "Filesystem") !== (claim.spec.volumeMode ?? "Filesystem"))
    return "incompatible volumeMode";
  const hasModes = (claim.spec.accessModes ?? []).every((mode) =>
    volume.spec.accessModes?.includes(mode),
  );
  return hasModes ? "requested PV is too small" : "incompatible accessMode";
}

/** A bound claim can lose its volume, but never get another. Models syncBoundClaim. */
function syncBoundClaim(context: ControllerContext, claim: PersistentVolumeClaim): void {
  const volume = volumesOf(context).get(claim.spec.volumeName ?? "");
  if (volume && (!volume.spec.claimRef || isMeantFor(volume, claim))) {
    if (claim.status.phase !== "Bound" || volume.status.phase !== "Bound")
      bind(context, volume, claim);
    return;
  }
  if (claim.status.phase === "Lost") return;
  setClaimStatus(context, claim, { phase: "Lost", accessModes: [], capacity: {} });
  if (volume)
    tell(
      context,
      claim,
      "Warning",
      "ClaimMisbound",
      "Two claims are bound to the same volume, this one is bound incorrectly",
    );
  else
    tell(
      context,
      claim,
      "Warning",
      "ClaimLost",
      "Bound claim has lost its PersistentVolume. Data on the volume is lost!",
    );
}

/** Models syncVolume. */
function syncVolume(context: ControllerContext, volume: PersistentVolume): void {
  const { claimRef, persistentVolumeReclaimPolicy: policy } = volume.spec;
  if (!claimRef?.uid) {
    setVolumePhase(context, volume, "Available");
    return;
  }
  const claims = context.lister<PersistentVolumeClaim>("PersistentVolumeClaim");
  const claim = claims.get(`${claimRef.namespace ?? ""}/${claimRef.name ?? ""}`);
  if (claim && uidOf(claim) === claimRef.uid) return;
  if (volume.status.phase !== "Released" && volume.status.phase !== "Failed") {
    because(context, "volume-released", {
      volume: nameOf(volume),
      claim: claimRef.name ?? "",
      policy: policy ?? "",
    });
    setVolumePhase(context, volume, "Released");
    return;
  }
  if (policy !== "Delete" || volume.status.phase === "Failed") return;
  because(context, "volume-reclaimed", { volume: nameOf(volume) });
  if (volume.metadata.annotations?.[PROVISIONED_BY] !== undefined) {
    context.client.delete(persistentVolume, { namespace: "", name: nameOf(volume) });
    return;
  }
  const message = `error getting deleter volume plugin for volume ${JSON.stringify(nameOf(volume))}: no deletable volume plugin matched`;
  setVolumePhase(context, volume, "Failed", message);
  tell(context, volume, "Warning", "VolumeFailedDelete", message);
}

/** A volume, and the claims that it may concern: its own, and when it is free those that wait. */
function keysForVolume(
  object: KubeObject,
  _old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  const { claimRef } = (object as PersistentVolume).spec;
  const own = claimRef
    ? [`${claimRef.namespace ?? ""}/${claimRef.name ?? ""}`]
    : waitingClaims(context);
  return change === "deleted" ? own : [VOLUME_KEY + nameOf(object), ...own];
}

function waitingClaims(context: ControllerContext): readonly string[] {
  return context
    .lister<PersistentVolumeClaim>("PersistentVolumeClaim")
    .list()
    .filter((claim) => !isClaimBound(claim))
    .map(keyOf);
}

/** A claim that goes sets its volume free. */
function keysForClaim(
  object: KubeObject,
  _old: KubeObject | undefined,
  change: string,
): readonly string[] {
  const { volumeName } = (object as PersistentVolumeClaim).spec;
  return change === "deleted" && volumeName ? [VOLUME_KEY + volumeName] : [];
}
