import { isSemanticallyEqual } from "#core/base/equal.ts";
import { defineKind, type Column, type Draft } from "../../define.ts";
import { formatLabelSelector } from "../../label-selector.ts";
import {
  validateDaemonSet,
  validateDaemonSetStatus,
  validateDaemonSetUpdate,
} from "../../validation/daemon-sets.ts";
import { podTemplateWarnings } from "../../validation/warnings.ts";
import type { DaemonSet } from "../../schema/generated/types.ts";
import {
  ageColumn,
  templateColumns,
  integerColumn,
  labelsText,
  nameColumn,
  textColumn,
  wideColumn,
} from "../columns.ts";
import { defaultPodSpec } from "../core/pod-spec-defaults.ts";
import { refuseNoNumber } from "./number-annotation.ts";

const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";
const MORE = "More info: https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/";

/** DaemonSet. Models pkg/registry/apps/daemonset; the template's generation lives on as an annotation, as v1 shows it. */
export const daemonSet = defineKind<DaemonSet>({
  group: "apps",
  version: "v1",
  kind: "DaemonSet",
  plural: "daemonsets",
  shortNames: ["ds"],
  categories: ["all"],
  schemaName: "io.k8s.api.apps.v1.DaemonSet",
  subresources: {
    status: {
      validateUpdate: validateDaemonSetStatus,
    },
  },
  hasGeneration: true,
  setDefaults({ metadata, spec }) {
    refuseNoNumber("DaemonSet", metadata, {
      name: TEMPLATE_GENERATION,
      explain: (_text, cause) => cause,
    });
    const { updateStrategy } = spec;
    if (!updateStrategy.type) updateStrategy.type = "RollingUpdate";
    if (updateStrategy.type === "RollingUpdate") {
      const rollingUpdate = (updateStrategy.rollingUpdate ??= {});
      rollingUpdate.maxUnavailable ??= 1;
      rollingUpdate.maxSurge ??= 0;
    }
    spec.revisionHistoryLimit ??= 10;
    if (spec.template.spec) defaultPodSpec(spec.template.spec);
  },
  newStatus: emptyStatus,
  prepareCreate(draft) {
    setTemplateGeneration(draft, 1);
  },
  prepareUpdate(draft, old) {
    const isChanged = !isSemanticallyEqual(draft.spec.template, old.spec.template);
    setTemplateGeneration(draft, templateGenerationOf(old) + (isChanged ? 1 : 0));
  },
  warnings: (each, old) =>
    old && templateGenerationOf(each) === templateGenerationOf(old)
      ? []
      : podTemplateWarnings("spec.template", each.spec.template),
  validate: validateDaemonSet,
  validateUpdate: validateDaemonSetUpdate,
  columns: columns(),
});

function emptyStatus(): Draft<DaemonSet>["status"] {
  return {
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
  };
}

function templateGenerationOf({ metadata }: DaemonSet): number {
  return Number(metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
}

function setTemplateGeneration({ metadata }: Draft<DaemonSet>, generation: number): void {
  metadata.annotations = { ...metadata.annotations, [TEMPLATE_GENERATION]: String(generation) };
}

function columns(): Column<DaemonSet>[] {
  return [
    nameColumn,
    integerColumn(
      "Desired",
      `The total number of nodes that should be running the daemon pod (including nodes correctly running the daemon pod). ${MORE}`,
      (each) => each.status.desiredNumberScheduled,
    ),
    integerColumn(
      "Current",
      `The number of nodes that are running at least 1 daemon pod and are supposed to run the daemon pod. ${MORE}`,
      (each) => each.status.currentNumberScheduled,
    ),
    integerColumn(
      "Ready",
      "numberReady is the number of nodes that should be running the daemon pod and have one or more of the daemon pod running with a Ready " +
        "Condition.",
      (each) => each.status.numberReady,
    ),
    integerColumn(
      "Up-to-date",
      "The total number of nodes that are running updated daemon pod",
      (each) => each.status.updatedNumberScheduled ?? 0,
    ),
    integerColumn(
      "Available",
      "The number of nodes that should be running the daemon pod and have one or more of the daemon pod running and available (ready for at " +
        "least spec.minReadySeconds)",
      (each) => each.status.numberAvailable ?? 0,
    ),
    textColumn(
      "Node Selector",
      "NodeSelector is a selector which must be true for the pod to fit on a node. Selector which must match a node's labels for the pod to " +
        "be scheduled on that node. More info: https://kubernetes.io/docs/concepts/configuration/assign-pod-node/",
      (each) => labelsText(each.spec.template.spec?.nodeSelector),
    ),
    ageColumn,
    ...wideColumns(),
  ];
}

function wideColumns(): Column<DaemonSet>[] {
  return [
    ...templateColumns<DaemonSet>(({ spec }) => spec.template.spec),
    wideColumn(
      "Selector",
      "A label query over pods that are managed by the daemon set. Must match in order to be controlled. It must match the pod template's " +
        "labels. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors",
      (each) => formatLabelSelector(each.spec.selector),
    ),
  ];
}
