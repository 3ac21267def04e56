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
  /** Boxes side by side, when that is settled: enlarging must not move them. */
  readonly columns?: number;
  /** Levels of detail to leave out: by hand somebody asked for less. */
  readonly coarser?: number;
  /** How far a card may grow; LARGEST_CARD when absent. */
  readonly largest?: number;
}

const METRICS: Readonly<Record<Detail, BoxMetrics>> = {
  big: { pad: 24, head: 102, foot: 26, gap: 40, slotGap: 16 },
  card: { pad: 16, head: 36, foot: 32, gap: 16, slotGap: 8 },
  slim: { pad: 16, head: 36, foot: 28, gap: 16, slotGap: 6 },
  tile: { pad: 12, head: 32, foot: 28, gap: 12, slotGap: 6 },
  cell: { pad: 10, head: 28, foot: 18, gap: 10, slotGap: 3 },
  dot: { pad: 6, head: 18, foot: 9, gap: 6, slotGap: 2 },
};

/** On a wall names are three times as high as beside panels; without words in them, pods may stand closer. */
const WALL_METRICS: Readonly<Record<Detail, BoxMetrics>> = {
  ...METRICS,
  tile: { pad: 20, head: 84, foot: 20, gap: 40, slotGap: 10 },
  cell: { pad: 16, head: 72, foot: 34, gap: 20, slotGap: 5 },
  dot: { pad: 12, head: 60, foot: 24, gap: 14, slotGap: 3 },
};
const WALL_TILES = [2.6, 2.1, 1.7, 1.4, 1.2, 1];

/** Factors on the natural size, best first; a card grows until its row is full. */
const SCALES: Readonly<Record<Detail, readonly number[]>> = {
  big: [1, 0.85, 0.7, 0.55],
  card: [1],
  slim: [1],
  tile: [1.25, 1],
  cell: [1.8, 1.6, 1.4, 1.2, 1],
  dot: [2, 1.7, 1.4, 1.2, 1],
};

const LEAST_WIDTH: Readonly<Record<Detail, number>> = {
  big: 380,
  card: 0,
  slim: 0,
  tile: 110,
  cell: 104,
  dot: 60,
};
/** How far a card grows to fill its row. */
export const LARGEST_CARD = 1.45;

/** Where a level of detail stands in the row of them, the most detailed first. */
export function levelOf({ detail }: Fit): number {
  return detail === "big" ? 0 : ["card", "slim", "tile", "cell", "dot"].indexOf(detail);
}

/** The most detailed layout in which all boxes fit; dots that may need scrolling when none does. */
export function fitWorkers(input: FitInput): Fit {
  const details: readonly Detail[] = input.present
    ? ["big", "tile", "cell", "dot"]
    : ["card", "slim", "tile", "cell", "dot"];
  const first = Math.min(details.length - 1, input.coarser ?? 0);
  for (const detail of details.slice(first)) {
    const scales = input.present && detail === "tile" ? WALL_TILES : SCALES[detail];
    for (const scale of scales) {
      const fit = bestColumns(input, detail, scale * input.unit);
      if (fit) return fit;
    }
  }
  return lastResort(input);
}

function bestColumns(input: FitInput, detail: Detail, scale: number): Fit | undefined {
  const metrics = scaled(
    (input.present ? WALL_METRICS : METRICS)[detail],
    detail === "big" || detail === "cell" || detail === "dot"
      ? Math.min(scale, input.unit)
      : input.unit,
  );
  const narrowest = Math.max(
    LEAST_WIDTH[detail] * input.unit,
    POD_SIZE[detail].w * scale + 2 * metrics.pad,
  );
  const most = Math.max(
    1,
    Math.min(input.boxes, Math.floor((input.width + metrics.gap) / (narrowest + metrics.gap))),
  );
  const fewest = input.columns ?? 1;
  for (let columns = Math.min(most, input.columns ?? most); columns >= fewest; columns -= 1) {
    const lines = Math.ceil(input.boxes / columns);
    const best = rowChoices(input, { detail, scale, columns, metrics })
      .filter((fit) => lines * (neededHeight(fit) + metrics.gap) - metrics.gap <= input.height)
      .sort((a, b) => worth(b) - worth(a))[0];
    if (best) return stretched(best, input, lines);
  }
  return undefined;
}

interface Choice {
  readonly detail: Detail;
  readonly scale: number;
  readonly columns: number;
  readonly metrics: BoxMetrics;
}

/** One layout for each number of cells side by side that a box could have. */
function rowChoices(
  { width, height, boxes, slots, largest = LARGEST_CARD }: FitInput,
  { detail, scale, columns, metrics }: Choice,
): Fit[] {
  const across = Math.min(columns, Math.max(1, boxes));
  const boxW = Math.floor((width - (across - 1) * metrics.gap) / across);
  const inner = boxW - 2 * metrics.pad;
  const lines = Math.ceil(Math.max(1, boxes) / across);
  const boxRoom = (height - (lines - 1) * metrics.gap) / lines - metrics.head - metrics.foot;
  // A second row has room as long as cards of the natural size let it: the next pod then changes nothing.
  const tallest = Math.max(scale, (boxRoom - metrics.slotGap) / 2 / POD_SIZE[detail].h);
  const most = Math.max(
    1,
    Math.floor((inner + metrics.slotGap + 0.5) / (POD_SIZE[detail].w * scale + metrics.slotGap)),
  );
  const least = detail === "card" || detail === "slim" ? 1 : most;
  return Array.from({ length: most - least + 1 }, (_, index) => {
    const perRow = least + index;
    const widest = (inner - (perRow - 1) * metrics.slotGap) / perRow / POD_SIZE[detail].w;
    const own =
      detail === "card" || detail === "slim"
        ? Math.max(scale, Math.min(largest, widest, tallest))
        : scale;
    const rows = Math.max(detail === "big" && height < width ? 2 : 1, Math.ceil(slots / perRow));
    return {
      detail,
      scale: own,
      columns: across,
      boxW,
      boxH: 0,
      perRow,
      rows,
      podW: POD_SIZE[detail].w * own,
      podH: POD_SIZE[detail].h * own,
      metrics,
    };
  });
}

/** Large cards are good, rows that fill their box are better. */
function worth({ podW, perRow, metrics, boxW, scale }: Fit): number {
  const used = (perRow * (podW + metrics.slotGap) - metrics.slotGap) / (boxW - 2 * metrics.pad);
  return scale * used * used;
}

function neededHeight({ metrics, rows, podH }: Fit): number {
  return metrics.head + rows * (podH + metrics.slotGap) - metrics.slotGap + metrics.foot;
}

/** Boxes take the height that is there, more rows of free cells fill it, and cards take the width of their row. */
function stretched(fit: Fit, { height }: FitInput, lines: number): Fit {
  const { metrics, podH, perRow } = fit;
  const share = (fit.boxW - 2 * metrics.pad - (perRow - 1) * metrics.slotGap) / perRow;
  const podW = fit.detail === "card" || fit.detail === "slim" ? Math.floor(share) : fit.podW;
  const room = Math.floor((height - (lines - 1) * metrics.gap) / lines);
  const limit =
    fit.detail !== "cell" && fit.detail !== "dot"
      ? room
      : Math.min(room, Math.max(neededHeight(fit), 120));
  const boxH = Math.max(neededHeight(fit), limit);
  const rows = Math.floor(
    (boxH - metrics.head - metrics.foot + metrics.slotGap + 0.5) / (podH + metrics.slotGap),
  );
  return { ...fit, podW, boxH, rows: Math.max(fit.rows, rows) };
}

function lastResort(input: FitInput): Fit {
  const metrics = input.present ? scaled(WALL_METRICS.dot, input.unit) : METRICS.dot;
  const columns =
    input.columns ??
    Math.max(
      1,
      Math.min(input.boxes, Math.floor((input.width + metrics.gap) / (64 + metrics.gap))),
    );
  const [fit] = rowChoices(input, { detail: "dot", scale: 1, columns, metrics });
  if (!fit) throw new Error("a box has room for at least one pod");
  return { ...fit, boxH: neededHeight(fit) };
}

function scaled(metrics: BoxMetrics, by: number): BoxMetrics {
  return {
    pad: metrics.pad * by,
    head: metrics.head * by,
    foot: metrics.foot * by,
    gap: metrics.gap * by,
    slotGap: metrics.slotGap * by,
  };
}
