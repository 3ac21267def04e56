import { defineKind } from "../../define.ts";
import type { PriorityClass } from "../../schema/generated/types.ts";
import {
  validatePriorityClass,
  validatePriorityClassUpdate,
} from "../../validation/priority-classes.ts";
import { ageColumn, integerColumn, nameColumn, textColumn } from "../columns.ts";

/** PriorityClass. Models pkg/registry/scheduling/priorityclass. */
export const priorityClass = defineKind<PriorityClass>({
  group: "scheduling.k8s.io",
  version: "v1",
  kind: "PriorityClass",
  plural: "priorityclasses",
  shortNames: ["pc"],
  namespaced: false,
  schemaName: "io.k8s.api.scheduling.v1.PriorityClass",
  hasGeneration: true,
  // Its generation is set once and never counted.
  readDesired: () => undefined,
  setDefaults(draft) {
    draft.preemptionPolicy ??= "PreemptLowerPriority";
  },
  validate: validatePriorityClass,
  validateUpdate: validatePriorityClassUpdate,
  columns: [
    nameColumn,
    integerColumn(
      "Value",
      "value represents the integer value of this priority class. This is the actual priority that pods receive when they have the name of " +
        "this class in their pod spec.",
      ({ value }) => value,
    ),
    {
      name: "Global-Default",
      type: "boolean",
      description:
        "globalDefault specifies whether this PriorityClass should be considered as the default priority for pods that do not have any " +
        "priority class. Only one PriorityClass can be marked as `globalDefault`. However, if more than one PriorityClasses exists with " +
        "their `globalDefault` field set to true, the smallest value of such global default PriorityClasses will be used as the default " +
        "priority.",
      priority: 0,
      cell: ({ globalDefault = false }) => globalDefault,
    },
    ageColumn,
    textColumn(
      "PreemptionPolicy",
      "preemptionPolicy is the Policy for preempting pods with lower priority. One of Never, PreemptLowerPriority. Defaults to " +
        "PreemptLowerPriority if unset.",
      ({ preemptionPolicy = "" }) => preemptionPolicy,
    ),
  ],
});
