import { rememberByText } from "./remember.ts";

/** Milliseconds of virtual time since the cluster's start, or a duration in milliseconds. */
export type Millis = number;

const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
const MS_PER_DAY = 86_400_000;

/** RFC 3339 text in UTC with whole seconds, as metav1.Time prints it. `epochMs` is Unix time in milliseconds. */
export function formatTime(epochMs: number): string {
  const second = Math.floor(epochMs / 1000);
  let text = known.get(second);
  if (text === undefined) {
    const parts = civilFromEpoch(epochMs);
    text = `${parts.date}T${parts.time}Z`;
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(second, text);
  }
  return text;
}

/** Many things happen within one second, and times of a while ago are told again and again: each text is made once. */
const known = new Map<number, string>();
const MAX_KNOWN = 512;

/** RFC 3339 text in UTC with six decimals, as metav1.MicroTime prints it. */
export function formatMicroTime(epochMs: number): string {
  const ms = Math.floor(epochMs - Math.floor(epochMs / 1000) * 1000);
  return `${formatTime(epochMs).slice(0, -1)}.${pad(ms, 3)}000Z`;
}

/** Unix milliseconds of an RFC 3339 text (any zone offset, any number of decimals), or undefined when it is not one. */
export const parseTime = rememberByText((text): number | undefined => {
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.exec(
    text,
  );
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const zone = match[8] as string;
  const offsetMinutes = /^[Zz]$/.test(zone)
    ? 0
    : Number(zone.slice(0, 3)) * 60 + Number(zone[0] + zone.slice(4));
  const fraction = match[7] ? Number(match[7]) * 1000 : 0;
  const days = daysFromCivil({ year, month, day });
  return (
    days * MS_PER_DAY +
    hour * 3_600_000 +
    (minute - offsetMinutes) * 60_000 +
    second * 1000 +
    fraction
  );
});

function civilFromEpoch(epochMs: number): { date: string; time: string; ms: number } {
  const days = Math.floor(epochMs / MS_PER_DAY);
  const inDay = epochMs - days * MS_PER_DAY;
  const { year, month, day } = civilDate(days);
  const seconds = Math.floor(inDay / 1000);
  const time = `${pad(Math.floor(seconds / 3600), 2)}:${pad(Math.floor(seconds / 60) % 60, 2)}:${pad(seconds % 60, 2)}`;
  return {
    date: `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`,
    time,
    ms: inDay - seconds * 1000,
  };
}

/** A day of the calendar; months and days count from 1. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a day, counted from 1970-01-01. */
export function civilDate(days: number): CivilDate {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** The day of the week, 0 for Sunday, of a day counted from 1970-01-01. */
export function weekdayOf(days: number): number {
  return (((days + 4) % 7) + 7) % 7;
}

/** The day of a date, counted from 1970-01-01. */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  const y = year - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const leapNow = month > 2 && isLeap(year) ? 1 : 0;
  const before = DAYS_BEFORE_MONTH[month - 1] as number;
  return 365 * y + leapDays + before + leapNow + day - 1 - 719162;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
