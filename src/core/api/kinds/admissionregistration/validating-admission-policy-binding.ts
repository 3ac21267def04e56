import { defineKind } from "../../define.ts";
import { selectorGoText } from "../../label-selector.ts";
import type { ValidatingAdmissionPolicyBinding } from "../../schema/generated/types.ts";
import { validateAdmissionPolicyBinding } from "../../validation/admission-policies.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";
import { defaultMatch } from "./match-defaults.ts";

/** ValidatingAdmissionPolicyBinding. Models pkg/registry/admissionregistration/validatingadmissionpolicybinding. */
export const validatingAdmissionPolicyBinding = defineKind<ValidatingAdmissionPolicyBinding>({
  group: "admissionregistration.k8s.io",
  version: "v1",
  kind: "ValidatingAdmissionPolicyBinding",
  plural: "validatingadmissionpolicybindings",
  finalizerNames: "any",
  namespaced: false,
  metadataOnUpdate: ["whole"],
  schemaName: "io.k8s.api.admissionregistration.v1.ValidatingAdmissionPolicyBinding",
  hasGeneration: true,
  allowsUnconditionalUpdate: false,
  setDefaults({ spec }) {
    defaultMatch(spec.matchResources);
  },
  validate: validateAdmissionPolicyBinding,
  columns: [
    nameColumn,
    textColumn(
      "PolicyName",
      "PolicyName indicates the policy definition which the policy binding binded to",
      ({ spec }) => spec.policyName ?? "",
    ),
    textColumn(
      "ParamRef",
      "ParamRef indicates the param resource which sets the configration param",
      ({ spec: { paramRef } }) => {
        if (paramRef?.name) return `${paramRef.namespace || "*"}/${paramRef.name}`;
        return paramRef?.selector ? selectorGoText(paramRef.selector) : "<unset>";
      },
    ),
    ageColumn,
  ],
});
