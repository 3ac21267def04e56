import { job as jobKind } from "#core/api/kinds/batch/job.ts";
import { nameOf } from "#core/api/meta.ts";
import type { StatusError } from "#core/api/status.ts";
import type { Container, Job, Pod, PodTemplateSpec } from "#core/api/schema/generated/types.ts";
import type { ControllerContext } from "#core/client/controller.ts";
import { because } from "../because.ts";
import { compareActive } from "../replicaset/ranking.ts";
import { createPod, deletePod } from "../shared/pod-control.ts";
import { isPodReady, isPodTerminating } from "../shared/pod-state.ts";
import { slowStart } from "../shared/slow-start.ts";
import {
  FAILURE_COUNT,
  failureCounts,
  IGNORED_FAILURE_COUNT,
  indexBackoff,
  remainingBackoff,
  type BackoffRecord,
} from "./backoff.ts";
import {
  COMPLETION_INDEX,
  firstPendingIndexes,
  indexesOf,
  mergeIndexes,
  planDuplicates,
  podNamePrefix,
  withIndexes,
} from "./indexes.ts";
import { matchFailurePolicy, replacesFailedOnly } from "./policies.ts";
import { hasIndexLimit, isIndexed, TRACKING, wantedActive, type Sight } from "./sight.ts";
import { removeTracking } from "./track.ts";

/** No pass creates or deletes more pods than this. Models MaxPodCreateDeletePerSync. */
const BURST = 500;

/** What became of the active pods. */
export interface Managed {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly failure: StatusError | undefined;
  /** How long until a pod may be made. */
  readonly waitMs?: number;
}

/** Makes as many pods active as there should be: either deletes or creates, never both. Models manageJob. */
export function manageJob(
  context: ControllerContext,
  sight: Sight,
  backoff: BackoffRecord,
): Managed {
  const { job, active } = sight;
  const { nowEpochMs } = context;
  const isSuspended = job.spec.suspend === true;
  const wanted = isSuspended ? 0 : wantedActive(sight);
  const surplus = planSurplus(sight, Math.max(0, active.length - wanted), nowEpochMs).slice(
    0,
    BURST,
  );
  if (isSuspended || surplus.length > 0) {
    if (surplus.length > 0)
      because(context, isSuspended ? "job-suspended" : "job-surplus", { job: nameOf(job), wanted });
    return deleteJobPods(context, sight, surplus, { keepsTracking: false });
  }
  const ending = replacesFailedOnly(job) ? sight.terminating : 0;
  const missing = Math.min(wanted - ending - active.length, BURST);
  return missing > 0
    ? createMissing(context, sight, { missing, wanted, backoff })
    : unchanged(sight);
}

function unchanged({ active, ready, terminating }: Sight): Managed {
  return { active: active.length, ready, terminating, failure: undefined };
}

/** Models activePodsForRemoval. */
function planSurplus({ job, active }: Sight, atLeast: number, nowEpochMs: number): readonly Pod[] {
  const { remove, keep } = isIndexed(job)
    ? planDuplicates(active, job.spec.completions ?? 0, nowEpochMs)
    : { remove: [], keep: active };
  const more = atLeast - remove.length;
  if (more <= 0) return remove;
  return [...remove, ...[...keep].sort((a, b) => compareActive(a, b, nowEpochMs)).slice(0, more)];
}

/** Deletes pods; those of a job that is over keep the finalizer until they are counted. */
export function deleteJobPods(
  context: ControllerContext,
  { job, active, ready, terminating }: Sight,
  pods: readonly Pod[],
  { keepsTracking }: { readonly keepsTracking: boolean },
): Managed {
  let failure: StatusError | undefined;
  let gone = 0;
  let goneReady = 0;
  for (const pod of pods) {
    const refusal =
      (keepsTracking ? undefined : removeTracking(context, pod)) ?? deletePod(context, job, pod);
    failure ??= refusal;
    if (!refusal) gone += 1;
    if (isPodReady(pod)) goneReady += 1;
  }
  return {
    active: active.length - gone,
    ready: ready - goneReady,
    terminating: terminating + gone,
    failure,
  };
}

function createMissing(
  context: ControllerContext,
  sight: Sight,
  {
    missing,
    wanted,
    backoff,
  }: { readonly missing: number; readonly wanted: number; readonly backoff: BackoffRecord },
): Managed {
  const { job, active } = sight;
  // Upstream reports no active pods while it waits.
  const waiting = (waitMs: number): Managed => ({ ...unchanged(sight), active: 0, waitMs });
  const remainingMs = hasIndexLimit(job) ? 0 : remainingBackoff(backoff, context.nowEpochMs);
  if (remainingMs > 0) return waiting(remainingMs);
  let indexes: readonly (number | undefined)[] = Array.from({ length: missing }, () => undefined);
  if (isIndexed(job)) {
    const waits = pendingIndexes(sight, missing).map((index) => ({
      index,
      waitMs: hasIndexLimit(job)
        ? remainingBackoff(indexBackoff(sight.delayed.get(index)), context.nowEpochMs)
        : 0,
    }));
    indexes = waits.filter(({ waitMs }) => waitMs === 0).map(({ index }) => index);
    if (indexes.length === 0 && waits.length > 0)
      return waiting(Math.min(...waits.map(({ waitMs }) => waitMs)));
  }
  if (indexes.length === 0) return unchanged(sight);
  because(context, "job-pods-missing", {
    job: nameOf(job),
    wanted,
    active: active.length,
    missing: indexes.length,
  });
  let place = 0;
  const { successes, failure } = slowStart({ count: indexes.length, initialBatchSize: 1 }, () => {
    const index = indexes[place++];
    return createPod(context, {
      owner: job,
      ownerKind: jobKind,
      template: templateFor(sight, index),
      ...(index !== undefined && { generateName: podNamePrefix(nameOf(job), index) }),
    });
  });
  return { ...unchanged(sight), active: active.length + successes, failure };
}

function pendingIndexes(
  { job, pods, active, done, failedIndexes = [] }: Sight,
  count: number,
): readonly number[] {
  const leaving = replacesFailedOnly(job) ? pods.filter(isPodTerminating) : [];
  const busy = withIndexes(done, indexesOf([...active, ...leaving]));
  return firstPendingIndexes(mergeIndexes(busy, failedIndexes), {
    count,
    completions: job.spec.completions ?? 0,
  });
}

/** The template of one pod: counted by a finalizer, and with the number that it works on. */
function templateFor({ job, delayed }: Sight, index: number | undefined): PodTemplateSpec {
  const { template } = job.spec;
  const finalizers = [...new Set([...(template.metadata?.finalizers ?? []), TRACKING])];
  const metadata = { ...template.metadata, finalizers };
  if (index === undefined || !template.spec) return { ...template, metadata };
  const { spec } = template;
  return {
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, [COMPLETION_INDEX]: String(index) },
      annotations: {
        ...metadata.annotations,
        [COMPLETION_INDEX]: String(index),
        ...(hasIndexLimit(job) && failureAnnotations(job, delayed.get(index))),
      },
    },
    spec: {
      ...spec,
      hostname: `${nameOf(job)}-${index}`,
      ...(spec.initContainers && { initContainers: spec.initContainers.map(withIndexVariable) }),
      containers: spec.containers.map(withIndexVariable),
    },
  };
}

function withIndexVariable(container: Container): Container {
  const name = "JOB_COMPLETION_INDEX";
  const { env = [] } = container;
  if (env.some((each) => each.name === name)) return container;
  const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` };
  return { ...container, env: [...env, { name, valueFrom: { fieldRef } }] };
}

/** Models addIndexFailureCountAnnotation. */
function failureAnnotations(
  { spec }: Job,
  replaced: Pod | undefined,
): Readonly<Record<string, string>> {
  if (!replaced) return { [FAILURE_COUNT]: "0" };
  const { counted, ignored } = failureCounts(replaced);
  const counts = matchFailurePolicy(spec.podFailurePolicy, replaced).counts;
  const ignoredNow = ignored + (counts ? 0 : 1);
  return {
    [FAILURE_COUNT]: String(counted + (counts ? 1 : 0)),
    ...(ignoredNow > 0 && { [IGNORED_FAILURE_COUNT]: String(ignoredNow) }),
  };
}
