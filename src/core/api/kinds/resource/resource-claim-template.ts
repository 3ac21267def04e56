import { defineKind } from "../../define.ts";
import type { ResourceClaimTemplate } from "../../schema/generated/types.ts";
import {
  validateClaimTemplate,
  validateClaimTemplateUpdate,
} from "../../validation/device-claims.ts";
import { ageColumn, nameColumn } from "../columns.ts";
import { defaultDeviceClaim } from "./claim-defaults.ts";
import { forgetInClaim } from "./gated-fields.ts";

/** ResourceClaimTemplate: stored. Models pkg/registry/resource/resourceclaimtemplate. */
export const resourceClaimTemplate = defineKind<ResourceClaimTemplate>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaimTemplate",
  plural: "resourceclaimtemplates",
  schemaName: "io.k8s.api.resource.v1.ResourceClaimTemplate",
  setDefaults({ spec }) {
    defaultDeviceClaim(spec.spec);
  },
  prepareCreate({ spec }) {
    forgetInClaim(spec.spec);
  },
  prepareUpdate({ spec }) {
    forgetInClaim(spec.spec);
  },
  validate: validateClaimTemplate,
  validateUpdate: validateClaimTemplateUpdate,
  columns: [nameColumn, ageColumn],
});
