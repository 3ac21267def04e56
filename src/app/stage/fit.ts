import type { Detail } from "./figures/pod-look.ts";
import { POD_SIZE } from "./figures/pod.ts";

/** Measures of node boxes at a level of detail, in px. */
export interface BoxMetrics {
  readonly pad: number;
  readonly head: number;
  readonly foot: number;
  readonly gap: number;
  readonly slotGap: number;
}

/** How the boxes of the workers and the cells inside them are laid out. */
export interface Fit {
  readonly detail: Detail;
  readonly scale: number;
  readonly columns: number;
  readonly boxW: number;
  readonly boxH: number;
  readonly perRow: number;
  readonly rows: number;
  readonly podW: number;
  readonly podH: number;
  readonly metrics: BoxMetrics;
}

export interface FitInput {
  readonly width: number;
  readonly height: number;
  readonly boxes: number;
  /** Cells that the fullest box must show. */
  readonly slots: number;
  readonly present: boolean;
  /** Factor of the whole page in present mode; 1 elsewhere. */
  readonly unit: number;
}

const METRICS: Readonly<Record<Detail, BoxMetrics>> = {
  big: { pad: 24, head: 102, foot: 26, gap: 40, slotGap: 18 },
  card: { pad: 16, head: 36, foot: 32, gap: 16, slotGap: 8 },
  tile: { pad: 12, head: 32, foot: 28, gap: 12, slotGap: 6 },
  cell: { pad: 10, head: 28, foot: 18, gap: 10, slotGap: 3 },
  dot: { pad: 6, head: 18, foot: 9, gap: 6, slotGap: 2 },
};

/** Fewest cells a box shows at full detail, so that a freed one is seen. */
const ROOM_TO_SPARE = 1;

/** The most detailed layout in which all boxes fit; dots that may need scrolling when none does. */
export function fitWorkers(input: FitInput): Fit {
  for (const detail of input.present ? (["big", "tile", "cell", "dot"] as const) : (["card", "tile", "cell", "dot"] as const)) {
    const fits = scalesOf(detail, input.unit)
      .map((scale) => bestColumns(input, detail, scale))
      .find((fit) => fit !== undefined);
    if (fits) return fits;
  }
  return lastResort(input);
}

function scalesOf(detail: Detail, unit: number): readonly number[] {
  if (detail === "big") return [1, 0.85, 0.7, 0.55].map((scale) => scale * unit);
  if (detail === "card") return [1.5, 1.35, 1.2, 1.1, 1];
  if (detail === "tile") return [1.2, 1].map((scale) => scale * unit);
  return [unit];
}

function bestColumns(input: FitInput, detail: Detail, scale: number): Fit | undefined {
  const metrics = scaled(METRICS[detail], detail === "card" || detail === "tile" ? 1 : scale);
  const inner = POD_SIZE[detail].w * scale;
  const least = detail === "dot" ? 56 : detail === "cell" ? 110 * input.unit : Math.max(110 * input.unit, inner + 2 * metrics.pad);
  const most = Math.max(1, Math.min(input.boxes, Math.floor((input.width + metrics.gap) / (least + metrics.gap))));
  for (let columns = most; columns >= 1; columns -= 1) {
    const fit = fitWith(input, { detail, scale, columns, metrics });
    const lines = Math.ceil(input.boxes / columns);
    if (lines * (neededHeight(fit) + metrics.gap) - metrics.gap <= input.height) return stretched(fit, input, lines);
  }
  return undefined;
}

function fitWith(
  { width, boxes, slots }: FitInput,
  { detail, scale, columns, metrics }: { detail: Detail; scale: number; columns: number; metrics: BoxMetrics },
): Fit {
  const across = Math.min(columns, Math.max(1, boxes));
  const podW = POD_SIZE[detail].w * scale;
  const podH = POD_SIZE[detail].h * scale;
  const boxW = Math.floor((width - (across - 1) * metrics.gap) / across);
  const perRow = Math.max(1, Math.floor((boxW - 2 * metrics.pad + metrics.slotGap + 0.5) / (podW + metrics.slotGap)));
  const spare = detail === "card" || detail === "big" ? ROOM_TO_SPARE : 0;
  const rows = Math.max(detail === "big" ? 2 : 1, Math.ceil((slots + spare) / perRow));
  return { detail, scale, columns: across, boxW, boxH: 0, perRow, rows, podW, podH, metrics };
}

function neededHeight({ metrics, rows, podH }: Fit): number {
  return metrics.head + rows * (podH + metrics.slotGap) - metrics.slotGap + metrics.foot;
}

/** Boxes take the height that is there; more rows of free cells fill it. */
function stretched(fit: Fit, { height }: FitInput, lines: number): Fit {
  const { metrics, podH } = fit;
  const room = Math.floor((height - (lines - 1) * metrics.gap) / lines);
  const limit = fit.detail === "card" || fit.detail === "big" ? room : Math.min(room, Math.max(neededHeight(fit), 120));
  const boxH = Math.max(neededHeight(fit), limit);
  const rows = Math.floor((boxH - metrics.head - metrics.foot + metrics.slotGap + 0.5) / (podH + metrics.slotGap));
  return { ...fit, boxH, rows: Math.max(fit.rows, rows) };
}

function lastResort(input: FitInput): Fit {
  const metrics = METRICS.dot;
  const columns = Math.max(1, Math.min(input.boxes, Math.floor((input.width + metrics.gap) / (64 + metrics.gap))));
  const fit = fitWith(input, { detail: "dot", scale: 1, columns, metrics });
  return { ...fit, boxH: neededHeight(fit) };
}

function scaled(metrics: BoxMetrics, by: number): BoxMetrics {
  return { pad: metrics.pad * by, head: metrics.head * by, foot: metrics.foot * by, gap: metrics.gap * by, slotGap: metrics.slotGap * by };
}
