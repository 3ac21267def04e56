import { defineKind } from "../../define.ts";
import { validateConfigMap, validateConfigMapUpdate } from "../../validation/config.ts";
import type { ConfigMap } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** ConfigMap. Models pkg/registry/core/configmap. */
export const configMap = defineKind<ConfigMap>({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  shortNames: ["cm"],
  metadataOnUpdate: ["changes", "whole"],
  schemaName: "io.k8s.api.core.v1.ConfigMap",
  validate: validateConfigMap,
  validateUpdate: validateConfigMapUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Data",
      "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'. Values with non-UTF-8 byte " +
        "sequences must use the BinaryData field. The keys stored in Data must not overlap with the keys in the BinaryData field, this is " +
        "enforced during validation process.",
      (each) => Object.keys(each.data ?? {}).length + Object.keys(each.binaryData ?? {}).length,
    ),
    ageColumn,
  ],
});
