import { goQuoteBytes } from "../go-quote.ts";
import { formatTime, parseTime } from "#core/base/time.ts";

const SECONDS_LAYOUT = "2006-01-02T15:04:05Z07:00";
const MICRO_LAYOUT = "2006-01-02T15:04:05.000000Z07:00";

/** One element of a Go time layout: how it is written there, what it takes, and the range it must lie in. */
interface Element {
  readonly layout: string;
  readonly pattern: RegExp;
  readonly range?: { readonly name: string; readonly min: number; readonly max: number };
}

const DATE_AND_TIME: readonly Element[] = [
  { layout: "2006", pattern: /^\d{4}/ },
  { layout: "-", pattern: /^-/ },
  { layout: "01", pattern: /^\d\d/, range: { name: "month", min: 1, max: 12 } },
  { layout: "-", pattern: /^-/ },
  { layout: "02", pattern: /^\d\d/ },
  { layout: "T", pattern: /^T/ },
  { layout: "15", pattern: /^\d\d/, range: { name: "hour", min: 0, max: 23 } },
  { layout: ":", pattern: /^:/ },
  { layout: "04", pattern: /^\d\d/, range: { name: "minute", min: 0, max: 59 } },
  { layout: ":", pattern: /^:/ },
  { layout: "05", pattern: /^\d\d/, range: { name: "second", min: 0, max: 59 } },
];
const OPTIONAL_FRACTION: Element = { layout: "", pattern: /^(\.\d+)?/ };
const MICRO_FRACTION: Element = { layout: ".000000", pattern: /^\.\d{6}/ };
const ZONE: Element = { layout: "Z07:00", pattern: /^(Z|[+-]\d\d:\d\d)/ };

const GOOD = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const GOOD_MICRO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}(Z|[+-]\d\d:\d\d)$/;

/** What Go says of a text that is not a time of this form, or undefined when it is one. Models time.Parse. */
export function timeProblem(
  text: string,
  { isMicro }: { readonly isMicro: boolean },
): string | undefined {
  // Nearly all times are good, and are so at one look.
  if ((isMicro ? GOOD_MICRO : GOOD).test(text) && parseTime(text) !== undefined) return undefined;
  const layout = isMicro ? MICRO_LAYOUT : SECONDS_LAYOUT;
  let rest = text;
  for (const element of [...DATE_AND_TIME, isMicro ? MICRO_FRACTION : OPTIONAL_FRACTION, ZONE]) {
    const taken = element.pattern.exec(rest)?.[0];
    if (taken === undefined) {
      return `parsing time ${goQuoteBytes(text)} as "${layout}": cannot parse ${goQuoteBytes(rest)} as "${element.layout}"`;
    }
    const { range } = element;
    if (range && (Number(taken) < range.min || Number(taken) > range.max)) {
      return `parsing time ${goQuoteBytes(text)}: ${range.name} out of range`;
    }
    rest = rest.slice(taken.length);
  }
  if (rest !== "") return `parsing time ${goQuoteBytes(text)}: extra text: ${goQuoteBytes(rest)}`;
  return parseTime(text) === undefined
    ? `parsing time ${goQuoteBytes(text)}: day out of range`
    : undefined;
}

/** A good time in UTC, with whole seconds or microseconds; decimals beyond are cut off. */
export function canonicalTime(text: string, { isMicro }: { readonly isMicro: boolean }): string {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? "";
  const wholeSeconds = formatTime(parseTime(text.replace(/\.\d+/, "")) ?? 0);
  return isMicro
    ? wholeSeconds.replace("Z", `.${fraction.slice(0, 6).padEnd(6, "0")}Z`)
    : wholeSeconds;
}
