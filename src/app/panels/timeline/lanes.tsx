import { useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { liveEdge } from "#app/actions/time.ts";
import { useText, useYard, useYardHandle } from "#app/state/hooks.ts";
import { clockText } from "#app/ui/clock.ts";
import { later } from "#app/ui/later.tsx";
import { useSizeOf } from "#app/ui/use-size.ts";
import type { MarkView } from "#core/view/rows.ts";
import { LaneCanvas } from "./lane-canvas.tsx";
import { useSeek } from "./use-seek.ts";
import { laneOf, LANES, laneY, LABEL_WIDTH, markAt, scaleOf, ticksOf, windowOf } from "./window.ts";
import type { TimeScale } from "./time-scale.ts";

const MarkTip = later(() => import("./mark-tip.tsx").then(({ MarkTip: component }) => component));

const DRAG_PX = 4;
/** The canvas of the lanes begins this far below their edge. */
const CANVAS_TOP = 3;
const WHOLE_OFFERED_MS = 468_000;

/** The lanes: who did what when; drag or use the arrow keys to go to another time, click a mark to ask about it. */
export function Lanes() {
  const text = useText();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSizeOf(box);
  const [whole, setWhole] = useState(false);
  const at = useYard((state) => state.at);
  const live = useYard(liveEdge);
  const [from, to] = windowOf({ at, live, whole });
  const scale = useMemo(() => scaleOf([from, to], width), [from, to, width]);
  const [pointed, point] = useState<MarkView | null>(null);
  const scrub = useScrub(scale, live, point);
  const nowX = Math.min(Math.max(scale(at), LABEL_WIDTH), Math.max(LABEL_WIDTH, width - 40));
  return (
    <div ref={box} className="lanes" data-testid="timeline-lanes" {...scrub}>
      <LaneCanvas scale={scale} width={width} />
      <div className="lanes-axis" aria-hidden="true">
        {ticksOf(scale).map((tick) => (
          <span
            key={tick}
            style={{ left: scale(tick) }}
            hidden={Math.abs(scale(tick) - nowX) < 52 || scale(tick) > width - 22}
          >
            {clockText(tick)}
          </span>
        ))}
      </div>
      <ul className="lanes-names">
        {LANES.map((lane) => (
          <li key={lane}>{text(`timeline.lane.${lane}`)}</li>
        ))}
      </ul>
      <Playhead x={nowX} at={at} live={live} />
      {pointed && (
        <MarkTip
          mark={pointed}
          x={scale(pointed.at)}
          y={laneY(laneOf(pointed)) + CANVAS_TOP}
          width={width}
        />
      )}
      {live > WHOLE_OFFERED_MS && (
        <button
          type="button"
          className="lanes-whole"
          aria-pressed={whole}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => setWhole(!whole)}
        >
          {text("timeline.whole")}
        </button>
      )}
    </div>
  );
}

function Playhead({
  x,
  at,
  live,
}: {
  readonly x: number;
  readonly at: number;
  readonly live: number;
}) {
  const text = useText();
  const seek = useSeek();
  const onKeyDown = (event: KeyboardEvent) => {
    const target = keyTarget(event, at, live);
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    seek(target);
  };
  const shown = clockText(at, { tenths: true });
  return (
    <div className="playhead" style={{ transform: `translateX(${x}px)` }}>
      <div
        className="playhead-flag"
        role="slider"
        tabIndex={0}
        aria-label={text("timeline.now")}
        aria-valuemin={0}
        aria-valuemax={Math.round(live)}
        aria-valuenow={Math.round(at)}
        aria-valuetext={shown}
        onKeyDown={onKeyDown}
      >
        {shown}
      </div>
    </div>
  );
}

/** Dragging goes through time; a click goes to a time, or to the mark under the pointer. */
function useScrub(scale: TimeScale, live: number, point: (mark: MarkView | null) => void) {
  const yard = useYardHandle();
  const seek = useSeek();
  const drag = useRef<{ readonly from: number; moved: boolean } | null>(null);
  const timeAt = (x: number) => Math.min(live, Math.max(0, scale.invert(Math.max(x, LABEL_WIDTH))));
  const markUnder = (event: PointerEvent) =>
    markAt(yard.store.getState().marks, scale, placeOf(event));
  return {
    onPointerDown(event: PointerEvent) {
      const { x } = placeOf(event);
      if (x < LABEL_WIDTH - 8 || event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { from: x, moved: false };
    },
    onPointerMove(event: PointerEvent) {
      const { x } = placeOf(event);
      if (!drag.current) {
        const near = event.pointerType === "touch" ? undefined : markUnder(event);
        point(near ?? null);
        return;
      }
      if (Math.abs(x - drag.current.from) > DRAG_PX) drag.current.moved = true;
      if (!drag.current.moved) return;
      point(null);
      seek(timeAt(x));
    },
    onPointerUp(event: PointerEvent) {
      const ended = drag.current;
      drag.current = null;
      if (!ended || ended.moved) return;
      const mark = markUnder(event);
      if (!mark) seek(timeAt(placeOf(event).x));
      else {
        const { namespace, name, id } = mark;
        yard.setPage({ selection: { kind: "Mark", namespace, name, id: String(id) } });
      }
    },
    onPointerLeave() {
      point(null);
    },
    onPointerCancel() {
      drag.current = null;
    },
  };
}

function placeOf(event: PointerEvent): { readonly x: number; readonly y: number } {
  const area = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - area.left, y: event.clientY - area.top };
}

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
