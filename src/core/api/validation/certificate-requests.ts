import { duplicate, invalid, required, type FieldError } from "../field-error.ts";
import type { CertificateSigningRequest } from "../schema/generated/types.ts";
import { immutable, unsupported } from "./fields.ts";
import { domainPrefixedPath } from "./ingress-classes.ts";

const MIN_SECONDS = 600;
const USAGES = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
] as const;

/** Every mistake of a request for a certificate; what is in the request itself is not read. Models certificates validation.ValidateCertificateSigningRequestCreate. */
export function validateCertificateRequest({ spec }: CertificateSigningRequest): FieldError[] {
  const { usages = [], signerName = "", expirationSeconds } = spec;
  const path = "spec.usages";
  return [
    ...(usages.length === 0 ? [required(path)] : []),
    ...usages.flatMap((usage, i) => [
      ...(USAGES.some((each) => each === usage)
        ? []
        : [unsupported(`${path}[${i}]`, usage, USAGES)]),
      ...(usages.indexOf(usage) < i ? [duplicate(`${path}[${i}]`, usage)] : []),
    ]),
    ...(signerName === ""
      ? [required("spec.signerName")]
      : domainPrefixedPath("spec.signerName", signerName)),
    ...(expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS
      ? [
          invalid(
            "spec.expirationSeconds",
            expirationSeconds,
            "may not specify a duration less than 600 seconds (10 minutes)",
          ),
        ]
      : []),
  ];
}

/** A request is not changed once it is made. Models ValidateCertificateSigningRequestUpdate. */
export function validateCertificateRequestUpdate(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
): FieldError[] {
  return [...validateCertificateRequest(request), ...immutable("spec", request.spec, old.spec)];
}

/** Approved and denied exclude each other. Models validateConditions. */
export function validateCertificateStatus({ status }: CertificateSigningRequest): FieldError[] {
  const conditions = status?.conditions ?? [];
  const has = (wanted: string) => conditions.some(({ type }) => type === wanted);
  return has("Approved") && has("Denied")
    ? [
        invalid(
          "status.conditions",
          conditions.map(({ type }) => type),
          "Approved and Denied conditions are mutually exclusive",
        ),
      ]
    : [];
}
