import type { PodFamily, PodView } from "#core/view/rows.ts";
import type { Detail } from "./figures/pod-look.ts";
import type { Rect } from "./geometry.ts";
import { slotRect, type NodeBox } from "./boxes.ts";
import type { StageLayout } from "./layout.ts";

/** Where a pod is drawn and how much of it. */
export interface Place {
  readonly rect: Rect;
  readonly detail: Detail;
}

const WORST_FIRST: Readonly<Record<PodFamily, number>> = {
  failing: 0,
  leaving: 1,
  waiting: 2,
  progress: 3,
  healthy: 4,
};

/** Places of all pods: cells of their node, or the tray while they have none. */
export function placePods(
  pods: ReadonlyMap<string, PodView>,
  layout: StageLayout,
): Map<string, Place> {
  const places = new Map<string, Place>();
  const waiting: PodView[] = [];
  const dense = new Map<string, PodView[]>();
  for (const pod of pods.values()) {
    const box = layout.nodes.get(pod.node);
    if (!box) waiting.push(pod);
    else if (isDense(box)) dense.set(pod.node, [...(dense.get(pod.node) ?? []), pod]);
    else places.set(pod.uid, { rect: slotRect(box, Math.max(0, pod.slot)), detail: box.detail });
  }
  for (const [node, members] of dense) placeDense(places, layout.nodes.get(node), members);
  if (layout.variant === "present") placeWallTray(places, waiting, layout);
  else placeTray(places, waiting, layout.tray);
  return places;
}

function isDense(box: NodeBox): boolean {
  return box.detail === "cell" || box.detail === "dot";
}

/** Among many, trouble always sits top left. */
function placeDense(places: Map<string, Place>, box: NodeBox | undefined, pods: PodView[]): void {
  if (!box) return;
  pods.sort((a, b) => WORST_FIRST[a.family] - WORST_FIRST[b.family] || a.slot - b.slot);
  pods.forEach((pod, index) =>
    places.set(pod.uid, { rect: slotRect(box, index), detail: box.detail }),
  );
}

/** Tiles of the dock, and room for its words beside them. */
const DOCK_TILE = { size: 24, pitch: 28, pad: 4, words: 150 };

/** How many tiles fit into the dock. */
export function dockTiles({ w }: Rect): number {
  return Math.max(1, Math.floor((w - DOCK_TILE.words) / DOCK_TILE.pitch));
}

/** Left edge of the words beside a number of tiles. */
export function dockWordsAt(tiles: number): number {
  return DOCK_TILE.pad + tiles * DOCK_TILE.pitch + 2;
}

/** Those that no node takes come first: they need somebody. */
function placeTray(places: Map<string, Place>, pods: PodView[], tray: Rect): void {
  pods.sort(
    (a, b) =>
      Number(b.state === "unschedulable") - Number(a.state === "unschedulable") ||
      a.createdAt - b.createdAt ||
      (a.name < b.name ? -1 : 1),
  );
  const { size, pitch, pad } = DOCK_TILE;
  const y = tray.y + (tray.h - size) / 2;
  pods.slice(0, dockTiles(tray)).forEach((pod, index) => {
    const rect = { x: tray.x + pad + index * pitch, y, w: size, h: size };
    places.set(pod.uid, { rect, detail: "tile" });
  });
}

/** In a hall only signs are legible in so small a space. */
function placeWallTray(
  places: Map<string, Place>,
  pods: PodView[],
  { tray, unit }: StageLayout,
): void {
  const size = 50 * unit;
  const pitch = size + 10 * unit;
  pods.slice(0, Math.max(1, Math.floor(tray.w / pitch))).forEach((pod, index) => {
    const rect = { x: tray.x + index * pitch, y: tray.y + 4 * unit, w: size, h: size };
    places.set(pod.uid, { rect, detail: "tile" });
  });
}
