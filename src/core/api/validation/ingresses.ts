import { invalid, notSupported, required, type FieldError } from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  IngressServiceBackend,
  IngressTLS,
} from "../schema/generated/types.ts";
import { dnsSubdomain } from "./fields.ts";
import { validateReference } from "./ingress-classes.ts";
import { ipAddress, ipFamilyOf } from "./ip.ts";
import {
  invalidFor,
  label1035Problems,
  labelProblems,
  portNameProblems,
  portNumberProblems,
} from "./problems.ts";

const CLASS_ANNOTATION = "kubernetes.io/ingress.class";
const PATH_TYPES = ["Exact", "ImplementationSpecific", "Prefix"] as const;
const BAD_SEQUENCES = ["//", "/./", "/../", "%2f", "%2F"] as const;
const BAD_ENDINGS = ["/..", "/."] as const;
const WILDCARD_PATTERN = "\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
const WILDCARD = new RegExp(`^${WILDCARD_PATTERN}$`);

/** What an update tolerates because the old object already had it. */
interface Leniency {
  readonly secretNames: boolean;
  readonly wildcardRules: boolean;
  readonly serviceNames: boolean;
}

const STRICT: Leniency = { secretNames: false, wildcardRules: false, serviceNames: false };

/** Every mistake of a new Ingress. Models networking validation.ValidateIngressCreate. */
export function validateIngress(ingress: Ingress): FieldError[] {
  const className = ingress.spec?.ingressClassName;
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
  const isContrary =
    annotation !== undefined && className !== undefined && annotation !== className;
  return [
    ...validateSpec(ingress, STRICT),
    ...(isContrary
      ? [
          invalid(
            `annotations.${CLASS_ANNOTATION}`,
            annotation,
            "must match `ingressClassName` when both are specified",
          ),
        ]
      : []),
  ];
}

/** Every mistake of a changed Ingress; what was wrong before may stay wrong. Models ValidateIngressUpdate. */
export function validateIngressUpdate(ingress: Ingress, old: Ingress): FieldError[] {
  return validateSpec(ingress, leniencyOf(old));
}

/** Every mistake of a changed status. Models ValidateIngressStatusUpdate. */
export function validateIngressStatus({ status }: Ingress): FieldError[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }, i) => {
    const at = `status.loadBalancer.ingress[${i}]`;
    const errors = ip ? ipAddress(`${at}.ip`, ip) : [];
    if (!hostname) return errors;
    return [
      ...errors,
      ...dnsSubdomain(`${at}.hostname`, hostname),
      ...noAddress(`${at}.hostname`, hostname),
    ];
  });
}

/** The annotation was the way before there were classes. Models ingress strategy WarningsOnCreate. */
export function ingressWarnings({ metadata, spec }: Ingress, old: Ingress | undefined): string[] {
  const isSet = metadata.annotations?.[CLASS_ANNOTATION] !== undefined;
  return isSet && spec?.ingressClassName === undefined && !old
    ? [
        `annotation ${JSON.stringify(CLASS_ANNOTATION)} is deprecated, please use 'spec.ingressClassName' instead`,
      ]
    : [];
}

function validateSpec({ spec = {} }: Ingress, leniency: Leniency): FieldError[] {
  const { defaultBackend, rules = [], tls = [], ingressClassName } = spec;
  const isEmpty = rules.length === 0 && !defaultBackend;
  return [
    ...(isEmpty
      ? [invalid("spec", null, "either `defaultBackend` or `rules` must be specified")]
      : []),
    ...(defaultBackend ? validateBackend("spec.defaultBackend", defaultBackend, leniency) : []),
    ...rules.flatMap((rule, i) => validateRule(`spec.rules[${i}]`, rule, leniency)),
    ...tls.flatMap((each, i) => validateTls(`spec.tls[${i}]`, each, leniency)),
    ...(ingressClassName === undefined
      ? []
      : dnsSubdomain("spec.ingressClassName", ingressClassName)),
  ];
}

function validateRule(at: string, rule: IngressRule, leniency: Leniency): FieldError[] {
  const { host = "" } = rule;
  const isWildcard = host.includes("*");
  const errors =
    host === "" ? [] : [...noAddress(`${at}.host`, host), ...hostErrors(`${at}.host`, host)];
  return isWildcard && leniency.wildcardRules
    ? errors
    : [...errors, ...validateHttp(`${at}.http`, rule, leniency)];
}

function validateHttp(at: string, { http }: IngressRule, leniency: Leniency): FieldError[] {
  if (!http) return [];
  const paths = http.paths ?? [];
  return [
    ...(paths.length === 0 ? [required(`${at}.paths`)] : []),
    ...paths.flatMap((path, i) => validatePath(`${at}.paths[${i}]`, path, leniency)),
  ];
}

function noAddress(field: string, host: string): FieldError[] {
  return ipFamilyOf(host) ? [invalid(field, host, "must be a DNS name, not an IP address")] : [];
}

function hostErrors(field: string, host: string): FieldError[] {
  return invalidFor(
    field,
    host,
    host.includes("*") ? wildcardProblems(host) : subdomainProblems(host),
  );
}

/** Models validation.IsWildcardDNS1123Subdomain. */
function wildcardProblems(host: string): string[] {
  const problems = host.length > 253 ? ["must be no more than 253 characters"] : [];
  if (WILDCARD.test(host)) return problems;
  return [
    ...problems,
    "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric " +
      `characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '${WILDCARD_PATTERN}')`,
  ];
}

function validatePath(
  at: string,
  { path = "", pathType, backend }: HTTPIngressPath,
  leniency: Leniency,
): FieldError[] {
  if (pathType === undefined) return [required(`${at}.pathType`, "pathType must be specified")];
  return [
    ...pathErrors(at, path, pathType),
    ...validateBackend(`${at}.backend`, backend, leniency),
  ];
}

function pathErrors(at: string, path: string, pathType: string): FieldError[] {
  const field = `${at}.path`;
  const isAbsolute = path.startsWith("/");
  const relative = isAbsolute ? [] : [invalid(field, path, "must be an absolute path")];
  switch (pathType) {
    case "ImplementationSpecific":
      return path === "" ? [] : relative;
    case "Exact":
    case "Prefix":
      return [
        ...relative,
        ...BAD_SEQUENCES.filter((each) => path.includes(each)).map((each) =>
          invalid(field, path, `must not contain '${each}'`),
        ),
        ...BAD_ENDINGS.filter((each) => path.endsWith(each)).map((each) =>
          invalid(field, path, `cannot end with '${each}'`),
        ),
      ];
    default:
      return [notSupported(`${at}.pathType`, pathType, PATH_TYPES)];
  }
}

function validateBackend(
  at: string,
  { resource, service }: IngressBackend,
  leniency: Leniency,
): FieldError[] {
  if (resource && service)
    return [invalid(at, "", "cannot set both resource and service backends")];
  if (resource)
    return validateReference(`${at}.resource`, resource, {
      kindText: "kind is required",
      nameText: "name is required",
    });
  if (service) return validateService(at, service, leniency);
  return [invalid(at, "", "resource or service backend is required")];
}

function validateService(
  at: string,
  { name, port }: IngressServiceBackend,
  leniency: Leniency,
): FieldError[] {
  const nameField = `${at}.service.name`;
  const problemsOf = leniency.serviceNames ? labelProblems : label1035Problems;
  const errors = name ? invalidFor(nameField, name, problemsOf(name)) : [required(nameField)];
  const { name: portName = "", number = 0 } = port ?? {};
  if (portName !== "" && number !== 0)
    return [...errors, invalid(at, "", "cannot set both port name & port number")];
  const portField = `${at}.service.port`;
  if (portName !== "")
    return [...errors, ...invalidFor(`${portField}.name`, portName, portNameProblems(portName))];
  if (number !== 0)
    return [...errors, ...invalidFor(`${portField}.number`, number, portNumberProblems(number))];
  return [...errors, required(at, "port name or number is required")];
}

function validateTls(
  at: string,
  { hosts = [], secretName = "" }: IngressTLS,
  leniency: Leniency,
): FieldError[] {
  return [
    ...hosts.flatMap((host, i) => hostErrors(`${at}.hosts[${i}]`, host)),
    ...(leniency.secretNames || secretName === ""
      ? []
      : dnsSubdomain(`${at}.secretName`, secretName)),
  ];
}

function leniencyOf({ spec = {} }: Ingress): Leniency {
  const { rules = [], tls = [], defaultBackend } = spec;
  const services = [
    defaultBackend,
    ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
  ].flatMap((backend) => (backend?.service ? [backend.service.name] : []));
  return {
    secretNames: tls.some(
      ({ secretName }) => secretName && subdomainProblems(secretName).length > 0,
    ),
    wildcardRules: rules.some(
      (rule) => rule.host?.includes("*") === true && validateHttp("", rule, STRICT).length > 0,
    ),
    serviceNames: services.some(
      (name) => labelProblems(name).length === 0 && label1035Problems(name).length > 0,
    ),
  };
}
