import { formatTime } from "#core/base/time.ts";
import { job as jobKind } from "#core/api/kinds/batch/job.ts";
import { pod as podKind } from "#core/api/kinds/core/pod.ts";
import {
  controllerOf,
  isBeingDeleted,
  keyOf,
  nameOf,
  namespaceOf,
  uidOf,
  type KubeObject,
} from "#core/api/meta.ts";
import type { Job, JobCondition, Pod } from "#core/api/schema/generated/types.ts";
import { defineController, type ControllerContext } from "#core/client/controller.ts";
import { because } from "./because.ts";
import { NO_FAILURES, nextBackoffRecord, type BackoffRecord } from "./job/backoff.ts";
import { deleteJobPods, manageJob, type Managed } from "./job/manage.ts";
import {
  deadlineOf,
  endOf,
  isComplete,
  planEnding,
  sightOf,
  TRACKING,
  type Ending,
  type Sight,
} from "./job/sight.ts";
import { removeTracking, trackStatus } from "./job/track.ts";
import { findCondition, withoutCondition } from "./shared/conditions.ts";
import { dependentsOf, keysForDependent, type OrphanMemory } from "./shared/dependents.ts";
import { isHeldBy } from "./shared/finalizers.ts";
import { claim } from "./shared/owner-ref.ts";
import { selectorTest } from "./shared/selects.ts";

/** What happens to pods is looked at together, a second later. Models SyncJobBatchPeriod. */
const BATCH_MS = 1_000;
/** Keys of pods whose Job is gone, beside those of Jobs. */
const ORPHAN_KEY = "orphan ";
const REACHED: Ending = {
  type: "SuccessCriteriaMet",
  reason: "CompletionsReached",
  message: "Reached expected number of succeeded pods",
};

/** Plain data, changed in place. */
interface Memory extends OrphanMemory {
  readonly backoffs: Map<string, BackoffRecord>;
}

/** Runs pods to their end, as many as a Job asks for. Models pkg/controller/job. */
export const jobController = defineController({
  name: "job-controller",
  kind: "Job",
  isNews: (job, old) =>
    job.metadata.generation !== old?.metadata.generation ||
    isBeingDeleted(job) !== isBeingDeleted(old ?? job),
  watches: [
    { kind: "Job", keysFor: keysForEndedJob },
    { kind: "Pod", keysFor: keysForPod },
  ],
  initialState: (): Memory => ({ orphaned: new Set(), backoffs: new Map() }),
  reconcile(key, context) {
    if (key.startsWith(ORPHAN_KEY)) return releaseOrphan(key.slice(ORPHAN_KEY.length), context);
    const { backoffs } = context.memory as Memory;
    const job = context.lister<Job>("Job").get(key);
    if (!job || endOf(job)) {
      backoffs.delete(key);
      return undefined;
    }
    const { managedBy } = job.spec;
    if (managedBy !== undefined && managedBy !== "kubernetes.io/job-controller") return undefined;
    const sight = sightOf(job, podsOf(context, job));
    const backoff = nextBackoffRecord(backoffs.get(key) ?? NO_FAILURES, {
      succeeded: sight.newSucceeded,
      failed: sight.newFailed,
    });
    const waitMs = syncJob(context, sight, backoff);
    if (backoff.failures > 0) backoffs.set(key, Object.freeze(backoff));
    else backoffs.delete(key);
    return waitMs === undefined ? undefined : { requeueAfterMs: waitMs };
  },
});

/** One pass over a Job that is not over. Returns when to look again. */
function syncJob(
  context: ControllerContext,
  sight: Sight,
  backoff: BackoffRecord,
): number | undefined {
  const { job } = sight;
  const { nowEpochMs } = context;
  const now = formatTime(nowEpochMs);
  const isSuspended = job.spec.suspend === true;
  const startTime = job.status.startTime ?? (isSuspended ? undefined : now);
  const started: Sight = {
    ...sight,
    job: { ...job, status: { ...job.status, ...(startTime && { startTime }) } },
  };
  const planned = planEnding(started, nowEpochMs);
  const managed = planned
    ? stopPods(context, sight, planned)
    : isBeingDeleted(job)
      ? manageNothing(sight)
      : manageJob(context, started, backoff);
  const ending = planned
    ? managed.failure
      ? undefined
      : planned
    : isComplete(sight, managed.active)
      ? REACHED
      : undefined;
  const suspension =
    planned || ending || isBeingDeleted(job) ? undefined : suspend(context, job, now);
  trackStatus(context, {
    sight,
    ending,
    counts: managed,
    startTime: suspension?.hasResumed === true ? now : startTime,
    conditions: suspension?.conditions ?? job.status.conditions,
  });
  if (managed.failure) throw managed.failure;
  const deadline = deadlineOf(started.job);
  const waits = [
    managed.waitMs,
    planned || deadline === undefined ? undefined : deadline - nowEpochMs,
  ];
  const soonest = Math.min(...waits.map((each) => each ?? Infinity));
  return soonest === Infinity ? undefined : soonest;
}

function manageNothing({ active, ready, terminating }: Sight): Managed {
  return { active: active.length, ready, terminating, failure: undefined };
}

function stopPods(context: ControllerContext, sight: Sight, ending: Ending): Managed {
  if (sight.active.length > 0)
    because(context, "job-ending", { job: nameOf(sight.job), reason: ending.reason });
  return deleteJobPods(context, sight, sight.active, { keepsTracking: true });
}

/** Says that a Job is suspended, or no longer is. Models ensureJobConditionStatus. */
function suspend(
  context: ControllerContext,
  job: Job,
  now: string,
): { readonly conditions: readonly JobCondition[]; readonly hasResumed: boolean } | undefined {
  const is = job.spec.suspend === true;
  const before = findCondition(job.status.conditions, "Suspended");
  if (before ? (before.status === "True") === is : !is) return undefined;
  const message = is ? "Job suspended" : "Job resumed";
  context.record(job, { type: "Normal", reason: is ? "Suspended" : "Resumed", message });
  const condition: JobCondition = {
    type: "Suspended",
    status: is ? "True" : "False",
    lastProbeTime: now,
    lastTransitionTime: now,
    reason: is ? "JobSuspended" : "JobResumed",
    message,
  };
  return {
    conditions: [...withoutCondition(job.status.conditions, "Suspended"), condition],
    hasResumed: !is,
  };
}

function podsOf(context: ControllerContext, job: Job): readonly Pod[] {
  const pods = claim<Job, Pod>({
    client: context.client,
    owner: job,
    ownerKind: jobKind,
    itemKind: podKind,
    items: dependentsOf<Pod>(
      context,
      { ...job, status: { observedGeneration: job.metadata.generation ?? 0 } },
      "Pod",
    ),
    selects: selectorTest(job.spec.selector),
    explain(change, pod) {
      because(context, change === "adopt" ? "pod-adopted" : "pod-released", {
        owner: nameOf(job),
        pod: nameOf(pod),
      });
    },
  });
  (context.memory as Memory).orphaned.delete(keyOf(job));
  return pods;
}

const ownersOf = keysForDependent("Job");

/** Jobs hear of their pods together; a pod whose Job is gone must not wait for being counted. */
function keysForPod(
  object: KubeObject,
  old: KubeObject | undefined,
  change: "added" | "updated" | "deleted",
  context: ControllerContext,
): readonly string[] {
  for (const key of ownersOf(object, old, change, context)) context.enqueueAfter(key, BATCH_MS);
  if (change === "deleted" || !isHeldBy(object, TRACKING)) return [];
  const owner = controllerOf(object);
  const job = owner && context.lister<Job>("Job").get(`${namespaceOf(object)}/${owner.name}`);
  return job && uidOf(job) === owner.uid ? [] : [ORPHAN_KEY + keyOf(object)];
}

function keysForEndedJob(
  object: KubeObject,
  _old: KubeObject | undefined,
  change: string,
  context: ControllerContext,
): readonly string[] {
  if (change !== "deleted") return [];
  const pods = context.lister<Pod>("Pod").ownedBy(uidOf(object));
  return pods.filter((pod) => isHeldBy(pod, TRACKING)).map((pod) => ORPHAN_KEY + keyOf(pod));
}

/** Models syncOrphanPod. */
function releaseOrphan(key: string, context: ControllerContext): undefined {
  const pod = context.lister<Pod>("Pod").get(key);
  const failure = pod && removeTracking(context, pod);
  if (failure) throw failure;
  return undefined;
}
