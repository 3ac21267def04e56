import { expect, test } from "vitest";
import { encodeBase64 } from "../base64.ts";
import { fieldErrorBody, type FieldError } from "../field-error.ts";
import type { CertificateSigningRequest } from "../schema/generated/types.ts";
import {
  validateCertificateApproval,
  validateCertificateRequest,
  validateCertificateStatus,
} from "./certificate-requests.ts";

const REQUEST = encodeBase64(
  "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n",
);

function requestOf(spec: object = {}, status: object = {}): CertificateSigningRequest {
  return {
    metadata: { name: "r" },
    spec: { request: REQUEST, signerName: "x.io/y", usages: ["client auth"], ...spec },
    status,
  } as unknown as CertificateSigningRequest;
}

const texts = (errors: readonly FieldError[]) =>
  errors.map((error) => `${error.field}: ${fieldErrorBody(error)}`);
const condition = (type: string, status = "True") => ({ type, status });
const judged = (...conditions: object[]) => requestOf({}, { conditions });

test.each<[string, CertificateSigningRequest, string[]]>([
  ["a good one", requestOf(), []],
  [
    "no PEM block",
    requestOf({ request: "eA==" }),
    ['spec.request: Invalid value: "eA==": PEM block type must be CERTIFICATE REQUEST'],
  ],
  [
    "a signer without a path",
    requestOf({ signerName: "x.io" }),
    [
      "spec.signerName: Invalid value: \"x.io\": must be a fully qualified domain and path of the form 'example.com/signer-name'",
    ],
  ],
  [
    "a signer without a domain",
    requestOf({ signerName: "x/y" }),
    [
      'spec.signerName: Invalid value: "x": should be a domain with at least two segments separated by dots',
    ],
  ],
  [
    "the signer of old",
    requestOf({ signerName: "kubernetes.io/legacy-unknown" }),
    [
      'spec.signerName: Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
    ],
  ],
  [
    "judged both ways",
    judged(condition("Approved"), condition("Denied", "False"), condition("Other", "x")),
    [
      'status.conditions[1].status: Unsupported value: "False": supported values: "True"',
      'status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
      'status.conditions[2].status: Unsupported value: "x": supported values: "False", "True", "Unknown"',
    ],
  ],
])("%s", (_name, request, expected) => {
  expect(texts(validateCertificateRequest(request))).toEqual(expected);
});

test("an approver may judge, and nobody takes a judgement back", () => {
  const approved = judged(condition("Approved"));
  expect(texts(validateCertificateApproval(approved, requestOf()))).toEqual([]);
  expect(texts(validateCertificateApproval(requestOf(), approved))).toEqual([
    'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
  ]);
});

test("a signer may issue once, and does not judge", () => {
  expect(texts(validateCertificateStatus(judged(condition("Denied")), requestOf()))).toEqual([
    'status.conditions: Forbidden: updates may not add a condition of type "Denied"',
  ]);
  const issued = requestOf({}, { certificate: "QQ==" });
  expect(texts(validateCertificateStatus(issued, requestOf()))).toEqual([]);
  expect(texts(validateCertificateStatus(requestOf({}, { certificate: "Qg==" }), issued))).toEqual([
    "status.certificate: Forbidden: updates may not modify existing certificate content",
  ]);
});
