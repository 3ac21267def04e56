import type { Rect } from "../geometry.ts";
import type { GroupOp, Op } from "../ops.ts";
import { BIG, bigOps, CARD, cardOps, SLIM, slimOps } from "./pod-card.ts";
import type { Detail, PodLook } from "./pod-look.ts";
import { CELL, cellOps, dotOps, TILE, tileOps } from "./pod-tile.ts";

/** Size of a pod at a level of detail, before scaling. */
export const POD_SIZE: Readonly<Record<Detail, { readonly w: number; readonly h: number }>> = {
  big: BIG,
  card: CARD,
  slim: SLIM,
  tile: TILE,
  cell: { w: CELL, h: CELL },
  dot: { w: 5, h: 5 },
};

/** A pod drawn into a box; its height says how large, and a card takes what width there is. */
export function podOps(look: PodLook, detail: Detail, box: Rect, alpha = 1): GroupOp {
  const scale = box.h / (detail === "dot" ? CELL : POD_SIZE[detail].h);
  return {
    op: "group",
    id: `pod ${look.title}`,
    x: box.x,
    y: box.y,
    scale,
    alpha,
    ops: opsAt(look, detail, box.w / scale),
    ...(detail === "cell" || detail === "dot" ? { sprite: CELL } : {}),
  };
}

const shared = {
  cell: { of: cellOps, known: new WeakMap<PodLook, readonly Op[]>() },
  dot: { of: dotOps, known: new WeakMap<PodLook, readonly Op[]>() },
};

/** The same ops for the same look. */
function sharedOps(look: PodLook, detail: "cell" | "dot"): readonly Op[] {
  const { of, known } = shared[detail];
  const ops = known.get(look) ?? of(look);
  known.set(look, ops);
  return ops;
}

function opsAt(look: PodLook, detail: Detail, width: number): GroupOp["ops"] {
  switch (detail) {
    case "big":
      return bigOps(look);
    case "card":
      return cardOps(look, width);
    case "slim":
      return slimOps(look, width);
    case "tile":
      return tileOps(look);
    case "cell":
    case "dot":
      return sharedOps(look, detail);
  }
}
