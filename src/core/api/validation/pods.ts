import { isSemanticallyEqual } from "#core/base/equal.ts";
import { forbiddenField, invalid, required, type FieldError } from "../field-error.ts";
import type { Container, Pod, PodSpec } from "../schema/generated/types.ts";
import { untrimmedImage } from "./containers.ts";
import { internalStruct } from "./internal-structs.ts";
import {
  annotationChanges,
  annotationsAgainstFields,
  hasDeletionCost,
  podAnnotations,
} from "./pod-annotations.ts";
import { podSpecDiff, structDiff } from "./pod-spec-diff.ts";
import { validatePodSpec } from "./pod-spec.ts";
import { rangeText } from "./problems.ts";
import { onlyAddedTolerations, onlyDeletedGates } from "./scheduling.ts";

const MAX_INT32 = 2_147_483_647;
const MIRROR = "kubernetes.io/config.mirror";
const UPDATABLE =
  "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`," +
  "`spec.tolerations` (only additions to existing tolerations)," +
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

/** Every mistake of a change that adds ephemeral containers: those that are there stay as they are. Models ValidatePodEphemeralContainersUpdate. */
export function validateEphemeralContainersUpdate(pod: Pod, old: Pod): FieldError[] {
  if (old.metadata.annotations?.[MIRROR] !== undefined)
    return [forbiddenField("", "static pods do not support ephemeral containers")];
  const path = "spec.ephemeralContainers";
  const after = pod.spec.ephemeralContainers ?? [];
  const changes = (old.spec.ephemeralContainers ?? []).flatMap((container) => {
    const which = `existing ephemeral containers ${JSON.stringify(container.name)}`;
    const next = after.find(({ name }) => name === container.name);
    if (!next) return [forbiddenField(path, `${which} may not be removed\n`)];
    if (isSemanticallyEqual(container, next)) return [];
    const diff = structDiff(
      internalStruct("EphemeralContainer", container),
      internalStruct("EphemeralContainer", next),
    );
    return [forbiddenField(path, `${which} may not be changed\n${diff}`)];
  });
  return [...validateWhole(pod, old), ...changedAnnotations(pod, old), ...changes];
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
  return [...errors, ...annotationsAgainstFields("spec", pod.metadata.annotations, pod.spec)];
}

/** Annotations that are looked at in the same way whenever a pod is written; what was wrong before may stay so. */
function ownAnnotations({ metadata, spec }: Pod, old?: Pod): FieldError[] {
  return podAnnotations("metadata.annotations", metadata.annotations, spec, {
    checksCost: hasDeletionCost(old?.metadata.annotations),
  });
}

/** Annotations that stay, and all of them once more, as upstream does. Models ValidatePodSpecificAnnotationUpdates. */
export function changedAnnotations(pod: Pod, old: Pod): FieldError[] {
  const [now, before] = [pod.metadata.annotations, old.metadata.annotations];
  return [...annotationChanges("metadata.annotations", now, before), ...ownAnnotations(pod, old)];
}

function validateWhole(pod: Pod, old?: Pod): FieldError[] {
  const { metadata, spec } = pod;
  return [
    ...ownAnnotations(pod, old),
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
  const errors = [...validateWhole(pod, old), ...changedAnnotations(pod, old)];
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
        terms.length > 0 ? terms.map((term) => internalStruct("NodeTerm", term)) : null,
        "no additions/deletions to non-empty NodeSelectorTerms list are allowed",
      ),
    ];
  }
  return before.flatMap((term, i) => {
    const now = terms[i];
    const lists = ["matchExpressions", "matchFields"] as const;
    // A term that asks for nothing matches nothing, and an addition would make it match something.
    const wasEmpty = lists.every((list) => !term[list]?.length);
    const isKept = wasEmpty
      ? lists.every((list) => !now?.[list]?.length)
      : lists.every((list) =>
          (term[list] ?? []).every((each, j) => isSemanticallyEqual(each, now?.[list]?.[j])),
        );
    const detail = "only additions are allowed (no mutations or deletions)";
    return isKept ? [] : [invalid(`${path}[${i}]`, internalStruct("NodeTerm", now), detail)];
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
