import { commandsOf } from "#app/terminal/interpret.ts";

/** How one key of the address is read. */
interface KeyReader<Value> {
  /** The value, or undefined when the text is none. */
  read(text: string): Value | undefined;
  /** What may stand there, as somebody would write it. */
  readonly expected: string;
}

/** Later than this nobody waits for: an hour of virtual time. */
const LATEST_MS = 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Every key that people may write into the address; what is not here is left alone. */
const KEYS = {
  lang: oneOf("ko", "en"),
  theme: oneOf("dark", "light", "projector"),
  present: flag(),
  readonly: flag(),
  /** Id of a lesson, and the step to begin at, counted from one. */
  lesson: {
    read: (text: string) => (/^[\w-]{1,40}$/.test(text) ? text : undefined),
    expected: "L06",
  },
  step: { read: readStep, expected: "2" },
  /** A class plan, to be read and given. */
  plan: {
    read: (text: string) => (/^[\w-]{1,40}$/.test(text) ? text : undefined),
    expected: "first-class",
  },
  /** A quiet frame for other pages; the origins that may speak to it are named by `parent`. */
  embed: flag(),
  parent: { read: readOrigins, expected: "https://school.example" },
  /** The clock runs as soon as an embedded frame is seen. */
  autoplay: flag(),
  /** The presenter's second window. */
  notes: flag(),
  /** This page goes where a teacher's page presents. */
  follow: flag(),
  /** The clock stands here when the page opens, in virtual ms. */
  at: { read: readTime, expected: "42s, 1m30s, 01:30" },
  /** kubectl lines, without `kubectl`, that are run when the page opens. */
  run: { read: readRun, expected: "kubectl scale deployment shop --replicas=5; kubectl get pods" },
} satisfies Readonly<Record<string, KeyReader<unknown>>>;

type Keys = typeof KEYS;

/** What the address asks for, by key; a key that is absent or cannot be read is not there. */
export type AddressQuery = {
  readonly [Key in keyof Keys]?: Exclude<ReturnType<Keys[Key]["read"]>, undefined>;
};

/** A value that cannot be read. */
export interface QueryProblem {
  readonly key: string;
  readonly value: string;
  readonly expected: string;
}

/** Reads the part of the address behind `?`. */
export function readAddressQuery(search: string): {
  readonly query: AddressQuery;
  readonly problems: readonly QueryProblem[];
} {
  const given = new URLSearchParams(search);
  const query: Record<string, unknown> = {};
  const problems: QueryProblem[] = [];
  for (const [key, reader] of Object.entries<KeyReader<unknown>>(KEYS)) {
    const text = given.get(key);
    if (text === null) continue;
    const value = reader.read(text.trim());
    if (value === undefined) problems.push({ key, value: text, expected: reader.expected });
    else query[key] = value;
  }
  return { query, problems };
}

/** Whether this page stands as a quiet frame inside another: it keeps nothing then. */
export function isEmbedded(): boolean {
  return readAddressQuery(globalThis.location?.search ?? "").query.embed === true;
}

/** The part behind `?` without some keys: what has been done must not be done again by a reload. */
export function withoutKeys(search: string, keys: readonly (keyof Keys)[]): string {
  const given = new URLSearchParams(search);
  for (const key of keys) given.delete(key);
  const rest = given.toString();
  return rest === "" ? "" : `?${rest}`;
}

function oneOf<Value extends string>(...values: readonly Value[]): KeyReader<Value> {
  return {
    read: (text) => values.find((value) => value === text.toLowerCase()),
    expected: values.join(", "),
  };
}

/** A key without a value is on. */
function flag(): KeyReader<boolean> {
  return {
    read: (text) =>
      ["", "1", "true"].includes(text) ? true : ["0", "false"].includes(text) ? false : undefined,
    expected: "1, 0",
  };
}

const MOST_STEPS = 20;

function readStep(text: string): number | undefined {
  const step = Number(text);
  return Number.isInteger(step) && step >= 1 && step <= MOST_STEPS ? step : undefined;
}

/** Origins with commas between them. */
function readOrigins(text: string): readonly string[] | undefined {
  const origins = text.split(",").map(originOf);
  return origins.every((origin) => origin !== undefined) ? origins : undefined;
}

function originOf(text: string): string | undefined {
  try {
    const { origin, protocol } = new URL(text.trim());
    return protocol === "https:" || protocol === "http:" ? origin : undefined;
  } catch {
    return undefined;
  }
}

/** A duration as kubectl writes it, a plain number of seconds, or minutes and seconds with a colon. */
function readTime(text: string): number | undefined {
  const clock = /^(\d{1,3}):(\d\d(?:\.\d+)?)$/.exec(text);
  if (clock) return bounded(Number(clock[1]) * 60_000 + Number(clock[2]) * 1000);
  if (/^\d+(\.\d+)?$/.test(text)) return bounded(Number(text) * 1000);
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  return bounded(
    parts.reduce((total, [, count, unit]) => total + Number(count) * (UNIT_MS[unit ?? ""] ?? 0), 0),
  );
}

function bounded(ms: number): number | undefined {
  return ms <= LATEST_MS ? Math.round(ms) : undefined;
}

const VERB = /^[a-z][a-z-]*(\s|$)/;

function readRun(text: string): readonly string[] | undefined {
  const lines = commandsOf(text).map((line) => line.replace(/^(kubectl|k)\s+/, ""));
  return lines.length > 0 && lines.every((line) => VERB.test(line)) ? lines : undefined;
}
