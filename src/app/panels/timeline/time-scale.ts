/** Time to pixels and back. */
export interface TimeScale {
  (at: number): number;
  invert(x: number): number;
  /** First and last time. */
  domain(): readonly [number, number];
  /** Where these are. */
  range(): readonly [number, number];
}

/** A straight scale. */
export function timeScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): TimeScale {
  const [from, to] = domain;
  const [left, right] = range;
  const pxPerMs = to === from ? 0 : (right - left) / (to - from);
  const place = (at: number) => left + (at - from) * pxPerMs;
  const invert = (x: number) => (pxPerMs === 0 ? from : from + (x - left) / pxPerMs);
  return Object.assign(place, { invert, domain: () => domain, range: () => range });
}
