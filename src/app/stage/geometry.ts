export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point {
  readonly w: number;
  readonly h: number;
}

export function centreOf(rect: Rect): Point {
  return { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 };
}

export function contains(rect: Rect, point: Point): boolean {
  return (
    point.x >= rect.x &&
    point.x <= rect.x + rect.w &&
    point.y >= rect.y &&
    point.y <= rect.y + rect.h
  );
}

/** Outline of a rounded box as SVG path text. */
export function roundedBox({ x, y, w, h }: Rect, radius: number): string {
  const r = Math.min(radius, w / 2, h / 2);
  return (
    `M${n(x + r)} ${n(y)}H${n(x + w - r)}A${n(r)} ${n(r)} 0 0 1 ${n(x + w)} ${n(y + r)}V${n(y + h - r)}` +
    `A${n(r)} ${n(r)} 0 0 1 ${n(x + w - r)} ${n(y + h)}H${n(x + r)}A${n(r)} ${n(r)} 0 0 1 ${n(x)} ${n(y + h - r)}` +
    `V${n(y + r)}A${n(r)} ${n(r)} 0 0 1 ${n(x + r)} ${n(y)}Z`
  );
}

/** Outline of a box with its four corners cut: the silhouette of trouble. */
export function cutBox({ x, y, w, h }: Rect, cut: number): string {
  return (
    `M${n(x + cut)} ${n(y)}H${n(x + w - cut)}L${n(x + w)} ${n(y + cut)}V${n(y + h - cut)}L${n(x + w - cut)} ${n(y + h)}` +
    `H${n(x + cut)}L${n(x)} ${n(y + h - cut)}V${n(y + cut)}Z`
  );
}

/** Part of a circle from the top, clockwise, `share` of the whole. */
export function arcFromTop(centre: Point, radius: number, share: number): string {
  const part = Math.max(0, Math.min(0.9999, share));
  const angle = part * 2 * Math.PI - Math.PI / 2;
  const end = { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) };
  return `M${n(centre.x)} ${n(centre.y - radius)}A${n(radius)} ${n(radius)} 0 ${part > 0.5 ? 1 : 0} 1 ${n(end.x)} ${n(end.y)}`;
}

export function circle(centre: Point, radius: number): string {
  const left = n(centre.x - radius);
  const right = n(centre.x + radius);
  return `M${left} ${n(centre.y)}A${n(radius)} ${n(radius)} 0 1 1 ${right} ${n(centre.y)}A${n(radius)} ${n(radius)} 0 1 1 ${left} ${n(centre.y)}Z`;
}

/** A line through points with rounded bends. */
export function bentLine(points: readonly Point[], radius: number): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${n(first.x)} ${n(first.y)}`;
  let before = first;
  rest.forEach((point, index) => {
    const after = rest[index + 1];
    if (!after) {
      path += `L${n(point.x)} ${n(point.y)}`;
      return;
    }
    const entry = towards(point, before, radius);
    const exit = towards(point, after, radius);
    path += `L${n(entry.x)} ${n(entry.y)}Q${n(point.x)} ${n(point.y)} ${n(exit.x)} ${n(exit.y)}`;
    before = point;
  });
  return path;
}

/** The point at `share` of the length of a line through points. */
export function pointAlong(points: readonly Point[], share: number): Point {
  const lengths = points.slice(1).map((point, index) => distance(point, points[index] ?? point));
  let left = Math.max(0, Math.min(1, share)) * lengths.reduce((total, length) => total + length, 0);
  for (const [index, length] of lengths.entries()) {
    const from = points[index];
    const to = points[index + 1];
    if (!from || !to) break;
    if (left <= length) return between(from, to, length === 0 ? 0 : left / length);
    left -= length;
  }
  return points.at(-1) ?? { x: 0, y: 0 };
}

export function lengthOf(points: readonly Point[]): number {
  return points
    .slice(1)
    .reduce((total, point, index) => total + distance(point, points[index] ?? point), 0);
}

export function between(from: Point, to: Point, share: number): Point {
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** A cubic curve: where it starts, its two handles, where it ends. */
export type Curve = readonly [Point, Point, Point, Point];

export function pointOnCurve([a, b, c, d]: Curve, t: number): Point {
  const u = 1 - t;
  const mix = (first: number, second: number, third: number, last: number) =>
    u * u * u * first + 3 * u * u * t * second + 3 * u * t * t * third + t * t * t * last;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  return whole === 0 ? from : between(from, to, Math.min(0.5, length / whole));
}

function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
