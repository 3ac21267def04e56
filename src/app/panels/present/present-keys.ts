import type { TextKey } from "#app/i18n/text.ts";
import type { Yard } from "#app/state/hooks.ts";
import { killLine } from "#app/stage/actions.ts";

/** What lies over half of the picture. */
export type Overlay = "terminal" | "yaml" | "what" | "keys";

/** What the presenter has set. */
export interface PresentView {
  /** Factor on top of the size that the height gives. */
  readonly size: number;
  readonly spotlight: boolean;
  /** White on black, for a dark hall; black on white otherwise. */
  readonly darkHall: boolean;
  readonly captions: "both" | "one" | "off";
  /** Nothing at all is shown: look at the teacher. */
  readonly blank: boolean;
  readonly pen: boolean;
  readonly legend: boolean;
  /** The code for phones of pupils is on the wall, while they may follow. */
  readonly code: boolean;
  readonly overlay: Overlay | null;
}

export const FIRST_VIEW: PresentView = {
  size: 1,
  spotlight: false,
  darkHall: false,
  captions: "both",
  blank: false,
  pen: false,
  legend: false,
  code: false,
  overlay: null,
};

/** One key of the presenter: it changes the view, or does something, or both. */
export interface PresentKey {
  /** As `keyName` writes them, the first one is shown. */
  readonly keys: readonly string[];
  readonly label: TextKey;
  readonly change?: (view: PresentView) => PresentView;
  readonly perform?: (yard: Yard) => void;
}

const SIZES = [0.8, 0.9, 1, 1.1, 1.2, 1.35] as const;
const CAPTIONS = { both: "one", one: "off", off: "both" } as const;

/** Every key of present mode, in the order of its help. */
export const PRESENT_KEYS: readonly PresentKey[] = [
  { keys: ["Space"], label: "actions.playPause", perform: togglePlay },
  { keys: ["f"], label: "present.full", perform: toggleFullScreen },
  { keys: ["b"], label: "present.blank", change: (view) => ({ ...view, blank: !view.blank }) },
  {
    keys: ["l"],
    label: "present.spotlight",
    change: (view) => ({ ...view, spotlight: !view.spotlight }),
  },
  { keys: ["d"], label: "present.pen", change: (view) => ({ ...view, pen: !view.pen }) },
  { keys: ["z"], label: "present.zoom", perform: toggleZoom },
  { keys: ["+", "="], label: "present.larger", change: (view) => resized(view, 1) },
  { keys: ["-"], label: "present.smaller", change: (view) => resized(view, -1) },
  {
    keys: ["0"],
    label: "present.fit",
    change: (view) => ({ ...view, size: 1 }),
    perform: (yard) => yard.setPage({ zoom: 0 }),
  },
  { keys: ["t"], label: "present.terminal", change: (view) => laid(view, "terminal") },
  { keys: ["y"], label: "present.yaml", change: (view) => laid(view, "yaml") },
  { keys: ["w"], label: "explain.latest", change: (view) => laid(view, "what") },
  {
    keys: ["c"],
    label: "present.captions",
    change: (view) => ({ ...view, captions: CAPTIONS[view.captions] }),
  },
  { keys: ["k"], label: "legend.label", change: (view) => ({ ...view, legend: !view.legend }) },
  { keys: ["q"], label: "follow.code", change: (view) => ({ ...view, code: !view.code }) },
  { keys: ["m"], label: "actions.messages", perform: toggleMessages },
  { keys: ["x"], label: "actions.deleteSelected", perform: killSelected },
  {
    keys: ["h"],
    label: "present.dark",
    change: (view) => ({ ...view, darkHall: !view.darkHall }),
  },
  { keys: ["?"], label: "present.allKeys", change: (view) => laid(view, "keys") },
];

/** One step back: what lies on top goes first. Null when nothing is left but to leave. */
export function stepBack(view: PresentView): PresentView | null {
  if (view.blank) return { ...view, blank: false };
  if (view.overlay) return { ...view, overlay: null };
  if (view.code) return { ...view, code: false };
  if (view.pen) return { ...view, pen: false };
  if (view.spotlight) return { ...view, spotlight: false };
  return null;
}

function laid(view: PresentView, overlay: Overlay): PresentView {
  return { ...view, overlay: view.overlay === overlay ? null : overlay };
}

function resized(view: PresentView, by: 1 | -1): PresentView {
  const index = SIZES.findIndex((size) => size >= view.size - 0.001);
  return { ...view, size: SIZES[Math.max(0, Math.min(SIZES.length - 1, index + by))] ?? 1 };
}

function togglePlay(yard: Yard): void {
  void yard.send({ type: "play", on: !yard.store.getState().playing });
}

function toggleFullScreen(): void {
  void (
    document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen()
  ).catch(() => undefined);
}

/** Two steps are enough to fill the wall with one machine. */
const CLOSE_UP = 3;

function toggleZoom(yard: Yard): void {
  const { zoom } = yard.store.getState();
  yard.setPage({ zoom: zoom === 0 ? CLOSE_UP : 0 });
}

function toggleMessages({ store, setPage }: Yard): void {
  setPage({ messages: !store.getState().messages });
}

function killSelected(yard: Yard): void {
  const { selection, readOnly } = yard.store.getState();
  if (selection?.kind === "Pod" && !readOnly)
    void yard.runKubectl(killLine(selection), { echo: true });
}
