const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** A duration in the short form of tables: `45s`, `5m30s`, `3h`, `2d4h`, `1y30d`. Takes milliseconds. Models apimachinery duration.HumanDuration. */
export function humanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / SECOND);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  if (seconds < 120) return `${seconds}s`;
  const ms = seconds * SECOND;
  if (ms < 10 * MINUTE)
    return withRest({ ms, unit: MINUTE, text: "m", restUnit: SECOND, restText: "s" });
  if (ms < 3 * HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < 8 * HOUR)
    return withRest({ ms, unit: HOUR, text: "h", restUnit: MINUTE, restText: "m" });
  if (ms < 48 * HOUR) return `${Math.floor(ms / HOUR)}h`;
  if (ms < 8 * DAY) return withRest({ ms, unit: DAY, text: "d", restUnit: HOUR, restText: "h" });
  if (ms < 2 * YEAR) return `${Math.floor(ms / DAY)}d`;
  if (ms < 8 * YEAR) return withRest({ ms, unit: YEAR, text: "y", restUnit: DAY, restText: "d" });
  return `${Math.floor(ms / YEAR)}y`;
}

/** A duration in one unit only: `45s`, `5m`, `3h`, `2d`, `1y`. Takes milliseconds. Models apimachinery duration.ShortHumanDuration. */
export function shortHumanDuration(durationMs: number): string {
  const seconds = Math.trunc(durationMs / SECOND);
  if (seconds < -1) return "<invalid>";
  if (seconds < 0) return "0s";
  const ms = seconds * SECOND;
  if (ms < MINUTE) return `${seconds}s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)}m`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)}h`;
  return ms < YEAR ? `${Math.floor(ms / DAY)}d` : `${Math.floor(ms / YEAR)}y`;
}

interface TwoUnits {
  readonly ms: number;
  readonly unit: number;
  readonly text: string;
  readonly restUnit: number;
  readonly restText: string;
}

/** Two units, the second one left out when it is zero. */
function withRest({ ms, unit, text, restUnit, restText }: TwoUnits): string {
  const whole = Math.floor(ms / unit);
  const rest = Math.floor((ms - whole * unit) / restUnit);
  return rest === 0 ? `${whole}${text}` : `${whole}${text}${rest}${restText}`;
}
