import { nameOf } from "#core/api/meta.ts";
import type { Node } from "#core/api/schema/generated/types.ts";
import { findCondition } from "../shared/conditions.ts";

export type ZoneState = "initial" | "normal" | "partial" | "full";

/** What the controller remembers of a zone. Plain data, changed in place. */
export interface ZoneMemory {
  state: ZoneState;
  /** Nodes waiting for their NoExecute taint, in order of arrival. */
  queue: string[];
  /** Nodes that may be tainted per second. */
  ratePerSecond: number;
  /** Permits at hand, at most one. */
  permits: number;
  refilledEpochMs: number;
}

const RATE = 0.1;
const REDUCED_RATE = 0.01;
const LARGE_CLUSTER = 50;
const UNHEALTHY_SHARE = 0.55;
const EXCLUDED = "node.kubernetes.io/exclude-disruption";

/** A zone seen for the first time. */
export function newZone(nowEpochMs: number): ZoneMemory {
  return {
    state: "initial",
    queue: [],
    ratePerSecond: RATE,
    permits: 1,
    refilledEpochMs: nowEpochMs,
  };
}

/** `region:zone` of a node, as a text; nodes without labels share one zone. Models component-helpers GetZoneKey. */
export function zoneOf({ metadata: { labels } }: Node): string {
  const region = labels?.["topology.kubernetes.io/region"] ?? "";
  const zone = labels?.["topology.kubernetes.io/zone"] ?? "";
  return region === "" && zone === "" ? "" : `${region}:${zone}`;
}

/** How bad it stands with each zone. Nodes labelled exclude-disruption do not count. Models ComputeZoneState. */
export function zoneStates(
  nodes: readonly Node[],
): Map<string, { readonly state: ZoneState; readonly size: number }> {
  const counts = new Map<string, { ready: number; notReady: number }>();
  for (const node of nodes) {
    if (node.metadata.labels?.[EXCLUDED] !== undefined) continue;
    const zone = zoneOf(node);
    const count = counts.get(zone) ?? { ready: 0, notReady: 0 };
    if (findCondition(node.status.conditions, "Ready")?.status === "True") count.ready += 1;
    else count.notReady += 1;
    counts.set(zone, count);
  }
  return new Map(
    [...counts].map(([zone, { ready, notReady }]) => [
      zone,
      { state: stateOf(ready, notReady), size: ready + notReady },
    ]),
  );
}

function stateOf(ready: number, notReady: number): ZoneState {
  if (ready === 0 && notReady > 0) return "full";
  return notReady > 2 && notReady / (ready + notReady) >= UNHEALTHY_SHARE ? "partial" : "normal";
}

/** What a change of the zones' states means as a whole. */
export type Disruption = "enter-master" | "leave-master" | "by-zone" | "stay";

/** When every zone is dead the fault is more likely ours than theirs: then nobody is evicted. Models handleDisruption. */
export function judgeDisruption(
  before: Iterable<ZoneState>,
  after: Iterable<ZoneState>,
): Disruption {
  const wasFull = allFull(before);
  const isFull = allFull(after);
  if (isFull && wasFull) return "stay";
  if (isFull) return "enter-master";
  return wasFull ? "leave-master" : "by-zone";
}

function allFull(states: Iterable<ZoneState>): boolean {
  let count = 0;
  for (const state of states) {
    if (state !== "full") return false;
    count += 1;
  }
  return count > 0;
}

/** Nodes per second that may be tainted in a zone of this state. Models setLimiterInZone. */
export function rateFor({
  state,
  size,
}: {
  readonly state: ZoneState;
  readonly size: number;
}): number {
  if (state !== "partial") return RATE;
  return size > LARGE_CLUSTER ? REDUCED_RATE : 0;
}

/** Gives the zone a new rate; its permit is there anew, as in a fresh limiter. */
export function setRate(zone: ZoneMemory, ratePerSecond: number, nowEpochMs: number): void {
  if (zone.ratePerSecond === ratePerSecond) return;
  zone.ratePerSecond = ratePerSecond;
  zone.permits = ratePerSecond > 0 ? 1 : 0;
  zone.refilledEpochMs = nowEpochMs;
}

/** Takes a permit and returns 0, or returns how long to wait for the next; undefined when none will come. Models RateLimitedTimedQueue.Try. */
export function takePermit(zone: ZoneMemory, nowEpochMs: number): number | undefined {
  if (zone.ratePerSecond === 0) return undefined;
  const earned = ((nowEpochMs - zone.refilledEpochMs) * zone.ratePerSecond) / 1000;
  zone.permits = Math.min(1, zone.permits + earned);
  zone.refilledEpochMs = nowEpochMs;
  if (zone.permits < 1) return Math.ceil(((1 - zone.permits) / zone.ratePerSecond) * 1000);
  zone.permits -= 1;
  return 0;
}

/** Puts a node into the queue of its zone unless it stands there. */
export function enqueueNode(zone: ZoneMemory, node: Node): void {
  const name = nameOf(node);
  if (!zone.queue.includes(name)) zone.queue.push(name);
}
