import { defineKind, type Draft } from "../../define.ts";
import { formatSelector, selectorFromObject } from "../../label-selector.ts";
import {
  validateStatefulSet,
  validateStatefulSetStatus,
  validateStatefulSetUpdate,
} from "../../validation/stateful-sets.ts";
import { claimSpecWarnings } from "../../validation/claim-warnings.ts";
import { podTemplateWarnings } from "../../validation/warnings.ts";
import type { StatefulSet } from "../../schema/generated/types.ts";
import { ageColumn, templateColumns, nameColumn, textColumn } from "../columns.ts";
import { defaultPersistentVolumeClaim } from "../core/claim-defaults.ts";
import { defaultPodSpec } from "../core/pod-spec-defaults.ts";

/** StatefulSet. Models pkg/registry/apps/statefulset; the gate MaxUnavailableStatefulSet is off, as upstream ships it. */
export const statefulSet = defineKind<StatefulSet>({
  group: "apps",
  version: "v1",
  kind: "StatefulSet",
  plural: "statefulsets",
  shortNames: ["sts"],
  categories: ["all"],
  schemaName: "io.k8s.api.apps.v1.StatefulSet",
  nameFormat: "dns-label",
  subresources: {
    status: {
      validateUpdate: validateStatefulSetStatus,
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
  setDefaults({ spec }) {
    if (!spec.podManagementPolicy) spec.podManagementPolicy = "OrderedReady";
    defaultStrategy(spec.updateStrategy);
    const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
    if (!retention.whenDeleted) retention.whenDeleted = "Retain";
    if (!retention.whenScaled) retention.whenScaled = "Retain";
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    if (spec.template.spec) defaultPodSpec(spec.template.spec);
    for (const claim of spec.volumeClaimTemplates ?? []) {
      claim.kind = "PersistentVolumeClaim";
      claim.apiVersion = "v1";
      defaultPersistentVolumeClaim(claim);
    }
  },
  newStatus: () => ({ replicas: 0, availableReplicas: 0 }),
  prepareCreate(draft) {
    dropMaxUnavailable(draft, undefined);
  },
  prepareUpdate(draft, old) {
    dropMaxUnavailable(draft, old);
  },
  warnings,
  validate: validateStatefulSet,
  validateUpdate: validateStatefulSetUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Ready",
      "Number of the pod with ready state",
      (each) => `${each.status.readyReplicas ?? 0}/${each.spec.replicas ?? 0}`,
    ),
    ageColumn,
    ...templateColumns<StatefulSet>(({ spec }) => spec.template.spec),
  ],
});

function defaultStrategy(strategy: Draft<StatefulSet>["spec"]["updateStrategy"]): void {
  if (!strategy.type) {
    strategy.type = "RollingUpdate";
    strategy.rollingUpdate ??= {};
  }
  if (strategy.type === "RollingUpdate" && strategy.rollingUpdate)
    strategy.rollingUpdate.partition ??= 0;
}

/** A field behind a gate that is off is forgotten, unless the object has it already. */
function dropMaxUnavailable(draft: Draft<StatefulSet>, old: StatefulSet | undefined): void {
  const { rollingUpdate } = draft.spec.updateStrategy;
  if (old?.spec.updateStrategy.rollingUpdate?.maxUnavailable === undefined)
    delete rollingUpdate?.maxUnavailable;
}

function warnings({ metadata, spec }: StatefulSet, old: StatefulSet | undefined): string[] {
  const isSame = old && metadata.generation === old.metadata.generation;
  const limit = spec.revisionHistoryLimit ?? 0;
  return [
    ...(isSame ? [] : podTemplateWarnings("spec.template", spec.template)),
    ...(spec.volumeClaimTemplates ?? []).flatMap((claim, i) =>
      claimSpecWarnings(`spec.volumeClaimTemplates[${i}]`, claim.spec),
    ),
    ...(limit < 0
      ? [
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended",
        ]
      : []),
  ];
}
