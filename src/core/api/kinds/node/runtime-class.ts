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
  namespaced: false,
  schemaName: "io.k8s.api.node.v1.RuntimeClass",
  allowsUnconditionalUpdate: false,
  validate: validateRuntimeClass,
  validateUpdate: validateRuntimeClassUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Handler",
      "handler specifies the underlying runtime and configuration that the CRI implementation will use to handle pods of this class. The " +
        "possible values are specific to the node & CRI configuration.  It is assumed that all handlers are available on every node, and " +
        'handlers of the same name are equivalent on every node. For example, a handler called "runc" might specify that the runc OCI ' +
        "runtime (using native Linux containers) will be used to run the containers in a pod. The Handler must be lowercase, conform to the " +
        "DNS Label (RFC 1123) requirements, and is immutable.",
      ({ handler }) => handler,
    ),
    ageColumn,
  ],
});
