import { defineKind } from "../../define.ts";
import {
  validateAttributesClass,
  validateAttributesClassUpdate,
} from "../../validation/storage.ts";
import type { VolumeAttributesClass } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const DEFAULT_CLASS = "volumeattributesclass.alpha.kubernetes.io/is-default-class";

/** VolumeAttributesClass. Models pkg/registry/storage/volumeattributesclass. */
export const volumeAttributesClass = defineKind<VolumeAttributesClass>({
  group: "storage.k8s.io",
  version: "v1",
  kind: "VolumeAttributesClass",
  plural: "volumeattributesclasses",
  shortNames: ["vac"],
  namespaced: false,
  returnsDeletedObject: true,
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.storage.v1.VolumeAttributesClass",
  validate: validateAttributesClass,
  validateUpdate: validateAttributesClassUpdate,
  columns: [
    {
      ...nameColumn,
      cell: ({ metadata: { name = "", annotations } }) =>
        annotations?.[DEFAULT_CLASS] === "true" ? `${name} (default)` : name,
    },
    textColumn("DriverName", "Name of the CSI driver", (each) => each.driverName),
    ageColumn,
  ],
});
