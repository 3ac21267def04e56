import { useEffect, useState } from "react";
import { useYardHandle } from "#app/state/hooks.ts";

/** What the presenter has set. */
export interface PresentView {
  /** Factor on top of the size that the height gives. */
  readonly zoom: number;
  readonly spotlight: boolean;
  /** White on black, for a dark hall; black on white otherwise. */
  readonly darkHall: boolean;
  readonly captions: "both" | "one" | "off";
}

const ZOOMS = [0.8, 0.9, 1, 1.1, 1.2, 1.35] as const;

/** Keys of present mode: F full screen, L spotlight, H dark hall, + and - size, C captions, Space play, Esc leave. */
export function usePresentKeys(): PresentView {
  const yard = useYardHandle();
  const [view, setView] = useState<PresentView>({
    zoom: 1,
    spotlight: false,
    darkHall: false,
    captions: "both",
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        event.target instanceof Element &&
        event.target.closest("input, textarea, select, [contenteditable]")
      )
        return;
      const perform = actionFor(event.key, {
        setView,
        leave: () => leave(yard),
        toggle: () => void yard.send({ type: "play", on: !yard.store.getState().playing }),
      });
      if (!perform) return;
      event.preventDefault();
      event.stopPropagation();
      perform();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [yard]);
  return view;
}

function leave(yard: ReturnType<typeof useYardHandle>): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  yard.setPage({ present: false });
}

interface PresentActions {
  setView(change: (before: PresentView) => PresentView): void;
  leave(): void;
  toggle(): void;
}

function actionFor(
  key: string,
  { setView, leave: leaveMode, toggle }: PresentActions,
): (() => void) | undefined {
  switch (key) {
    case "f":
    case "F":
      return () =>
        void (document.fullscreenElement
          ? document.exitFullscreen()
          : document.documentElement.requestFullscreen());
    case "l":
    case "L":
      return () => setView((view) => ({ ...view, spotlight: !view.spotlight }));
    case "+":
    case "=":
      return () => setView((view) => ({ ...view, zoom: step(view.zoom, 1) }));
    case "-":
      return () => setView((view) => ({ ...view, zoom: step(view.zoom, -1) }));
    case "0":
      return () => setView((view) => ({ ...view, zoom: 1 }));
    case "h":
    case "H":
      return () => setView((view) => ({ ...view, darkHall: !view.darkHall }));
    case "c":
    case "C":
      return () =>
        setView((view) => ({
          ...view,
          captions: view.captions === "both" ? "one" : view.captions === "one" ? "off" : "both",
        }));
    case " ":
      return toggle;
    case "Escape":
      return leaveMode;
    default:
      return undefined;
  }
}

function step(zoom: number, by: 1 | -1): number {
  const index = ZOOMS.findIndex((each) => each >= zoom - 0.001);
  return ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, index + by))] ?? 1;
}
