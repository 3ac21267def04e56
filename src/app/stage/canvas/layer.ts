import type { Palette } from "#app/theme/tokens.ts";
import type { StageLayout } from "../layout.ts";
import type { GroupOp, Op } from "../ops.ts";
import { Painter } from "./painter.ts";

/** Cells keep a gap of two px or more: clearing this much around one leaves its neighbours whole. */
const AROUND_PX = 1;
/** More pixels than this are drawn at half the density of the screen: a large picture must not cost more than a small one. */
const MOST_PIXELS = 6_000_000;

/** What is painted where. */
export interface Sheet {
  readonly layout: StageLayout;
  readonly palette: Palette;
}

/** One canvas that remembers what is on it: of a picture made of cells only those are painted again that changed. */
export class Layer {
  private readonly canvas: HTMLCanvasElement;
  private sheet: Sheet | null = null;
  private painter: Painter | null = null;
  private cells: ReadonlyMap<number, GroupOp> | null = null;
  private isEmpty = false;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  paint(ops: readonly Op[], sheet: Sheet): void {
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const isKnown = sheet.layout === this.sheet?.layout && sheet.palette === this.sheet.palette;
    // A canvas that is touched is copied and composed again, even if nothing is on it.
    if (isKnown && this.isEmpty && ops.length === 0) return;
    this.isEmpty = ops.length === 0;
    if (!this.painter || sheet.palette !== this.sheet?.palette)
      this.painter = new Painter(context, sheet.palette);
    this.sheet = sheet;
    const cells = cellsOf(ops);
    if (isKnown && cells && this.cells) {
      this.painter.draw(changedCells(context, this.cells, cells));
    } else {
      this.clear(context, sheet.layout);
      this.painter.draw(ops);
    }
    this.cells = cells;
  }

  private clear(context: CanvasRenderingContext2D, layout: StageLayout): void {
    const ratio = densityOf(layout);
    const width = Math.round(layout.width * ratio);
    const height = Math.round(layout.height * ratio);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.painter?.forget();
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }
}

function densityOf({ width, height }: StageLayout): number {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  return width * height * ratio * ratio > MOST_PIXELS ? 1 : ratio;
}

/** The cells by their place when the picture consists of nothing else, and no two lie on one another. */
export function cellsOf(ops: readonly Op[]): ReadonlyMap<number, GroupOp> | null {
  const cells = new Map<number, GroupOp>();
  for (const op of ops) {
    if (op.op !== "group" || op.sprite === undefined) return null;
    cells.set(placeKey(op), op);
  }
  return cells.size === ops.length ? cells : null;
}

/** One number for a place, exact to a sixteenth of a px: text would be made anew for each cell of each picture. */
function placeKey({ x, y }: GroupOp): number {
  return Math.round(y * 16) * 2 ** 20 + Math.round(x * 16);
}

/** Clears the cells that are others now or gone, and names those that are to be painted. */
function changedCells(
  context: CanvasRenderingContext2D,
  before: ReadonlyMap<number, GroupOp>,
  after: ReadonlyMap<number, GroupOp>,
): GroupOp[] {
  const changed: GroupOp[] = [];
  for (const [place, cell] of before) if (!after.has(place)) clearCell(context, cell);
  for (const [place, cell] of after) {
    const old = before.get(place);
    if (old && isSame(old, cell)) continue;
    if (old) clearCell(context, old);
    changed.push(cell);
  }
  return changed;
}

function isSame(a: GroupOp, b: GroupOp): boolean {
  return a.ops === b.ops && a.alpha === b.alpha && a.scale === b.scale;
}

function clearCell(context: CanvasRenderingContext2D, { x, y, scale, sprite = 0 }: GroupOp): void {
  const side = sprite * scale + 2 * AROUND_PX;
  context.clearRect(x - AROUND_PX, y - AROUND_PX, side, side);
}
