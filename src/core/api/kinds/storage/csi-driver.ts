import { isSemanticallyEqual } from "#core/base/equal.ts";
import { defineKind } from "../../define.ts";
import { validateCsiDriver, validateCsiDriverUpdate } from "../../validation/storage.ts";
import type { CSIDriver } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** CSIDriver. Models pkg/registry/storage/csidriver. */
export const csiDriver = defineKind<CSIDriver>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIDriver",
  plural: "csidrivers",
  namespaced: false,
  returnsDeletedObject: true,
  schemaName: "io.k8s.api.storage.v1.CSIDriver",
  allowsUnconditionalUpdate: false,
  setDefaults({ spec }) {
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= "ReadWriteOnceWithFSType";
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ["Persistent"];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
  },
  prepareUpdate(draft, old) {
    // A driver's generation counts only what kubelets act on, and only once it changes.
    const acted = ["tokenRequests", "requiresRepublish", "seLinuxMount"] as const;
    if (acted.some((field) => !isSemanticallyEqual(draft.spec[field], old.spec[field])))
      draft.metadata.generation = (old.metadata.generation ?? 0) + 1;
  },
  validate: validateCsiDriver,
  validateUpdate: validateCsiDriverUpdate,
  columns: [
    nameColumn,
    {
      ...textColumn<CSIDriver>(
        "AttachRequired",
        "attachRequired indicates this CSI volume driver requires an attach operation.",
        (each) => each.spec.attachRequired ?? true,
      ),
      type: "boolean",
    },
    {
      ...textColumn<CSIDriver>(
        "PodInfoOnMount",
        "podInfoOnMount indicates this CSI volume driver requires additional pod information.",
        (each) => each.spec.podInfoOnMount ?? false,
      ),
      type: "boolean",
    },
    {
      ...textColumn<CSIDriver>(
        "StorageCapacity",
        "storageCapacity indicates that the CSI volume driver wants pod scheduling to consider the storage capacity.",
        (each) => each.spec.storageCapacity ?? false,
      ),
      type: "boolean",
    },
    textColumn(
      "TokenRequests",
      "tokenRequests indicates the CSI driver needs pods' service account tokens it is mounting volume for to do necessary authentication.",
      (each) =>
        (each.spec.tokenRequests ?? []).map(({ audience }) => audience).join(",") || "<unset>",
    ),
    {
      ...textColumn<CSIDriver>(
        "RequiresRepublish",
        "requiresRepublish indicates the CSI driver wants `NodePublishVolume` being periodically called to reflect any possible change in the " +
          "mounted volume.",
        (each) => each.spec.requiresRepublish ?? false,
      ),
      type: "boolean",
    },
    textColumn(
      "Modes",
      "volumeLifecycleModes defines what kind of volumes this CSI volume driver supports.",
      (each) => (each.spec.volumeLifecycleModes ?? []).join(",") || "<none>",
    ),
    ageColumn,
  ],
});
