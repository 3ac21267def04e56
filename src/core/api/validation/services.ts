import { isSemanticallyEqual } from "#core/base/equal.ts";
import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  required,
  type FieldError,
} from "../field-error.ts";
import type { Service, ServicePort, ServiceSpec } from "../schema/generated/types.ts";
import { dnsLabel, dnsSubdomain, portNumberOrName, qualifiedName, unsupported } from "./fields.ts";
import { cidr, ipAddress, nonSpecialIp } from "./ip.ts";
import { labels } from "./labels.ts";
import { protocolErrors } from "./ports.ts";
import { invalidFor, portNumberProblems } from "./problems.ts";
import {
  clusterIpChanges,
  clusterIpErrors,
  familyChanges,
  isHeadless,
} from "./service-addresses.ts";

const TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"] as const;
const MAX_AFFINITY_SECONDS = 86_400;
const TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints";
const TOPOLOGY_MODE = "service.kubernetes.io/topology-mode";
const SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges";
const ONLY_FOR_BALANCER = "may only be used when `type` is 'LoadBalancer'";

/** Every mistake of a Service, in upstream's order. Models validation.ValidateService. */
export function validateService(service: Service): FieldError[] {
  const { spec, metadata } = service;
  // Addresses are looked at first, before any is given out; with a mistake there the server goes no further.
  const addressErrors = clusterIpErrors(spec);
  if (addressErrors.length > 0) return addressErrors;
  const needsPorts = !isHeadless(spec) && spec.type !== "ExternalName";
  return [
    ...topologyAnnotations(metadata.annotations),
    ...(needsPorts && !spec.ports?.length ? [required("spec.ports")] : []),
    ...validateType(spec),
    ...validatePorts(spec),
    ...labels("spec.selector", spec.selector),
    ...validateAffinity(spec),
    ...(spec.externalIPs ?? []).flatMap((ip, i) => externalIp(`spec.externalIPs[${i}]`, ip)),
    ...knownType(spec.type),
    ...validateNodePorts(spec),
    ...duplicatePorts(spec.ports ?? []),
    ...validateBalancer(spec, metadata.annotations),
    ...validateTraffic(spec),
  ];
}

/** Every mistake of a changed Service. Models validation.ValidateServiceUpdate. */
export function validateServiceUpdate(service: Service, old: Service): FieldError[] {
  const { spec } = service;
  const addressErrors = clusterIpErrors(spec);
  if (addressErrors.length > 0) return addressErrors;
  const wasBalancer = old.spec.type === "LoadBalancer" && spec.type === "LoadBalancer";
  const errors = [...clusterIpChanges(spec, old.spec), ...familyChanges(spec, old.spec)];
  if (wasBalancer && !isSemanticallyEqual(spec.loadBalancerClass, old.spec.loadBalancerClass)) {
    errors.push(
      invalid("spec.loadBalancerClass", spec.loadBalancerClass ?? null, "may not change once set"),
    );
  }
  if (
    needsHealthCheck(spec) &&
    needsHealthCheck(old.spec) &&
    spec.healthCheckNodePort !== old.spec.healthCheckNodePort
  ) {
    errors.push(forbiddenField("spec.healthCheckNodePort", "field is immutable"));
  }
  return [...errors, ...classErrors(spec), ...validateService(service)];
}

type Annotations = Service["metadata"]["annotations"];

/** The two names of one wish must agree. */
function topologyAnnotations(annotations: Annotations): FieldError[] {
  const [hints, mode] = [annotations?.[TOPOLOGY_HINTS], annotations?.[TOPOLOGY_MODE]];
  if (hints === undefined || mode === undefined || hints === mode) return [];
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  return [invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, detail)];
}

function validateType(spec: ServiceSpec): FieldError[] {
  if (spec.type === "LoadBalancer" || spec.type === "NodePort") {
    return isHeadless(spec)
      ? [
          invalid(
            "spec.clusterIPs[0]",
            "None",
            `may not be set to 'None' for ${spec.type} services`,
          ),
        ]
      : [];
  }
  return spec.type === "ExternalName" ? validateExternalName(spec) : [];
}

function validateExternalName({
  clusterIPs,
  ipFamilies,
  ipFamilyPolicy,
  externalName = "",
}: ServiceSpec): FieldError[] {
  const refused = "may not be set for ExternalName services";
  const errors: FieldError[] = [];
  if (clusterIPs?.length) errors.push(forbiddenField("spec.clusterIPs", refused));
  if (ipFamilies?.length) errors.push(forbiddenField("spec.ipFamilies", refused));
  if (ipFamilyPolicy !== undefined) errors.push(forbiddenField("spec.ipFamilyPolicy", refused));
  const name = externalName.replace(/\.$/, "");
  return [
    ...errors,
    ...(name ? dnsSubdomain("spec.externalName", name) : [required("spec.externalName")]),
  ];
}

function validatePorts({ ports = [] }: ServiceSpec): FieldError[] {
  const names = new Set<string>();
  return ports.flatMap((port, i) => {
    const at = `spec.ports[${i}]`;
    return [
      ...portNameErrors(`${at}.name`, port.name ?? "", names, { isNeeded: ports.length > 1 }),
      ...portErrors(at, port),
    ];
  });
}

function portNameErrors(
  path: string,
  name: string,
  names: Set<string>,
  { isNeeded }: { readonly isNeeded: boolean },
): FieldError[] {
  if (!name) return isNeeded ? [required(path)] : [];
  const errors = dnsLabel(path, name);
  if (names.has(name)) errors.push(duplicate(path, name));
  names.add(name);
  return errors;
}

function portErrors(
  at: string,
  { port, protocol, targetPort, appProtocol }: ServicePort,
): FieldError[] {
  return [
    ...invalidFor(`${at}.port`, port, portNumberProblems(port)),
    ...protocolErrors(`${at}.protocol`, protocol),
    ...portNumberOrName(`${at}.targetPort`, targetPort ?? 0),
    ...(appProtocol === undefined ? [] : qualifiedName(`${at}.appProtocol`, appProtocol)),
  ];
}

function validateAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec): FieldError[] {
  const path = "spec.sessionAffinityConfig";
  if (!sessionAffinity) return [required("spec.sessionAffinity")];
  if (sessionAffinity === "None") {
    return sessionAffinityConfig
      ? [forbiddenField(path, "must not be set when session affinity is None")]
      : [];
  }
  if (sessionAffinity !== "ClientIP")
    return [notSupported("spec.sessionAffinity", sessionAffinity, ["ClientIP", "None"])];
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  const at = `${path}.clientIP.timeoutSeconds`;
  if (seconds === undefined) return [required(at, "when session affinity type is ClientIP")];
  if (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS) return [];
  return [invalid(at, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`)];
}

function externalIp(path: string, ip: string): FieldError[] {
  const errors = ipAddress(path, ip);
  return errors.length > 0 ? errors : nonSpecialIp(path, ip);
}

function knownType(type: string | undefined): FieldError[] {
  if (!type) return [required("spec.type")];
  return TYPES.some((each) => each === type) ? [] : [notSupported("spec.type", type, TYPES)];
}

function validateNodePorts({ type, ports = [] }: ServiceSpec): FieldError[] {
  const taken = new Set<string>();
  const errors: FieldError[] = [];
  for (const [i, { nodePort }] of ports.entries()) {
    if (type === "ClusterIP" && nodePort)
      errors.push(
        forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"),
      );
  }
  for (const [i, { nodePort, protocol }] of ports.entries()) {
    const key = `${protocol ?? ""}/${nodePort ?? 0}`;
    if (nodePort && taken.has(key)) errors.push(duplicate(`spec.ports[${i}].nodePort`, nodePort));
    taken.add(key);
  }
  return errors;
}

function duplicatePorts(ports: readonly ServicePort[]): FieldError[] {
  const taken = new Set<string>();
  return ports.flatMap(({ port, protocol }, i) => {
    const key = `${protocol ?? ""}/${port}`;
    const isTaken = taken.has(key);
    taken.add(key);
    const value = {
      Name: "",
      Protocol: protocol ?? "",
      AppProtocol: null,
      Port: port,
      TargetPort: 0,
      NodePort: 0,
    };
    return isTaken ? [duplicate(`spec.ports[${i}]`, value)] : [];
  });
}

/** Where a balancer lets traffic in from: the field counts, or else the annotation that was there before it. */
function validateRanges(
  { type, loadBalancerSourceRanges: ranges = [] }: ServiceSpec,
  annotation: string | undefined,
): FieldError[] {
  const refusedAt = (field: string) =>
    type === "LoadBalancer" ? [] : [forbiddenField(field, ONLY_FOR_BALANCER)];
  const path = "spec.LoadBalancerSourceRanges";
  if (ranges.length > 0)
    return [
      ...refusedAt(path),
      ...ranges.flatMap((range, i) => cidr(`${path}[${i}]`, range.trim())),
    ];
  if (annotation === undefined) return [];
  const field = `metadata.annotations[${SOURCE_RANGES}]`;
  const texts = annotation.trim() === "" ? [] : annotation.split(",");
  return [...refusedAt(field), ...texts.flatMap((text) => cidr(field, text.trim()))];
}

function validateBalancer(spec: ServiceSpec, annotations: Annotations): FieldError[] {
  const { type, allocateLoadBalancerNodePorts } = spec;
  const isBalancer = type === "LoadBalancer";
  const errors = validateRanges(spec, annotations?.[SOURCE_RANGES]);
  if (allocateLoadBalancerNodePorts !== undefined && !isBalancer) {
    errors.push(forbiddenField("spec.allocateLoadBalancerNodePorts", ONLY_FOR_BALANCER));
  }
  if (isBalancer && allocateLoadBalancerNodePorts === undefined)
    errors.push(required("allocateLoadBalancerNodePorts"));
  return [...errors, ...classErrors(spec)];
}

function classErrors({ type, loadBalancerClass }: ServiceSpec): FieldError[] {
  if (loadBalancerClass === undefined) return [];
  const path = "spec.loadBalancerClass";
  return type === "LoadBalancer"
    ? qualifiedName(path, loadBalancerClass)
    : [forbiddenField(path, ONLY_FOR_BALANCER)];
}

/** What the questions below look at; drafts will do. */
type Readable = {
  readonly [Field in "type" | "externalIPs" | "externalTrafficPolicy"]?:
    ServiceSpec[Field] | undefined;
};

/** Whether the Service can be reached from outside the cluster. Models service.ExternallyAccessible. */
export function isExternallyAccessible({ type, externalIPs }: Readable): boolean {
  return (
    type === "LoadBalancer" ||
    type === "NodePort" ||
    (type === "ClusterIP" && (externalIPs ?? []).length > 0)
  );
}

/** Whether balancers ask the nodes which of them has endpoints. Models service.NeedsHealthCheck. */
export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === "LoadBalancer" && externalTrafficPolicy === "Local";
}

function validateTraffic(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy, internalTrafficPolicy, trafficDistribution, type } = spec;
  const errors: FieldError[] = [];
  if (!isExternallyAccessible(spec)) {
    if (externalTrafficPolicy) {
      errors.push(
        invalid(
          "spec.externalTrafficPolicy",
          externalTrafficPolicy,
          "may only be set for externally-accessible services",
        ),
      );
    }
  } else errors.push(...policy("spec.externalTrafficPolicy", externalTrafficPolicy));
  errors.push(...healthCheckPort(spec));
  const needsInternal = type === "NodePort" || type === "LoadBalancer" || type === "ClusterIP";
  if (internalTrafficPolicy !== undefined || needsInternal)
    errors.push(...policy("spec.internalTrafficPolicy", internalTrafficPolicy));
  const known = ["PreferClose", "PreferSameNode", "PreferSameZone"];
  if (trafficDistribution !== undefined && !known.includes(trafficDistribution)) {
    errors.push(unsupported("spec.trafficDistribution", trafficDistribution, known));
  }
  return errors;
}

function policy(path: string, value: string | undefined): FieldError[] {
  if (!value) return [required(path)];
  return value === "Cluster" || value === "Local"
    ? []
    : [notSupported(path, value, ["Cluster", "Local"])];
}

function healthCheckPort(spec: ServiceSpec): FieldError[] {
  const port = spec.healthCheckNodePort ?? 0;
  const path = "spec.healthCheckNodePort";
  // A missing port is no mistake: the server gives one out.
  if (port === 0) return [];
  if (needsHealthCheck(spec)) return invalidFor(path, port, portNumberProblems(port));
  return [
    invalid(
      path,
      port,
      "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ),
  ];
}
