import { mixColours, type ColourToken, type Palette } from "#app/theme/tokens.ts";
import type { GroupOp, Op, Paint, PathOp, TextOp } from "../ops.ts";

const FONT_UI = `"Pretendard Variable", Pretendard, "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", system-ui, sans-serif`;
const FONT_CODE = `"JetBrains Mono Variable", ui-monospace, "D2Coding", Menlo, Consolas, "Pretendard Variable", monospace`;

/** Strokes reach a little over the edge. */
const SPRITE_MARGIN = 2;

/** A copy may be this much larger or smaller than what was painted. */
const SPRITE_SLACK = 0.12;

/** Two generations: what is drawn again and again survives, the lines of past flights do not. */
let paths = new Map<string, Path2D>();
let olderPaths = new Map<string, Path2D>();
const MAX_PATHS = 2000;

/** Paints draw lists on a canvas in the colours of a palette. */
export class Painter {
  private readonly context: CanvasRenderingContext2D;
  private readonly palette: Palette;
  private readonly sprites = new WeakMap<readonly Op[], HTMLCanvasElement>();
  private readonly paints = new Map<Paint, string | CanvasPattern>();
  /** The font that the pen holds. Telling it makes the browser look at all styles, so it is told only what is new to it. */
  private font = "";

  constructor(context: CanvasRenderingContext2D, palette: Palette) {
    this.context = context;
    this.palette = palette;
  }

  /** The canvas has a new size: its pen has forgotten everything. */
  forget(): void {
    this.font = "";
  }

  draw(ops: readonly Op[]): void {
    for (const op of ops) {
      if (op.op === "group" && op.sprite !== undefined) this.drawSprite(op, op.sprite);
      else if (op.op === "group") this.drawGroup(op.x, op.y, op.scale, op.alpha, op.ops);
      else if (op.op === "text") this.drawText(op);
      else this.drawPath(op);
    }
  }

  private drawGroup(x: number, y: number, scale: number, alpha: number, ops: readonly Op[]): void {
    const { context, font } = this;
    context.save();
    context.translate(x, y);
    if (scale !== 1) context.scale(scale, scale);
    if (alpha !== 1) context.globalAlpha *= alpha;
    this.draw(ops);
    context.restore();
    this.font = font;
  }

  /** Copies what was painted once: thousands of cells share a few looks. */
  private drawSprite({ x, y, scale, alpha, ops }: GroupOp, side: number): void {
    const { context } = this;
    const sprite = this.spriteOf(ops, { scale, side });
    if (!sprite) return this.drawGroup(x, y, scale, alpha, ops);
    const margin = SPRITE_MARGIN * scale;
    const size = side * scale + 2 * margin;
    const before = context.globalAlpha;
    context.globalAlpha = before * alpha;
    context.drawImage(sprite, x - margin, y - margin, size, size);
    context.globalAlpha = before;
  }

  private spriteOf(
    ops: readonly Op[],
    { scale, side }: { scale: number; side: number },
  ): HTMLCanvasElement | null {
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    const pixels = Math.ceil((side + 2 * SPRITE_MARGIN) * scale * ratio);
    const known = this.sprites.get(ops);
    // A cell that grows for a moment is the same picture a little larger.
    if (known && Math.abs(known.width - pixels) <= known.width * SPRITE_SLACK) return known;
    const canvas = document.createElement("canvas");
    canvas.width = pixels;
    canvas.height = pixels;
    const pen = canvas.getContext("2d");
    if (!pen) return null;
    const zoom = pixels / (side + 2 * SPRITE_MARGIN);
    pen.scale(zoom, zoom);
    pen.translate(SPRITE_MARGIN, SPRITE_MARGIN);
    new Painter(pen, this.palette).draw(ops);
    this.sprites.set(ops, canvas);
    return canvas;
  }

  private drawPath(op: PathOp): void {
    const { context } = this;
    const path = pathOf(op.d);
    const isolated = op.alpha !== undefined || op.clip !== undefined;
    if (isolated) context.save();
    if (op.clip !== undefined) context.clip(pathOf(op.clip));
    if (op.alpha !== undefined) context.globalAlpha *= op.alpha;
    if (op.fill !== undefined) {
      context.fillStyle = this.paint(op.fill);
      context.fill(path, op.evenOdd ? "evenodd" : "nonzero");
    }
    if (op.stroke !== undefined) {
      context.strokeStyle = this.paint(op.stroke);
      context.lineWidth = op.width ?? 1;
      context.lineCap = op.round ? "round" : "butt";
      context.lineJoin = op.round ? "round" : "miter";
      context.setLineDash(op.dash ? [...op.dash] : []);
      context.stroke(path);
    }
    if (isolated) context.restore();
  }

  private drawText(op: TextOp): void {
    const { context } = this;
    const font = `${op.weight} ${op.size}px ${op.font === "code" ? FONT_CODE : FONT_UI}`;
    if (font !== this.font) context.font = font;
    this.font = font;
    context.textAlign = op.align ?? "left";
    context.textBaseline = "alphabetic";
    context.fillStyle = this.paint(op.fill);
    const before = context.globalAlpha;
    if (op.alpha !== undefined) context.globalAlpha *= op.alpha;
    context.fillText(op.room === undefined ? op.text : this.shorten(op.text, op.room), op.x, op.y);
    context.globalAlpha = before;
  }

  private shorten(text: string, room: number): string {
    const { context } = this;
    if (context.measureText(text).width <= room) return text;
    for (let length = text.length - 1; length > 1; length -= 1) {
      const short = `${text.slice(0, length).trimEnd()}…`;
      if (context.measureText(short).width <= room) return short;
    }
    return text.slice(0, 1);
  }

  private paint(name: Paint): string | CanvasPattern {
    const known = this.paints.get(name);
    if (known !== undefined) return known;
    const made = this.makePaint(name);
    this.paints.set(name, made);
    return made;
  }

  private makePaint(name: Paint): string | CanvasPattern {
    const colour = (token: string) => this.palette.colours[token as ColourToken];
    const [kind = "", token = "", by = "1"] = name.split(" ");
    if (kind === "stripes")
      return this.stripes(colour(token), mixColours(colour(token), colour("panel"), 0.24));
    if (kind === "hatch") return this.hatch(colour(token), Number(by));
    const [base = "", share] = name.split("/");
    if (share === undefined) return colour(base);
    return mixColours(
      colour(base),
      colour("panel"),
      share === "tint" ? this.palette.tint : Number(share) / 100,
    );
  }

  private stripes(colour: string, gap: string): CanvasPattern | string {
    return (
      this.pattern(7, (pen) => {
        pen.fillStyle = gap;
        pen.fillRect(0, 0, 7, 7);
        pen.fillStyle = colour;
        pen.fill(new Path2D("M0 7L7 0H3.5L0 3.5ZM7 7V3.5L3.5 7Z"));
      }) ?? colour
    );
  }

  private hatch(colour: string, by: number): CanvasPattern | string {
    return (
      this.pattern(6 * by, (pen) => {
        pen.fillStyle = colour;
        pen.scale(by, by);
        pen.fill(new Path2D("M0 0H1.4L6 4.6V6H4.6L0 1.4ZM0 6V4.6L1.4 6ZM6 0V1.4L4.6 0Z"));
      }) ?? colour
    );
  }

  /** A seamless tile, drawn at twice the size so that it stays sharp on dense screens. */
  private pattern(
    size: number,
    fill: (pen: CanvasRenderingContext2D) => void,
  ): CanvasPattern | null {
    const tile = document.createElement("canvas");
    tile.width = size * 4;
    tile.height = size * 4;
    const pen = tile.getContext("2d");
    if (!pen) return null;
    pen.scale(4, 4);
    fill(pen);
    const pattern = this.context.createPattern(tile, "repeat");
    pattern?.setTransform(new DOMMatrix().scale(0.25));
    return pattern;
  }
}

function pathOf(d: string): Path2D {
  const known = paths.get(d);
  if (known) return known;
  const path = olderPaths.get(d) ?? new Path2D(d);
  if (paths.size >= MAX_PATHS) {
    olderPaths = paths;
    paths = new Map();
  }
  paths.set(d, path);
  return path;
}
