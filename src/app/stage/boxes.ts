import type { Detail } from "./figures/pod-look.ts";
import type { Fit } from "./fit.ts";
import type { Point, Rect } from "./geometry.ts";

/** Between the boxes of a row. */
export const GAP = 16;

export interface NodeNeed {
  readonly name: string;
  readonly slots: number;
}

export interface NodeBox {
  readonly rect: Rect;
  /** Top left corner of the first cell. */
  readonly origin: Point;
  readonly perRow: number;
  /** Cells drawn as outlines. */
  readonly slots: number;
  readonly detail: Detail;
  readonly podW: number;
  readonly podH: number;
  readonly slotGap: number;
  /** Between rows: grows a little with the box. */
  readonly rowGap: number;
  readonly line: number;
}

/** The box of a cell. Cells beyond the box are not drawn: the layout is made again with room for them. */
export function slotRect(box: NodeBox, slot: number): Rect {
  const column = slot % box.perRow;
  const row = Math.floor(slot / box.perRow);
  return {
    x: box.origin.x + column * (box.podW + box.slotGap),
    y: box.origin.y + row * (box.podH + box.rowGap),
    w: box.podW,
    h: box.podH,
  };
}

/** Cells that the fullest worker needs. */
export function needed(workers: readonly NodeNeed[]): number {
  return Math.max(1, ...workers.map(({ slots }) => slots));
}

/** Puts the boxes of the workers side by side and in lines; how high they are together. */
export function placeWorkers(
  nodes: Map<string, NodeBox>,
  workers: readonly NodeNeed[],
  fit: Fit,
  from: Point,
): number {
  const { metrics, boxW, boxH, perRow, rows, podW, podH, detail } = fit;
  const inner = perRow * (podW + metrics.slotGap) - metrics.slotGap;
  const side = detail === "big" ? (boxW - inner) / 2 : metrics.pad;
  // Tiles stand from edge to edge as cards do: what is left over goes between them.
  const spread = (boxW - 2 * metrics.pad - perRow * podW) / Math.max(1, perRow - 1);
  const slotGap =
    detail === "tile"
      ? Math.max(metrics.slotGap, Math.min(metrics.slotGap * 3, spread))
      : metrics.slotGap;
  const free = boxH - metrics.head - metrics.foot - rows * podH;
  const rowGap =
    detail === "cell" || detail === "dot" || rows < 2
      ? metrics.slotGap
      : Math.max(metrics.slotGap, Math.min(metrics.slotGap * 2.25, free / (rows - 1)));
  workers.forEach(({ name, slots }, index) => {
    const line = Math.floor(index / fit.columns);
    const rect = {
      x: from.x + (index % fit.columns) * (boxW + metrics.gap),
      y: from.y + line * (boxH + metrics.gap),
      w: boxW,
      h: boxH,
    };
    const outlined = detail === "cell" || detail === "dot" ? 0 : Math.max(slots, perRow * rows);
    const origin = { x: rect.x + side, y: rect.y + metrics.head };
    nodes.set(name, {
      rect,
      origin,
      perRow,
      slots: outlined,
      detail,
      podW,
      podH,
      slotGap,
      rowGap,
      line,
    });
  });
  const lines = Math.ceil(workers.length / fit.columns);
  return lines === 0 ? 0 : lines * (boxH + metrics.gap) - metrics.gap;
}

/** A box without cells of its own. */
export function emptyBox(rect: Rect, line: number): NodeBox {
  return {
    rect,
    origin: { x: rect.x + 16, y: rect.y + rect.h - 20 },
    perRow: 8,
    slots: 0,
    detail: "cell",
    podW: 14,
    podH: 14,
    slotGap: 4,
    rowGap: 4,
    line,
  };
}

/** Boxes of one width side by side. */
export function placeRow(names: readonly string[], lane: Rect): Map<string, Rect> {
  const w = (lane.w - (names.length - 1) * GAP) / Math.max(1, names.length);
  return new Map(
    names.map((name, index) => [name, { x: lane.x + index * (w + GAP), y: lane.y, w, h: lane.h }]),
  );
}

/** The lower edge. */
export function bottom(rect: Rect): number {
  return rect.y + rect.h;
}
