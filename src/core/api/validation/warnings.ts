import { sortedBy } from "#core/base/order.ts";
import { canonicalQuantity, quantityMilli } from "../quantity.ts";
import type {
  Container,
  ObjectMeta,
  Pod,
  PodAffinityTerm,
  PodSpec,
  PodTemplateSpec,
  Secret,
  Service,
} from "../schema/generated/types.ts";
import { cidrWarnings, ipWarnings } from "./ip-warnings.ts";
import { OLD_LABELS, termWarnings } from "./label-warnings.ts";
import { labelProblems } from "./problems.ts";
import { decodeBase64 } from "../base64.ts";
import { volumeWarnings } from "./volume-warnings.ts";

const OLD_ANNOTATIONS: Readonly<Record<string, string>> = {
  "scheduler.alpha.kubernetes.io/critical-pod":
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  "security.alpha.kubernetes.io/sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
  "security.alpha.kubernetes.io/unsafe-sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
};
const NO_SELECTOR = "a null labelSelector results in matching no pod";
const AFFINITY_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const AFFINITY_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** What a server warns of in a pod template, its path in front. Models pkg/api/pod GetWarningsForPodTemplate. */
export function podTemplateWarnings(path: string, { metadata, spec }: PodTemplateSpec): string[] {
  return spec ? podWarnings(`${path}.`, spec, metadata ?? {}) : [];
}

/** What a server warns of in a new pod. Models podStrategy.WarningsOnCreate. */
export function newPodWarnings({ metadata, spec }: Pod): string[] {
  return [
    ...nameWarnings(metadata.name ?? "", "the Pod's hostname"),
    ...podWarnings("", spec, metadata),
  ];
}

/** What the warnings of a workload look at. */
interface Workload {
  readonly metadata: ObjectMeta;
  readonly spec: { readonly template?: PodTemplateSpec };
}

/** What a server warns of in a workload: its name when it is new, its template when that is new or may have changed. */
export function workloadWarnings(
  { metadata, spec }: Workload,
  old: Workload | undefined,
): string[] {
  if (old && metadata.generation === old.metadata.generation) return [];
  const names = old ? [] : nameWarnings(metadata.name ?? "", "Pod names and hostnames");
  return spec.template ? [...names, ...podTemplateWarnings("spec.template", spec.template)] : names;
}

/** What a server warns of in a name that is no DNS label, though it will be used as one. */
export function nameWarnings(name: string, use: string): string[] {
  const problems = labelProblems(name);
  if (problems.length === 0) return [];
  const advice = "which can result in surprising behavior; a DNS label is recommended";
  return [`metadata.name: this is used in ${use}, ${advice}: [${problems.join(" ")}]`];
}

/** What a server warns of in a pod; `prefix` ends with a dot where the pod is part of something. Models pkg/api/pod GetWarningsForPod. */
export function podWarnings(prefix: string, spec: PodSpec, meta: ObjectMeta): string[] {
  const at = `${prefix}spec`;
  const annotations = Object.keys(OLD_ANNOTATIONS).filter(
    (key) => meta.annotations?.[key] !== undefined,
  );
  const containers = containersOf(at, spec);
  return [
    ...placementWarnings(at, spec),
    ...annotations.map(
      (key) => `${prefix}metadata.annotations[${key}]: ${OLD_ANNOTATIONS[key] ?? ""}`,
    ),
    ...volumeWarnings(`${at}.volumes`, spec.volumes ?? []),
    ...duplicateWarnings(at, spec),
    ...fractionWarnings(`${at}.overhead`, spec.overhead),
    ...podSeccompWarnings(`${prefix}metadata`, spec, meta),
    ...containers.flatMap(({ path, container }) => [
      ...profileWarnings(`${prefix}metadata`, container, { spec, meta, isTemplate: prefix !== "" }),
      ...resourceWarnings(path, container),
      ...envWarnings(path, container),
    ]),
    ...portWarnings(containers),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [
          `${at}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...affinityWarnings(`${at}.affinity`, spec.affinity),
    ...(spec.dnsConfig?.nameservers ?? []).flatMap((server, i) =>
      ipWarnings(`${at}.dnsConfig.nameservers[${i}]`, server),
    ),
    ...(spec.hostAliases ?? []).flatMap(({ ip }, i) =>
      ipWarnings(`${at}.hostAliases[${i}].ip`, ip),
    ),
  ];
}

const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";
const APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
const NO_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead';

function podSeccompWarnings(at: string, { securityContext }: PodSpec, meta: ObjectMeta): string[] {
  if (securityContext?.seccompProfile || meta.annotations?.[SECCOMP_POD] === undefined) return [];
  return [`${at}.annotations[${SECCOMP_POD}]: ${NO_SECCOMP}`];
}

/** Annotations that fields have taken the place of. A pod's own AppArmor is read from its annotations, and warned of elsewhere. */
function profileWarnings(
  at: string,
  { name, securityContext }: Container,
  pod: { readonly spec: PodSpec; readonly meta: ObjectMeta; readonly isTemplate: boolean },
): string[] {
  const { annotations = {} } = pod.meta;
  const [seccomp, armor] = [`${SECCOMP_CONTAINER}${name}`, `${APPARMOR}${name}`];
  const hasArmor = pod.spec.securityContext?.appArmorProfile ?? securityContext?.appArmorProfile;
  const warnings: string[] = [];
  if (!securityContext?.seccompProfile && annotations[seccomp] !== undefined)
    warnings.push(`${at}.annotations[${seccomp}]: ${NO_SECCOMP}`);
  if (pod.isTemplate && !hasArmor && annotations[armor] !== undefined) {
    const advice = 'deprecated since v1.30; use the "appArmorProfile" field instead';
    warnings.push(`${at}.annotations[${armor}]: ${advice}`);
  }
  return warnings;
}

interface Located {
  readonly path: string;
  readonly container: Container;
}

/** Init containers come first, as upstream visits them. */
function containersOf(at: string, spec: PodSpec): Located[] {
  const list = (name: "initContainers" | "containers" | "ephemeralContainers") =>
    ((spec[name] ?? []) as readonly Container[]).map((container, i) => ({
      path: `${at}.${name}[${i}]`,
      container,
    }));
  return [...list("initContainers"), ...list("containers"), ...list("ephemeralContainers")];
}

function placementWarnings(
  at: string,
  { nodeSelector, affinity, topologySpreadConstraints }: PodSpec,
): string[] {
  const warnings: string[] = [];
  for (const key of sortedBy(Object.keys(nodeSelector ?? {}), (each) => each)) {
    const message = OLD_LABELS[key];
    if (message !== undefined) warnings.push(`${at}.nodeSelector[${key}]: ${message}`);
  }
  const path = `${at}.affinity.nodeAffinity`;
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const [i, term] of terms.entries())
    warnings.push(...termWarnings(`${path}.${AFFINITY_REQUIRED}.nodeSelectorTerms[${i}]`, term));
  const preferred = affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  for (const [i, { preference }] of preferred.entries())
    warnings.push(...termWarnings(`${path}.${AFFINITY_PREFERRED}[${i}].preference`, preference));
  for (const [i, { topologyKey, labelSelector }] of (topologySpreadConstraints ?? []).entries()) {
    const message = OLD_LABELS[topologyKey];
    const constraint = `${at}.topologySpreadConstraints[${i}]`;
    if (message !== undefined)
      warnings.push(`${constraint}.topologyKey: ${topologyKey} is ${message}`);
    if (!labelSelector) warnings.push(`${constraint}.labelSelector: ${NO_SELECTOR}`);
  }
  return warnings;
}

function duplicateWarnings(
  at: string,
  { hostAliases = [], imagePullSecrets = [] }: PodSpec,
): string[] {
  const ips = hostAliases.map(({ ip }) => ip);
  const names = imagePullSecrets.map(({ name }) => name ?? "");
  return [
    ...ips.flatMap((ip, i) =>
      ips.indexOf(ip) < i ? [`${at}.hostAliases[${i}].ip: duplicate ip ${JSON.stringify(ip)}`] : [],
    ),
    ...names.flatMap((name, i) =>
      names.indexOf(name) < i
        ? [`${at}.imagePullSecrets[${i}].name: duplicate name ${JSON.stringify(name)}`]
        : [],
    ),
    ...names.flatMap((name, i) =>
      name === "" ? [`${at}.imagePullSecrets[${i}].name: invalid empty name ""`] : [],
    ),
  ];
}

/** Half a byte makes no sense; `100m` of memory is mostly a slip of the pen. */
function fractionWarnings(
  path: string,
  amounts: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[] = BYTES,
): string[] {
  return names.flatMap((name) => {
    const amount = amounts?.[name];
    if (amount === undefined || quantityMilli(String(amount)) % 1000 === 0) return [];
    const shown = JSON.stringify(canonicalQuantity(String(amount)));
    return [`${path}[${name}]: fractional byte value ${shown} is invalid, must be an integer`];
  });
}

const BYTES = ["memory", "ephemeral-storage"];

function resourceWarnings(path: string, { resources }: Container): string[] {
  return BYTES.flatMap((name) =>
    (["limits", "requests"] as const).flatMap((list) =>
      fractionWarnings(`${path}.resources.${list}`, resources?.[list], [name]),
    ),
  );
}

function envWarnings(path: string, { env = [] }: Container): string[] {
  const names = env.map((variable) => variable.name);
  return env.flatMap(({ name, value = "", valueFrom }, i) => {
    const reference = `$(${name})`;
    // A value that builds on the one before it is meant.
    const isMeant = !valueFrom && value !== reference && value.includes(reference);
    if (names.indexOf(name) === i || isMeant) return [];
    return [
      `${path}.env[${i}]: hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`,
    ];
  });
}

function portWarnings(containers: readonly Located[]): string[] {
  const seen: { path: string; key: string; hostPort: number; hostIP: string }[] = [];
  const warnings: string[] = [];
  for (const { path, container } of containers) {
    for (const [i, port] of (container.ports ?? []).entries()) {
      const at = `${path}.ports[${i}]`;
      const { hostPort = 0, hostIP = "" } = port;
      const key = `${port.containerPort}/${port.protocol ?? ""}`;
      if (hostIP !== "" && hostPort === 0) {
        const fields = `Name:${port.name ?? ""} HostPort:0 ContainerPort:${port.containerPort} Protocol:${port.protocol ?? ""} HostIP:${hostIP}`;
        warnings.push(`${at}: hostIP set without hostPort: {${fields}}`);
      }
      for (const other of seen.filter((each) => each.key === key)) {
        if (hostIP === other.hostIP && hostPort === other.hostPort)
          warnings.push(`${at}: duplicate port definition with ${other.path}`);
        else if (hostPort === 0 || other.hostPort === 0)
          warnings.push(`${at}: overlapping port definition with ${other.path}`);
        else if (hostPort === other.hostPort && (hostIP === "") !== (other.hostIP === "")) {
          warnings.push(`${at}: dangerously ambiguous port definition with ${other.path}`);
        }
      }
      seen.push({ path: at, key, hostPort, hostIP });
    }
  }
  return warnings;
}

function affinityWarnings(at: string, affinity: PodSpec["affinity"]): string[] {
  return (["podAffinity", "podAntiAffinity"] as const).flatMap((kind) => {
    const wanted = affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const preferred = affinity?.[kind]?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    return [
      ...wanted.flatMap((term, i) =>
        selectorWarning(`${at}.${kind}.${AFFINITY_REQUIRED}[${i}]`, term),
      ),
      ...preferred.flatMap((each, i) =>
        selectorWarning(
          `${at}.${kind}.${AFFINITY_PREFERRED}[${i}].podAffinityTerm`,
          each.podAffinityTerm,
        ),
      ),
    ];
  });
}

function selectorWarning(path: string, { labelSelector }: PodAffinityTerm): string[] {
  return labelSelector ? [] : [`${path}.labelSelector: ${NO_SELECTOR}`];
}

/** What a server warns of in a Service. Models pkg/api/service GetWarningsForService. */
export function serviceWarnings({ metadata, spec }: Service): string[] {
  const warnings: string[] = [];
  const hints = "service.kubernetes.io/topology-aware-hints";
  if (metadata.annotations?.[hints] !== undefined) {
    warnings.push(
      `annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`,
    );
  }
  if (spec.clusterIP && spec.clusterIP !== "None")
    for (const [i, ip] of (spec.clusterIPs ?? []).entries())
      warnings.push(...ipWarnings(`spec.clusterIPs[${i}]`, ip));
  const hasExternalIps = (spec.externalIPs ?? []).length > 0;
  if (spec.type === "ClusterIP" && spec.clusterIP === "None") {
    if (spec.loadBalancerIP) warnings.push("spec.loadBalancerIP is ignored for headless services");
    if (hasExternalIps) warnings.push("spec.externalIPs is ignored for headless services");
    if (spec.sessionAffinity !== "None")
      warnings.push("spec.SessionAffinity is ignored for headless services");
  }
  for (const [i, ip] of (spec.externalIPs ?? []).entries())
    warnings.push(...ipWarnings(`spec.externalIPs[${i}]`, ip));
  warnings.push(...ipWarnings("spec.loadBalancerIP", spec.loadBalancerIP ?? ""));
  for (const [i, range] of (spec.loadBalancerSourceRanges ?? []).entries())
    warnings.push(...cidrWarnings(`spec.loadBalancerSourceRanges[${i}]`, range));
  if (spec.type === "ExternalName" && hasExternalIps)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (spec.type !== "ExternalName" && spec.externalName)
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  if (spec.trafficDistribution === "PreferClose")
    warnings.push('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  return warnings;
}

/** What a server warns of in a Secret: a TLS pair that cannot work. Models pkg/registry/core/secret warningsForSecret. */
export function secretWarnings({ type, data }: Secret): string[] {
  if (type !== "kubernetes.io/tls") return [];
  const certificate = decodeBase64(data?.["tls.crt"] ?? "");
  if (!certificate.includes("-----BEGIN "))
    return ["tls: failed to find any PEM data in certificate input"];
  const key = decodeBase64(data?.["tls.key"] ?? "");
  return key.includes("-----BEGIN ") ? [] : ["tls: failed to find any PEM data in key input"];
}
