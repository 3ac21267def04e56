import { formatTime, type Millis } from "#core/base/time.ts";
import type { RunRecord } from "./records.ts";

/** One line of a container's log, with the Unix ms at which it was written. */
export interface LogLine {
  readonly epochMs: number;
  readonly text: string;
}

const MAX_LINES = 5000;
const TIME = "{date}";

/** The newest lines of a run up to `now`, oldest first: what the run has written follows from its timeline. */
export function linesOf(
  { timeline, startedAt, finishedAt }: RunRecord,
  {
    now,
    startEpochMs,
    tail = MAX_LINES,
  }: {
    readonly now: Millis;
    readonly startEpochMs: number;
    readonly tail?: number;
  },
): LogLine[] {
  const endAt = Math.min(now, finishedAt) - startedAt;
  const limit = Math.min(tail, MAX_LINES);
  const lines: LogLine[] = [];
  const add = (atMs: Millis, text: string) => {
    const epochMs = startEpochMs + startedAt + atMs;
    lines.push({ epochMs, text: text.replaceAll(TIME, dateText(epochMs)) });
  };
  for (const { atMs, text } of timeline.lines) if (atMs <= endAt) add(atMs, text);
  const { repeat } = timeline;
  if (repeat && endAt >= repeat.fromMs && repeat.lines.length > 0) {
    const rounds = Math.floor((endAt - repeat.fromMs) / repeat.everyMs);
    const wanted = Math.ceil(limit / repeat.lines.length);
    for (let round = Math.max(0, rounds - wanted); round <= rounds; round++) {
      for (const line of repeat.lines) {
        const atMs = repeat.fromMs + round * repeat.everyMs + line.atMs;
        if (atMs <= endAt) add(atMs, line.text);
      }
    }
  }
  return limit === 0 ? [] : lines.slice(-limit);
}

const DAYS = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The time as `date` prints it: `Mon Nov 23 04:33:18 UTC 2026`. */
export function dateText(epochMs: number): string {
  const [date = "", time = ""] = formatTime(epochMs).split(/[TZ]/);
  const [year = "", month = "", day = ""] = date.split("-");
  const weekday = DAYS[Math.floor(epochMs / 86_400_000) % 7] ?? "";
  const name = MONTHS[Number(month) - 1] ?? "";
  return `${weekday} ${name} ${String(Number(day)).padStart(2, " ")} ${time} UTC ${year}`;
}
