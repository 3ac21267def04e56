import type { PodFamily } from "#core/view/rows.ts";
import { cutBox, roundedBox, type Rect } from "../geometry.ts";
import { GLYPHS, type GlyphName, type GlyphPart } from "../glyphs.ts";
import type { GroupOp, Op, Paint } from "../ops.ts";
import type { PodLook } from "./pod-look.ts";

/** Measures of the framed figures: card, tile and the big card of present mode. */
export interface FrameSize {
  readonly w: number;
  readonly h: number;
  readonly radius: number;
  readonly cut: number;
  readonly ribbon: number;
  /** Factor on stroke widths. */
  readonly stroke: number;
}

const BORDER: Readonly<
  Record<PodFamily, { width: number; dash?: readonly number[]; round?: boolean }>
> = {
  waiting: { width: 2, dash: [0.1, 4.5], round: true },
  progress: { width: 2, dash: [5, 4] },
  healthy: { width: 2 },
  failing: { width: 3 },
  leaving: { width: 1.5 },
};

/** Body, ribbon and border: the part that tells the family without words. */
export function frameOps(look: PodLook, size: FrameSize, hatch: "frame" | "body"): Op[] {
  const border = BORDER[look.family];
  const width = border.width * size.stroke;
  const outline = outlineOf(
    look.family,
    inset({ x: 0, y: 0, w: size.w, h: size.h }, width / 2),
    size,
  );
  const isUnknown = look.state === "unknown";
  const body: Paint = look.family === "leaving" ? "panel" : `${look.hue}/tint`;
  const ops: Op[] = [{ op: "path", d: outline, fill: body }];
  if (isUnknown) ops.push(...hatchOps(outline, size, hatch));
  const ribbon: Op[] = look.ribbon ? [ribbonOp(look, { size, outline })] : [];
  const line: Op = {
    op: "path",
    d: outline,
    stroke: look.hue,
    width,
    ...(border.dash ? { dash: border.dash.map((length) => length * size.stroke) } : {}),
    ...(border.round ? { round: true } : {}),
  };
  ops.push(...(look.family === "failing" ? [...ribbon, line] : [line, ...ribbon]));
  if (look.state === "succeeded") {
    const inner = inset({ x: 0, y: 0, w: size.w, h: size.h }, size.h < 40 ? 4 : 5 * size.stroke);
    ops.push({
      op: "path",
      d: roundedBox(inner, Math.max(2, size.radius - 4 * size.stroke)),
      stroke: look.hue,
      width: 1.5 * size.stroke,
    });
  }
  return ops;
}

/** A glyph with its centre at a point. */
export function glyphOps(
  name: GlyphName,
  at: { x: number; y: number; size: number; paint: Paint },
): GroupOp {
  const parts: readonly GlyphPart[] = GLYPHS[name];
  return {
    op: "group",
    id: name,
    x: at.x - at.size / 2,
    y: at.y - at.size / 2,
    scale: at.size / 16,
    alpha: 1,
    ops: parts.map((part) =>
      part.filled
        ? { op: "path", d: part.d, fill: at.paint }
        : { op: "path", d: part.d, stroke: at.paint, width: part.width ?? 2, round: true },
    ),
  };
}

/** The ribbon covers the border of whole corners and stays inside cut ones: there the silhouette has to win. */
function ribbonOp(look: PodLook, { size, outline }: { size: FrameSize; outline: string }): Op {
  const clip =
    look.family === "failing"
      ? outline
      : roundedBox({ x: 0, y: 0, w: size.w, h: size.h }, size.radius);
  const top = look.family === "failing" ? 1.5 * size.stroke : 0;
  return {
    op: "path",
    d: `M0 0H${size.w}V${size.ribbon + top}H0Z`,
    fill: look.ribbon?.paint ?? "line",
    clip,
  };
}

function outlineOf(family: PodFamily, box: Rect, size: FrameSize): string {
  return family === "failing" ? cutBox(box, size.cut) : roundedBox(box, size.radius);
}

function hatchOps(outline: string, size: FrameSize, hatch: "frame" | "body"): Op[] {
  if (hatch === "body") return [{ op: "path", d: outline, fill: "hatch leaving", alpha: 0.7 }];
  const paint = size.stroke > 1 ? "hatch leaving 2.5" : "hatch leaving";
  const frame = size.h < 40 ? 5 : 7 * size.stroke;
  const hole = roundedBox(inset({ x: 0, y: 0, w: size.w, h: size.h }, frame), 4 * size.stroke);
  return [
    { op: "path", d: outline, fill: paint, alpha: size.stroke > 1 ? 0.5 : 0.7 },
    { op: "path", d: hole, fill: "panel" },
  ];
}

function inset({ x, y, w, h }: Rect, by: number): Rect {
  return { x: x + by, y: y + by, w: w - 2 * by, h: h - 2 * by };
}
