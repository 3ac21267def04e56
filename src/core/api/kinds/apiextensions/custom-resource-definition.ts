import { defineKind, type Draft } from "../../define.ts";
import type { CustomResourceDefinition } from "../../schema/generated/types.ts";
import {
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
} from "../../validation/custom-resource-definitions.ts";
import { createdAtColumn, nameColumn } from "../columns.ts";

const HTTPS_PORT = 443;
/** Keeps a definition until everything it has made is gone. */
export const CLEANUP_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

/** CustomResourceDefinition. Models apiextensions-apiserver pkg/registry/customresourcedefinition. */
export const customResourceDefinition = defineKind<CustomResourceDefinition>({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  finalizerNames: "any",
  shortNames: ["crd", "crds"],
  categories: ["api-extensions"],
  namespaced: false,
  schemaName: "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  subresources: {
    status: {},
  },
  setDefaults({ spec, status }) {
    const { names } = spec;
    if (!names.singular && names.kind) names.singular = names.kind.toLowerCase();
    if (!names.listKind && names.kind) names.listKind = `${names.kind}List`;
    spec.conversion ??= { strategy: "None" };
    const service = spec.conversion.webhook?.clientConfig?.service;
    if (service) service.port ??= HTTPS_PORT;
    writeEmpty(status);
  },
  newStatus: emptyStatus,
  prepareCreate: rememberStored,
  prepareUpdate(draft) {
    Object.assign(draft, { status: { ...draft.status } });
    rememberStored(draft);
  },
  beginDeletion,
  validate: validateCustomResourceDefinition,
  validateUpdate: validateCustomResourceDefinitionUpdate,
  columns: [nameColumn, createdAtColumn],
});

type Status = Draft<CustomResourceDefinition>["status"];

function emptyStatus(): Status {
  const status: Status = { acceptedNames: { plural: "", kind: "" } };
  writeEmpty(status);
  return status;
}

/** Models the Delete of the definitions' own storage. */
function beginDeletion(old: CustomResourceDefinition, now: string): CustomResourceDefinition {
  const { metadata, status } = old;
  const finalizers = metadata.finalizers ?? [];
  const terminating = {
    type: "Terminating",
    status: "True",
    lastTransitionTime: now,
    reason: "InstanceDeletionPending",
    message:
      "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
  };
  return {
    ...old,
    metadata: {
      ...metadata,
      deletionTimestamp: now,
      finalizers: finalizers.includes(CLEANUP_FINALIZER)
        ? finalizers
        : [...finalizers, CLEANUP_FINALIZER],
    },
    status: { ...status, conditions: [...(status.conditions ?? []), terminating] },
  };
}

/** Lists that Go writes as null when there are none. */
function writeEmpty(status: Status): void {
  const lists = status as { conditions: unknown; storedVersions: unknown };
  if (!status.conditions?.length) lists.conditions = null;
  if (!status.storedVersions?.length) lists.storedVersions = null;
}

/** Every version that objects were ever stored in is remembered. */
function rememberStored({ spec, status }: Draft<CustomResourceDefinition>): void {
  const stored = (spec.versions ?? []).find(({ storage }) => storage)?.name;
  const before = status.storedVersions ?? [];
  if (stored !== undefined && !before.includes(stored)) status.storedVersions = [...before, stored];
}
