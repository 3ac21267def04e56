import { circle } from "../geometry.ts";
import type { Op } from "../ops.ts";
import { frameOps, glyphOps, type FrameSize } from "./pod-frame.ts";
import type { PodLook } from "./pod-look.ts";

/** Tile of 36: glyph and ribbon; the name comes with the pointer. */
export const TILE: FrameSize = { w: 36, h: 36, radius: 8, cut: 7, ribbon: 4.5, stroke: 1 };

/** Cell of 14: one silhouette for each family. */
export const CELL = 14;

export function tileOps(look: PodLook): Op[] {
  const ops = frameOps(look, TILE, "body");
  ops.push(
    glyphOps(look.glyph, {
      x: 18,
      y: look.ribbon ? 20 : 18.5,
      size: look.state === "succeeded" ? 12 : 15,
      paint: look.hue,
    }),
  );
  return ops;
}

/** Among thousands of dots trouble stands out by a halo as well. */
export function dotOps(look: PodLook): Op[] {
  const ops = cellOps(look);
  if (look.family !== "failing") return ops;
  return [{ op: "path", d: "M-2 -2H16V16H-2Z", fill: "failing/35" }, ...ops];
}

/** The silhouette of a family on a grid of 14; the same for cells and dots. */
export function cellOps(look: PodLook): Op[] {
  const { hue } = look;
  switch (look.family) {
    case "waiting":
      return [
        {
          op: "path",
          d: circle({ x: 7, y: 7 }, 5),
          stroke: hue,
          width: 2,
          dash: [0.1, 3.9],
          round: true,
        },
      ];
    case "progress":
      return look.state === "not-ready"
        ? [
            {
              op: "path",
              d: "M7 .8L13.2 7L7 13.2L.8 7Z",
              fill: `${hue}/35`,
              stroke: hue,
              width: 1.5,
            },
          ]
        : [{ op: "path", d: "M7 0L14 7L7 14L0 7Z", fill: hue }];
    case "healthy":
      return look.state === "succeeded"
        ? [{ op: "path", d: "M2 2H12V12H2Z", fill: hue }]
        : [{ op: "path", d: circle({ x: 7, y: 7 }, 6), fill: hue }];
    case "failing":
      return [{ op: "path", d: "M1.5 1.5L12.5 12.5M12.5 1.5L1.5 12.5", stroke: hue, width: 3 }];
    case "leaving": {
      const box: Op = { op: "path", d: "M1.75 1.75H12.25V12.25H1.75Z", stroke: hue, width: 1.5 };
      return look.state === "unknown"
        ? [box, { op: "path", d: "M2 2L12 12M2 7L7 12M7 2L12 7", stroke: hue, width: 1 }]
        : [box];
    }
  }
}
