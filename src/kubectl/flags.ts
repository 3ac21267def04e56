import { parseDuration } from "./go-duration.ts";
import { usageFailure } from "./failure.ts";

/** How the text of a flag is read. `list` may be repeated; `csv` may be repeated and holds commas. */
export type FlagType = "bool" | "text" | "int" | "duration" | "list" | "csv";

/** One flag of a command. */
export interface FlagSpec {
  readonly name: string;
  readonly short?: string;
  readonly type: FlagType;
  /** What to use instead, told whenever the flag is named. */
  readonly deprecated?: string;
  /** Bits of a whole number; 64 when absent. */
  readonly bits?: number;
  /** Value when the flag is named without `=value`; such a flag never takes the next word. */
  readonly bare?: string;
  /** Values a completion may offer. */
  readonly choices?: readonly string[];
}

/** The flags of one invocation. */
export interface Flags {
  /** Whether the flag was named. */
  given(name: string): boolean;
  /** A bool flag's value. */
  on(name: string, fallback?: boolean): boolean;
  text(name: string, fallback?: string): string;
  int(name: string, fallback: number): number;
  /** Milliseconds. */
  duration(name: string, fallbackMs: number): number;
  list(name: string): readonly string[];
}

/** What a command line means: flags and the other words. */
export interface ParsedWords {
  readonly flags: Flags;
  readonly args: readonly string[];
  readonly dashAt: number | undefined;
  /** Every flag as it was given, spelled in full: `--name=value`. */
  readonly spelled: readonly string[];
}

/** What has been read of the flags so far. */
interface Given {
  readonly values: Map<string, string[]>;
  readonly spelled: string[];
}

/** Reads flags anywhere among the words, up to `--`. Throws the usage failure pflag would report. Models spf13/pflag parseArgs. */
export function parseWords(
  words: readonly string[],
  specs: readonly FlagSpec[],
  path: string,
): ParsedWords {
  const given: Given = { values: new Map(), spelled: [] };
  const args: string[] = [];
  let dashAt: number | undefined;
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? "";
    at += 1;
    if (word === "--") {
      dashAt = args.length;
      args.push(...words.slice(at));
      break;
    }
    if (word.startsWith("--")) at += readLong({ word, next: words[at] }, specs, given, path);
    else if (word.startsWith("-") && word.length > 1)
      at += readShort({ word, next: words[at] }, specs, given, path);
    else args.push(word);
  }
  return { flags: flagsOf(given.values), args, dashAt, spelled: given.spelled };
}

interface Read {
  readonly word: string;
  readonly next: string | undefined;
}

/** Returns how many further words were used. */
function readLong(
  { word, next }: Read,
  specs: readonly FlagSpec[],
  given: Given,
  path: string,
): number {
  const equals = word.indexOf("=");
  const name = word.slice(2, equals < 0 ? undefined : equals);
  if (name === "" || name.startsWith("-")) throw usageFailure(`bad flag syntax: ${word}`, path);
  const spec = specs.find((each) => each.name === name);
  if (!spec) throw usageFailure(`unknown flag: --${name}`, path);
  if (equals >= 0) return store(spec, word.slice(equals + 1), given, path);
  const bare = bareValue(spec);
  if (bare !== undefined) return store(spec, bare, given, path);
  if (next === undefined) throw usageFailure(`flag needs an argument: ${word}`, path);
  return 1 + store(spec, next, given, path);
}

function readShort(
  { word, next }: Read,
  specs: readonly FlagSpec[],
  given: Given,
  path: string,
): number {
  for (let i = 1; i < word.length; i++) {
    const letter = word.charAt(i);
    const spec = specs.find((each) => each.short === letter);
    if (!spec)
      throw usageFailure(
        `unknown shorthand flag: '${letter}' in ${word.slice(0, 1)}${word.slice(i)}`,
        path,
      );
    const rest = word.slice(i + 1);
    if (rest.startsWith("=") && rest.length > 1) return store(spec, rest.slice(1), given, path);
    const bare = bareValue(spec);
    if (bare !== undefined) {
      store(spec, bare, given, path);
      continue;
    }
    if (rest !== "") return store(spec, rest, given, path);
    if (next === undefined)
      throw usageFailure(`flag needs an argument: '${letter}' in ${word}`, path);
    return 1 + store(spec, next, given, path);
  }
  return 0;
}

function bareValue(spec: FlagSpec): string | undefined {
  return spec.bare ?? (spec.type === "bool" ? "true" : undefined);
}

function store(spec: FlagSpec, value: string, { values, spelled }: Given, path: string): 0 {
  const problem = problemWith(spec, value);
  if (problem !== undefined) {
    const shown = spec.short === undefined ? `--${spec.name}` : `-${spec.short}, --${spec.name}`;
    throw usageFailure(
      `invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${problem}`,
      path,
    );
  }
  const before = spec.type === "list" || spec.type === "csv" ? (values.get(spec.name) ?? []) : [];
  const parts = spec.type !== "csv" ? [value] : value === "" ? [] : value.split(",");
  values.set(spec.name, [...before, ...parts]);
  spelled.push(`--${spec.name}=${value}`);
  return 0;
}

const TRUE_TEXTS: readonly string[] = ["1", "t", "T", "true", "TRUE", "True"];
const FALSE_TEXTS: readonly string[] = ["0", "f", "F", "false", "FALSE", "False"];

function problemWith(spec: FlagSpec, value: string): string | undefined {
  const quoted = JSON.stringify(value);
  if (spec.type === "int" && !/^[+-]?\d+$/.test(value)) {
    return `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
  }
  if (spec.type === "int" && Math.abs(Number(value)) >= 2 ** ((spec.bits ?? 64) - 1)) {
    return `strconv.ParseInt: parsing ${quoted}: value out of range`;
  }
  if (spec.type === "duration") {
    const parsed = parseDuration(value);
    return "error" in parsed ? parsed.error : undefined;
  }
  if (spec.type === "bool" && !TRUE_TEXTS.includes(value) && !FALSE_TEXTS.includes(value)) {
    return `strconv.ParseBool: parsing ${quoted}: invalid syntax`;
  }
  return undefined;
}

function flagsOf(values: ReadonlyMap<string, readonly string[]>): Flags {
  const last = (name: string): string | undefined => values.get(name)?.at(-1);
  return {
    given: (name) => values.has(name),
    on: (name, fallback = false) => {
      const value = last(name);
      return value === undefined ? fallback : TRUE_TEXTS.includes(value);
    },
    text: (name, fallback = "") => last(name) ?? fallback,
    int: (name, fallback) => Number(last(name) ?? fallback),
    duration: (name, fallbackMs) => {
      const value = last(name);
      if (value === undefined) return fallbackMs;
      const parsed = parseDuration(value);
      return "ms" in parsed ? parsed.ms : fallbackMs;
    },
    list: (name) => values.get(name) ?? [],
  };
}
