import { defineKind } from "../../define.ts";
import type { RuntimeClass } from "../../schema/generated/types.ts";
import {
  validateRuntimeClass,
  validateRuntimeClassUpdate,
} from "../../validation/runtime-classes.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** RuntimeClass. Models pkg/registry/node/runtimeclass. */
export const runtimeClass = defineKind<RuntimeClass>({
  group: "node.k8s.io",
  version: "v1",
  kind: "RuntimeClass",
  plural: "runtimeclasses",
  finalizerNames: "any",
  namespaced: false,
  schemaName: "io.k8s.api.node.v1.RuntimeClass",
  allowsUnconditionalUpdate: false,
  validate: validateRuntimeClass,
  validateUpdate: validateRuntimeClassUpdate,
  columns: [
    nameColumn,
    // Upstream looks the description up in the wrong place, and finds none.
    textColumn("Handler", "", ({ handler }) => handler),
    ageColumn,
  ],
});
