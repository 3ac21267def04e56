import { defineKind } from "../../define.ts";
import { formatLabelSelector, formatSelector, selectorFromObject } from "../../label-selector.ts";
import {
  validateReplicaSet,
  validateReplicaSetUpdate,
  validateReplicaStatus,
} from "../../validation/replica-sets.ts";
import { workloadWarnings } from "../../validation/warnings.ts";
import type { ReplicaSet } from "../../schema/generated/types.ts";
import { replicaColumns } from "../columns.ts";
import { defaultPodSpec } from "../core/pod-spec-defaults.ts";

/** ReplicaSet. Models pkg/registry/apps/replicaset. */
export const replicaSet = defineKind<ReplicaSet>({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  trusts: { statusUpdates: "well-formed" },
  plural: "replicasets",
  shortNames: ["rs"],
  categories: ["all"],
  schemaName: "io.k8s.api.apps.v1.ReplicaSet",
  subresources: {
    status: {
      validateUpdate: ({ status }) => validateReplicaStatus(status),
    },
    scale: {
      readReplicas: (each) => each.spec.replicas ?? 0,
      readStatusReplicas: (each) => each.status.replicas,
      readSelector: (each) => formatSelector(selectorFromObject(each.spec.selector)),
      writeReplicas(draft, replicas) {
        draft.spec.replicas = replicas;
      },
    },
  },
  hasGeneration: true,
  setDefaults(draft) {
    draft.spec.replicas ??= 1;
    if (draft.spec.template?.spec) defaultPodSpec(draft.spec.template.spec);
  },
  newStatus: () => ({ replicas: 0 }),
  warnings: workloadWarnings,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  columns: replicaColumns<ReplicaSet>({
    descriptions: {
      desired:
        "Replicas is the number of desired pods. This is a pointer to distinguish between explicit zero and unspecified. Defaults to 1. More " +
        "info: https://kubernetes.io/docs/concepts/workloads/controllers/replicaset",
      current:
        "Replicas is the most recently observed number of non-terminating pods. More info: " +
        "https://kubernetes.io/docs/concepts/workloads/controllers/replicaset",
      ready:
        "The number of non-terminating pods targeted by this ReplicaSet with a Ready Condition.",
      selector:
        "Selector is a label query over pods that should match the replica count. Label keys and values that must match in order to be " +
        "controlled by this replica set. It must match the pod template's labels. More info: " +
        "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
    },
    selectorText: ({ spec }) => formatLabelSelector(spec.selector),
  }),
  selectableFields: [{ path: "status.replicas", read: (each) => String(each.status.replicas) }],
});
