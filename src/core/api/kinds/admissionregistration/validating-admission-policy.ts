import { validateConditions } from "../../validation/conditions.ts";
import { defineKind } from "../../define.ts";
import type { ValidatingAdmissionPolicy } from "../../schema/generated/types.ts";
import { validateAdmissionPolicy } from "../../validation/admission-policies.ts";
import { ageColumn, integerColumn, nameColumn, textColumn } from "../columns.ts";
import { defaultMatch } from "./match-defaults.ts";

/** ValidatingAdmissionPolicy. Models pkg/registry/admissionregistration/validatingadmissionpolicy. */
export const validatingAdmissionPolicy = defineKind<ValidatingAdmissionPolicy>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicy",
  plural: "validatingadmissionpolicies",
  finalizerNames: "any",
  namespaced: false,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicy",
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  subresources: {
    status: {
      validateUpdate: ({ status }) =>
        validateConditions("status.conditions", status?.conditions ?? []),
    },
  },
  setDefaults({ spec }) {
    spec.failurePolicy ??= "Fail";
    defaultMatch(spec.matchConstraints);
  },
  newStatus: () => ({}),
  validate: validateAdmissionPolicy,
  columns: [
    nameColumn,
    integerColumn(
      "Validations",
      "Validations indicates the number of validation rules defined in this configuration",
      ({ spec }) => spec.validations?.length ?? 0,
    ),
    textColumn(
      "ParamKind",
      "ParamKind specifies the kind of resources used to parameterize this policy",
      ({ spec: { paramKind } }) =>
        paramKind ? `${paramKind.apiVersion ?? ""}/${paramKind.kind ?? ""}` : "<unset>",
    ),
    ageColumn,
  ],
});
