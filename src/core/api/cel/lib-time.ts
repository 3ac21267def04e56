import { parseTime } from "#core/base/time.ts";
import { overloadsOf, type CelFunction, type Overload } from "./overloads.ts";
import { CelError, Instant, instantText, Span, type CelValue } from "./values.ts";

const SECOND = 1_000_000_000n;
const MILLI = 1_000_000n;
const DAY_SECONDS = 86_400;
const MAX_SPAN = 315_576_000_000n * SECOND;

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  ms: MILLI,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
};

/** The length of time that a text such as `1h30m` means, undefined when it means none. Models time.ParseDuration. */
export function parseSpan(text: string): bigint | undefined {
  const [, sign = "", rest = ""] = /^([-+]?)(.+)$/.exec(text) ?? [];
  if (rest === "0") return 0n;
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(rest)) return undefined;
  let total = 0n;
  for (const [, amount = "", unit = ""] of rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    const [whole = "0", fraction = ""] = amount.split(".");
    const size = UNITS[unit] ?? 1n;
    total += BigInt(whole || "0") * size;
    if (fraction !== "") total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  return sign === "-" ? -total : total;
}

function toSpan(text: string): Span {
  const nanos = parseSpan(text);
  if (nanos === undefined) throw new CelError(`time: invalid duration ${JSON.stringify(text)}`);
  if (nanos > MAX_SPAN || nanos < -MAX_SPAN) throw new CelError("range");
  return new Span(nanos);
}

/** The moment of an RFC 3339 text, to the billionth. */
export function parseInstant(text: string): Instant | undefined {
  const whole = parseTime(text.replace(/\.\d+/, ""));
  if (whole === undefined) return undefined;
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? "";
  return new Instant(BigInt(whole) * MILLI + BigInt(fraction.padEnd(9, "0")));
}

function toInstant(text: string): Instant {
  const instant = parseInstant(text);
  if (instant) return instant;
  const quoted = JSON.stringify(text);
  throw new CelError(
    `parsing time ${quoted} as "2006-01-02T15:04:05Z07:00": cannot parse ${quoted} as "2006"`,
  );
}

/** The moment as the clocks of a zone show it; zones are `UTC` or an offset. */
function inZone(instant: Instant, zone: CelValue | undefined): Instant {
  if (zone === undefined || zone === "UTC" || zone === "") return instant;
  const [, sign, hours, minutes] = /^([-+]?)(\d\d):(\d\d)$/.exec(String(zone as string)) ?? [];
  if (hours === undefined || minutes === undefined)
    throw new CelError(`unknown time zone ${String(zone as string)}`);
  const seconds = BigInt(Number(hours) * 3600 + Number(minutes) * 60) * SECOND;
  return new Instant(instant.nanos + (sign === "-" ? -seconds : seconds));
}

interface Calendar {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly secondOfDay: number;
  readonly days: number;
}

function calendarOf(instant: Instant): Calendar {
  const text = instantText(instant);
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  const midnight = parseTime(`${text.slice(0, 10)}T00:00:00Z`) ?? 0;
  const days = Math.floor(midnight / 1000 / DAY_SECONDS);
  const secondOfDay = Number(floorDivide(instant.nanos, SECOND)) - days * DAY_SECONDS;
  return { year, month, day, secondOfDay, days };
}

function floorDivide(value: bigint, by: bigint): bigint {
  return value / by - (value % by < 0n ? 1n : 0n);
}

function dayOfYear({ year, days }: Calendar): number {
  const first = parseTime(`${String(year).padStart(4, "0")}-01-01T00:00:00Z`) ?? 0;
  return days - Math.floor(first / 1000 / DAY_SECONDS);
}

function getter(
  name: string,
  read: (calendar: Calendar, instant: Instant) => number,
): readonly Overload[] {
  const run: CelFunction = ([instant, zone]) => {
    const local = inZone(instant as Instant, zone);
    return BigInt(read(calendarOf(local), local));
  };
  return overloadsOf({ [`timestamp.${name}(): int | timestamp.${name}(string): int`]: run });
}

/** Moments and lengths of time. Models cel-go's standard time functions; zones by name are not known. */
export const timeLibrary: readonly Overload[] = [
  ...overloadsOf({
    "timestamp(string): timestamp": ([text]) => toInstant(text as string),
    "timestamp(timestamp): timestamp | duration(duration): duration": ([value = null]) => value,
    "timestamp(int): timestamp": ([seconds]) => new Instant((seconds as bigint) * SECOND),
    "duration(string): duration": ([text]) => toSpan(text as string),
    "duration(int): duration": ([nanos]) => new Span(nanos as bigint),
    "duration.getHours(): int": ([span]) => (span as Span).nanos / (3600n * SECOND),
    "duration.getMinutes(): int": ([span]) => (span as Span).nanos / (60n * SECOND),
    "duration.getSeconds(): int": ([span]) => (span as Span).nanos / SECOND,
    "duration.getMilliseconds(): int": ([span]) => (span as Span).nanos / MILLI,
  }),
  ...getter("getFullYear", ({ year }) => year),
  ...getter("getMonth", ({ month }) => month - 1),
  ...getter("getDayOfMonth", ({ day }) => day - 1),
  ...getter("getDate", ({ day }) => day),
  ...getter("getDayOfWeek", ({ days }) => (((days + 4) % 7) + 7) % 7),
  ...getter("getDayOfYear", dayOfYear),
  ...getter("getHours", ({ secondOfDay }) => Math.floor(secondOfDay / 3600)),
  ...getter("getMinutes", ({ secondOfDay }) => Math.floor(secondOfDay / 60) % 60),
  ...getter("getSeconds", ({ secondOfDay }) => secondOfDay % 60),
  ...getter("getMilliseconds", (_calendar, { nanos }) =>
    Number((((nanos % SECOND) + SECOND) % SECOND) / MILLI),
  ),
];
