/**
 * The draw list: what to paint, in order, as plain values. Colours are names, so that the same list serves every theme:
 * `healthy` a token, `healthy/14` that share of it over the panel, `healthy/tint` the share that the theme asks for,
 * `stripes revision-b` and `hatch leaving` patterns, the latter with a factor on its width when it must be coarser.
 */
export type Paint = string;

export interface PathOp {
  readonly op: "path";
  readonly d: string;
  readonly fill?: Paint;
  readonly stroke?: Paint;
  readonly width?: number;
  readonly dash?: readonly number[];
  readonly round?: boolean;
  readonly alpha?: number;
  /** Paint only inside this outline. */
  readonly clip?: string;
  /** Fill by the even-odd rule: an inner outline is a hole. */
  readonly evenOdd?: boolean;
}

export interface TextOp {
  readonly op: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly font: "code" | "ui";
  readonly size: number;
  readonly weight: number;
  readonly fill: Paint;
  readonly align?: "left" | "center" | "right";
  /** Shortened with an ellipsis when wider than this. */
  readonly room?: number;
  readonly alpha?: number;
}

/** Things drawn together, moved, scaled and faded as one. */
export interface GroupOp {
  readonly op: "group";
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  readonly alpha: number;
  readonly ops: readonly Op[];
  /** Side of the square it fills, when many groups share these very ops: they are painted once and copied. */
  readonly sprite?: number;
}

export type Op = PathOp | TextOp | GroupOp;

/** The list as text, one line an op: what tests compare. */
export function opsToText(ops: readonly Op[], indent = ""): string {
  return ops.map((op) => opToText(op, indent)).join("\n");
}

function opToText(op: Op, indent: string): string {
  if (op.op === "group") {
    const head = `${indent}${op.id} at ${round(op.x)},${round(op.y)} scale ${round(op.scale)} alpha ${round(op.alpha)}`;
    return op.ops.length === 0 ? head : `${head}\n${opsToText(op.ops, `${indent}  `)}`;
  }
  if (op.op === "text") {
    return `${indent}text "${op.text}" ${op.font} ${op.size}/${op.weight} ${op.fill} at ${round(op.x)},${round(op.y)}`;
  }
  const parts = [
    op.fill === undefined ? "" : ` fill ${op.fill}`,
    op.stroke === undefined ? "" : ` stroke ${op.stroke} ${op.width ?? 1}`,
    op.dash ? ` dash ${op.dash.join(",")}` : "",
    op.clip === undefined ? "" : " clipped",
    op.alpha === undefined ? "" : ` alpha ${round(op.alpha)}`,
  ];
  return `${indent}path${parts.join("")} ${op.d}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
