import { defineKind, type Draft } from "../../define.ts";
import { validateNamespace, validateNamespacePhase } from "../../validation/namespaces.ts";
import type { Namespace } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

const NAME_LABEL = "kubernetes.io/metadata.name";

/** Namespace. Models pkg/registry/core/namespace. */
export const namespace = defineKind<Namespace>({
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  shortNames: ["ns"],
  namespaced: false,
  metadataOnUpdate: ["whole", "changes"],
  schemaName: "io.k8s.api.core.v1.Namespace",
  nameFormat: "dns-label",
  verbs: ["create", "delete", "get", "list", "patch", "update", "watch"],
  extraSubresources: ["finalize"],
  subresources: {
    status: {
      prepareUpdate(draft, old) {
        draft.spec = old.spec as Draft<Namespace>["spec"];
      },
      validateUpdate: validateNamespacePhase,
    },
  },
  setDefaults(draft) {
    const { name } = draft.metadata;
    if (name) draft.metadata.labels = { ...draft.metadata.labels, [NAME_LABEL]: name };
  },
  prepareCreate(draft) {
    draft.status = { phase: "Active" };
    const finalizers = draft.spec.finalizers ?? [];
    draft.spec.finalizers = finalizers.includes("kubernetes")
      ? finalizers
      : [...finalizers, "kubernetes"];
  },
  prepareUpdate(draft, old) {
    draft.spec.finalizers = [...(old.spec.finalizers ?? [])];
    draft.status = old.status as Draft<Namespace>["status"];
  },
  beginDeletion: (old, now) => ({
    ...old,
    metadata: { ...old.metadata, deletionTimestamp: now },
    status: { phase: "Terminating" },
  }),
  remainingFinalizers: ({ spec }) => spec.finalizers ?? [],
  validate: validateNamespace,
  validateUpdate: () => [],
  columns: [
    nameColumn,
    textColumn("Status", "The status of the namespace", (each) => each.status.phase ?? ""),
    ageColumn,
  ],
  selectableFields: [{ path: "status.phase", read: (each) => each.status.phase ?? "" }],
});
