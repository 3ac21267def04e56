import {
  duplicate,
  forbiddenField,
  invalid,
  notSupported,
  type FieldError,
} from "../field-error.ts";
import { subdomainProblems } from "../label-format.ts";
import type { Container, ContainerStatus, Pod, PodSpec } from "../schema/generated/types.ts";
import { dnsSubdomain, immutable, qualifiedName } from "./fields.ts";
import { ipAddress, ipFamilyOf } from "./ip.ts";
import { changedAnnotations } from "./pods.ts";
import { idProblems, invalidFor } from "./problems.ts";

const HEALTH = ["Healthy", "Unhealthy", "Unknown"];
const LISTS = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"] as const;

/** Every mistake of a written pod status. Models validation.ValidatePodStatusUpdate. */
export function validatePodStatus(pod: Pod, old: Pod): FieldError[] {
  const { status, spec } = pod;
  const nominated = status.nominatedNodeName ?? "";
  return [
    ...changedAnnotations(pod, old),
    ...(status.conditions ?? []).flatMap(({ type }, i) =>
      qualifiedName(`metadata.conditions[${i}].Type`, type),
    ),
    ...(nominated && nominated !== old.status.nominatedNodeName
      ? invalidFor("status.nominatedNodeName", nominated, subdomainProblems(nominated))
      : []),
    ...immutable("status.qosClass", status.qosClass ?? "", old.status.qosClass ?? ""),
    ...LISTS.flatMap((list) => revived(list, pod, old)),
    ...claimStatuses(pod),
    ...addresses("status.podIPs", status.podIPs ?? []),
    ...hostAddresses(pod),
    ...LISTS.flatMap((list) => users(list, pod)),
    ...allocated("status.containerStatuses", status.containerStatuses, spec.containers),
    ...allocated("status.initContainerStatuses", status.initContainerStatuses, spec.initContainers),
    ...notAllocated(status.ephemeralContainerStatuses),
  ];
}

/** A container that ended for good stays ended. Models validation.ValidateContainerStateTransition. */
function revived(list: (typeof LISTS)[number], pod: Pod, old: Pod): FieldError[] {
  const { spec } = old;
  // Ephemeral containers are never started again.
  const policy = list === "ephemeralContainerStatuses" ? "Never" : spec.restartPolicy;
  if (policy === "Always") return [];
  const statuses = pod.status[list] ?? [];
  return (old.status[list] ?? []).flatMap(({ name, state }, i) => {
    const ended = state?.terminated;
    if (!ended || (ended.exitCode !== 0 && policy === "OnFailure")) return [];
    if (list !== "ephemeralContainerStatuses" && mayRestart(spec, name)) return [];
    return statuses
      .filter((status) => status.name === name && !status.state?.terminated)
      .map(() =>
        forbiddenField(
          `status.${list}[${i}].state`,
          "may not be transitioned to non-terminated state",
        ),
      );
  });
}

/** Whether a container's own restart policy lets it start again. */
function mayRestart({ containers = [], initContainers = [] }: PodSpec, name: string): boolean {
  return [...initContainers, ...containers].some(
    (container) => container.name === name && container.restartPolicy === "Always",
  );
}

/** Models validation.validatePodResourceClaimStatuses. */
function claimStatuses({ spec, status }: Pod): FieldError[] {
  const names = new Set<string>();
  return (status.resourceClaimStatuses ?? []).flatMap(({ name, resourceClaimName }, i) => {
    const at = `status.resourceClaimStatuses[${i}].name`;
    const isKnown = (spec.resourceClaims ?? []).some((claim) => claim.name === name);
    const errors = isKnown
      ? []
      : [invalid(at, name, "must match the name of an entry in `spec.resourceClaims`")];
    if (names.has(name)) errors.push(duplicate(at, name));
    names.add(name);
    return [
      ...errors,
      ...(resourceClaimName === undefined ? [] : dnsSubdomain(at, resourceClaimName)),
    ];
  });
}

interface Address {
  readonly ip?: string;
}

/** One address of each family. Models validation.validatePodIPs. */
function addresses(path: string, list: readonly Address[]): FieldError[] {
  const errors = list.flatMap(({ ip = "" }, i) => ipAddress(`${path}[${i}]`, ip));
  return list.length < 2 ? errors : [...errors, ...tooMany(path, list)];
}

/** Models validation.validateHostIPs. */
function hostAddresses({ status }: Pod): FieldError[] {
  const { hostIP = "", hostIPs = [] } = status;
  const first = hostIPs[0]?.ip ?? "";
  return [
    ...(hostIPs.length > 0 && first !== hostIP
      ? [invalid("status.hostIPs[0].ip", first, "must be equal to `hostIP`")]
      : []),
    ...addresses("status.hostIPs", hostIPs),
  ];
}

function tooMany(path: string, list: readonly Address[]): FieldError[] {
  const families = list.map(({ ip = "" }) => ipFamilyOf(ip));
  const broken = families.indexOf(undefined);
  const errors: FieldError[] = [];
  if (broken >= 0) {
    const text = list.map(({ ip = "" }) => ip)[broken] ?? "";
    const cause = `invalid IP[${broken}]: ${text}`;
    errors.push({
      type: "InternalError",
      field: path,
      detail: `failed to check for dual stack with error:${cause}`,
    });
  }
  const isDual = broken < 0 && new Set(families).size === 2;
  if (!isDual || list.length > 2) {
    const shown = list.map(({ ip = "" }) => ({ IP: ip }));
    errors.push(invalid(path, shown, "may specify no more than one IP for each IP family"));
  }
  return errors;
}

/** Who runs a container. Models validation.validateContainerStatusUsers. */
function users(list: (typeof LISTS)[number], { spec, status }: Pod): FieldError[] {
  return (status[list] ?? []).flatMap(({ user }, i) => {
    const linux = user?.linux;
    if (!linux) return [];
    const at = `status.${list}[${i}].linux`;
    if (spec.os?.name === "windows") return [forbiddenField(at, "cannot be set for a windows pod")];
    return [
      ...invalidFor(`${at}.uid`, linux.uid, idProblems(linux.uid)),
      ...invalidFor(`${at}.gid`, linux.gid, idProblems(linux.gid)),
      ...(linux.supplementalGroups ?? []).flatMap((group, j) =>
        invalidFor(`${at}.supplementalGroups[${j}]`, group, idProblems(group)),
      ),
    ];
  });
}

/** What a container was given, and how it fares. Models validation.validateContainerStatusAllocatedResourcesStatus. */
function allocated(
  path: string,
  statuses: readonly ContainerStatus[] = [],
  containers: readonly Container[] = [],
): FieldError[] {
  return statuses.flatMap(({ name, allocatedResourcesStatus = [] }, i) => {
    const container = containers.find((each) => each.name === name);
    return allocatedResourcesStatus.flatMap((resource, j) => {
      const at = `${path}[${i}].allocatedResourcesStatus[${j}]`;
      const seen = new Set<string>();
      return [
        ...(container ? unasked(`${at}.name`, resource.name, container) : []),
        ...(resource.resources ?? []).flatMap(({ resourceID, health = "" }, k) => {
          const errors = HEALTH.includes(health)
            ? []
            : [notSupported(`${at}.resources[${k}].health`, health, HEALTH)];
          if (seen.has(resourceID))
            errors.push(duplicate(`${at}.resources[${k}].resourceID`, resourceID));
          seen.add(resourceID);
          return errors;
        }),
      ];
    });
  });
}

function unasked(field: string, name: string, { resources }: Container): FieldError[] {
  const isClaim = name.startsWith("claim:");
  const names = isClaim
    ? (resources?.claims ?? []).map((claim) =>
        claim.request ? `claim:${claim.name}/${claim.request}` : `claim:${claim.name}`,
      )
    : Object.keys(resources?.requests ?? {});
  const detail = isClaim
    ? "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty"
    : "must match one of the container's resource requests";
  return names.includes(name) ? [] : [invalid(field, name, detail)];
}

function notAllocated(statuses: readonly ContainerStatus[] = []): FieldError[] {
  return statuses.flatMap(({ allocatedResourcesStatus }, i) =>
    allocatedResourcesStatus?.length
      ? [
          forbiddenField(
            `status.ephemeralContainerStatuses[${i}].allocatedResourcesStatus`,
            "must not be specified in container status",
          ),
        ]
      : [],
  );
}
