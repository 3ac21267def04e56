import { compareText } from "#core/base/order.ts";
import { defineKind } from "../../define.ts";
import { nameOf } from "../../meta.ts";
import type { FlowSchema } from "../../schema/generated/types.ts";
import { validateFlowSchema, validateFlowStatus } from "../../validation/flow-schemas.ts";
import { ageColumn, integerColumn, nameColumn, textColumn } from "../columns.ts";

const DEFAULT_PRECEDENCE = 1000;

/** FlowSchema: stored; requests take no time here, and nobody queues. Models pkg/registry/flowcontrol/flowschema. */
export const flowSchema = defineKind<FlowSchema>({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "FlowSchema",
  plural: "flowschemas",
  namespaced: false,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.flowcontrol.v1.FlowSchema",
  hasGeneration: true,
  trusts: { bodies: "unchecked" },
  subresources: {
    status: {
      validateUpdate: validateFlowStatus,
    },
  },
  setDefaults({ spec }) {
    if (!spec.matchingPrecedence) spec.matchingPrecedence = DEFAULT_PRECEDENCE;
  },
  newStatus: () => ({}),
  validate: validateFlowSchema,
  columns: [
    nameColumn,
    textColumn(
      "PriorityLevel",
      "`name` is the name of the priority level configuration being referenced Required.",
      ({ spec }) => spec.priorityLevelConfiguration.name ?? "",
    ),
    {
      ...integerColumn<FlowSchema>(
        "MatchingPrecedence",
        "`matchingPrecedence` is used to choose among the FlowSchemas that match a given request. The chosen FlowSchema is among those with " +
          "the numerically lowest (which we take to be logically highest) MatchingPrecedence.  Each MatchingPrecedence value must be ranged " +
          "in [1,10000]. Note that if the precedence is not specified, it will be set to 1000 as default.",
        ({ spec }) => spec.matchingPrecedence ?? 0,
      ),
      type: "string",
    },
    textColumn(
      "DistinguisherMethod",
      "`distinguisherMethod` defines how to compute the flow distinguisher for requests that match this schema. `nil` specifies that the " +
        "distinguisher is disabled and thus will always be the empty string.",
      ({ spec }) => spec.distinguisherMethod?.type ?? "<none>",
    ),
    ageColumn,
    textColumn(
      "MissingPL",
      "references a broken or non-existent PriorityLevelConfiguration",
      ({ status }) =>
        (status.conditions ?? []).find(({ type }) => type === "Dangling")?.status ?? "?",
    ),
  ],
  compareRows: (a, b) =>
    (a.spec.matchingPrecedence ?? 0) - (b.spec.matchingPrecedence ?? 0) ||
    compareText(nameOf(a), nameOf(b)),
});
