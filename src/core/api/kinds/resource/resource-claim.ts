import { defineKind } from "../../define.ts";
import type { ResourceResourceClaim as ResourceClaim } from "../../schema/generated/types.ts";
import { validateClaim, validateClaimUpdate } from "../../validation/device-claims.ts";
import { validateClaimStatus } from "../../validation/device-claim-status.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";
import { defaultDeviceClaim } from "./claim-defaults.ts";
import { forgetInClaim, forgetInClaimStatus } from "./gated-fields.ts";

/** ResourceClaim: stored; nobody allocates devices. Models pkg/registry/resource/resourceclaim. */
export const resourceClaim = defineKind<ResourceClaim>({
  group: "resource.k8s.io",
  version: "v1",
  kind: "ResourceClaim",
  plural: "resourceclaims",
  schemaName: "io.k8s.api.resource.v1.ResourceClaim",
  subresources: {
    status: {
      prepareUpdate: forgetInClaimStatus,
      validateUpdate: validateClaimStatus,
    },
  },
  setDefaults({ spec }) {
    defaultDeviceClaim(spec);
  },
  newStatus: () => ({}),
  prepareCreate({ spec }) {
    forgetInClaim(spec);
  },
  prepareUpdate({ spec }) {
    forgetInClaim(spec);
  },
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  columns: [
    nameColumn,
    textColumn(
      "State",
      "A summary of the current state (allocated, pending, reserved, etc.).",
      stateText,
    ),
    ageColumn,
  ],
});

/** Models printers.resourceClaimState. */
function stateText({ metadata, status }: ResourceClaim): string {
  const isDeleted = metadata.deletionTimestamp !== undefined;
  const states = isDeleted ? ["deleted"] : [];
  if (status.allocation) {
    states.push("allocated");
    if (status.reservedFor?.length) states.push("reserved");
  } else if (!isDeleted) states.push("pending");
  return states.join(",");
}
