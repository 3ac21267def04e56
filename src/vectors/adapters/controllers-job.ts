import { formatTime } from "#core/base/time.ts";
import type { Job, JobSpec, Pod } from "#core/api/schema/generated/types.ts";
import {
  finishedAt,
  indexBackoff,
  nextBackoffRecord,
  remainingBackoff,
} from "#core/controllers/job/backoff.ts";
import {
  COMPLETION_INDEX,
  completionIndexOf,
  firstPendingIndexes,
  formatIndexes,
  indexesOf,
  planDuplicates,
  podNamePrefix,
  withIndexes,
  type Indexes,
} from "#core/controllers/job/indexes.ts";
import { matchFailurePolicy } from "#core/controllers/job/policies.ts";
import { sightOf, TRACKING } from "#core/controllers/job/sight.ts";
import type { VectorCase } from "../adapter.ts";
import { count, fields, list, NOW, text, type Fields } from "./controllers-given.ts";

const timeAfter = (seconds: unknown) =>
  typeof seconds === "number" ? formatTime(NOW + seconds * 1000) : undefined;

export function runJobBackoff({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const limits = {
    firstMs: count(given.defaultBackoffSeconds) * 1000,
    maxMs: count(given.maxBackoffSeconds) * 1000,
  };
  const lastFailureAt = NOW - count(given.secondsSinceLastFailure) * 1000;
  switch (given.op) {
    case "remainingBackoff": {
      const record = { failures: count(given.failuresAfterLastSuccess), lastFailureAt };
      return { seconds: remainingBackoff(record, NOW, limits) / 1000 };
    }
    case "remainingBackoffPerIndex": {
      const pod = endedPod({ terminatedAt: -count(given.secondsSinceLastFailure) });
      const annotations = given.lastFailedPodAnnotations as Record<string, string>;
      const failed = { ...pod, metadata: { ...pod.metadata, annotations } };
      return { seconds: remainingBackoff(indexBackoff(failed), NOW, limits) / 1000 };
    }
    case "newBackoffRecord": {
      // The finest time of ours is a second, so the milliseconds of the table stand for seconds.
      const pods = (times: unknown) =>
        (times as readonly number[]).map((terminatedAt) => endedPod({ terminatedAt }));
      const before = { failures: count(given.previousFailures), lastFailureAt: undefined };
      const next = nextBackoffRecord(before, {
        succeeded: pods(given.newSucceededFinishMs),
        failed: pods(given.newFailedFinishMs),
      });
      return {
        failuresAfterLastSuccess: next.failures,
        lastFailureMs: next.lastFailureAt === undefined ? null : (next.lastFailureAt - NOW) / 1000,
      };
    }
    default:
      return { secondsRelative: (finishedAt(podWith(given)) - NOW) / 1000 };
  }
}

function endedPod(container: Fields): Pod {
  return podWith({ containers: [container] });
}

function podWith(given: Fields): Pod {
  const ready = fields(given.readyCondition);
  const statusOf = (name: string) => (each: Fields, i: number) => ({
    name: `${name}${i}`,
    state:
      each.running === true
        ? { running: {} }
        : { terminated: { finishedAt: timeAfter(each.terminatedAt) } },
  });
  return {
    metadata: {
      name: "pod",
      deletionTimestamp: timeAfter(given.deletionTimestamp),
      deletionGracePeriodSeconds: given.deletionGracePeriodSeconds,
      creationTimestamp: timeAfter(given.creationTimestamp),
    },
    spec: {
      containers: [],
      initContainers: list(given.sidecars).map((_, i) => ({
        name: `s${i}`,
        restartPolicy: "Always",
      })),
    },
    status: {
      containerStatuses: list(given.containers).map(statusOf("c")),
      initContainerStatuses: list(given.sidecars).map(statusOf("s")),
      conditions: given.readyCondition
        ? [{ ...ready, type: "Ready", lastTransitionTime: timeAfter(ready.lastTransitionTime) }]
        : [],
    },
  } as unknown as Pod;
}

const show = (pod: Pod) => ({
  index: pod.metadata.annotations?.[COMPLETION_INDEX] ?? null,
  phase: pod.status.phase,
});

function indexedPod({ index, phase }: Fields, i: number): Pod {
  return {
    metadata: {
      name: `pod-${i}`,
      uid: `pod-${i}`,
      finalizers: [TRACKING],
      annotations: typeof index === "string" ? { [COMPLETION_INDEX]: index } : {},
    },
    spec: { containers: [] },
    status: { phase },
  } as unknown as Pod;
}

export function runJobIndexed({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const completions = count(given.completions);
  const pods = list(given.pods).map(indexedPod);
  switch (given.op) {
    case "succeededIndexes": {
      const spec = { completions, completionMode: "Indexed" };
      const status = { completedIndexes: given.previousCompletedIndexes };
      const { done } = sightOf({ metadata: {}, spec, status } as unknown as Job, pods);
      return { intervals: done, completedIndexes: formatIndexes(done) };
    }
    case "firstPendingIndexes": {
      const active = indexesOf(list(given.activePods).map(indexedPod));
      const taken = withIndexes((given.succeededIntervals ?? []) as Indexes, active);
      return { indexes: firstPendingIndexes(taken, { count: count(given.count), completions }) };
    }
    default: {
      if (given.op !== "duplicatedIndexPods") return podNames(given);
      const { remove, keep } = planDuplicates(pods, completions, NOW);
      return { remove: remove.map(show), keep: keep.map(show) };
    }
  }
}

function podNames(given: Fields): unknown {
  const index = completionIndexOf(indexedPod(given, 0)) ?? count(given.index);
  return { generateName: podNamePrefix(text(given.jobName), index) };
}

export function runFailurePolicy({ in: input }: VectorCase): unknown {
  const given = fields(input);
  const pod = fields(given.pod);
  const statuses = (value: unknown) =>
    list(value).map(({ name, exitCode }) => ({
      name,
      state: typeof exitCode === "number" ? { terminated: { exitCode } } : {},
    }));
  const { action, counts, message } = matchFailurePolicy(
    given.podFailurePolicy as JobSpec["podFailurePolicy"],
    {
      metadata: { name: text(pod.name), namespace: text(pod.namespace) },
      spec: { containers: [] },
      status: {
        phase: pod.phase,
        containerStatuses: statuses(pod.containers),
        initContainerStatuses: statuses(pod.initContainers),
        conditions: pod.conditions,
      },
    } as unknown as Pod,
  );
  return {
    action: action ?? null,
    countsTowardsBackoffLimit: counts,
    jobFailureMessage: message ?? null,
  };
}
