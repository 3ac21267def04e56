import { defineKind } from "../../define.ts";
import { validateLease } from "../../validation/leases.ts";
import type { Lease } from "../../schema/generated/types.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** Lease. Models pkg/registry/coordination/lease. */
export const lease = defineKind<Lease>({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  trusts: { bodies: "unchecked" },
  plural: "leases",
  schemaName: "io.k8s.api.coordination.v1.Lease",
  allowsUnconditionalUpdate: false,
  allowsCreateOnUpdate: true,
  validate: validateLease,
  columns: [
    nameColumn,
    textColumn(
      "Holder",
      "holderIdentity contains the identity of the holder of a current lease. If Coordinated Leader Election is used, the holder identity " +
        "must be equal to the elected LeaseCandidate.metadata.name field.",
      (each) => each.spec.holderIdentity ?? "",
    ),
    ageColumn,
  ],
});
