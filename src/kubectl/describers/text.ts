import { parseTime } from "#core/base/time.ts";
import { humanDuration } from "#core/api/human-duration.ts";
import { sortedEntries } from "../json.ts";
import { LAST_APPLIED } from "../last-applied.ts";
import { DESCRIBE_LAYOUT, TabWriter } from "../printers/tab-writer.ts";

const ANNOTATION_LIMIT = 140;

/** Collects the lines of a description; cells are separated by tabs. Models describe.PrefixWriter. */
export class DescribeText {
  readonly #writer = new TabWriter(DESCRIBE_LAYOUT);
  #raw = "";
  #aligned = "";

  /** One line, indented by two spaces a level. */
  line(level: number, text: string): void {
    this.put(`${"  ".repeat(level)}${text}\n`);
  }

  /** Text as it stands. */
  put(text: string): void {
    this.#raw += text;
    this.#writer.write(text);
  }

  /** Ends an aligned section: what follows finds its own column widths. */
  flush(): void {
    this.#aligned += this.#writer.flush();
  }

  /** Everything written, aligned. */
  aligned(): string {
    this.flush();
    return this.#aligned;
  }

  /** Everything written, tabs and all. */
  raw(): string {
    return this.#raw;
  }

  /** `Labels:` with one `key=value` a line. Models printLabelsMultiline. */
  labels(title: string, labels: Readonly<Record<string, string>> | undefined, indent = ""): void {
    const lines = sortedEntries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
    this.list(title, lines, indent);
  }

  /** A title with its lines one below the other, `<none>` when there are none. */
  list(title: string, lines: readonly string[], indent = ""): void {
    this.put(`${indent}${title}:\t`);
    if (lines.length === 0) this.put("<none>\n");
    lines.forEach((line, i) => this.put(`${i === 0 ? "" : "\t"}${line}\n`));
  }

  /** `Annotations:`, the last applied configuration left out. Models printAnnotationsMultiline. */
  annotations(annotations: Readonly<Record<string, string>> | undefined, indent = ""): void {
    const shown = sortedEntries(annotations ?? {}).filter(([key]) => key !== LAST_APPLIED);
    this.put(`${indent}Annotations:\t`);
    if (shown.length === 0) this.put("<none>\n");
    shown.forEach(([key, text], i) => {
      if (i > 0) this.put("\t");
      const value = text.replace(/\n$/, "");
      if (value.length + key.length + 2 <= ANNOTATION_LIMIT && !value.includes("\n")) {
        this.put(`${key}: ${value}\n`);
        return;
      }
      this.put(`${key}:\n`);
      for (const line of value.split("\n")) this.put(`\t  ${shorten(line)}\n`);
    });
  }
}

function shorten(text: string): string {
  const limit = ANNOTATION_LIMIT - 2;
  return text.length > limit ? `${text.slice(0, limit)}...` : text;
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"] as const;
const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

/** `Fri, 02 Jan 2026 03:04:05 +0000`. Models time.RFC1123Z in UTC. */
export function longTime(time: string | undefined | null): string {
  const epochMs = time ? parseTime(time) : undefined;
  if (!time || epochMs === undefined) return "Mon, 01 Jan 0001 00:00:00 +0000";
  const [year = "", month = "", day = ""] = time.slice(0, 10).split("-");
  const weekday = DAYS[(Math.floor(epochMs / 86_400_000) + 4) % 7] ?? "";
  return `${weekday}, ${day} ${MONTHS[Number(month) - 1] ?? ""} ${year} ${time.slice(11, 19)} +0000`;
}

/** How long ago, as `get` shows ages; `<unknown>` without a time. */
export function ago(time: string | undefined | null, nowEpochMs: number): string {
  const epochMs = time ? parseTime(time) : undefined;
  return epochMs === undefined ? "<unknown>" : humanDuration(nowEpochMs - epochMs);
}

/** `True` or `False`. */
export function boolText(value: boolean | undefined): string {
  return value === true ? "True" : "False";
}

/** The text, or `<none>` when it is empty. */
export function orNone(text: string | undefined): string {
  return text === undefined || text === "" ? "<none>" : text;
}
