import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  type RefObject,
  type WheelEvent as ReactWheelEvent,
} from "react";
import { useYardHandle } from "#app/state/hooks.ts";
import type { Point, Rect } from "./geometry.ts";
import { ZOOM_RANGE, type StageLayout } from "./layout.ts";

/** So much turning of the wheel is one step: a notch of a mouse, or a good part of a pinch on a trackpad. */
const WHEEL_STEP = 60;
/** Fingers that go apart by this factor ask for a step. */
const PINCH_STEP = 1.25;
const FADE_MS = 160;

/** The next step of zoom, within what is allowed. */
export function zoomBy(zoom: number, steps: number): number {
  return Math.max(ZOOM_RANGE.least, Math.min(ZOOM_RANGE.most, zoom + steps));
}

/** Ctrl and wheel, pinching, and keeping what one looks at in its place while the picture grows. */
export function useZoom(
  field: RefObject<HTMLDivElement | null>,
  {
    layout,
    isMeasured,
    selected,
  }: {
    readonly layout: StageLayout;
    /** The room for the picture is known: before that the layout is a guess that nobody has seen. */
    readonly isMeasured: boolean;
    readonly selected: () => Rect | null;
  },
): void {
  const { store, setPage } = useYardHandle();
  /** Where the hand is, in the window of the stage; null when a key did it. */
  const hand = useRef<Point | null>(null);
  const before = useRef<StageLayout | null>(null);
  const step = useCallback(
    (steps: number, at: Point) => {
      hand.current = at;
      setPage({ zoom: zoomBy(store.getState().zoom, steps) });
    },
    [store, setPage],
  );
  useLayoutEffect(() => {
    const old = before.current;
    before.current = isMeasured ? layout : null;
    const view = field.current;
    if (!view || !old || old.variant !== layout.variant || old.width === layout.width) return;
    const target = hand.current ? null : selected();
    // Where nothing stood yet nothing can stay: a phone begins with the first worker.
    if (!target && old.nodes.size === 0) return;
    keepInPlace(view, { old, layout, hand: hand.current, target });
    hand.current = null;
  }, [field, layout, isMeasured, selected]);
  useFade(field, layout);
  useEffect(() => {
    const view = field.current;
    return view ? listen(view, step) : undefined;
  }, [field, step]);
}

interface Change {
  readonly old: StageLayout;
  readonly layout: StageLayout;
  readonly hand: Point | null;
  readonly target: Rect | null;
}

/** What the hand is on stays under it; without a hand what is selected comes to the middle, or the middle stays. */
function keepInPlace(view: HTMLElement, { old, layout, hand, target }: Change): void {
  const middle = { x: view.clientWidth / 2, y: view.clientHeight / 2 };
  const at = hand ?? middle;
  const point = target
    ? { x: target.x + target.w / 2, y: target.y + target.h / 2 }
    : movedPoint({ x: view.scrollLeft + at.x, y: view.scrollTop + at.y }, { old, layout });
  const to = target ? middle : at;
  view.scrollLeft = point.x - to.x;
  view.scrollTop = point.y - to.y;
}

/** Where a point of the old picture lies in the new one: at the same place of the same machine, for lanes and margins do not grow with the boxes. */
export function movedPoint(
  point: Point,
  { old, layout }: { readonly old: StageLayout; readonly layout: StageLayout },
): Point {
  for (const [name, { rect: from }] of old.nodes) {
    const to = layout.nodes.get(name)?.rect;
    const x = (point.x - from.x) / from.w;
    const y = (point.y - from.y) / from.h;
    if (!to || x < 0 || x > 1 || y < 0 || y > 1) continue;
    return { x: to.x + x * to.w, y: to.y + y * to.h };
  }
  return { x: (point.x * layout.width) / old.width, y: (point.y * layout.height) / old.height };
}

/** Another level of detail fades in, while everything stays at its place. */
function useFade(field: RefObject<HTMLDivElement | null>, { fit }: StageLayout): void {
  const { store } = useYardHandle();
  const before = useRef(fit.detail);
  useEffect(() => {
    if (before.current === fit.detail) return;
    before.current = fit.detail;
    if (store.getState().reducedMotion) return;
    field.current?.firstElementChild?.animate([{ opacity: 0.25 }, { opacity: 1 }], FADE_MS);
  }, [field, fit.detail, store]);
}

function listen(view: HTMLElement, step: (steps: number, at: Point) => void): () => void {
  const pointIn = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { x, y } = view.getBoundingClientRect();
    return { x: clientX - x, y: clientY - y };
  };
  let turned = 0;
  const onWheel = (event: WheelEvent | ReactWheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    turned += event.deltaMode === 1 ? event.deltaY * 24 : event.deltaY * (isPinch(event) ? 5 : 1);
    const steps = Math.trunc(turned / WHEEL_STEP);
    turned -= steps * WHEEL_STEP;
    if (steps !== 0) step(-Math.sign(steps), pointIn(event));
  };
  let apart = 0;
  const onTouchStart = ({ touches }: TouchEvent) => (apart = distanceOf(touches));
  const onTouchMove = (event: TouchEvent) => {
    const now = distanceOf(event.touches);
    if (apart === 0 || now === 0) return;
    event.preventDefault();
    const grown = now / apart;
    if (grown < PINCH_STEP && grown > 1 / PINCH_STEP) return;
    apart = now;
    step(grown > 1 ? 1 : -1, pointIn(middleOf(event.touches)));
  };
  view.addEventListener("wheel", onWheel, { passive: false });
  view.addEventListener("touchstart", onTouchStart, { passive: true });
  view.addEventListener("touchmove", onTouchMove, { passive: false });
  return () => {
    view.removeEventListener("wheel", onWheel);
    view.removeEventListener("touchstart", onTouchStart);
    view.removeEventListener("touchmove", onTouchMove);
  };
}

/** A pinch on a trackpad comes as a wheel with small broken numbers. */
function isPinch({ deltaY }: { deltaY: number }): boolean {
  return Math.abs(deltaY) < 20;
}

/** Between the two fingers: what lies there stays there. */
function middleOf(touches: TouchList): { clientX: number; clientY: number } {
  const fingers = [...touches].slice(0, 2);
  const mean = (of: (finger: Touch) => number) =>
    fingers.reduce((total, finger) => total + of(finger), 0) / fingers.length;
  return { clientX: mean(({ clientX }) => clientX), clientY: mean(({ clientY }) => clientY) };
}

function distanceOf(touches: TouchList): number {
  const [a, b] = touches;
  return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
}
