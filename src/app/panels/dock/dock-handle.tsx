import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useText } from "#app/state/hooks.ts";
import { useShell } from "#app/state/shell-state.ts";

const LEAST_PX = 96;
const FIRST_PX = 136;
const STEP_PX = 24;

/** The upper edge of the dock: drag it, or use the arrow keys, to make the dock taller. */
export function DockHandle() {
  const text = useText();
  const open = useShell((state) => state.dockOpen);
  const handle = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(FIRST_PX);
  if (!open) return null;
  const resize = (wanted: number) => {
    const next = Math.round(Math.min(window.innerHeight * 0.6, Math.max(LEAST_PX, wanted)));
    setHeight(next);
    document.documentElement.style.setProperty("--dock", `${next}px`);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (event.buttons === 1) resize(window.innerHeight - event.clientY);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    resize(height + (event.key === "ArrowUp" ? STEP_PX : -STEP_PX));
  };
  return (
    <div
      ref={handle}
      className="dock-handle"
      role="separator"
      aria-orientation="horizontal"
      tabIndex={0}
      aria-label={text("dock.resize")}
      aria-valuenow={height}
      aria-valuemin={LEAST_PX}
      aria-valuemax={Math.round(window.innerHeight * 0.6)}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}
