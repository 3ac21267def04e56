import { rememberByText } from "#core/base/remember.ts";
/** How a quantity prints: `512Mi`, `1500m` or `15e2`. Models resource.Format. */
export type QuantityFormat = "BinarySI" | "DecimalSI" | "DecimalExponent";

/** An exact amount: a whole number of billionths, and the format it was written in. Models resource.Quantity. */
export interface Quantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

const NANO = 1_000_000_000n;
const MAX_NANO = (2n ** 63n - 1n) * NANO;
/** Texts of up to this many digits are exact upstream even above 2^63-1; longer ones are capped there. */
const EXACT_DIGITS = 18;
const MAX_EXPONENT = 100;
const CACHE_LIMIT = 20_000;

const WRONG_FORMAT =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const WRONG_SUFFIX = "unable to parse quantity's suffix";

const DECIMAL_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
]);
const DECIMAL_SUFFIXES: ReadonlyMap<number, string> = new Map(
  [...DECIMAL_EXPONENTS].map(([suffix, exponent]) => [exponent, suffix]),
);
const BINARY_SUFFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const;

interface QuantityParts {
  readonly isNegative: boolean;
  /** Digits before and after the point, without padding zeros. */
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}

/** The quantity a text means, or undefined when it is not one. Models resource.ParseQuantity. */
export const parseQuantity: (text: string) => Quantity | undefined = rememberByText((text) => {
  const parts = splitQuantity(text);
  return parts && Object.freeze(quantityOfParts(parts));
});

/** Upstream's complaint about a text that is not a quantity, or undefined when it is one. */
export function quantityProblem(text: string): string | undefined {
  const parts = splitQuantity(text);
  if (!parts) return WRONG_FORMAT;
  return quantityOfParts(parts) ? undefined : WRONG_SUFFIX;
}

function splitQuantity(text: string): QuantityParts | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (!match || text === "") return undefined;
  return {
    isNegative: match[1] === "-",
    whole: (match[2] ?? "").replace(/^0+/, ""),
    fraction: (match[3] ?? "").replace(/0+$/, ""),
    suffix: match[4] ?? "",
  };
}

function quantityOfParts({
  isNegative,
  whole,
  fraction,
  suffix,
}: QuantityParts): Quantity | undefined {
  const scale = scaleOf(suffix);
  if (!scale) return undefined;
  const digits = BigInt(`0${whole}${fraction}`);
  const power = 9 + scale.exponent10 - fraction.length;
  const product = digits * scale.factor;
  const exact =
    power >= 0 ? product * 10n ** BigInt(power) : divideUp(product, 10n ** BigInt(-power));
  const isExactUpstream =
    scale.format !== "BinarySI" && whole.length + fraction.length <= EXACT_DIGITS;
  const nano = exact > MAX_NANO && !isExactUpstream ? MAX_NANO : exact;
  const isFractional = scale.format === "BinarySI" && nano > 0n && nano < NANO;
  return { nano: isNegative ? -nano : nano, format: isFractional ? "DecimalSI" : scale.format };
}

function scaleOf(
  suffix: string,
): { factor: bigint; exponent10: number; format: QuantityFormat } | undefined {
  const decimal = DECIMAL_EXPONENTS.get(suffix);
  if (decimal !== undefined) return { factor: 1n, exponent10: decimal, format: "DecimalSI" };
  const binary = BINARY_SUFFIXES.findIndex((each) => each !== "" && each === suffix);
  if (binary > 0) return { factor: 1024n ** BigInt(binary), exponent10: 0, format: "BinarySI" };
  if (!/^[eE][-+]?\d+$/.test(suffix)) return undefined;
  const exponent = Number(suffix.slice(1));
  return {
    factor: 1n,
    exponent10: Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, exponent)),
    format: "DecimalExponent",
  };
}

/** Rounds away from zero, so that a request is never understated. */
function divideUp(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  if (quotient * divisor === value) return quotient;
  return value < 0n ? quotient - 1n : quotient + 1n;
}

/** The canonical text: no fraction, the largest suffix that leaves a whole number. Models Quantity.CanonicalizeBytes. */
export function formatQuantity({ nano, format }: Quantity): string {
  if (
    format === "BinarySI" &&
    nano % NANO === 0n &&
    (nano >= 1024n * NANO || nano <= -1024n * NANO)
  ) {
    return formatBinary(nano / NANO);
  }
  return formatDecimal(nano, format === "DecimalExponent");
}

function formatBinary(value: bigint): string {
  let rest = value;
  let step = 0;
  while (rest % 1024n === 0n && step < BINARY_SUFFIXES.length - 1) {
    rest /= 1024n;
    step++;
  }
  return `${rest}${BINARY_SUFFIXES[step] ?? ""}`;
}

function formatDecimal(nano: bigint, asExponent: boolean): string {
  if (nano === 0n) return "0";
  let rest = nano;
  let exponent = -9;
  while (rest % 1000n === 0n && (asExponent || exponent < 18)) {
    rest /= 1000n;
    exponent += 3;
  }
  if (exponent === 0) return String(rest);
  return asExponent ? `${rest}e${exponent}` : `${rest}${DECIMAL_SUFFIXES.get(exponent) ?? ""}`;
}

/** The canonical text of a quantity text; a text that is no quantity comes back as it is. */
export function canonicalQuantity(text: string): string {
  const quantity = parseQuantity(text);
  return quantity ? formatQuantity(quantity) : text;
}

/** Less than, equal to or greater than zero, as a sort wants it. Models Quantity.Cmp. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The sum; keeps the first one's format unless that is zero. Models Quantity.Add. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** The difference; keeps the first one's format unless that is zero. Models Quantity.Sub. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** A quantity of so many thousandths. Models resource.NewMilliQuantity. */
export function quantityFromMilli(milli: number, format: QuantityFormat = "DecimalSI"): Quantity {
  return { nano: BigInt(milli) * 1_000_000n, format };
}

/** A quantity of so many units. Models resource.NewQuantity. */
export function quantityFromNumber(value: number, format: QuantityFormat = "DecimalSI"): Quantity {
  return { nano: BigInt(value) * NANO, format };
}

/** The quantity rounded up to thousandths, as resource lists are on their way in. Models Quantity.RoundUp(Milli). */
export function roundUpToMilli({ nano, format }: Quantity): Quantity {
  return { nano: divideUp(nano, 1_000_000n) * 1_000_000n, format };
}

// Caches of pure functions: they change how fast an answer comes, never the answer.
const milliByText = new Map<string, number>();
const valueByText = new Map<string, number>();

/** Thousandths, rounded up: CPU as the scheduler counts it. 0 for a missing text or one that is no quantity. Models Quantity.MilliValue. */
export function quantityMilli(text: string | undefined): number {
  return text === undefined ? 0 : cached(milliByText, text, 1_000_000n);
}

/** Units, rounded up: bytes of memory, counts of pods. 0 for a missing text or one that is no quantity. Models Quantity.Value. */
export function quantityBytes(text: string | undefined): number {
  return text === undefined ? 0 : cached(valueByText, text, NANO);
}

function cached(cache: Map<string, number>, text: string, unit: bigint): number {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const quantity = parseQuantity(text);
  const value = quantity ? Number(divideUp(quantity.nano, unit)) : 0;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, value);
  return value;
}
