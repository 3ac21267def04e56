import type { Millis } from "#core/base/time.ts";
import { isIdle } from "./impairment.ts";
import type { Timeline } from "./ports.ts";
import { isAlive, type ContainerRecord, type NodeRecord, type PodRecord } from "./records.ts";
import { cpuLimitOf } from "./resources.ts";
import { valueAt } from "./timeline.ts";

/** What no API object tells about a pod. Times are virtual ms since the cluster's start. */
export interface PodFacts {
  readonly node: string;
  /** Running image pull. */
  readonly pull: { readonly from: Millis; readonly until: Millis } | undefined;
  /** Running restart or pull back-off. */
  readonly backoff: { readonly from: Millis; readonly until: Millis } | undefined;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** What runs in a pod. */
export interface PodServing {
  readonly isNodePowered: boolean;
  readonly containers: readonly { readonly timeline: Timeline; readonly sinceMs: Millis }[];
}

/** What runs in a pod now. */
export function servingOf(node: NodeRecord, record: PodRecord, now: Millis): PodServing {
  // Where nobody looks after the pods, an end is not taken note of: the process is gone all the same.
  const isUnseen = isIdle(node);
  const containers = record.containers.flatMap(({ phase, timeline, startedAt, until }) =>
    (phase === "running" || phase === "stopping") && timeline && !(isUnseen && until <= now)
      ? [{ timeline, sinceMs: now - startedAt }]
      : [],
  );
  return { isNodePowered: node.isPowered, containers };
}

/** Requests a second that reach a pod from outside now. */
export type RequestRate = (podUid: string) => number;

/** Reads the facts of a pod at a time. */
export function podFacts(record: PodRecord, now: Millis, rateOf: RequestRate): PodFacts {
  return {
    node: record.node,
    pull: spanOf(record, now, (phase) => phase === "pulling"),
    backoff: spanOf(record, now, (phase) => phase === "crash-backoff" || phase === "pull-backoff"),
    ...podUsage(record, now, rateOf),
  };
}

function spanOf(
  { containers }: PodRecord,
  now: Millis,
  fits: (phase: ContainerRecord["phase"]) => boolean,
): { readonly from: Millis; readonly until: Millis } | undefined {
  const container = containers.find(({ phase, until }) => fits(phase) && until >= now);
  return container && { from: container.from, until: container.until };
}

/** Cpu and memory that a pod's containers use. */
export function podUsage(
  record: PodRecord,
  now: Millis,
  rateOf: RequestRate,
): { cpuMilli: number; memoryBytes: number } {
  let cpuMilli = 0;
  let memoryBytes = 0;
  for (const usage of containerUsage(record, now, rateOf)) {
    cpuMilli += usage.cpuMilli;
    memoryBytes += usage.memoryBytes;
  }
  return { cpuMilli: Math.round(cpuMilli), memoryBytes: Math.round(memoryBytes) };
}

/** What one container uses, and for how long it has run. */
export interface ContainerUsage {
  readonly name: string;
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ranMs: Millis;
}

/** Cpu and memory that each running container of a pod uses. */
export function containerUsage(
  record: PodRecord,
  now: Millis,
  rateOf: RequestRate,
): readonly ContainerUsage[] {
  const found: ContainerUsage[] = [];
  let isFirst = true;
  for (const container of record.containers) {
    if (!isAlive(container) || !container.timeline) continue;
    const sinceMs = now - container.startedAt;
    const isServing = isFirst && container.kind === "main";
    const load = isServing ? loadOn(container.timeline, rateOf(record.uid)) : 0;
    if (container.kind === "main") isFirst = false;
    const wanted = valueAt(container.timeline.cpuMilli, sinceMs) + load;
    found.push({
      name: container.name,
      cpuMilli: Math.min(wanted, cpuLimitOf(container.actual)),
      memoryBytes: valueAt(container.timeline.memoryBytes, sinceMs),
      ranMs: sinceMs,
    });
  }
  return found;
}

/** Milli-cpu that answering so many requests a second costs. */
function loadOn({ listeners, serviceMs }: Timeline, ratePerSecond: number): number {
  return listeners.length === 0 ? 0 : ratePerSecond * serviceMs;
}

/** What all pods of a node use, and what the machine itself needs. */
export function nodeUsage(
  node: NodeRecord,
  now: Millis,
  rateOf: RequestRate,
): { cpuMilli: number; memoryBytes: number } {
  if (!node.isPowered) return { cpuMilli: 0, memoryBytes: 0 };
  let cpuMilli = 60;
  let memoryBytes = 420 * 1024 * 1024;
  for (const record of node.pods.values()) {
    const usage = podUsage(record, now, rateOf);
    cpuMilli += usage.cpuMilli;
    memoryBytes += usage.memoryBytes;
  }
  return { cpuMilli: Math.min(cpuMilli, node.cpuAllocatableMilli), memoryBytes };
}
