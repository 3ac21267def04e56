import { formatMicroTime, formatTime } from "#core/base/time.ts";
import { event as eventKind } from "#core/api/kinds/core/event.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Client } from "./client.ts";
import type { EventRecorder, RecordedEvent } from "./recorder.ts";

interface RecordedState {
  readonly namespace: string;
  readonly name: string;
  readonly count: number;
  readonly lastEpochMs: number;
}

interface AggregateState {
  /** Different messages seen lately. */
  messages: Set<string>;
  lastEpochMs: number;
}

/** Replaced by every use, so that checkpoints share it. */
interface BucketState {
  readonly tokens: number;
  readonly refilledEpochMs: number;
}

interface RecordersState {
  /** Correlation key -> the Event object that stands for it. Oldest use first. */
  recorded: Map<string, RecordedState>;
  /** agent, object, type and reason -> how many different messages there were. */
  aggregates: Map<string, AggregateState>;
  /** agent and object -> spam filter. */
  buckets: Map<string, BucketState>;
}

const MAX_RECORDED = 4096;
const BURST = 25;
const REFILL_MS = 300_000;
/** So many different messages of one reason about one object within ten minutes become one. Models EventAggregator's defaults. */
const MAX_MESSAGES = 10;
const AGGREGATE_MS = 600_000;
const COMBINED = "(combined from similar events): ";
/** Past this age upstream's cache has forgotten the event, as the object itself is gone by its time to live. */
const FORGOTTEN_MS = 3_600_000;

/**
 * Makes recorders. The same (agent, object, type, reason, message, part) again raises `count` of the same Event;
 * past a burst of 25 one agent may record one more per object each 5 minutes.
 * Models client-go tools/record EventCorrelator, and events.k8s.io for events that carry an action.
 */
export class EventRecorders {
  state: RecordersState = { recorded: new Map(), aggregates: new Map(), buckets: new Map() };
  private readonly simulation: Simulation;
  private readonly clientFor: (agent: string) => Client;

  constructor({
    simulation,
    clientFor,
  }: {
    simulation: Simulation;
    clientFor: (agent: string) => Client;
  }) {
    this.simulation = simulation;
    this.clientFor = clientFor;
  }

  /** A recorder whose events name `agent` as their source (the part behind `/` as host). */
  recorderFor(agent: string): EventRecorder {
    const [component = agent, host = ""] = agent.split("/");
    return { record: (object, recorded) => this.record({ component, host }, object, recorded) };
  }

  private record(
    source: { component: string; host: string },
    object: KubeObject,
    recorded: RecordedEvent,
  ): void {
    const agent = source.host === "" ? source.component : `${source.component}/${source.host}`;
    const uid = object.metadata.uid ?? object.metadata.name ?? "";
    // Events of the newer API (those with an action) are not filtered.
    if (recorded.action === undefined && !this.takeToken(`${agent}|${uid}`)) return;
    const client = this.clientFor(agent);
    const group = [agent, uid, recorded.type, recorded.reason].join("|");
    const isCombined = recorded.action === undefined && this.isCombined(group, recorded.message);
    const key = isCombined ? group : `${group}|${sameness(object, recorded)}`;
    const told = isCombined ? { ...recorded, message: `${COMBINED}${recorded.message}` } : recorded;
    const before = this.state.recorded.get(key);
    try {
      if (before && this.simulation.epochMs - before.lastEpochMs < FORGOTTEN_MS)
        this.repeat(client, key, before, told);
      else this.create(client, key, source, object, told);
    } catch (error) {
      // As upstream: an event that cannot be written (a terminating namespace, a server that is down) is dropped.
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private create(
    client: Client,
    key: string,
    source: { component: string; host: string },
    object: KubeObject,
    recorded: RecordedEvent,
  ): void {
    const { epochMs } = this.simulation;
    const namespace = object.metadata.namespace || "default";
    const stamp = (
      BigInt(Math.floor(epochMs)) * 1_000_000n +
      BigInt(this.simulation.random("events").nextInt(1_000_000))
    ).toString(16);
    const name = `${object.metadata.name ?? ""}.${stamp}`;
    const body = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace },
      involvedObject: referenceTo(object, recorded.fieldPath),
      reason: recorded.reason,
      message: truncated(recorded.message),
      type: recorded.type,
      ...(recorded.action === undefined
        ? countedParts(source, epochMs)
        : seriesParts(source, recorded.action, epochMs)),
    };
    client.create(eventKind, body);
    this.remember(key, { namespace, name, count: 1, lastEpochMs: epochMs });
  }

  private repeat(
    client: Client,
    key: string,
    before: RecordedState,
    recorded: RecordedEvent,
  ): void {
    const { epochMs } = this.simulation;
    const count = before.count + 1;
    const body =
      recorded.action === undefined
        ? { count, lastTimestamp: formatTime(epochMs), message: truncated(recorded.message) }
        : { series: { count, lastObservedTime: formatMicroTime(epochMs) } };
    client.patch(
      eventKind,
      { namespace: before.namespace, name: before.name },
      { type: "merge", body },
    );
    this.remember(key, { ...before, count, lastEpochMs: epochMs });
  }

  private remember(key: string, recorded: RecordedState): void {
    const { recorded: all } = this.state;
    all.delete(key);
    all.set(key, Object.freeze(recorded));
    if (all.size <= MAX_RECORDED) return;
    // A quarter at once: a map from whose front single keys are taken gets slow to walk.
    let surplus = MAX_RECORDED / 4;
    for (const oldest of all.keys()) {
      if (surplus === 0) return;
      all.delete(oldest);
      surplus -= 1;
    }
  }

  /** Whether this message is one too many of its group. Models EventAggregator.EventAggregate. */
  private isCombined(group: string, message: string): boolean {
    const { aggregates } = this.state;
    const now = this.simulation.epochMs;
    let aggregate = aggregates.get(group);
    if (!aggregate || now - aggregate.lastEpochMs > AGGREGATE_MS) {
      if (aggregates.size >= MAX_RECORDED) aggregates.clear();
      aggregate = { messages: new Set(), lastEpochMs: now };
      aggregates.set(group, aggregate);
    }
    aggregate.messages.add(message);
    aggregate.lastEpochMs = now;
    if (aggregate.messages.size < MAX_MESSAGES) return false;
    for (const oldest of aggregate.messages) {
      aggregate.messages.delete(oldest);
      break;
    }
    return true;
  }

  private takeToken(key: string): boolean {
    const now = this.simulation.epochMs;
    const { buckets } = this.state;
    const bucket = buckets.get(key);
    if (!bucket && buckets.size >= MAX_RECORDED) buckets.clear();
    const refilled = bucket ? (now - bucket.refilledEpochMs) / REFILL_MS : BURST;
    const tokens = Math.min(BURST, (bucket?.tokens ?? 0) + refilled);
    const isAllowed = tokens >= 1;
    buckets.set(
      key,
      Object.freeze({ tokens: isAllowed ? tokens - 1 : tokens, refilledEpochMs: now }),
    );
    return isAllowed;
  }
}

/** What two events of a group must have in common to be one: the text, and with the newer API the version of the object as well. */
function sameness(
  { metadata }: KubeObject,
  { action, message, fieldPath = "" }: RecordedEvent,
): string {
  const version = action === undefined ? "" : `${action}|${metadata.resourceVersion ?? ""}|`;
  return `${version}${message}|${fieldPath}`;
}

function referenceTo(object: KubeObject, fieldPath: string | undefined): Record<string, unknown> {
  const { namespace, name, uid, resourceVersion } = object.metadata;
  return {
    kind: object.kind,
    ...(namespace && { namespace }),
    ...(name !== undefined && { name }),
    ...(uid !== undefined && { uid }),
    apiVersion: object.apiVersion,
    ...(resourceVersion && { resourceVersion }),
    ...(fieldPath !== undefined && { fieldPath }),
  };
}

function countedParts(
  { component, host }: { component: string; host: string },
  epochMs: number,
): Record<string, unknown> {
  const time = formatTime(epochMs);
  return {
    source: { component, ...(host !== "" && { host }) },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    reportingComponent: component,
    reportingInstance: host,
  };
}

function seriesParts(
  { component, host }: { component: string; host: string },
  action: string,
  epochMs: number,
): Record<string, unknown> {
  return {
    source: {},
    eventTime: formatMicroTime(epochMs),
    action,
    reportingComponent: component,
    reportingInstance: host === "" ? `${component}-master-1` : host,
  };
}

function truncated(message: string): string {
  return message.length <= 1024 ? message : `${message.slice(0, 1020)} ...`;
}
