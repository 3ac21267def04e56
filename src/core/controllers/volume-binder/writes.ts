import { isSemanticallyEqual } from "#core/base/equal.ts";
import { persistentVolume } from "#core/api/kinds/core/persistent-volume.ts";
import { persistentVolumeClaim } from "#core/api/kinds/core/persistent-volume-claim.ts";
import { nameOf } from "#core/api/meta.ts";
import {
  BIND_COMPLETED,
  BOUND_BY_CONTROLLER,
  claimReference,
  isMeantFor,
} from "#core/api/volume-match.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimStatus,
} from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { because } from "../because.ts";

/** Ties a volume and a claim to each other, the volume first, so that nobody else takes it. Models bind. */
export function bind(
  context: ControllerContext,
  volume: PersistentVolume,
  claim: PersistentVolumeClaim,
): void {
  because(context, "volume-bound", { volume: nameOf(volume), claim: nameOf(claim) });
  const { claimRef } = volume.spec;
  let owned = volume;
  if (!claimRef?.uid || !isMeantFor(volume, claim)) {
    const annotations = {
      ...volume.metadata.annotations,
      ...(!claimRef && { [BOUND_BY_CONTROLLER]: "yes" }),
    };
    owned = context.client.update(persistentVolume, {
      ...volume,
      metadata: { ...volume.metadata, annotations },
      spec: { ...volume.spec, claimRef: claimReference(claim) },
    });
  }
  setVolumePhase(context, owned, "Bound");
  let bound = claim;
  if (
    claim.spec.volumeName !== nameOf(volume) ||
    claim.metadata.annotations?.[BIND_COMPLETED] === undefined
  ) {
    const annotations = {
      ...claim.metadata.annotations,
      [BIND_COMPLETED]: "yes",
      ...(claim.spec.volumeName !== nameOf(volume) && { [BOUND_BY_CONTROLLER]: "yes" }),
    };
    bound = context.client.update(persistentVolumeClaim, {
      ...claim,
      metadata: { ...claim.metadata, annotations },
      spec: { ...claim.spec, volumeName: nameOf(volume) },
    });
  }
  setClaimStatus(context, bound, {
    phase: "Bound",
    accessModes: volume.spec.accessModes ?? [],
    capacity: volume.spec.capacity ?? {},
  });
}

/** Writes a volume's phase, if it is another. */
export function setVolumePhase(
  context: ControllerContext,
  volume: PersistentVolume,
  phase: NonNullable<PersistentVolume["status"]["phase"]>,
  message?: string,
): void {
  if (volume.status.phase === phase) return;
  const { message: _before, ...rest } = volume.status;
  const status = { ...rest, phase, ...(message !== undefined && { message }) };
  context.client.update(persistentVolume, { ...volume, status }, "status");
}

/** Writes what has become of a claim, if it is news. */
export function setClaimStatus(
  context: ControllerContext,
  claim: PersistentVolumeClaim,
  wanted: Pick<PersistentVolumeClaimStatus, "phase" | "accessModes" | "capacity">,
): void {
  const status = { ...claim.status, ...wanted };
  if (!isSemanticallyEqual(status, claim.status))
    context.client.update(persistentVolumeClaim, { ...claim, status }, "status");
}
