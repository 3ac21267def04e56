import type { RecordedEvent } from "./recorder.ts";

/** An Event object that stands for what was told. */
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

/** What was told of one object under one type and reason. */
interface Group {
  readonly type: string;
  readonly reason: string;
  /** Different messages seen lately, oldest first. */
  readonly messages: readonly string[];
  readonly lastEpochMs: number;
  /** Longest untold first. */
  readonly told: readonly ToldEvent[];
}

/** Everything one recorder remembers of one object. Frozen, its parts are never written into, and it is replaced by every use: checkpoints share it. */
export interface ObjectMemory {
  /** Events that may be told before the filter closes, as of a time. */
  readonly tokens: number;
  readonly refilledEpochMs: number;
  readonly groups: readonly Group[];
}

/** How an event is to be told, if at all, and what is to be remembered of having been asked. */
export interface Telling {
  readonly isAllowed: boolean;
  /** One message too many: it goes into the one event that stands for the group. */
  readonly isCombined: boolean;
  /** The Event whose count is to be raised; undefined: a new one is due. */
  readonly before: ToldEvent | undefined;
  /** What `rememberTold` makes the memory of. */
  readonly tokens: number;
  readonly refilledEpochMs: number;
  readonly groups: readonly Group[];
  /** Place of the event's group among them, -1 when it is new; undefined group: nothing is to be noted. */
  readonly at: number;
  readonly seen: Group | undefined;
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
  const left = isFiltered ? tokensOf(memory, nowEpochMs) : (memory?.tokens ?? BURST);
  const isAllowed = !isFiltered || left >= 1;
  const groups = memory?.groups ?? NO_GROUPS;
  const at = placeOf(groups, event);
  const group = groups[at];
  const tokens = isFiltered && isAllowed ? left - 1 : left;
  const refilledEpochMs = isFiltered ? nowEpochMs : (memory?.refilledEpochMs ?? nowEpochMs);
  if (!isAllowed) {
    const nothing = { isCombined: false, before: undefined, seen: undefined };
    return { isAllowed, ...nothing, tokens, refilledEpochMs, groups, at };
  }
  const isRecent = group !== undefined && nowEpochMs - group.lastEpochMs <= AGGREGATE_MS;
  const messages = isFiltered
    ? withMessage(isRecent ? group.messages : NO_TEXTS, event.message)
    : NO_TEXTS;
  const isCombined = messages.length >= MAX_MESSAGES;
  const seen: Group = {
    type: event.type,
    reason: event.reason,
    messages: isCombined ? messages.slice(1) : messages,
    lastEpochMs: nowEpochMs,
    told: group?.told ?? NO_TOLD,
  };
  const before = group?.told.find(
    (told) =>
      isSame(told, event, { version, isCombined }) && nowEpochMs - told.lastEpochMs < FORGOTTEN_MS,
  );
  return { isAllowed, isCombined, before, tokens, refilledEpochMs, groups, at, seen };
}

const NO_GROUPS: readonly Group[] = Object.freeze([]);
const NO_TEXTS: readonly string[] = Object.freeze([]);
const NO_TOLD: readonly ToldEvent[] = Object.freeze([]);

function placeOf(groups: readonly Group[], { type, reason }: RecordedEvent): number {
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Group;
    if (group.reason === reason && group.type === type) return i;
  }
  return -1;
}

/** The memory after telling; `told` is the Event object that stands for it, if it could be written. */
export function rememberTold(telling: Telling, told: ToldEvent | undefined): ObjectMemory {
  const { tokens, refilledEpochMs, groups, at, seen } = telling;
  if (!seen) return Object.freeze({ tokens, refilledEpochMs, groups });
  const { type, reason, messages, lastEpochMs } = seen;
  const noted: Group = told
    ? { type, reason, messages, lastEpochMs, told: withTold(seen.told, told) }
    : seen;
  const all = at < 0 ? [...groups, noted] : groups.with(at, noted);
  return Object.freeze({ tokens, refilledEpochMs, groups: all });
}

function withTold(before: readonly ToldEvent[], told: ToldEvent): readonly ToldEvent[] {
  if (before.length === 0) return [told];
  const others = before.filter(({ name }) => name !== told.name);
  return [...others.slice(1 - MAX_TOLD), told];
}

function tokensOf(memory: ObjectMemory | undefined, nowEpochMs: number): number {
  const refilled = memory ? (nowEpochMs - memory.refilledEpochMs) / REFILL_MS : BURST;
  return Math.min(BURST, (memory?.tokens ?? 0) + refilled);
}

function withMessage(messages: readonly string[], message: string): readonly string[] {
  if (messages.length === 0) return [message];
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
