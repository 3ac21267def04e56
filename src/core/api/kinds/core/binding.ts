import { defineKind, type KindDefinition } from "../../define.ts";
import type { Binding } from "../../schema/generated/types.ts";
import { nameColumn } from "../columns.ts";
import { pod } from "./pod.ts";

/** Binding: puts a pod on a node, by its own name; not kept. Models pkg/registry/core/pod LegacyBindingREST. */
export const binding = defineKind<Binding>({
  group: "",
  version: "v1",
  kind: "Binding",
  plural: "bindings",
  schemaName: "io.k8s.api.core.v1.Binding",
  verbs: ["create"],
  standsFor: { kind: pod as unknown as KindDefinition, subresource: "binding" },
  columns: [nameColumn],
});
