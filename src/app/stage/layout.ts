import {
  type NodeBox,
  type NodeNeed,
  needed,
  placeWorkers,
  emptyBox,
  placeRow,
  bottom,
  GAP,
} from "./boxes.ts";
import { fitWorkers, LARGEST_CARD, levelOf, type Fit, type FitInput } from "./fit.ts";
import type { Rect } from "./geometry.ts";

/** Where the stage stands: beside panels, on a phone, or alone on a wall. */
export type StageVariant = "desktop" | "phone" | "present";

/** Everything that the layout depends on; equal input gives an equal picture. */
export interface LayoutInput {
  readonly variant: StageVariant;
  readonly width: number;
  readonly height: number;
  /** Factor of present mode: height / 1080. */
  readonly unit: number;
  /** Names with the number of cells they need. */
  readonly masters: readonly NodeNeed[];
  readonly workers: readonly NodeNeed[];
  readonly etcd: readonly string[];
  readonly services: readonly string[];
  /** Steps that the picture is enlarged by; below 0 it keeps its size and shows less. 0 when absent. */
  readonly zoom?: number;
}

export interface StageLayout {
  readonly variant: StageVariant;
  readonly width: number;
  readonly height: number;
  readonly unit: number;
  readonly fit: Fit;
  readonly gutter: number;
  readonly lanes: {
    readonly control: Rect;
    readonly traffic: Rect;
    readonly workers: Rect;
    readonly etcd: Rect;
  };
  readonly nodes: ReadonlyMap<string, NodeBox>;
  readonly etcd: ReadonlyMap<string, Rect>;
  readonly customers: Rect;
  /** Those Services that have room. */
  readonly services: ReadonlyMap<string, Rect>;
  /** What stands for the Services without room; null when all have it. */
  readonly moreServices: Rect | null;
  /** Where pods without a node wait. */
  readonly tray: Rect;
}

/** Room for one row of cards; the etcd lane must stay in the picture on a low window. */
const LEAST_WORKERS = 140;
/** On a low window, a notebook's, the lanes stand closer, so that all of them are seen. */
const LOW = 400;
const LOW_GAP = 12;
/** One step of enlarging, and the most of them: a canvas must stay affordable. */
const ZOOM_STEP = 1.25;
export const ZOOM_RANGE = { least: -3, most: 4 };
/** The narrowest Service, and what stands for those without room. */
const LEAST_PILL_W = 96;
export const MORE_W = 60;
const PILL_GAP = 12;
const NOWHERE: Rect = { x: 0, y: 0, w: 0, h: 0 };

/** How much larger than its window the picture is. */
export function zoomFactor(zoom: number): number {
  return ZOOM_STEP ** Math.max(0, Math.min(ZOOM_RANGE.most, zoom));
}

/** Places every box of the stage. */
export function layoutStage(input: LayoutInput): StageLayout {
  if (input.variant === "phone") return layoutPhone(input);
  if (input.variant === "present") return layoutPresent(input);
  return layoutDesktop(input);
}

function layoutDesktop(input: LayoutInput): StageLayout {
  const { zoom = 0 } = input;
  const factor = zoomFactor(zoom);
  const gutter = input.width >= 640 ? 72 : 16;
  const gap = input.height < LOW ? LOW_GAP : GAP;
  const width = (input.width - gutter - GAP) * factor;
  const agents = Math.max(0, ...input.masters.map(({ slots }) => slots));
  const controlColumns = Math.max(
    1,
    Math.min(input.masters.length, Math.floor((width + GAP) / 180)),
  );
  const controlH = 80 + masterExtra(agents, (width + GAP) / controlColumns - GAP);
  const controlLines = Math.max(1, Math.ceil(input.masters.length / controlColumns));
  const control: Rect = {
    x: gutter,
    y: gap,
    w: width,
    h: input.masters.length === 0 ? 0 : controlLines * (controlH + GAP) - GAP,
  };
  const traffic: Rect = { x: gutter, y: bottom(control) + gap, w: width, h: 56 };
  const etcdH = input.etcd.length === 0 ? 0 : 40;
  const workersY = bottom(traffic) + gap;
  const room = Math.max(
    LEAST_WORKERS,
    input.height - workersY - (etcdH === 0 ? gap : etcdH + 2 * gap),
  );
  const need = {
    boxes: input.workers.length,
    slots: needed(input.workers),
    present: false,
    unit: 1,
  };
  const fit = zoomedFit({ ...need, width: width / factor, height: room }, zoom);
  const nodes = new Map<string, NodeBox>();
  placeMasters(nodes, input.masters, { lane: control, columns: controlColumns, boxH: controlH });
  const workersH = placeWorkers(nodes, input.workers, fit, { x: gutter, y: workersY });
  const workers: Rect = { x: gutter, y: workersY, w: width, h: Math.max(workersH, 0) };
  const etcd: Rect = {
    x: gutter,
    y: Math.max(bottom(workers) + gap, input.height - gap - etcdH),
    w: width,
    h: etcdH,
  };
  return {
    variant: "desktop",
    width: gutter + width + GAP,
    height: Math.max(input.height, bottom(etcd) + gap),
    unit: 1,
    fit,
    gutter,
    lanes: { control, traffic, workers, etcd },
    nodes,
    etcd: placeRow(input.etcd, etcd),
    ...placeTraffic(input.services, { x: traffic.x, y: traffic.y + 8, w: traffic.w, h: 40 }),
  };
}

/** The fit of the whole picture, or what becomes of it by hand: boxes keep their order and their number side by side. */
function zoomedFit(input: FitInput, zoom: number): Fit {
  const whole = fitWorkers(input);
  if (zoom === 0) return whole;
  const { columns } = whole;
  if (zoom < 0) return fitWorkers({ ...input, columns, coarser: levelOf(whole) - zoom });
  const factor = zoomFactor(zoom);
  const largest = LARGEST_CARD * Math.sqrt(factor);
  const { width, height } = input;
  return fitWorkers({
    ...input,
    columns,
    largest,
    width: width * factor,
    height: height * factor,
  });
}

/** Pods without a node wait over the line that carries the traffic, not on it. */
const DOCK = { above: 12, h: 30 };

const PHONE = {
  workersY: 48,
  gap: 12,
  pill: 148,
  metrics: { pad: 16, head: 36, foot: 24, gap: 12, slotGap: 8 },
};

function layoutPhone(input: LayoutInput): StageLayout {
  const fit = phoneFit(input);
  const margin = (input.width - fit.boxW) / 2;
  const width = margin * 2 + fit.columns * (fit.boxW + PHONE.gap) - PHONE.gap;
  const nodes = new Map<string, NodeBox>();
  const workersH = placeWorkers(nodes, input.workers, fit, { x: margin, y: PHONE.workersY });
  const workers: Rect = { x: margin, y: PHONE.workersY, w: width - 2 * margin, h: workersH };
  const pills = Math.min(
    input.services.length,
    Math.floor((input.width - GAP - MORE_W) / PHONE.pill),
  );
  const pillsEnd = GAP + pills * PHONE.pill;
  const hasMore = pills < input.services.length;
  const trayX = hasMore ? pillsEnd + MORE_W : pillsEnd;
  return {
    variant: "phone",
    width,
    height: Math.max(input.height - 18, bottom(workers) + 4),
    unit: 1,
    fit,
    gutter: GAP,
    lanes: {
      control: NOWHERE,
      traffic: { x: GAP, y: 2, w: width - 2 * GAP, h: 32 },
      workers,
      etcd: NOWHERE,
    },
    nodes,
    etcd: new Map(),
    customers: NOWHERE,
    services: new Map(
      input.services
        .slice(0, pills)
        .map((uid, index) => [uid, { x: GAP + index * PHONE.pill, y: 2, w: 132, h: 32 }]),
    ),
    moreServices: hasMore ? { x: pillsEnd, y: 2, w: MORE_W, h: 32 } : null,
    tray: { x: trayX, y: 3, w: Math.max(0, input.width - GAP - trayX), h: DOCK.h },
  };
}

/** One worker fills the screen of a phone, its neighbours peek in. */
function phoneFit(input: LayoutInput): Fit {
  const { metrics } = PHONE;
  const boxW = Math.min(256, input.width - 88);
  const room = input.height - PHONE.workersY - 22;
  const cardW = (boxW - 2 * metrics.pad - metrics.slotGap) / 2;
  const cardH = (cardW * 56) / 92;
  const slots = needed(input.workers);
  const { zoom = 0 } = input;
  const isFull =
    Math.ceil(slots / 2) * (cardH + 8) + metrics.head + metrics.foot > Math.max(room, 184) * 1.8;
  const isDense = zoom === 0 ? isFull : zoom < 0;
  const perRow = isDense
    ? Math.floor((boxW - 2 * metrics.pad + metrics.slotGap) / (36 + metrics.slotGap))
    : 2;
  const podH = isDense ? 36 : cardH;
  const rows = Math.max(2, Math.ceil(slots / perRow));
  const boxH = metrics.head + rows * (podH + metrics.slotGap) - metrics.slotGap + metrics.foot - 8;
  return {
    detail: isDense ? "tile" : "card",
    scale: isDense ? 1 : cardW / 92,
    columns: Math.max(1, input.workers.length),
    boxW,
    boxH: Math.max(boxH, Math.min(room, 184)),
    perRow,
    rows,
    podW: isDense ? 36 : cardW,
    podH,
    metrics,
  };
}

function layoutPresent(whole: LayoutInput): StageLayout {
  const factor = zoomFactor(whole.zoom ?? 0);
  const input = { ...whole, width: whole.width * factor, height: whole.height * factor };
  const unit = whole.unit * factor;
  const width = input.width;
  const columns = Math.max(1, Math.min(input.masters.length, 5));
  const isStanding = input.height > input.width;
  const boxH = (isStanding ? 150 : 96) * unit;
  const control: Rect = { x: 0, y: 0, w: width, h: input.masters.length === 0 ? 0 : boxH };
  const workersY = bottom(control) + (control.h === 0 ? 0 : 58 * unit);
  const room = Math.max(200 * unit, input.height - workersY);
  const fit = fitWorkers({
    width,
    height: room,
    boxes: input.workers.length,
    slots: needed(input.workers),
    present: true,
    unit,
  });
  const nodes = new Map<string, NodeBox>();
  const gap = (isStanding ? 24 : 40) * unit;
  const masterW = (width - (columns - 1) * gap) / columns;
  input.masters.forEach(({ name }, index) => {
    const rect = {
      x: (index % columns) * (masterW + gap),
      y: Math.floor(index / columns) * (boxH + gap),
      w: masterW,
      h: boxH,
    };
    nodes.set(name, emptyBox(rect, index));
  });
  const workersH = placeWorkers(nodes, input.workers, fit, { x: 0, y: workersY });
  return {
    variant: "present",
    width,
    height: Math.max(input.height, workersY + workersH),
    unit,
    fit,
    gutter: 0,
    lanes: {
      control,
      traffic: NOWHERE,
      workers: { x: 0, y: workersY, w: width, h: workersH },
      etcd: NOWHERE,
    },
    nodes,
    etcd: new Map(),
    customers: NOWHERE,
    services: new Map(),
    moreServices: null,
    tray: { x: 0, y: bottom(control), w: 190 * unit, h: 58 * unit },
  };
}

/** Pods on masters are few and small: cells in lines under the icons. */
function masterExtra(slots: number, boxW: number): number {
  const perRow = Math.max(1, Math.floor((boxW - 32 + 4) / 18));
  return slots === 0 ? 0 : Math.ceil(slots / perRow) * 18 + 2;
}

function placeMasters(
  nodes: Map<string, NodeBox>,
  masters: readonly NodeNeed[],
  { lane, columns, boxH }: { lane: Rect; columns: number; boxH: number },
): void {
  const boxW = (lane.w - (columns - 1) * GAP) / columns;
  masters.forEach(({ name }, index) => {
    const rect = {
      x: lane.x + (index % columns) * (boxW + GAP),
      y: lane.y + Math.floor(index / columns) * (boxH + GAP),
      w: boxW,
      h: boxH,
    };
    nodes.set(name, {
      ...emptyBox(rect, 0),
      origin: { x: rect.x + 16, y: rect.y + 74 },
      perRow: Math.max(1, Math.floor((boxW - 32 + 4) / 18)),
    });
  });
}

/** Customers at the left, services at the right, the way between them free for pods that wait. */
function placeTraffic(
  services: readonly string[],
  row: Rect,
): Pick<StageLayout, "customers" | "services" | "moreServices" | "tray"> {
  const customersW = 120;
  const third = (row.w - 2 * GAP) / 3;
  const room = row.w - customersW - 140;
  const most = (width: number) =>
    Math.max(1, Math.floor((width + PILL_GAP) / (LEAST_PILL_W + PILL_GAP)));
  const isFull = services.length > most(room);
  const moreW = isFull ? MORE_W + PILL_GAP : 0;
  const count = isFull ? most(room - moreW) : services.length;
  const widest = (room - moreW - (count - 1) * PILL_GAP) / Math.max(1, count);
  const pillW = count === 0 ? 0 : Math.max(LEAST_PILL_W, Math.min(third, widest));
  const startX = row.x + row.w - count * (pillW + PILL_GAP) + PILL_GAP - moreW;
  const trayX = row.x + customersW + GAP;
  return {
    customers: { x: row.x, y: row.y, w: customersW, h: row.h },
    services: new Map(
      services
        .slice(0, count)
        .map((uid, index) => [
          uid,
          { x: startX + index * (pillW + PILL_GAP), y: row.y, w: pillW, h: row.h },
        ]),
    ),
    moreServices: isFull ? { x: row.x + row.w - MORE_W, y: row.y, w: MORE_W, h: row.h } : null,
    tray: {
      x: trayX,
      y: row.y - 8 - DOCK.above,
      w: Math.max(0, startX - GAP - trayX),
      h: DOCK.h,
    },
  };
}
