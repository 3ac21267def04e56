/** Which minutes a schedule means, each field as the set of its numbers; a day matches by date or weekday unless one of them is `*`. */
export interface CronSchedule {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  readonly isAnyDay: boolean;
  readonly isAnyWeekday: boolean;
}

/** `@every 1h30m`: no calendar, only a distance. */
export interface CronInterval {
  readonly everySeconds: number;
}

/** A schedule, or what is wrong with its text in the parser's words. */
export type ParsedCron = CronSchedule | CronInterval | { readonly problem: string };

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const WEEKDAYS = "sun mon tue wed thu fri sat".split(" ");
const MINUTE: Bounds = { min: 0, max: 59, names: [] };
const HOUR: Bounds = { min: 0, max: 23, names: [] };
const DAY: Bounds = { min: 1, max: 31, names: [] };
const MONTH: Bounds = { min: 1, max: 12, names: ["", ...MONTHS] };
const WEEKDAY: Bounds = { min: 0, max: 6, names: WEEKDAYS };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const EVERY = "@every ";
const UNIT_SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

class CronProblem extends Error {
  override readonly name = "CronProblem";
}

/** Reads a schedule of five fields, or a descriptor such as `@daily`. Models robfig/cron ParseStandard, whose words its problems are. */
export function parseCron(text: string): ParsedCron {
  try {
    return readSchedule(withoutZone(text));
  } catch (error) {
    if (error instanceof CronProblem) return { problem: error.message };
    throw error;
  }
}

function withoutZone(text: string): string {
  if (!text.startsWith("TZ=") && !text.startsWith("CRON_TZ=")) return text;
  const space = text.indexOf(" ");
  return space < 0 ? "" : text.slice(space).trim();
}

function readSchedule(text: string): CronSchedule | CronInterval {
  if (text.startsWith(EVERY)) return { everySeconds: readInterval(text) };
  const fields = (DESCRIPTORS[text] ?? text).split(/\s+/).filter((field) => field !== "");
  if (text.startsWith("@") && DESCRIPTORS[text] === undefined)
    throw new CronProblem(`unrecognized descriptor: ${text}`);
  if (fields.length !== 5)
    throw new CronProblem(
      `expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`,
    );
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  return {
    minutes: readField(minute, MINUTE),
    hours: readField(hour, HOUR),
    days: readField(day, DAY),
    months: readField(month, MONTH),
    weekdays: readField(weekday, WEEKDAY),
    isAnyDay: isStar(day),
    isAnyWeekday: isStar(weekday),
  };
}

/** A step above one makes a star an ordinary list. */
function isStar(field: string): boolean {
  return field.split(",").some((part) => /^[*?](\/1)?$/.test(part));
}

function readField(field: string, bounds: Bounds): ReadonlySet<number> {
  const numbers = new Set<number>();
  for (const part of field.split(",").filter((each) => each !== "")) {
    const { start, end, step } = readRange(part, bounds);
    for (let number = start; number <= end; number += step) numbers.add(number);
  }
  return numbers;
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function readRange(text: string, bounds: Bounds): Range {
  const [range = "", ...steps] = text.split("/");
  const [low = "", ...highs] = range.split("-");
  const isAll = low === "*" || low === "?";
  const start = isAll ? bounds.min : readNumberOrName(low, bounds);
  if (!isAll && highs.length > 1) throw new CronProblem(`too many hyphens: ${text}`);
  const high = isAll
    ? bounds.max
    : highs[0] === undefined
      ? start
      : readNumberOrName(highs[0], bounds);
  if (steps.length > 1) throw new CronProblem(`too many slashes: ${text}`);
  const step = steps[0] === undefined ? 1 : readNumber(steps[0]);
  // `5/15` means from five on.
  const end = steps.length === 1 && highs.length === 0 ? bounds.max : high;
  if (start < bounds.min)
    throw new CronProblem(`beginning of range (${start}) below minimum (${bounds.min}): ${text}`);
  if (end > bounds.max)
    throw new CronProblem(`end of range (${end}) above maximum (${bounds.max}): ${text}`);
  if (start > end)
    throw new CronProblem(`beginning of range (${start}) beyond end of range (${end}): ${text}`);
  if (step === 0) throw new CronProblem(`step of range should be a positive number: ${text}`);
  return { start, end, step };
}

function readNumberOrName(text: string, { names }: Bounds): number {
  const named = text === "" ? -1 : names.indexOf(text.toLowerCase());
  return named >= 0 ? named : readNumber(text);
}

function readNumber(text: string): number {
  if (!/^[+-]?\d+$/.test(text))
    throw new CronProblem(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  const number = Number(text);
  if (number < 0) throw new CronProblem(`negative number (${number}) not allowed: ${text}`);
  if (!Number.isSafeInteger(number))
    throw new CronProblem(
      `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: value out of range`,
    );
  return number;
}

/** Models time.ParseDuration, as far as a schedule needs it. */
function readInterval(text: string): number {
  const duration = text.slice(EVERY.length);
  const fail = (problem: string) =>
    new CronProblem(
      `failed to parse duration ${text}: time: ${problem} ${JSON.stringify(duration)}`,
    );
  if (!/^[+-]?(\d+\.?\d*|\.\d+)/.test(duration)) throw fail("invalid duration");
  let seconds = 0;
  for (const [, amount = "", unit = ""] of duration.matchAll(/(\d+\.?\d*|\.\d+)([^\d.+-]*)/g)) {
    const factor = UNIT_SECONDS[unit];
    if (unit === "" && duration !== "0") throw fail("missing unit in duration");
    if (unit !== "" && factor === undefined)
      throw fail(`unknown unit ${JSON.stringify(unit)} in duration`);
    seconds += Number(amount) * (factor ?? 0);
  }
  // Less than a second is rounded up to one, as the library does.
  return duration.startsWith("-") ? 1 : Math.max(1, Math.floor(seconds));
}
