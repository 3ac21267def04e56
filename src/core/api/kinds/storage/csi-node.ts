import { defineKind } from "../../define.ts";
import { validateCsiNode, validateCsiNodeUpdate } from "../../validation/storage.ts";
import type { CSINode } from "../../schema/generated/types.ts";
import { ageColumn, integerColumn, nameColumn } from "../columns.ts";

/** CSINode. Models pkg/registry/storage/csinode. */
export const csiNode = defineKind<CSINode>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "CSINode",
  plural: "csinodes",
  namespaced: false,
  returnsDeletedObject: true,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.storage.v1.CSINode",
  allowsUnconditionalUpdate: false,
  validate: validateCsiNode,
  validateUpdate: validateCsiNodeUpdate,
  columns: [
    nameColumn,
    integerColumn(
      "Drivers",
      "Drivers indicates the number of CSI drivers registered on the node",
      (each) => (each.spec.drivers as CSINode["spec"]["drivers"] | null)?.length ?? 0,
    ),
    ageColumn,
  ],
});
