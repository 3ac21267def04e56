import { parseTime } from "#core/base/time.ts";
import { defineKind } from "../../define.ts";
import { humanDuration } from "../../human-duration.ts";
import type { CertificateSigningRequest } from "../../schema/generated/types.ts";
import {
  validateCertificateApproval,
  validateCertificateRequest,
  validateCertificateRequestUpdate,
  validateCertificateStatus,
} from "../../validation/certificate-requests.ts";
import { ageColumn, nameColumn, textColumn } from "../columns.ts";

/** CertificateSigningRequest: stored, approved and denied, never signed. Models pkg/registry/certificates/certificates. */
export const certificateSigningRequest = defineKind<CertificateSigningRequest>({
  group: "certificates.k8s.io",
  version: "v1",
  kind: "CertificateSigningRequest",
  plural: "certificatesigningrequests",
  shortNames: ["csr"],
  namespaced: false,
  schemaName: "io.k8s.api.certificates.v1.CertificateSigningRequest",
  extraSubresources: ["approval"],
  subresources: {
    status: {
      keptFields: ["status.conditions"],
      prepareUpdate(draft, old, { now }) {
        stampConditions(draft.status?.conditions ?? [], old, now);
      },
      validateUpdate: validateCertificateStatus,
    },
    approval: {
      keptFields: ["status.certificate"],
      prepareUpdate(draft, old, { now }) {
        const conditions = draft.status?.conditions;
        stampConditions(conditions ?? [], old, now);
        const status = { ...old.status, ...(conditions && { conditions }) };
        Object.assign(draft, { spec: old.spec, status });
      },
      validateUpdate: validateCertificateApproval,
    },
  },
  newStatus: () => ({}),
  prepareUpdate(draft, old) {
    Object.assign(draft, { spec: old.spec });
  },
  validate: validateCertificateRequest,
  validateUpdate: validateCertificateRequestUpdate,
  columns: [
    nameColumn,
    ageColumn,
    textColumn(
      "SignerName",
      "signerName indicates the requested signer, and is a qualified name.",
      ({ spec }) => spec.signerName,
    ),
    textColumn(
      "Requestor",
      'request contains an x509 certificate signing request encoded in a "CERTIFICATE REQUEST" PEM block. When serialized as JSON or YAML, ' +
        "the data is additionally base64-encoded.",
      ({ spec }) => spec.username ?? "",
    ),
    textColumn(
      "RequestedDuration",
      "expirationSeconds is the requested duration of validity of the issued certificate.",
      ({ spec: { expirationSeconds } }) =>
        expirationSeconds === undefined ? "<none>" : humanDuration(expirationSeconds * 1000),
    ),
    textColumn("Condition", "conditions applied to the request.", conditionText),
  ],
  selectableFields: [{ path: "spec.signerName", read: ({ spec }) => spec.signerName }],
});

type Conditions = {
  type: string;
  status?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}[];

/** Conditions that were there before keep their times; new ones begin now. Models populateConditionTimestamps. */
function stampConditions(
  conditions: Conditions,
  { status }: CertificateSigningRequest,
  now: string,
): void {
  for (const condition of conditions) {
    const before = (status?.conditions ?? []).find(
      (each) => each.type === condition.type && each.status === condition.status,
    );
    const since = before?.lastTransitionTime;
    condition.lastTransitionTime ??=
      since !== undefined && parseTime(since) !== undefined ? since : now;
    condition.lastUpdateTime ??= now;
  }
}

/** Models printers.extractCSRStatus. */
function conditionText({ status }: CertificateSigningRequest): string {
  const types = (status?.conditions ?? []).map(({ type }) => type);
  const words = [
    types.includes("Denied") ? "Denied" : types.includes("Approved") ? "Approved" : "Pending",
    ...(types.includes("Failed") ? ["Failed"] : []),
    ...(status?.certificate ? ["Issued"] : []),
  ];
  return words.join(",");
}
