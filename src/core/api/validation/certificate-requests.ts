import { decodeBase64 } from "../base64.ts";
import {
  duplicate,
  forbiddenField,
  invalid,
  required,
  tooLong,
  type FieldError,
} from "../field-error.ts";
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
} from "../schema/generated/types.ts";
import { isSemanticallyEqual } from "#core/base/equal.ts";
import { dnsLabel, dnsSubdomain, unsupported } from "./fields.ts";

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

const APPROVALS = ["Approved", "Denied"] as const;
/** Conditions that are true or absent, and that stay. */
const LASTING = ["Approved", "Denied", "Failed"] as const;
const CONDITIONS = "status.conditions";
const PEM = /-----BEGIN ([A-Z ]+)-----[\s\S]*?-----END \1-----/;
const MAX_DOMAIN = 253;
const MAX_SIGNER = 571;

/** Every mistake of a request for a certificate; inside its PEM block nothing is read. Models certificates validation.validateCertificateSigningRequest. */
export function validateCertificateRequest({
  spec,
  status,
}: CertificateSigningRequest): FieldError[] {
  const { usages = [], signerName = "", expirationSeconds, request = "" } = spec;
  const path = "spec.usages";
  const isPem = PEM.exec(decodeBase64(request))?.[1] === "CERTIFICATE REQUEST";
  return [
    ...(isPem
      ? []
      : [invalid("spec.request", request, "PEM block type must be CERTIFICATE REQUEST")]),
    ...(usages.length === 0 ? [required(path)] : []),
    ...usages.flatMap((usage, i) =>
      USAGES.some((each) => each === usage) ? [] : [unsupported(`${path}[${i}]`, usage, USAGES)],
    ),
    ...usages.flatMap((usage, i) =>
      usages.indexOf(usage) < i ? [duplicate(`${path}[${i}]`, usage)] : [],
    ),
    ...signerErrors("spec.signerName", signerName),
    ...(expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS
      ? [
          invalid(
            "spec.expirationSeconds",
            expirationSeconds,
            "may not specify a duration less than 600 seconds (10 minutes)",
          ),
        ]
      : []),
    ...conditionErrors(status?.conditions ?? []),
  ];
}

/** Models core validation.ValidateSignerName. */
function signerErrors(path: string, name: string): FieldError[] {
  if (name === "") return [required(path)];
  if (name === "kubernetes.io/legacy-unknown")
    return [invalid(path, name, "the legacy signerName is not allowed via this API version")];
  const [domain = "", rest = "", ...more] = name.split("/");
  if (more.length > 0 || !name.includes("/")) {
    const form = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return [invalid(path, name, form)];
  }
  const labels = domain.split(".");
  const shape = "should be a domain with at least two segments separated by dots";
  return [
    ...(domain.length > MAX_DOMAIN ? [tooLong(path, MAX_DOMAIN)] : []),
    ...firstLabelError(path, domain, dnsLabel),
    ...(labels.length < 2 ? [invalid(path, domain, shape)] : []),
    ...firstLabelError(path, rest, dnsSubdomain),
    ...(name.length > MAX_SIGNER ? [tooLong(path, MAX_SIGNER)] : []),
  ];
}

function firstLabelError(
  path: string,
  text: string,
  check: (path: string, label: string) => FieldError[],
): FieldError[] {
  for (const label of text.split(".")) {
    const problems = check(path, label);
    if (problems.length === 0) continue;
    return problems.map(({ detail = "" }) =>
      invalid(path, text, `validating label ${JSON.stringify(label)}: ${detail}`),
    );
  }
  return [];
}

type Conditions = readonly CertificateSigningRequestCondition[];

/** Models validateConditions. */
function conditionErrors(conditions: Conditions): FieldError[] {
  const types = conditions.map(({ type }) => type);
  return conditions.flatMap(({ type, status }, i) => {
    const at = `${CONDITIONS}[${i}]`;
    const before = types.slice(0, i);
    const known = LASTING.some((each) => each === type) ? ["True"] : ["False", "True", "Unknown"];
    const errors: FieldError[] = type === "" ? [required(`${at}.type`)] : [];
    if (!status) errors.push(required(`${at}.status`));
    else if (!known.includes(status)) errors.push(unsupported(`${at}.status`, status, known));
    const isApproval = APPROVALS.some((each) => each === type);
    if (isApproval && APPROVALS.some((each) => each !== type && before.includes(each))) {
      const detail = "Approved and Denied conditions are mutually exclusive";
      errors.push(invalid(`${at}.type`, type, detail));
    }
    if (before.includes(type)) errors.push(duplicate(`${at}.type`, type));
    return errors;
  });
}

/** A change of what is neither approval nor status; spec and status are kept in any case. Models ValidateCertificateSigningRequestUpdate. */
export function validateCertificateRequestUpdate(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
): FieldError[] {
  return validateCertificateStatus(request, old);
}

/** A signer's change: it may not judge the request itself. Models ValidateCertificateSigningRequestStatusUpdate. */
export function validateCertificateStatus(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
): FieldError[] {
  const errors = APPROVALS.flatMap((type) => {
    const [now, before] = [findConditions(request, type), findConditions(old, type)];
    if (now.length > before.length)
      return [forbiddenField(CONDITIONS, `updates may not add a condition of type "${type}"`)];
    if (isSemanticallyEqual(now, before)) return [];
    return [forbiddenField(CONDITIONS, `updates may not modify a condition of type "${type}"`)];
  });
  const { certificate } = request.status ?? {};
  const had = old.status?.certificate;
  if (had && certificate !== had)
    errors.push(
      forbiddenField("status.certificate", "updates may not modify existing certificate content"),
    );
  return [...validateCertificateRequest(request), ...removals(request, old), ...errors];
}

/** An approver's change. Models ValidateCertificateSigningRequestApprovalUpdate. */
export function validateCertificateApproval(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
): FieldError[] {
  return [...validateCertificateRequest(request), ...removals(request, old)];
}

function removals(
  request: CertificateSigningRequest,
  old: CertificateSigningRequest,
): FieldError[] {
  return LASTING.filter(
    (type) => findConditions(request, type).length < findConditions(old, type).length,
  ).map((type) =>
    forbiddenField(CONDITIONS, `updates may not remove a condition of type "${type}"`),
  );
}

function findConditions({ status }: CertificateSigningRequest, wanted: string): Conditions {
  return (status?.conditions ?? []).filter(({ type }) => type === wanted);
}
