import { useEffect, useState } from "react";
import { isTyping, keyName } from "#app/actions/keyboard.ts";
import { useYardHandle } from "#app/state/hooks.ts";
import { isComposing } from "#app/ui/keys.ts";
import { FIRST_VIEW, PRESENT_KEYS, stepBack, type PresentView } from "./present-keys.ts";

/** What the presenter has set, and the keys that set it. Keys are left alone while somebody types; Escape always works. */
export function usePresentKeys(): readonly [PresentView, (view: PresentView) => void] {
  const yard = useYardHandle();
  const [view, setView] = useState(FIRST_VIEW);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || (event.key !== "Escape" && isTyping(event.target))) return;
      const name = keyName(event);
      if (name === "Space" && event.target instanceof Element && event.target.closest("button"))
        return;
      if (name === "Escape") goBack(view, { setView, leave: () => leave(yard) });
      else {
        const key = PRESENT_KEYS.find(({ keys }) => keys.includes(name));
        if (!key) return;
        if (key.change) setView(key.change(view));
        key.perform?.(yard);
      }
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [yard, view]);
  return [view, setView];
}

function goBack(
  view: PresentView,
  { setView, leave: leaveMode }: { setView: (view: PresentView) => void; leave: () => void },
): void {
  const before = stepBack(view);
  if (before) setView(before);
  else leaveMode();
}

function leave(yard: ReturnType<typeof useYardHandle>): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  yard.setPage({ present: false, zoom: 0 });
}
