import { easeCubicInOut } from "d3-ease";
import { between, pointOnCurve, roundedBox, type Point, type Rect } from "../geometry.ts";
import type { Op } from "../ops.ts";
import type { Place } from "../places.ts";
import type { Detail, PodLook } from "./pod-look.ts";
import { POD_SIZE, podOps } from "./pod.ts";

const TRAIL_PIECES = 18;
/** The way of a bundle bends once: fewer pieces look the same. */
const BUNDLE_TRAIL_PIECES = 6;

/** The way of a flight: where it is when `t` of it is flown. */
type Way = (t: number) => Point;

/** Where a flight ends. */
export interface Landing {
  readonly place: Place;
  /** Other cells lie between it and the sky: the way goes down the gap beside them. */
  readonly isCovered: boolean;
  /** Top of its box: from there the way goes straight down. */
  readonly boxTop: number;
  /** The cell lies at the left border of its box. */
  readonly isFirst: boolean;
  /** Its outline is drawn, so that the dotted path may end there. */
  readonly hasCell: boolean;
}

interface Flight {
  readonly look: PodLook;
  readonly from: Point;
  readonly landing: Landing;
  readonly progress: number;
}

/** A pod on its way from the scheduler to its reserved cell: trail behind, dotted path ahead, so that a pause can be read. */
export function flightOps({ look, from, landing, progress }: Flight): Op[] {
  const { place } = landing;
  const way = flightWay(from, landing);
  const t = easeCubicInOut(Math.max(0, progress));
  const ops = pathAhead(way, t, landing.hasCell ? place.rect : null);
  if (progress < 0) return ops;
  ops.push(...trail(way, t, TRAIL_PIECES));
  const centre = way(t);
  const { w, h } = place.rect;
  const rect = { x: centre.x - w / 2, y: centre.y - h / 2, w, h };
  if (place.detail !== "cell" && place.detail !== "dot") {
    ops.push({ op: "path", d: roundedBox(rect, (10 * h) / POD_SIZE[place.detail].h), fill: "bg" });
  }
  ops.push(podOps(look, place.detail, rect));
  return ops;
}

const BUNDLE = { w: 34, h: 20 };

/** Several pods for one node as one figure that carries their number; it goes to the top of the box. */
export function bundleOps(
  from: Point,
  box: Rect,
  { count, progress }: { count: number; progress: number },
): Op[] {
  if (progress < 0) return [];
  const way = curve(from, { x: box.x + box.w / 2, y: box.y + BUNDLE.h / 2 });
  const t = easeCubicInOut(progress);
  const { x, y } = way(t);
  const { w, h } = BUNDLE;
  const body = roundedBox({ x: x - w / 2, y: y - h / 2, w, h }, h / 2);
  return [
    ...trail(way, t, BUNDLE_TRAIL_PIECES),
    { op: "path", d: body, fill: "panel", stroke: "progress", width: 2, dash: [5, 4] },
    {
      op: "text",
      x,
      y: y + 4.2,
      text: `+${count}`,
      font: "code",
      size: 12,
      weight: 600,
      fill: "text",
      align: "center",
      room: w - 6,
    },
  ];
}

/** With reduced motion: a still line that says where the new pod came from. */
export function connectorOps(from: Point, landing: Landing, alpha: number): Op[] {
  const path = pathAhead(flightWay(from, landing), 0, landing.place.rect);
  return path.map((op): Op => ({ ...op, alpha }));
}

/** A free cell: outlined faintly, dashed while reserved, with a word when it has something to say. */
export function slotOps(
  rect: Rect,
  { detail, word, isReserved }: { detail: Detail; word: string; isReserved: boolean },
): Op[] {
  const k = rect.h / POD_SIZE[detail].h;
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

/** Shares of a covered flight that are over when it reaches its box, and when it turns into its cell. */
const ARRIVAL = 0.55;
const TURN = 0.88;
/** Half of the gap between cells. */
const GAP = 4;

/** Down from the scheduler, along the gap between two lanes, and into the cell from above or from beside. */
function flightWay(from: Point, { place: { rect }, isCovered, isFirst, boxTop }: Landing): Way {
  const end = { x: rect.x + rect.w / 2, y: rect.y + rect.h / 2 };
  if (!isCovered) return curve(from, end);
  const x = isFirst ? rect.x + rect.w + GAP : rect.x - GAP;
  const gate = { x, y: Math.min(boxTop, rect.y) };
  const door = { x, y: rect.y + GAP };
  const down = curve(from, gate);
  return (t) => {
    if (t <= ARRIVAL) return down(t / ARRIVAL);
    if (t <= TURN) return between(gate, door, (t - ARRIVAL) / (TURN - ARRIVAL));
    return between(door, end, (t - TURN) / (1 - TURN));
  };
}

function curve(from: Point, to: Point): Way {
  const drop = Math.max(24, (to.y - from.y) * 0.16);
  return (t) =>
    pointOnCurve([from, { x: from.x, y: from.y + drop }, { x: to.x, y: from.y + drop }, to], t);
}

function trail(way: Way, t: number, pieces: number): Op[] {
  const ops: Op[] = [];
  for (let piece = 0; piece < pieces; piece += 1) {
    const from = way((t * piece) / pieces);
    const to = way((t * (piece + 1)) / pieces);
    const share = (piece + 1) / pieces;
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

function pathAhead(way: Way, t: number, cell: Rect | null): Op[] {
  const points: Point[] = [];
  for (let step = 0; step <= 40; step += 1) {
    const point = way(t + ((1 - t) * step) / 40);
    const isInside =
      cell !== null && point.y >= cell.y && point.x > cell.x && point.x < cell.x + cell.w;
    if (isInside) break;
    points.push(point);
  }
  const d = points
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
  if (d === "") return [];
  return [{ op: "path", d, stroke: "accent", width: 2, dash: [0.1, 5], round: true }];
}

function line(from: Point, to: Point): string {
  return `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
}
