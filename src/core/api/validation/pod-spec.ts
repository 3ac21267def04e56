import { duplicate, forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type {
  HostAlias,
  ObjectMeta,
  PodDNSConfig,
  PodReadinessGate,
  PodResourceClaim,
  PodSpec,
} from "../schema/generated/types.ts";
import { validateAffinity } from "./affinity.ts";
import {
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from "./containers.ts";
import { dnsLabel, dnsSubdomain, qualifiedName, unsupported } from "./fields.ts";
import { ipAddress } from "./ip.ts";
import { labels } from "./labels.ts";
import { hostProcessErrors, validateOs } from "./pod-os.ts";
import { hostNetworkPorts } from "./ports.ts";
import { subdomainProblems } from "../label-format.ts";
import { invalidFor, labelProblems, rangeText, underscoredSubdomainProblems } from "./problems.ts";
import { validateContainerResources, validatePodResources } from "./resources.ts";
import { validateSchedulingGates, validateSpread, validateTolerations } from "./scheduling.ts";
import { validatePodSecurity } from "./security-context.ts";
import { validateVolumes } from "./volumes.ts";

const MAX_INT32 = 2_147_483_647;
const NO_CLAIMS: ReadonlySet<string> = new Set();
const RESTART_POLICIES = ["Always", "OnFailure", "Never"] as const;
const DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"] as const;
const PREEMPTION_POLICIES = ["PreemptLowerPriority", "Never"] as const;

/** Whose spec it is: a pod's own, with its metadata, or a template's. */
export interface PodSpecOwner {
  readonly meta: ObjectMeta | undefined;
}

/** Every mistake of a pod spec, in upstream's order. Models validation.ValidatePodSpec. */
export function validatePodSpec(path: string, spec: PodSpec, { meta }: PodSpecOwner): FieldError[] {
  const volumes = validateVolumes(`${path}.volumes`, spec.volumes ?? [], meta);
  const scope = { spec, volumes: volumes.byName };
  return [
    ...volumes.errors,
    ...validateResourceClaims(`${path}.resourceClaims`, spec.resourceClaims ?? []),
    ...validateContainers(`${path}.containers`, scope),
    ...validateInitContainers(`${path}.initContainers`, scope),
    ...validateEphemeralContainers(`${path}.ephemeralContainers`, scope),
    ...(spec.resources ? validatePodResources(`${path}.resources`, spec, spec.resources) : []),
    ...hostNetworkPorts(path, spec, { isPod: meta !== undefined }),
    ...choice(`${path}.restartPolicy`, spec.restartPolicy, RESTART_POLICIES),
    ...choice(`${path}.dnsPolicy`, spec.dnsPolicy, DNS_POLICIES),
    ...labels(`${path}.nodeSelector`, spec.nodeSelector),
    ...validatePodSecurity(`${path}.securityContext`, spec),
    ...validateAffinity(`${path}.affinity`, spec.affinity),
    ...validateDns(`${path}.dnsConfig`, spec),
    ...validateReadinessGates(`${path}.readinessGates`, spec.readinessGates ?? []),
    ...validateSchedulingGates(`${path}.schedulingGates`, spec.schedulingGates ?? []),
    ...validateSpread(`${path}.topologySpreadConstraints`, spec.topologySpreadConstraints ?? []),
    ...hostProcessErrors(path, spec),
    ...validateHostUsers(path, spec),
    ...validateNames(path, spec),
    ...validateRest(path, spec),
  ];
}

function choice(path: string, value: string | undefined, values: readonly string[]): FieldError[] {
  if (!value) return [required(path)];
  return values.includes(value) ? [] : [unsupported(path, value, values)];
}

function validateResourceClaims(path: string, claims: readonly PodResourceClaim[]): FieldError[] {
  const names = new Set<string>();
  return claims.flatMap((claim, i) => {
    const at = `${path}[${i}]`;
    const errors = !claim.name
      ? [required(`${at}.name`)]
      : names.has(claim.name)
        ? [duplicate(`${at}.name`, claim.name)]
        : dnsLabel(`${at}.name`, claim.name);
    names.add(claim.name);
    const { resourceClaimName, resourceClaimTemplateName } = claim;
    const value = {
      Name: claim.name,
      ResourceClaimName: resourceClaimName ?? null,
      ResourceClaimTemplateName: resourceClaimTemplateName ?? null,
    };
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      errors.push(
        invalid(
          at,
          value,
          "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified",
        ),
      );
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      errors.push(
        invalid(at, value, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"),
      );
    }
    const reference = (field: "resourceClaimName" | "resourceClaimTemplateName") => {
      const name = claim[field];
      return name === undefined ? [] : dnsSubdomain(`${at}.${field}`, name);
    };
    return [
      ...errors,
      ...reference("resourceClaimName"),
      ...reference("resourceClaimTemplateName"),
    ];
  });
}

function validateDns(path: string, { dnsPolicy, dnsConfig }: PodSpec): FieldError[] {
  if (dnsPolicy === "None" && !dnsConfig)
    return [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")];
  if (dnsPolicy === "None" && !dnsConfig?.nameservers?.length) {
    return [
      required(
        `${path}.nameservers`,
        "must provide at least one DNS nameserver when `dnsPolicy` is None",
      ),
    ];
  }
  return dnsConfig ? validateDnsConfig(path, dnsConfig) : [];
}

function validateDnsConfig(
  path: string,
  { nameservers = [], searches = [], options = [] }: PodDNSConfig,
): FieldError[] {
  const errors: FieldError[] = [];
  if (nameservers.length > 3)
    errors.push(
      invalid(`${path}.nameservers`, nameservers, "must not have more than 3 nameservers"),
    );
  errors.push(
    ...nameservers.flatMap((server, i) => ipAddress(`${path}.nameservers[${i}]`, server)),
  );
  if (searches.length > 32)
    errors.push(invalid(`${path}.searches`, searches, "must not have more than 32 search paths"));
  if (searches.join(" ").length > 2048) {
    errors.push(
      invalid(
        `${path}.searches`,
        searches,
        "must not have more than 2048 characters (including spaces) in the search list",
      ),
    );
  }
  errors.push(...searches.flatMap((search, i) => searchErrors(`${path}.searches[${i}]`, search)));
  return [
    ...errors,
    ...options.flatMap((option, i) =>
      option.name ? [] : [required(`${path}.options[${i}]`, "must not be empty")],
    ),
  ];
}

/** A lone dot and underscores are fine in a search path. */
function searchErrors(path: string, search: string): FieldError[] {
  if (search === ".") return [];
  const name = search.replace(/\.$/, "");
  return invalidFor(path, name, underscoredSubdomainProblems(name));
}

function validateReadinessGates(path: string, gates: readonly PodReadinessGate[]): FieldError[] {
  return gates.flatMap(({ conditionType }, i) =>
    qualifiedName(`${path}[${i}].conditionType`, conditionType),
  );
}

/** Users of their own do not go together with namespaces of the node. */
function validateHostUsers(
  path: string,
  { hostUsers, hostNetwork, hostPID, hostIPC }: PodSpec,
): FieldError[] {
  if (hostUsers !== false) return [];
  const shared = [
    ...(hostNetwork ? ["hostNetwork"] : []),
    ...(hostPID ? ["HostPID"] : []),
    ...(hostIPC ? ["HostIPC"] : []),
  ];
  return shared.map((field) => forbiddenField(`${path}.${field}`, "when `hostUsers` is false"));
}

function validateNames(path: string, spec: PodSpec): FieldError[] {
  const errors: FieldError[] = [];
  const check = (
    field: string,
    value: string | undefined,
    problems: (text: string) => string[],
  ) => {
    if (value) errors.push(...invalidFor(`${path}.${field}`, value, problems(value)));
  };
  check("serviceAccountName", spec.serviceAccountName, subdomainProblems);
  check("nodeName", spec.nodeName, subdomainProblems);
  const seconds = spec.activeDeadlineSeconds;
  if (seconds !== undefined && (seconds < 1 || seconds > MAX_INT32)) {
    errors.push(invalid(`${path}.activeDeadlineSeconds`, seconds, rangeText(1, MAX_INT32)));
  }
  check("hostname", spec.hostname, labelProblems);
  check("subdomain", spec.subdomain, labelProblems);
  check("hostnameOverride", spec.hostnameOverride, subdomainProblems);
  return errors;
}

function validateRest(path: string, spec: PodSpec): FieldError[] {
  const { priorityClassName, runtimeClassName, preemptionPolicy, overhead } = spec;
  return [
    ...validateTolerations(`${path}.tolerations`, spec.tolerations ?? []),
    ...(spec.hostAliases ?? []).flatMap((alias, i) =>
      validateHostAlias(`${path}.hostAliases[${i}]`, alias),
    ),
    ...(priorityClassName
      ? invalidFor(
          `${path}.priorityClassName`,
          priorityClassName,
          subdomainProblems(priorityClassName),
        )
      : []),
    ...(runtimeClassName === undefined
      ? []
      : invalidFor(
          `${path}.runtimeClassName`,
          runtimeClassName,
          subdomainProblems(runtimeClassName),
        )),
    ...(preemptionPolicy === undefined
      ? []
      : choice(`${path}.preemptionPolicy`, preemptionPolicy, PREEMPTION_POLICIES)),
    ...(overhead
      ? validateContainerResources(`${path}.overhead`, { limits: overhead }, NO_CLAIMS)
      : []),
    ...validateOs(path, spec),
  ];
}

function validateHostAlias(path: string, { ip, hostnames = [] }: HostAlias): FieldError[] {
  return [
    ...ipAddress(`${path}.ip`, ip),
    ...hostnames.flatMap((name, i) => dnsSubdomain(`${path}.hostnames[${i}]`, name)),
  ];
}
