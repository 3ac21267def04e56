/** A number of things, or a share of them such as `25%`. Models intstr.IntOrString. */
export type IntOrString = number | string;

/** The percentage a text states, or undefined when it is not one. Models intstr.getIntOrPercentValueSafely. */
export function parsePercent(text: string): number | undefined {
  const match = /^([+-]?\d+)%$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/**
 * The number meant, a percentage being taken of `total` and rounded the way asked; undefined for a text that is no percentage.
 * Models intstr.GetScaledValueFromIntOrPercent.
 */
export function resolveIntOrPercent(
  value: IntOrString,
  { total, round }: { readonly total: number; readonly round: "up" | "down" },
): number | undefined {
  if (typeof value === "number") return value;
  const percent = parsePercent(value);
  if (percent === undefined) return undefined;
  // The product is exact in doubles for any replica count, so the division rounds as upstream's does.
  const share = (percent * total) / 100;
  return round === "up" ? Math.ceil(share) : Math.floor(share);
}

/** The number meant; a text that is not a number counts as 0. Models IntOrString.IntValue. */
export function intValueOf(value: IntOrString): number {
  if (typeof value === "number") return value;
  return /^[+-]?\d+$/.test(value) ? Number(value) : 0;
}

/** The text form. Models IntOrString.String. */
export function intOrStringText(value: IntOrString): string {
  return String(value);
}
