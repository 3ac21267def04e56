import { defineKind, type Column } from "../../define.ts";
import { formatLabelSelector, formatSelector, selectorFromObject } from "../../label-selector.ts";
import {
  validateDeployment,
  validateDeploymentUpdate,
  validateDeploymentStatus,
} from "../../validation/replica-sets.ts";
import { workloadWarnings } from "../../validation/warnings.ts";
import type { Deployment } from "../../schema/generated/types.ts";
import {
  ageColumn,
  templateColumns,
  integerColumn,
  nameColumn,
  textColumn,
  wideColumn,
} from "../columns.ts";
import { defaultPodSpec } from "../core/pod-spec-defaults.ts";
import { refuseNoNumber } from "./number-annotation.ts";

const ROLLBACK_TO = "deprecated.deployment.rollback.revision";

/** Deployment. Models pkg/registry/apps/deployment. */
export const deployment = defineKind<Deployment>({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  trusts: { statusUpdates: "well-formed" },
  plural: "deployments",
  shortNames: ["deploy"],
  categories: ["all"],
  schemaName: "io.k8s.api.apps.v1.Deployment",
  subresources: {
    status: {
      keptFields: ["metadata.labels"],
      validateUpdate: ({ status }, old) => validateDeploymentStatus(status, old.status),
    },
    scale: {
      readReplicas: (each) => each.spec.replicas ?? 0,
      readStatusReplicas: (each) => each.status.replicas ?? 0,
      readSelector: (each) => formatSelector(selectorFromObject(each.spec.selector)),
      writeReplicas(draft, replicas) {
        draft.spec.replicas = replicas;
      },
    },
  },
  hasGeneration: true,
  // A Deployment counts its annotations as part of what is wanted.
  readDesired: ({ spec, metadata }) => ({ spec, annotations: metadata.annotations }),
  setDefaults(draft) {
    const { metadata, spec } = draft;
    // An empty one is none.
    if (metadata.annotations?.[ROLLBACK_TO])
      refuseNoNumber("Deployment", metadata, {
        name: ROLLBACK_TO,
        explain: (text, cause) =>
          `failed to parse annotation[${ROLLBACK_TO}]=${text} as int64: ${cause}`,
      });
    spec.replicas ??= 1;
    spec.strategy ??= {};
    if (!spec.strategy.type) spec.strategy.type = "RollingUpdate";
    if (spec.strategy.type === "RollingUpdate") {
      const rollingUpdate = (spec.strategy.rollingUpdate ??= {});
      rollingUpdate.maxUnavailable ??= "25%";
      rollingUpdate.maxSurge ??= "25%";
    }
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    if (spec.template.spec) defaultPodSpec(spec.template.spec);
  },
  newStatus: () => ({}),
  warnings: workloadWarnings,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  columns: columns(),
});

function columns(): Column<Deployment>[] {
  return [
    nameColumn,
    textColumn(
      "Ready",
      "Number of the pod with ready state",
      (each) => `${each.status.readyReplicas ?? 0}/${each.spec.replicas ?? 0}`,
    ),
    integerLikeText(
      "Up-to-date",
      "Total number of non-terminating pods targeted by this deployment that have the desired template spec.",
      (each) => each.status.updatedReplicas ?? 0,
    ),
    integerLikeText(
      "Available",
      "Total number of available non-terminating pods (ready for at least minReadySeconds) targeted by this deployment.",
      (each) => each.status.availableReplicas ?? 0,
    ),
    ageColumn,
    ...templateColumns<Deployment>(({ spec }) => spec.template.spec),
    wideColumn(
      "Selector",
      "Label selector for pods. Existing ReplicaSets whose pods are selected by this will be the ones affected by this deployment.",
      (each) => formatLabelSelector(each.spec.selector),
    ),
  ];
}

/** Upstream declares these two as text and prints numbers. */
function integerLikeText(
  name: string,
  description: string,
  cell: (each: Deployment) => number,
): Column<Deployment> {
  return { ...integerColumn<Deployment>(name, description, cell), type: "string" };
}
