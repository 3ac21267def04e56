import { eventSource, newEvent, truncated, type EventSource } from "./new-event.ts";
import { formatMicroTime, formatTime } from "#core/base/time.ts";
import { event as eventKind } from "#core/api/kinds/core/event.ts";
import type { KubeObject } from "#core/api/meta.ts";
import { StatusError } from "#core/api/status.ts";
import { hexWord } from "#core/sim/random.ts";
import type { Simulation } from "#core/sim/simulation.ts";
import type { Client } from "./client.ts";
import { planTelling, rememberTold, type ObjectMemory, type ToldEvent } from "./event-memory.ts";
import type { EventRecorder, RecordedEvent } from "./recorder.ts";

interface RecordersState {
  /** agent -> uid of an object -> what the agent told of it. */
  told: Map<string, Map<string, ObjectMemory>>;
}

/** Objects that one agent remembers. Models client-go's maxLruCacheEntries. */
const MAX_OBJECTS = 4096;
const COMBINED = "(combined from similar events): ";

/**
 * Makes recorders. The same (agent, object, type, reason, message, part) again raises `count` of the same Event;
 * past a burst of 25 one agent may record one more per object each 5 minutes.
 * Models client-go tools/record EventRecorder, and events.k8s.io for events that carry an action.
 */
export class EventRecorders {
  state: RecordersState = { told: new Map() };
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
    const source = eventSource(agent);
    const client = this.clientFor(agent);
    return { record: (object, recorded) => this.record(client, source, object, recorded) };
  }

  private record(
    client: Client,
    source: EventSource,
    object: KubeObject,
    recorded: RecordedEvent,
  ): void {
    const nowEpochMs = this.simulation.epochMs;
    const { uid = object.metadata.name ?? "", resourceVersion = "" } = object.metadata;
    const version = recorded.action === undefined ? "" : resourceVersion;
    const known = this.memoryOf(source.agent);
    const telling = planTelling(known.get(uid), recorded, { version, nowEpochMs });
    const { isAllowed, isCombined, before } = telling;
    if (!isAllowed) {
      known.set(uid, rememberTold(telling, undefined));
      return;
    }
    const told = isCombined ? { ...recorded, message: `${COMBINED}${recorded.message}` } : recorded;
    try {
      const written = before
        ? this.repeat(client, before, told)
        : this.create(client, source, object, told);
      const { namespace, name, count } = written;
      const { fieldPath = "" } = recorded;
      const message = isCombined ? undefined : recorded.message;
      const lastEpochMs = nowEpochMs;
      const noted = { message, fieldPath, version, namespace, name, count, lastEpochMs };
      known.set(uid, rememberTold(telling, noted));
    } catch (error) {
      known.set(uid, rememberTold(telling, undefined));
      // As upstream: an event that cannot be written (a terminating namespace, a server that is down) is dropped.
      if (!(error instanceof StatusError)) throw error;
    }
  }

  private memoryOf(agent: string): Map<string, ObjectMemory> {
    const { told } = this.state;
    let known = told.get(agent);
    if (!known) {
      known = new Map();
      told.set(agent, known);
    }
    if (known.size < MAX_OBJECTS) return known;
    // A quarter at once: a map from whose front single keys are taken gets slow to walk.
    let surplus = MAX_OBJECTS / 4;
    for (const oldest of known.keys()) {
      if (surplus === 0) break;
      known.delete(oldest);
      surplus -= 1;
    }
    return known;
  }

  private create(
    client: Client,
    source: EventSource,
    object: KubeObject,
    recorded: RecordedEvent,
  ): Written {
    const { epochMs } = this.simulation;
    const namespace = object.metadata.namespace || "default";
    const stamp = hexNanoseconds(
      Math.floor(epochMs),
      this.simulation.random("events").nextInt(1_000_000),
    );
    const name = `${object.metadata.name ?? ""}.${stamp}`;
    const body = newEvent(source, object, recorded, { namespace, name, epochMs });
    client.create(eventKind, body);
    return { namespace, name, count: 1 };
  }

  private repeat(client: Client, before: ToldEvent, recorded: RecordedEvent): Written {
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
    return { namespace: before.namespace, name: before.name, count };
  }
}

type Written = Pick<ToldEvent, "namespace" | "name" | "count">;

/** The high part changes every four seconds. */
let latestHigh = { value: 0, text: "0" };

function hexOf(value: number): string {
  if (latestHigh.value !== value) latestHigh = { value, text: value.toString(16) };
  return latestHigh.text;
}

const SPLIT = 2 ** 26;
const WORD = 2 ** 32;

/** Milliseconds and nanoseconds as one hexadecimal number of nanoseconds, which has more digits than a number can hold. */
function hexNanoseconds(epochMs: number, nanoseconds: number): string {
  // epochMs is split at 2^26, since 2^26 * 1,000,000 = 15,625 * 2^32.
  const rest = (epochMs % SPLIT) * 1_000_000 + nanoseconds;
  const high = Math.floor(epochMs / SPLIT) * 15_625 + Math.floor(rest / WORD);
  return `${hexOf(high)}${hexWord(rest % WORD)}`;
}
