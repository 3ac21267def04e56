import type { Draft } from "../../define.ts";
import type { PersistentVolumeClaim } from "../../schema/generated/types.ts";

/** Fills in a claim. Models v1.SetDefaults_PersistentVolumeClaim. */
export function defaultPersistentVolumeClaim(draft: Draft<PersistentVolumeClaim>): void {
  draft.status ??= {};
  if (!draft.status.phase) draft.status.phase = "Pending";
  draft.spec.volumeMode ??= "Filesystem";
}
