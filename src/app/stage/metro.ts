import { bentLine, type Point, type Rect } from "./geometry.ts";
import { slotRect, type NodeBox } from "./boxes.ts";
import type { StageLayout } from "./layout.ts";

/** Where a pod stands on the line that carries requests. */
export interface Stop {
  readonly uid: string;
  readonly node: string;
  readonly slot: number;
}

/** One piece of the line, to be drawn once however many pods hang on it. */
export interface MetroPiece {
  readonly id: string;
  readonly d: string;
}

/** The way of a request from a service to a pod, along the padding of the boxes: it never crosses a pod. */
export function wayToPod(layout: StageLayout, service: Rect, stop: Stop): readonly Point[] {
  const box = layout.nodes.get(stop.node);
  if (!box) return [];
  const from = { x: service.x + service.w / 2, y: service.y + service.h };
  const trunk = trunkY(layout, box);
  const riser =
    box.line === 0
      ? []
      : [
          { x: riserX(layout), y: trunkY(layout) },
          { x: riserX(layout), y: trunk },
        ];
  const start: Point[] = [from, { x: from.x, y: trunkY(layout) }, ...riser];
  if (!hasStops(box)) {
    const x = box.rect.x + box.rect.w / 2;
    return [...start, { x, y: trunk }, { x, y: box.rect.y }];
  }
  const { column, edge, cell } = door(box, stop.slot);
  const y = cell.y + cell.h / 2;
  return [...start, { x: column, y: trunk }, { x: column, y }, { x: edge, y }];
}

/** The line under all stops of the stage. */
export function metroPieces(
  layout: StageLayout,
  services: ReadonlyMap<string, readonly Stop[]>,
): MetroPiece[] {
  const pieces = new Map<string, MetroPiece>();
  const spans = new Map<number, { left: number; right: number }>();
  const reach = (y: number, x: number) => {
    const span = spans.get(y);
    spans.set(y, { left: Math.min(span?.left ?? x, x), right: Math.max(span?.right ?? x, x) });
  };
  for (const [uid, stops] of services) {
    const service = layout.services.get(uid);
    if (!service || stops.length === 0) continue;
    const x = service.x + service.w / 2;
    reach(trunkY(layout), x);
    pieces.set(`drop ${uid}`, {
      id: `drop ${uid}`,
      d: bentLine(
        [
          { x, y: service.y + service.h },
          { x, y: trunkY(layout) },
        ],
        0,
      ),
    });
    for (const stop of stops) addStop(layout, stop, { pieces, reach });
  }
  const lines = [...spans].map(([y, { left, right }]) => ({
    id: `trunk ${y}`,
    d: bentLine(
      [
        { x: left, y },
        { x: right, y },
      ],
      0,
    ),
  }));
  return [...lines, ...pieces.values()];
}

function addStop(
  layout: StageLayout,
  stop: Stop,
  { pieces, reach }: { pieces: Map<string, MetroPiece>; reach: (y: number, x: number) => void },
): void {
  const box = layout.nodes.get(stop.node);
  if (!box || stop.slot < 0) return;
  const trunk = trunkY(layout, box);
  if (box.line > 0) {
    const x = riserX(layout);
    reach(trunkY(layout), x - 8);
    reach(trunk, x - 8);
    const d = bentLine(
      [
        { x: x - 8, y: trunkY(layout) },
        { x, y: trunkY(layout) },
        { x, y: trunk },
        { x: x - 8, y: trunk },
      ],
      8,
    );
    pieces.set(`riser ${box.line}`, { id: `riser ${box.line}`, d });
  }
  if (!hasStops(box)) {
    const x = box.rect.x + box.rect.w / 2;
    reach(trunk, x);
    pieces.set(`node ${stop.node}`, {
      id: `node ${stop.node}`,
      d: bentLine(
        [
          { x, y: trunk },
          { x, y: box.rect.y },
        ],
        0,
      ),
    });
    return;
  }
  const { column, edge, cell } = door(box, stop.slot);
  const bend = edge > column ? column + 8 : column - 8;
  reach(trunk, bendStart(layout, box, column, bend));
  const y = cell.y + cell.h / 2;
  const corner = { x: bendStart(layout, box, column, bend), y: trunk };
  pieces.set(`stop ${stop.uid}`, {
    id: `stop ${stop.uid}`,
    d: bentLine([corner, { x: column, y: trunk }, { x: column, y }, { x: edge, y }], 8),
  });
}

/** A column at either end of the trunk is reached by a bend; one in between by a plain junction. */
function bendStart(layout: StageLayout, box: NodeBox, column: number, bend: number): number {
  const first = layout.lanes.workers.x;
  const last = layout.lanes.workers.x + layout.lanes.workers.w;
  const isEnd =
    box.rect.x <= first + 1
      ? column < box.rect.x + 16
      : box.rect.x + box.rect.w >= last - 1 && column > box.rect.x + box.rect.w - 16;
  return isEnd ? bend : column;
}

/** The free strip beside a cell: padding for the outer columns, the gap for the inner ones. */
function door(box: NodeBox, slot: number): { column: number; edge: number; cell: Rect } {
  const cell = slotRect(box, slot);
  const isFirst = slot % box.perRow === 0;
  const isLast = slot % box.perRow === box.perRow - 1;
  if (isFirst) return { column: (box.rect.x + cell.x) / 2, edge: cell.x, cell };
  const right = cell.x + cell.w;
  if (isLast && box.rect.x + box.rect.w - right < 40)
    return { column: (box.rect.x + box.rect.w + right) / 2, edge: right, cell };
  return { column: cell.x - box.slotGap / 2, edge: cell.x, cell };
}

function hasStops(box: NodeBox): boolean {
  return box.detail === "card" || box.detail === "slim";
}

function trunkY(layout: StageLayout, box?: NodeBox): number {
  const gap = Math.min(8, layout.fit.metrics.gap / 2);
  return (box && box.line > 0 ? box.rect.y : layout.lanes.workers.y) - gap;
}

function riserX(layout: StageLayout): number {
  return layout.lanes.workers.x + layout.lanes.workers.w + 8;
}
