import { easeCubicInOut } from "d3-ease";
import { pointOnCurve, roundedBox, type Curve, type Point, type Rect } from "../geometry.ts";
import type { Op } from "../ops.ts";
import type { Place } from "../places.ts";
import type { Detail, PodLook } from "./pod-look.ts";
import { podOps } from "./pod.ts";

const TRAIL_PIECES = 18;

/** A pod on its way from the scheduler to its reserved cell: trail behind, dotted path ahead, so that a pause can be read. */
export function flightOps({
  look,
  place,
  from,
  progress,
  inSlot,
}: {
  look: PodLook;
  place: Place;
  from: Point;
  progress: number;
  inSlot: boolean;
}): Op[] {
  const curve = flightCurve(from, place.rect);
  const t = easeCubicInOut(Math.max(0, progress));
  const ops = pathAhead(curve, t, inSlot ? place.rect : null);
  if (progress < 0) return ops;
  ops.push(...trail(curve, t));
  const centre = pointOnCurve(curve, t);
  const { w, h } = place.rect;
  const rect = { x: centre.x - w / 2, y: centre.y - h / 2, w, h };
  if (place.detail !== "cell" && place.detail !== "dot") {
    ops.push({ op: "path", d: roundedBox(rect, (10 * w) / 92), fill: "bg" });
  }
  ops.push(podOps(look, place.detail, rect));
  return ops;
}

/** With reduced motion: a still line that says where the new pod came from. */
export function connectorOps(from: Point, to: Rect, alpha: number): Op[] {
  const curve = flightCurve(from, to);
  return pathAhead(curve, 0, to).map((op) => ({ ...op, alpha }) as Op);
}

/** A free cell: outlined faintly, dashed while reserved, with a word when it has something to say. */
export function slotOps(
  rect: Rect,
  { detail, word, isReserved }: { detail: Detail; word: string; isReserved: boolean },
): Op[] {
  const k = detail === "big" ? rect.w / 248 : rect.w / 92;
  const radius = detail === "tile" || detail === "slim" ? 8 : detail === "big" ? 20 * k : 10 * k;
  const inset = isReserved ? 1 : 0.5;
  const d = roundedBox(
    { x: rect.x + inset, y: rect.y + inset, w: rect.w - 2 * inset, h: rect.h - 2 * inset },
    radius - inset,
  );
  const ops: Op[] = isReserved
    ? [{ op: "path", d, stroke: "accent", width: 2, dash: [5, 4] }]
    : [{ op: "path", d, stroke: "hair", width: detail === "big" ? 3 * k : 1 }];
  if (word !== "" && detail !== "tile") {
    const size = detail === "big" ? 28 * k : 12 * k;
    ops.push({
      op: "text",
      x: rect.x + rect.w / 2,
      y: rect.y + rect.h / 2 + size * 0.36,
      text: word,
      font: "ui",
      size,
      weight: 500,
      fill: isReserved ? "accent" : "muted",
      align: "center",
      room: rect.w - 8,
    });
  }
  return ops;
}

/** Down from the scheduler, along the gap between two lanes, and into the cell from above. */
export function flightCurve(from: Point, to: Rect): Curve {
  const end = { x: to.x + to.w / 2, y: to.y + to.h / 2 };
  const drop = Math.max(24, (end.y - from.y) * 0.16);
  return [from, { x: from.x, y: from.y + drop }, { x: end.x, y: from.y + drop }, end];
}

function trail(curve: Curve, t: number): Op[] {
  const ops: Op[] = [];
  for (let piece = 0; piece < TRAIL_PIECES; piece += 1) {
    const from = pointOnCurve(curve, (t * piece) / TRAIL_PIECES);
    const to = pointOnCurve(curve, (t * (piece + 1)) / TRAIL_PIECES);
    const share = (piece + 1) / TRAIL_PIECES;
    ops.push({
      op: "path",
      d: line(from, to),
      stroke: "progress",
      width: 1.5 + 2.5 * share,
      alpha: 0.25 + 0.75 * share,
    });
  }
  return ops;
}

function pathAhead(curve: Curve, t: number, cell: Rect | null): Op[] {
  const points: Point[] = [];
  for (let step = 0; step <= 24; step += 1) {
    const point = pointOnCurve(curve, t + ((1 - t) * step) / 24);
    if (cell && point.y > cell.y && point.x > cell.x && point.x < cell.x + cell.w) {
      points.push({ x: point.x, y: cell.y });
      break;
    }
    points.push(point);
  }
  const d = points
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
  return [{ op: "path", d, stroke: "accent", width: 2, dash: [0.1, 5], round: true }];
}

function line(from: Point, to: Point): string {
  return `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
}
