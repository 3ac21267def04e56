import type { PodFamily, PodView } from "#core/view/rows.ts";
import type { Detail } from "./figures/pod-look.ts";
import { POD_SIZE } from "./figures/pod.ts";
import type { Rect } from "./geometry.ts";
import { slotRect, type NodeBox, type StageLayout } from "./layout.ts";

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

function placeTray(places: Map<string, Place>, pods: PodView[], tray: Rect): void {
  pods.sort((a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1));
  const detail =
    (["card", "tile", "cell"] as const).find((each) => capacity(tray, each) >= pods.length) ??
    "cell";
  const gap = detail === "cell" ? 4 : 8;
  const size = POD_SIZE[detail];
  const perRow = Math.max(1, Math.floor((tray.w + gap) / (size.w + gap)));
  const lines = Math.max(1, Math.floor((tray.h + gap) / (size.h + gap)));
  const used = Math.min(pods.length, perRow);
  const left = tray.x + (tray.w - used * (size.w + gap) + gap) / 2;
  const usedLines = Math.min(lines, Math.ceil(pods.length / perRow));
  const top = tray.y + (tray.h - usedLines * (size.h + gap) + gap) / 2;
  pods.slice(0, perRow * lines).forEach((pod, index) => {
    const rect = {
      x: left + (index % perRow) * (size.w + gap),
      y: top + Math.floor(index / perRow) * (size.h + gap),
      w: size.w,
      h: size.h,
    };
    places.set(pod.uid, { rect, detail });
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

function capacity(tray: Rect, detail: "card" | "tile" | "cell"): number {
  const gap = detail === "cell" ? 4 : 8;
  const size = POD_SIZE[detail];
  return Math.floor((tray.w + gap) / (size.w + gap)) * Math.floor((tray.h + gap) / (size.h + gap));
}
