import { civilDate, parseTime, weekdayOf } from "#core/base/time.ts";
import { parseCron, type CronInterval, type CronSchedule } from "#core/api/cron-schedule.ts";
import { zoneOffsetMinutes } from "#core/api/time-zones.ts";
import type { CronJob } from "#core/api/schema/generated/types.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const MINUTES_PER_DAY = 1_440;
/** A schedule that does not fire for this long never does. Models SpecSchedule.Next. */
const HORIZON_MS = 5 * 366 * 86_400_000;
/** More missed runs than this are worth a warning. */
const MANY_MISSED = 100;
/** No day ends before this hour, even when clocks are put forward in it. */
const LATE_HOUR = 22;

/** When something is due, and in which zone. */
export interface ZonedSchedule {
  readonly schedule: CronSchedule | CronInterval;
  readonly zone: string;
}

/** The schedule of a CronJob, or what is wrong with it. A zone inside the schedule goes before that of the spec. */
export function scheduleOf({
  spec,
}: Pick<CronJob, "spec">): ZonedSchedule | { readonly problem: string } {
  const schedule = parseCron(spec.schedule);
  if ("problem" in schedule) return schedule;
  const inside = /^(?:CRON_)?TZ=(\S*)/.exec(spec.schedule)?.[1];
  return { schedule, zone: inside ?? spec.timeZone ?? "UTC" };
}

/** The first moment after this one, as Unix milliseconds; undefined when there is none. Models cron.Schedule.Next. */
export function nextTime(
  { schedule, zone }: ZonedSchedule,
  afterEpochMs: number,
): number | undefined {
  if ("everySeconds" in schedule)
    return Math.floor(afterEpochMs / 1000) * 1000 + schedule.everySeconds * 1000;
  let time = (Math.floor(afterEpochMs / MINUTE_MS) + 1) * MINUTE_MS;
  while (time <= afterEpochMs + HORIZON_MS) {
    const local = Math.floor(time / MINUTE_MS) + zoneOffsetMinutes(zone, time);
    const days = Math.floor(local / MINUTES_PER_DAY);
    const inDay = local - days * MINUTES_PER_DAY;
    const [hour, minute] = [Math.floor(inDay / 60), inDay % 60];
    // Local time may jump, so steps are short near the end of a day and within an hour.
    if (!isDayMeant(schedule, days))
      time +=
        hour < LATE_HOUR
          ? (LATE_HOUR - hour) * HOUR_MS - minute * MINUTE_MS
          : (60 - minute) * MINUTE_MS;
    else if (!schedule.hours.has(hour)) time += (60 - minute) * MINUTE_MS;
    else if (!schedule.minutes.has(minute)) time += MINUTE_MS;
    else return time;
  }
  return undefined;
}

function isDayMeant(
  { days, months, weekdays, isAnyDay, isAnyWeekday }: CronSchedule,
  day: number,
): boolean {
  const date = civilDate(day);
  if (!months.has(date.month)) return false;
  const isDay = days.has(date.day);
  const isWeekday = weekdays.has(weekdayOf(day));
  return isAnyDay || isAnyWeekday ? isDay && isWeekday : isDay || isWeekday;
}

/** What a CronJob has missed up to now. */
export interface Due {
  /** From when on runs count, as Unix milliseconds. */
  readonly earliest: number;
  /** The latest moment at which one should have begun. */
  readonly mostRecent: number | undefined;
  readonly missed: "none" | "few" | "many";
}

/** Looks back from now; undefined for a schedule that never fires. Models mostRecentScheduleTime. */
export function planDue(
  { metadata, spec, status }: CronJob,
  zoned: ZonedSchedule,
  { nowEpochMs, heedsDeadline }: { readonly nowEpochMs: number; readonly heedsDeadline: boolean },
): Due | undefined {
  const last = parseTime(status.lastScheduleTime ?? metadata.creationTimestamp ?? "") ?? 0;
  const { startingDeadlineSeconds } = spec;
  const isLimited = heedsDeadline && startingDeadlineSeconds !== undefined;
  const earliest = isLimited ? Math.max(last, nowEpochMs - startingDeadlineSeconds * 1000) : last;
  const first = nextTime(zoned, earliest);
  const second = first === undefined ? undefined : nextTime(zoned, first);
  if (first === undefined || second === undefined) return undefined;
  if (nowEpochMs < first) return { earliest, mostRecent: undefined, missed: "none" };
  if (nowEpochMs < second) return { earliest, mostRecent: first, missed: "none" };
  const distance = Math.round((second - first) / 1000);
  if (distance < 1) return undefined;
  const count = Math.floor(Math.floor((nowEpochMs - first) / 1000) / distance) + 1;
  let mostRecent: number | undefined;
  let time = nextTime(zoned, first + (count - 2) * distance * 1000);
  while (time !== undefined && time <= nowEpochMs) {
    mostRecent = time;
    time = nextTime(zoned, time);
  }
  return { earliest, mostRecent, missed: count > MANY_MISSED ? "many" : "few" };
}

/** How long until the CronJob is to be looked at again. Models nextScheduleTimeDuration. */
export function planWait(cronJob: CronJob, zoned: ZonedSchedule, nowEpochMs: number): number {
  const due = planDue(cronJob, zoned, { nowEpochMs, heedsDeadline: false });
  const from = due?.mostRecent ?? (due?.missed === "none" ? due.earliest : nowEpochMs);
  return (nextTime(zoned, from) ?? nowEpochMs + HORIZON_MS) + 100 - nowEpochMs;
}
