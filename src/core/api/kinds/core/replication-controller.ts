import { defineKind, type Draft } from "../../define.ts";
import { formatSelector, selectorFromLabels } from "../../label-selector.ts";
import { validateReplicaStatus } from "../../validation/replica-sets.ts";
import { validateReplicationController } from "../../validation/replication-controllers.ts";
import { workloadWarnings } from "../../validation/warnings.ts";
import type { ReplicationController } from "../../schema/generated/types.ts";
import { labelsText, replicaColumns } from "../columns.ts";
import { defaultPodSpec } from "./pod-spec-defaults.ts";

/** ReplicationController. Models pkg/registry/core/replicationcontroller; its pods are left behind by default. */
export const replicationController = defineKind<ReplicationController>({
  group: "",
  version: "v1",
  kind: "ReplicationController",
  plural: "replicationcontrollers",
  shortNames: ["rc"],
  categories: ["all"],
  schemaName: "io.k8s.api.core.v1.ReplicationController",
  storageName: "controllers",
  hasGeneration: true,
  defaultPropagation: "Orphan",
  subresources: {
    status: {
      validateUpdate: ({ status }) => validateReplicaStatus(status),
      prepareUpdate(draft, old) {
        draft.spec = old.spec as Draft<ReplicationController>["spec"];
      },
    },
    scale: {
      readReplicas: (each) => each.spec.replicas ?? 0,
      readStatusReplicas: (each) => each.status.replicas,
      readSelector: (each) => formatSelector(selectorFromLabels(each.spec.selector)),
      writeReplicas(draft, replicas) {
        draft.spec.replicas = replicas;
      },
    },
  },
  setDefaults({ metadata, spec }) {
    // An old habit: what is not said is taken from the template.
    const labels = spec.template?.metadata?.labels;
    if (labels) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
      if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
    }
    spec.replicas ??= 1;
    if (spec.template?.spec) defaultPodSpec(spec.template.spec);
  },
  prepareCreate(draft) {
    draft.status = { replicas: 0 };
  },
  prepareUpdate(draft, old) {
    draft.status = old.status as Draft<ReplicationController>["status"];
  },
  warnings: workloadWarnings,
  validate: validateReplicationController,
  columns: replicaColumns<ReplicationController>({
    descriptions: {
      desired:
        "Replicas is the number of desired replicas. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. " +
        "More info: https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller#what-is-a-replicationcontroller",
      current:
        "Replicas is the most recently observed number of replicas. More info: " +
        "https://kubernetes.io/docs/concepts/workloads/controllers/replicationcontroller#what-is-a-replicationcontroller",
      ready: "The number of ready replicas for this replication controller.",
      selector:
        "Selector is a label query over pods that should match the Replicas count. If Selector is empty, it is defaulted to the labels " +
        "present on the Pod template. Label keys and values that must match in order to be controlled by this replication controller, if " +
        "empty defaulted to labels on Pod template. More info: " +
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
    },
    selectorText: ({ spec }) => labelsText(spec.selector),
  }),
  selectableFields: [{ path: "status.replicas", read: (each) => String(each.status.replicas) }],
});
