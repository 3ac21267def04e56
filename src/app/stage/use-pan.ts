import { useEffect, useRef, type RefObject } from "react";
import { useYardHandle } from "#app/state/hooks.ts";
import type { Selection } from "#app/state/yard-state.ts";
import type { Rect } from "./geometry.ts";

/** A hand trembles: only what moves farther than this is a drag, everything else a click. */
const DRAG_PX = 5;
/** What is brought into view keeps this far from the border. */
const MARGIN_PX = 24;

/** Dragging moves a picture that is larger than its window, and what is selected from elsewhere comes into view. Fingers drag by themselves. */
export function usePan(
  field: RefObject<HTMLDivElement | null>,
  {
    selection,
    selected,
  }: { readonly selection: Selection | null; readonly selected: () => Rect | null },
): void {
  const { store } = useYardHandle();
  useEffect(() => {
    const view = field.current;
    return view ? listen(view) : undefined;
  }, [field]);
  const find = useRef(selected);
  useEffect(() => {
    find.current = selected;
  });
  const key = selection ? `${selection.kind} ${selection.id}` : "";
  useEffect(() => {
    const rect = key === "" ? null : find.current();
    if (field.current && rect) reveal(field.current, rect, store.getState().reducedMotion);
  }, [field, key, store]);
}

interface Drag {
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  hasMoved: boolean;
}

function listen(view: HTMLElement): () => void {
  let drag: Drag | null = null;
  let isClickOver = false;
  const onDown = (event: PointerEvent) => {
    isClickOver = false;
    if (event.pointerType === "touch" || event.button !== 0) return;
    if (!canMove(view) || isOnScrollbar(view, event)) return;
    const { clientX: x, clientY: y, pointerId: pointer } = event;
    drag = { pointer, x, y, left: view.scrollLeft, top: view.scrollTop, hasMoved: false };
  };
  const onMove = (event: PointerEvent) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!drag.hasMoved) {
      if (Math.hypot(dx, dy) < DRAG_PX) return;
      drag.hasMoved = true;
      view.setPointerCapture(drag.pointer);
      view.dataset["dragged"] = "";
    }
    view.scrollLeft = drag.left - dx;
    view.scrollTop = drag.top - dy;
  };
  const onEnd = () => {
    if (drag?.hasMoved) {
      isClickOver = true;
      delete view.dataset["dragged"];
    }
    drag = null;
  };
  // The click that ends a drag chooses nothing.
  const onClick = (event: MouseEvent) => {
    if (!isClickOver) return;
    isClickOver = false;
    event.stopPropagation();
    event.preventDefault();
  };
  view.addEventListener("pointerdown", onDown);
  view.addEventListener("pointermove", onMove);
  view.addEventListener("pointerup", onEnd);
  view.addEventListener("pointercancel", onEnd);
  view.addEventListener("click", onClick, { capture: true });
  return () => {
    view.removeEventListener("pointerdown", onDown);
    view.removeEventListener("pointermove", onMove);
    view.removeEventListener("pointerup", onEnd);
    view.removeEventListener("pointercancel", onEnd);
    view.removeEventListener("click", onClick, { capture: true });
  };
}

function canMove(view: HTMLElement): boolean {
  return view.scrollWidth > view.clientWidth + 1 || view.scrollHeight > view.clientHeight + 1;
}

function isOnScrollbar(view: HTMLElement, { clientX, clientY }: PointerEvent): boolean {
  const { left, top } = view.getBoundingClientRect();
  return clientX - left >= view.clientWidth || clientY - top >= view.clientHeight;
}

/** Moves the picture no farther than needed to show all of a box. */
function reveal(view: HTMLElement, rect: Rect, isStill: boolean): void {
  const left = nearest(view.scrollLeft, view.clientWidth, [rect.x, rect.x + rect.w]);
  const top = nearest(view.scrollTop, view.clientHeight, [rect.y, rect.y + rect.h]);
  if (left === view.scrollLeft && top === view.scrollTop) return;
  view.scrollTo({ left, top, behavior: isStill ? "auto" : "smooth" });
}

/** The scroll position nearest to the present one at which a span lies in the window, or begins at its start if it is too long. */
function nearest(now: number, room: number, [from, to]: readonly [number, number]): number {
  const latest = from - MARGIN_PX;
  const earliest = to + MARGIN_PX - room;
  if (now > latest) return Math.max(0, latest);
  return now < earliest ? Math.min(earliest, latest) : now;
}
