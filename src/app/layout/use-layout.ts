import { useSyncExternalStore } from "react";

/** `wide` shows everything side by side, `medium` turns the inspector into a drawer, `narrow` the left panel, too. */
export type Layout = "wide" | "medium" | "narrow" | "phone";

/** The layout that fits the window. */
export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, current);
}

function current(): Layout {
  const width = window.innerWidth;
  if (width < 700 || isLyingPhone()) return "phone";
  if (width < 900) return "narrow";
  return width < 1180 ? "medium" : "wide";
}

/** Style sheets ask the same. A low window with a mouse before it is a desktop's, perhaps at twice the size of type. */
function isLyingPhone(): boolean {
  return window.matchMedia("(pointer: coarse) and (max-height: 479px) and (max-width: 999px)")
    .matches;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("resize", listener);
  return () => window.removeEventListener("resize", listener);
}
