import { defineKind } from "../../define.ts";
import type { IngressClass } from "../../schema/generated/types.ts";
import {
  validateIngressClass,
  validateIngressClassUpdate,
} from "../../validation/ingress-classes.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** IngressClass. Models pkg/registry/networking/ingressclass. */
export const ingressClass = defineKind<IngressClass>({
  group: "networking.k8s.io",
  version: "v1",
  kind: "IngressClass",
  plural: "ingressclasses",
  namespaced: false,
  schemaName: "io.k8s.api.networking.v1.IngressClass",
  hasGeneration: true,
  setDefaults({ spec }) {
    if (spec?.parameters) spec.parameters.scope ??= "Cluster";
  },
  validate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
  columns: [
    nameColumn,
    textColumn(
      "Controller",
      "Controller that is responsible for handling this class",
      ({ spec }) => spec?.controller ?? "",
    ),
    textColumn("Parameters", "A reference to a resource with additional parameters", ({ spec }) => {
      if (!spec?.parameters) return "<none>";
      const { kind, apiGroup, name } = spec.parameters;
      return `${kind}${apiGroup === undefined ? "" : `.${apiGroup}`}/${name}`;
    }),
    ageColumn,
  ],
});
