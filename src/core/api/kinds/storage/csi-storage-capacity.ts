import { defineKind } from "../../define.ts";
import {
  validateStorageCapacity,
  validateStorageCapacityUpdate,
} from "../../validation/storage.ts";
import type { CSIStorageCapacity } from "../../schema/generated/types.ts";
import { nameColumn, textColumn } from "../columns.ts";

/** CSIStorageCapacity. Models pkg/registry/storage/csistoragecapacity. */
export const csiStorageCapacity = defineKind<CSIStorageCapacity>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSIStorageCapacity",
  plural: "csistoragecapacities",
  schemaName: "io.k8s.api.storage.v1.CSIStorageCapacity",
  allowsUnconditionalUpdate: false,
  validate: validateStorageCapacity,
  validateUpdate: validateStorageCapacityUpdate,
  columns: [
    nameColumn,
    textColumn(
      "StorageClassName",
      "storageClassName represents the name of the StorageClass that the reported capacity applies to. It must meet the same requirements as " +
        "the name of a StorageClass object (non-empty, DNS subdomain). If that object no longer exists, the CSIStorageCapacity object is " +
        "obsolete and should be removed by its creator. This field is immutable.",
      (each) => each.storageClassName,
    ),
    textColumn(
      "Capacity",
      "capacity is the value reported by the CSI driver in its GetCapacityResponse for a GetCapacityRequest with topology and parameters " +
        "that match the previous fields.",
      (each) => each.capacity ?? "<unset>",
    ),
  ],
});
