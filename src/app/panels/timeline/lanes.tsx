import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useStore } from "zustand";
import { liveEdge } from "#app/actions/time.ts";
import { useWorld } from "#app/state/create-yard.ts";
import { useText, useYard } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { useSize } from "#app/ui/use-size.ts";
import { paintLanes } from "./paint.ts";
import { useSeek } from "./use-seek.ts";
import { AXIS_HEIGHT, LANE_HEIGHT, LANES, LABEL_WIDTH, markAt, scaleOf, ticksOf, windowOf } from "./window.ts";

const DRAG_PX = 4;

/** The lanes: who did what when; drag or use the arrow keys to go to another time, click a mark to ask about it. */
export function Lanes({ compact = false }: { readonly compact?: boolean }) {
  const text = useText();
  const world = useWorld();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(box);
  const [whole, setWhole] = useState(false);
  const at = useYard((state) => state.at);
  const live = useYard(liveEdge);
  const marks = useYard((state) => state.marks);
  const inputs = useYard((state) => state.inputs);
  const theme = useYard((state) => state.theme);
  const faults = useYard((state) => state.faults);
  const branch = useYard((state) => state.branch);
  const selected = useYard((state) => (state.selection?.kind === "Mark" ? Number(state.selection.id) : -1));
  const samples = useStore(world.history, (history) => history[branch]) ?? NO_SAMPLES;
  const seek = useSeek();
  const [from, to] = windowOf({ at, live, whole });
  const scale = useMemo(() => scaleOf([from, to], width), [from, to, width]);
  const height = AXIS_HEIGHT + LANES.length * LANE_HEIGHT;

  useEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext("2d");
    if (!element || !pen || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const size = [Math.round(width * ratio), Math.round(height * ratio)] as const;
    if (element.width !== size[0]) element.width = size[0];
    if (element.height !== size[1]) element.height = size[1];
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const style = getComputedStyle(document.documentElement);
    const colour = (token: string) => style.getPropertyValue(`--${token}`).trim();
    paintLanes(pen, { scale, at, marks, inputs, samples, faultsInForce: faults.length > 0, selected, colour, width, height });
  }, [scale, at, marks, inputs, samples, faults, selected, theme, width, height]);

  const drag = useRef<{ x: number; moved: boolean } | null>(null);
  const place = (event: PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    return { x: event.clientX - (area?.left ?? 0), y: event.clientY - (area?.top ?? 0) };
  };
  const timeAt = (x: number) => Math.min(live, Math.max(0, scale.invert(Math.max(x, LABEL_WIDTH))));
  const onPointerDown = (event: PointerEvent) => {
    const { x } = place(event);
    if (x < LABEL_WIDTH - 8 || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const { x } = place(event);
    if (!drag.current) return;
    if (Math.abs(x - drag.current.x) > DRAG_PX) drag.current.moved = true;
    if (drag.current.moved) seek(timeAt(x));
  };
  const onPointerUp = (event: PointerEvent) => {
    const point = place(event);
    const ended = drag.current;
    drag.current = null;
    if (!ended || ended.moved) return;
    const mark = markAt(marks, scale, point);
    if (mark) world.setPage({ selection: { kind: "Mark", namespace: mark.namespace, name: mark.name, id: String(mark.id) } });
    else seek(timeAt(point.x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTarget(event, at, live);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(target);
  };
  const nowX = Math.min(Math.max(scale(at), LABEL_WIDTH), Math.max(LABEL_WIDTH, width - 40));
  return (
    <div
      ref={box} className="lanes" onPointerDown={onPointerDown} onPointerMove={onPointerMove} onPointerUp={onPointerUp}
      onPointerCancel={() => (drag.current = null)} data-testid="timeline-lanes"
    >
      <canvas ref={canvas} className="lanes-canvas" style={{ width, height }} aria-hidden="true" />
      <div className="lanes-axis" aria-hidden="true">
        {ticksOf(scale).map((tick) => (
          <span key={tick} style={{ left: scale(tick) }} hidden={Math.abs(scale(tick) - nowX) < 52 || scale(tick) > width - 22}>
            {clockText(tick)}
          </span>
        ))}
      </div>
      {!compact && (
        <ul className="lanes-names">
          {LANES.map((lane) => (
            <li key={lane}>{text(`timeline.lane.${lane}`)}</li>
          ))}
        </ul>
      )}
      <div className="playhead" style={{ transform: `translateX(${nowX}px)` }}>
        <div
          className="playhead-flag" role="slider" tabIndex={0} aria-label={text("timeline.now")} aria-valuemin={0}
          aria-valuemax={Math.round(live)} aria-valuenow={Math.round(at)} aria-valuetext={clockText(at, { tenths: true })} onKeyDown={onKeyDown}
        >
          {clockText(at, { tenths: true })}
        </div>
      </div>
      {live > 468_000 && (
        <button type="button" className="lanes-whole" aria-pressed={whole} onPointerDown={(event) => event.stopPropagation()} onClick={() => setWhole(!whole)}>
          {text("timeline.whole")}
        </button>
      )}
    </div>
  );
}

const NO_SAMPLES: readonly never[] = [];

function keyTarget({ key, shiftKey }: KeyboardEvent, at: number, live: number): number | undefined {
  const step = shiftKey ? 10_000 : 1000;
  if (key === "ArrowLeft" || key === "ArrowDown") return Math.max(0, at - step);
  if (key === "ArrowRight" || key === "ArrowUp") return Math.min(live, at + step);
  if (key === "PageDown") return Math.max(0, at - 30_000);
  if (key === "PageUp") return Math.min(live, at + 30_000);
  if (key === "Home") return 0;
  if (key === "End") return live;
  return undefined;
}
