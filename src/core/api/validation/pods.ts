import { isSemanticallyEqual } from "#core/base/equal.ts";
import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type { Container, ContainerStatus, Pod, PodSpec } from "../schema/generated/types.ts";
import { untrimmedImage } from "./containers.ts";
import { immutable, qualifiedName } from "./fields.ts";
import { ipAddress } from "./ip.ts";
import { podSpecDiff } from "./pod-spec-diff.ts";
import { validatePodSpec } from "./pod-spec.ts";
import { subdomainProblems } from "../label-format.ts";
import { invalidFor, rangeText } from "./problems.ts";
import { onlyAddedTolerations, onlyDeletedGates } from "./scheduling.ts";

const MAX_INT32 = 2_147_483_647;
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";
const UPDATABLE =
  "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`," +
  "`spec.tolerations` (only additions to existing tolerations)," +
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/** Every mistake of a change that adds ephemeral containers: those that are there stay as they are. Models ValidatePodEphemeralContainersUpdate. */
export function validateEphemeralContainersUpdate(pod: Pod, old: Pod): FieldError[] {
  const path = "spec.ephemeralContainers";
  const after = pod.spec.ephemeralContainers ?? [];
  const changes = (old.spec.ephemeralContainers ?? []).flatMap((container) => {
    const which = `existing ephemeral containers ${JSON.stringify(container.name)}`;
    const next = after.find(({ name }) => name === container.name);
    if (!next) return [forbiddenField(path, `${which} may not be removed\n`)];
    return isSemanticallyEqual(container, next)
      ? []
      : [forbiddenField(path, `${which} may not be changed\n`)];
  });
  return [...validateWhole(pod), ...changes];
}

/** Every mistake of a new pod, metadata aside. Models validation.ValidatePodCreate. */
export function validatePod(pod: Pod): FieldError[] {
  const errors = validateWhole(pod);
  if (pod.spec.ephemeralContainers?.length)
    errors.push(forbiddenField("spec.ephemeralContainers", "cannot be set on create"));
  if (pod.spec.nodeName && pod.spec.schedulingGates?.length) {
    errors.push(
      forbiddenField("spec.nodeName", "cannot be set until all schedulingGates have been cleared"),
    );
  }
  return errors;
}

function validateWhole({ metadata, spec }: Pod): FieldError[] {
  return [
    ...deletionCost(metadata.annotations?.[DELETION_COST]),
    ...validatePodSpec("spec", spec, { meta: metadata }),
    ...tokensWithoutAccount(spec),
    ...(spec.containers ?? []).flatMap((container, i) =>
      untrimmedImage(`spec.containers[${i}]`, container.image),
    ),
    ...(spec.initContainers ?? []).flatMap((container, i) =>
      untrimmedImage(`spec.initContainers[${i}]`, container.image),
    ),
  ];
}

function deletionCost(cost: string | undefined): FieldError[] {
  if (cost === undefined) return [];
  const isNumber = /^(0|-?[1-9]\d*)$/.test(cost) && Math.abs(Number(cost)) <= MAX_INT32;
  return isNumber
    ? []
    : [invalid(`metadata.annotations.${DELETION_COST}`, cost, "must be a 32bit integer")];
}

function tokensWithoutAccount({ serviceAccountName, volumes = [] }: PodSpec): FieldError[] {
  if (serviceAccountName) return [];
  return volumes.flatMap((volume, v) =>
    (volume.projected?.sources ?? []).flatMap((source, s) => {
      const path = `spec.volumes[${v}].projected.sources[${s}].serviceAccountToken`;
      return source.serviceAccountToken
        ? [forbiddenField(path, "must not be specified when serviceAccountName is not set")]
        : [];
    }),
  );
}

/** Every mistake of a changed pod: almost nothing of its spec may change. Models validation.ValidatePodUpdate. */
export function validatePodUpdate(pod: Pod, old: Pod): FieldError[] {
  const errors = [...validateWhole(pod), ...changedDeadlineAnnotations(pod, old)];
  for (const list of ["containers", "initContainers"] as const) {
    const found = containerChanges(`spec.${list}`, pod.spec[list] ?? [], old.spec[list] ?? []);
    errors.push(...found.errors);
    if (found.stops) return errors;
  }
  const deadline = deadlineChange(pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds);
  errors.push(...deadline.errors);
  if (deadline.stops) return errors;
  errors.push(
    ...onlyAddedTolerations(
      "spec.tolerations",
      pod.spec.tolerations ?? [],
      old.spec.tolerations ?? [],
    ),
  );
  errors.push(
    ...onlyDeletedGates(
      "spec.schedulingGates",
      pod.spec.schedulingGates ?? [],
      old.spec.schedulingGates ?? [],
    ),
  );
  return [...errors, ...gatedChanges(pod.spec, old.spec), ...specChange(pod.spec, old.spec)];
}

/** Deletion cost may change; nothing else in the annotations is fixed for pods that are not mirrors. */
function changedDeadlineAnnotations(pod: Pod, old: Pod): FieldError[] {
  const mirror = "kubernetes.io/config.mirror";
  const [now, before] = [pod.metadata.annotations?.[mirror], old.metadata.annotations?.[mirror]];
  return now === before
    ? []
    : [forbiddenField(`metadata.annotations[${mirror}]`, "may not add mirror pod annotation")];
}

interface Change {
  readonly errors: readonly FieldError[];
  /** Upstream looks no further after some mistakes. */
  readonly stops: boolean;
}

function containerChanges(
  path: string,
  containers: readonly Container[],
  old: readonly Container[],
): Change {
  if (containers.length !== old.length) {
    return {
      errors: [forbiddenField(path, "pod updates may not add or remove containers")],
      stops: true,
    };
  }
  const errors = containers.flatMap(({ image }, i) =>
    image ? untrimmedImage(`${path}[${i}]`, image) : [required(`${path}[${i}].image`)],
  );
  return { errors, stops: false };
}

function deadlineChange(seconds: number | undefined, old: number | undefined): Change {
  const path = "spec.activeDeadlineSeconds";
  const stop = (detail: string): Change => ({
    errors: [invalid(path, seconds ?? null, detail)],
    stops: true,
  });
  if (seconds === undefined) {
    const isLost = old !== undefined;
    return {
      errors: isLost
        ? [invalid(path, null, "must not update from a positive integer to nil value")]
        : [],
      stops: false,
    };
  }
  if (seconds < 0 || seconds > MAX_INT32) return stop(rangeText(0, MAX_INT32));
  if (old !== undefined && old < seconds)
    return stop("must be less than or equal to previous value");
  return { errors: [], stops: false };
}

/** While gates hold a pod back its node selector may still be narrowed. */
function gatedChanges(spec: PodSpec, old: PodSpec): FieldError[] {
  if (!old.schedulingGates?.length) return [];
  const kept = Object.entries(old.nodeSelector ?? {}).every(
    ([key, value]) => spec.nodeSelector?.[key] === value,
  );
  const detail = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
  const errors = kept ? [] : [invalid("spec.nodeSelector", spec.nodeSelector ?? null, detail)];
  return [...errors, ...gatedAffinityChanges(spec, old)];
}

function gatedAffinityChanges(spec: PodSpec, old: PodSpec): FieldError[] {
  const termsOf = ({ affinity }: PodSpec) =>
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const [terms, before] = [termsOf(spec), termsOf(old)];
  if (before.length === 0) return [];
  const path =
    "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  if (terms.length !== before.length) {
    return [
      invalid(
        path,
        terms,
        "no additions/deletions to non-empty NodeSelectorTerms list are allowed",
      ),
    ];
  }
  return before.flatMap((term, i) => {
    const now = terms[i];
    const isKept = (["matchExpressions", "matchFields"] as const).every((list) =>
      (term[list] ?? []).every((each, j) => isSemanticallyEqual(each, now?.[list]?.[j])),
    );
    return isKept
      ? []
      : [invalid(`${path}[${i}]`, now, "only additions are allowed (no mutations or deletions)")];
  });
}

function specChange(spec: PodSpec, old: PodSpec): FieldError[] {
  const munged = withAllowedChangesUndone(spec, old);
  if (isSemanticallyEqual(munged, old)) return [];
  return [
    forbiddenField(
      "spec",
      `pod updates may not change fields other than ${UPDATABLE}\n${podSpecDiff(old, munged)}`,
    ),
  ];
}

/** The new spec with everything a change may touch put back, so that what differs still is what is wrong. */
function withAllowedChangesUndone(spec: PodSpec, old: PodSpec): PodSpec {
  const withImages = (
    containers: readonly Container[] | undefined,
    before: readonly Container[] | undefined,
  ) => containers?.map((container, i) => ({ ...container, image: before?.[i]?.image ?? "" }));
  const gated = (old.schedulingGates ?? []).length > 0;
  const grace = spec.terminationGracePeriodSeconds;
  const wasNegative = (old.terminationGracePeriodSeconds ?? 0) < 0 && grace === 1;
  const munged: Record<string, unknown> = {
    ...spec,
    containers: withImages(spec.containers, old.containers),
    initContainers: withImages(spec.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    schedulingGates: old.schedulingGates,
    tolerations: old.tolerations,
    terminationGracePeriodSeconds: wasNegative ? old.terminationGracePeriodSeconds : grace,
  };
  if (gated) {
    munged["nodeSelector"] = old.nodeSelector;
    munged["affinity"] = withOldNodeAffinity(spec, old);
  }
  return munged as unknown as PodSpec;
}

function withOldNodeAffinity({ affinity }: PodSpec, old: PodSpec): unknown {
  const merged = { ...affinity, nodeAffinity: old.affinity?.nodeAffinity };
  return Object.values(merged).some((part) => part !== undefined) ? merged : undefined;
}

/** Every mistake of a written pod status. Models validation.ValidatePodStatusUpdate. */
export function validatePodStatus(pod: Pod, old: Pod): FieldError[] {
  const { status, spec } = pod;
  const nominated = status.nominatedNodeName ?? "";
  return [
    ...(status.conditions ?? []).flatMap(({ type }, i) =>
      qualifiedName(`metadata.conditions[${i}].Type`, type),
    ),
    ...(nominated && nominated !== old.status.nominatedNodeName
      ? invalidFor("status.nominatedNodeName", nominated, subdomainProblems(nominated))
      : []),
    ...immutable("status.qosClass", status.qosClass ?? "", old.status.qosClass ?? ""),
    ...revived(
      "status.containerStatuses",
      status.containerStatuses,
      old.status.containerStatuses,
      spec,
    ),
    ...revived(
      "status.initContainerStatuses",
      status.initContainerStatuses,
      old.status.initContainerStatuses,
      spec,
    ),
    ...(status.podIPs ?? []).flatMap(({ ip }, i) => ipAddress(`status.podIPs[${i}]`, ip ?? "")),
    ...hostIps(pod),
  ];
}

/** A container that ended for good stays ended. Models validation.ValidateContainerStateTransition. */
function revived(
  path: string,
  statuses: readonly ContainerStatus[] = [],
  old: readonly ContainerStatus[] = [],
  spec: PodSpec,
): FieldError[] {
  if (spec.restartPolicy === "Always") return [];
  return old.flatMap(({ name, state }, i) => {
    const ended = state?.terminated;
    if (!ended || (ended.exitCode !== 0 && spec.restartPolicy === "OnFailure")) return [];
    if (
      spec.initContainers?.some(
        (container) => container.name === name && container.restartPolicy === "Always",
      )
    )
      return [];
    const isRevived = statuses.some((status) => status.name === name && !status.state?.terminated);
    return isRevived
      ? [forbiddenField(`${path}[${i}].state`, "may not be transitioned to non-terminated state")]
      : [];
  });
}

function hostIps({ status }: Pod): FieldError[] {
  const { hostIP = "", hostIPs = [] } = status;
  const first = hostIPs[0]?.ip ?? "";
  const errors =
    hostIPs.length > 0 && first !== hostIP
      ? [invalid("status.hostIPs[0].ip", first, "must be equal to `hostIP`")]
      : [];
  return [
    ...errors,
    ...hostIPs.flatMap(({ ip }, i) => ipAddress(`status.hostIPs[${i}]`, ip ?? "")),
  ];
}
