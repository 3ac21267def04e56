import type { Fit } from "./fit.ts";
import type { Rect } from "./geometry.ts";
import { bottom, emptyBox, needed, placeRow, placeWorkers, type NodeBox } from "./boxes.ts";
import type { LayoutInput, StageLayout } from "./layout.ts";

const PAD = 16;
const TILE = 36;
const METRICS = { pad: 12, head: 30, foot: 12, gap: 10, slotGap: 8 };
const MASTERS: Pick<Rect, "y" | "h"> = { y: 8, h: 34 };
const PILLS: Pick<Rect, "y" | "h"> = { y: 50, h: 32 };
const ETCD_H = 28;
const WORKERS_Y = 98;
const PILL_W = 132;

/** The whole cluster on a phone, for a lesson that speaks of its rows: masters, workers side by side, etcd. */
export function layoutPhoneRows(input: LayoutInput): StageLayout {
  const width = input.width - 2 * PAD;
  const fit = fitRows(input, width);
  const control: Rect = { x: PAD, w: width, ...MASTERS };
  const nodes = new Map<string, NodeBox>();
  const masters = input.masters.map(({ name }) => name);
  for (const [name, rect] of placeRow(masters, control)) nodes.set(name, emptyBox(rect, 0));
  const workersH = placeWorkers(nodes, input.workers, fit, { x: PAD, y: WORKERS_Y });
  const workers: Rect = { x: PAD, y: WORKERS_Y, w: width, h: workersH };
  const etcdY = Math.max(bottom(workers) + 8, input.height - ETCD_H - 4);
  const etcd: Rect = { x: PAD, y: etcdY, w: width, h: ETCD_H };
  const pillsEnd = PAD + input.services.length * (PILL_W + PAD);
  return {
    variant: "phone",
    width: input.width,
    height: Math.max(input.height, bottom(etcd) + 4),
    unit: 1,
    fit,
    gutter: PAD,
    lanes: { control, traffic: { x: PAD, w: width, ...PILLS }, workers, etcd },
    nodes,
    etcd: placeRow(input.etcd, etcd),
    customers: { x: 0, y: 0, w: 0, h: 0 },
    services: new Map(
      input.services.map((uid, index) => [
        uid,
        { x: PAD + index * (PILL_W + PAD), w: PILL_W, ...PILLS },
      ]),
    ),
    moreServices: null,
    tray: { x: pillsEnd, y: PILLS.y + 1, w: Math.max(0, input.width - PAD - pillsEnd), h: 30 },
  };
}

/** Two rows of cells where there is room for them, so that the boxes do not grow later. */
function fitRows(input: LayoutInput, width: number): Fit {
  const columns = Math.max(1, input.workers.length);
  const boxW = (width - (columns - 1) * METRICS.gap) / columns;
  const pitch = TILE + METRICS.slotGap;
  const perRow = Math.max(1, Math.floor((boxW - 2 * METRICS.pad + METRICS.slotGap) / pitch));
  const heightOf = (rows: number) => METRICS.head + rows * pitch - METRICS.slotGap + METRICS.foot;
  const room = input.height - WORKERS_Y - ETCD_H - 12;
  const rows = Math.max(Math.ceil(needed(input.workers) / perRow), heightOf(2) <= room ? 2 : 1);
  return {
    detail: "tile",
    scale: 1,
    columns,
    boxW,
    boxH: Math.max(heightOf(rows), Math.min(room, heightOf(2))),
    perRow,
    rows,
    podW: TILE,
    podH: TILE,
    metrics: METRICS,
  };
}
