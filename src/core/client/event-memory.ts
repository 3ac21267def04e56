import type { RecordedEvent } from "./recorder.ts";

/** An Event object that stands for what was told. Frozen. */
export interface ToldEvent {
  /** Undefined: it stands for all messages of its group. */
  readonly message: string | undefined;
  readonly fieldPath: string;
  /** resourceVersion of the object for events of the newer API, which tells versions apart; otherwise "". */
  readonly version: string;
  readonly namespace: string;
  readonly name: string;
  readonly count: number;
  readonly lastEpochMs: number;
}

/** What was told of one object under one type and reason. Frozen. */
interface Group {
  readonly type: string;
  readonly reason: string;
  /** Different messages seen lately, oldest first. */
  readonly messages: readonly string[];
  readonly lastEpochMs: number;
  /** Longest untold first. */
  readonly told: readonly ToldEvent[];
}

/** Everything one recorder remembers of one object. Frozen, and replaced by every use, so that checkpoints share it. */
export interface ObjectMemory {
  /** Events that may be told before the filter closes, as of a time. */
  readonly tokens: number;
  readonly refilledEpochMs: number;
  readonly groups: readonly Group[];
}

/** How an event is to be told, if at all, and what is remembered of having been asked. */
export interface Telling {
  readonly memory: ObjectMemory;
  readonly isAllowed: boolean;
  /** One message too many: it goes into the one event that stands for the group. */
  readonly isCombined: boolean;
  /** The Event whose count is to be raised; undefined: a new one is due. */
  readonly before: ToldEvent | undefined;
}

const BURST = 25;
const REFILL_MS = 300_000;
/** So many different messages of one reason about one object within ten minutes become one. Models EventAggregator's defaults. */
const MAX_MESSAGES = 10;
const AGGREGATE_MS = 600_000;
/** Past this age upstream's cache has forgotten the event, as the object itself is gone by its time to live. */
const FORGOTTEN_MS = 3_600_000;
/** Of one group. Aggregation keeps different messages below this; versions of the newer API do not come back. */
const MAX_TOLD = 16;

/** Decides how to tell an event. Models client-go tools/record EventCorrelator: spam filter, aggregation, counting. */
export function planTelling(
  memory: ObjectMemory | undefined,
  event: RecordedEvent,
  { version, nowEpochMs }: { readonly version: string; readonly nowEpochMs: number },
): Telling {
  // Events of the newer API (those with an action) are not filtered.
  const isFiltered = event.action === undefined;
  const tokens = isFiltered ? tokensOf(memory, nowEpochMs) : (memory?.tokens ?? BURST);
  const isAllowed = !isFiltered || tokens >= 1;
  const groups = memory?.groups ?? [];
  const at = groups.findIndex(({ type, reason }) => type === event.type && reason === event.reason);
  const group = groups[at];
  const next = {
    tokens: isFiltered && isAllowed ? tokens - 1 : tokens,
    refilledEpochMs: isFiltered ? nowEpochMs : (memory?.refilledEpochMs ?? nowEpochMs),
  };
  if (!isAllowed)
    return {
      memory: Object.freeze({ ...next, groups }),
      isAllowed,
      isCombined: false,
      before: undefined,
    };
  const isRecent = group !== undefined && nowEpochMs - group.lastEpochMs <= AGGREGATE_MS;
  const messages = isFiltered ? withMessage(isRecent ? group.messages : [], event.message) : [];
  const isCombined = messages.length >= MAX_MESSAGES;
  const seen: Group = Object.freeze({
    type: event.type,
    reason: event.reason,
    messages: isCombined ? messages.slice(1) : messages,
    lastEpochMs: nowEpochMs,
    told: group?.told ?? [],
  });
  const before = seen.told.find(
    (told) =>
      isSame(told, event, { version, isCombined }) && nowEpochMs - told.lastEpochMs < FORGOTTEN_MS,
  );
  const all = Object.freeze(group ? groups.with(at, seen) : [...groups, seen]);
  return { memory: Object.freeze({ ...next, groups: all }), isAllowed, isCombined, before };
}

/** Notes the Event object that stands for what was told. */
export function rememberTold(
  memory: ObjectMemory,
  event: RecordedEvent,
  told: ToldEvent,
): ObjectMemory {
  const groups = memory.groups.map((group): Group => {
    if (group.type !== event.type || group.reason !== event.reason) return group;
    const others = group.told.filter(({ name }) => name !== told.name);
    return Object.freeze({
      ...group,
      told: Object.freeze([...others.slice(1 - MAX_TOLD), Object.freeze(told)]),
    });
  });
  return Object.freeze({ ...memory, groups: Object.freeze(groups) });
}

function tokensOf(memory: ObjectMemory | undefined, nowEpochMs: number): number {
  const refilled = memory ? (nowEpochMs - memory.refilledEpochMs) / REFILL_MS : BURST;
  return Math.min(BURST, (memory?.tokens ?? 0) + refilled);
}

function withMessage(messages: readonly string[], message: string): readonly string[] {
  return messages.includes(message) ? messages : [...messages, message];
}

function isSame(
  told: ToldEvent,
  { message, fieldPath = "" }: RecordedEvent,
  { version, isCombined }: { readonly version: string; readonly isCombined: boolean },
): boolean {
  if (isCombined || told.message === undefined) return isCombined && told.message === undefined;
  return told.message === message && told.fieldPath === fieldPath && told.version === version;
}
